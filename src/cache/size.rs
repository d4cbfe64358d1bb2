//! How many bytes things point to: what the cache counts, without asking the allocator.

use super::{Member, Presence, User};
use crate::event::InviteCreate;
use crate::model::{
    self, Application, Attachment, Channel, Embed, EmbedField, EmbedMedia, Emoji, ForumTag, Guild,
    GuildFeature, Id, ImageHash, Message, Overwrite, Reaction, ScheduledEvent, SoundboardSound,
    StageInstance, Sticker, StickerItem, ThreadMember, VoiceState,
};

/// What a thing points to, in bytes; without the thing itself.
pub(super) trait Heap {
    fn heap(&self) -> usize;
}

impl Heap for String {
    fn heap(&self) -> usize {
        self.capacity()
    }
}

impl Heap for Box<str> {
    fn heap(&self) -> usize {
        self.len()
    }
}

impl Heap for ImageHash {
    fn heap(&self) -> usize {
        self.pointed_to()
    }
}

impl<T: Heap> Heap for Option<T> {
    fn heap(&self) -> usize {
        self.as_ref().map_or(0, Heap::heap)
    }
}

impl<T: Heap> Heap for Box<T> {
    fn heap(&self) -> usize {
        size_of::<T>() + T::heap(self)
    }
}

impl<T: Heap> Heap for Vec<T> {
    fn heap(&self) -> usize {
        self.capacity() * size_of::<T>() + self.iter().map(Heap::heap).sum::<usize>()
    }
}

impl<T: ?Sized> Heap for Id<T> {
    fn heap(&self) -> usize {
        0
    }
}

/// What points to something, by the fields that do.
macro_rules! heap {
    ($( $thing:ty { $($($field:ident).+),* } )+) => { $(
        impl Heap for $thing {
            fn heap(&self) -> usize {
                0 $(+ self.$($field).+.heap())*
            }
        }
    )+ };
}

heap! {
    Application { name, description, icon }
    Attachment {
        filename, title, description, content_type, url, proxy_url, placeholder, waveform, clip_participants,
        application
    }
    Channel {
        permission_overwrites, name, topic, recipients, icon, rtc_region, member, available_tags, applied_tags
    }
    EmbedField { name, value }
    EmbedMedia { url, proxy_url, content_type, placeholder, description }
    Emoji { name, roles, user }
    ForumTag { name, emoji_name }
    Guild {
        name, icon, icon_hash, splash, discovery_splash, home_header, region, features, vanity_url_code,
        description, banner
    }
    GuildFeature { }
    InviteCreate { code, inviter, target_user, target_application, role_ids }
    model::Member { user, nick, avatar, banner, roles }
    model::User { name, global_name, avatar, banner, email, member }
    Overwrite { }
    Reaction { emoji }
    ScheduledEvent { name, description, creator, image }
    SoundboardSound { name, emoji_name, user }
    StageInstance { topic }
    Sticker { name, description, tags, user }
    StickerItem { name }
    ThreadMember { member }
    VoiceState { member, session_id }
}

impl Heap for Embed {
    fn heap(&self) -> usize {
        let footer = self
            .footer
            .as_ref()
            .map_or(0, |footer| footer.text.heap() + footer.icon_url.heap() + footer.proxy_icon_url.heap());
        let author = self.author.as_ref().map_or(0, |author| {
            author.name.heap() + author.url.heap() + author.icon_url.heap() + author.proxy_icon_url.heap()
        });
        let provider = self.provider.as_ref().map_or(0, |from| from.name.heap() + from.url.heap());
        let media = self.image.heap() + self.thumbnail.heap() + self.video.heap();
        let text = self.title.heap() + self.description.heap() + self.url.heap();
        footer + author + provider + media + text + self.fields.heap() + written(&self.components)
    }
}

impl Heap for Message {
    fn heap(&self) -> usize {
        let people = self.author.heap() + self.mentions.heap() + self.member.heap();
        let parts = self.mention_roles.heap()
            + self.attachments.heap()
            + self.embeds.heap()
            + self.reactions.heap()
            + self.sticker_items.heap()
            + self.stickers.heap()
            + self.referenced_message.heap()
            + self.thread.heap()
            + self.application.heap();
        let rare =
            written(&self.components) + written(&self.message_snapshots) + written(&self.mention_channels);
        let boxed = self.interaction_metadata.as_ref().map_or(0, |it| size_of_val(&**it))
            + self.interaction.as_ref().map_or(0, |it| size_of_val(&**it))
            + self.resolved.as_ref().map_or(0, |it| size_of_val(&**it))
            + self.poll.as_ref().map_or(0, |it| size_of_val(&**it));
        self.content.heap() + people + parts + rare + boxed
    }
}

impl Heap for User {
    fn heap(&self) -> usize {
        self.pointed_to()
    }
}

impl Heap for Member {
    fn heap(&self) -> usize {
        self.pointed_to()
    }
}

impl Heap for Presence {
    fn heap(&self) -> usize {
        self.pointed_to()
    }
}

/// A guess for what is deep and seldom there: decoded it takes about three times what it is written in.
fn written<T: serde::Serialize>(parts: &[T]) -> usize {
    if parts.is_empty() { 0 } else { serde_json::to_vec(parts).map_or(0, |json| json.len() * 3) }
}

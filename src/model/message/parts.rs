//! The limits of a message as a whole, whose parts count together or exclude each other.
//!
//! <https://docs.discord.com/developers/resources/message#create-message>

use crate::model::component::{Layout, look_at_layout};
use crate::model::{Check, Checker, Component, Embed, Id, MessageFlags, NewPoll, Size, Sticker};

/// What a message to be sent is made of; a part that is not set is as if it were empty.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MessageParts<'a> {
    pub(crate) content: Option<&'a str>,
    pub(crate) embeds: &'a [Embed],
    pub(crate) components: &'a [Component],
    pub(crate) sticker_ids: &'a [Id<Sticker>],
    pub(crate) poll: Option<&'a NewPoll>,
    /// Nothing where it is not known, as in an edit that does not set them.
    pub(crate) flags: Option<MessageFlags>,
}

impl Check for MessageParts<'_> {
    fn look(&self, at: &mut Checker) {
        at.field("content", &self.content, ..=2000);
        at.field("embeds", self.embeds, ..=10);
        at.total("embeds", Size::Characters(self.embeds.iter().map(Embed::characters).sum()), ..=6000);
        at.field("sticker_ids", self.sticker_ids, ..=3);
        at.field("poll", &self.poll, ..);
        let layout = match self.flags {
            None => Layout::Either,
            Some(flags) if flags.contains(MessageFlags::IS_COMPONENTS_V2) => Layout::V2,
            Some(_) => Layout::Rows,
        };
        look_at_layout(at, self.components, layout);
        if layout == Layout::V2 {
            let why = "a message of components (IS_COMPONENTS_V2) has none";
            at.forbidden("content", self.content.is_some_and(|content| !content.is_empty()), why);
            at.forbidden("embeds", !self.embeds.is_empty(), why);
            at.forbidden("sticker_ids", !self.sticker_ids.is_empty(), why);
            at.forbidden("poll", self.poll.is_some(), why);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ActionRow, Button, FieldErrors, TextDisplay, check};

    const NOTHING: MessageParts<'_> = MessageParts {
        content: None,
        embeds: &[],
        components: &[],
        sticker_ids: &[],
        poll: None,
        flags: Some(MessageFlags::empty()),
    };

    fn text(result: Result<(), FieldErrors>) -> String {
        result.err().map(|errors| errors.to_string()).unwrap_or_default()
    }

    #[test]
    fn parts_are_counted_together() {
        let half = Embed::new().description("d".repeat(3000));
        let (limit, beyond) = ([half.clone(), half.clone()], [half.clone(), half, Embed::new().title("t")]);
        assert_eq!(text(check(&MessageParts { embeds: &limit, ..NOTHING })), "");
        let errors = text(check(&MessageParts { embeds: &beyond, ..NOTHING }));
        assert_eq!(errors, "embeds: 6001 characters, Discord takes at most 6000");
    }

    #[test]
    fn a_message_of_components_is_nothing_else() {
        let flags = Some(MessageFlags::IS_COMPONENTS_V2);
        let components = [TextDisplay::new("a").into()];
        let parts = MessageParts { components: &components, flags, ..NOTHING };
        assert_eq!(text(check(&parts)), "");
        let poll = NewPoll::new("Tea?").answer("Yes");
        let parts = MessageParts {
            content: Some("a"),
            embeds: &[Embed::new()],
            sticker_ids: &[Id::new(1)],
            poll: Some(&poll),
            ..parts
        };
        let errors = check(&parts).unwrap_err();
        let paths: Vec<&str> = errors.fields().iter().map(|field| field.path.as_str()).collect();
        assert_eq!(paths, ["content", "embeds", "sticker_ids", "poll"]);
    }

    #[test]
    fn an_edit_may_be_of_either_kind_of_message() {
        let components = [ActionRow::buttons([Button::primary("a")]).into(), TextDisplay::new("a").into()];
        let parts = MessageParts { content: Some("a"), components: &components, flags: None, ..NOTHING };
        assert_eq!(text(check(&parts)), "");
    }
}

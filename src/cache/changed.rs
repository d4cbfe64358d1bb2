//! What differs between a thing before and after, by the names that Discord gives its fields.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;

use super::change::{without_lists, without_member};
use super::{CachedMessage, Member, Presence};
use crate::model::{
    self, Channel, Guild, Message, PresenceUpdate, Role, ScheduledEvent, StageInstance, VoiceState,
};

/// What is kept of a thing, compared with how it came.
pub trait Compare<New> {
    /// The names of the fields that differ, as Discord has them, sorted.
    fn changed(&self, new: &New) -> Vec<String>;
}

macro_rules! compare {
    ($( $(#[$attribute:meta])* $old:ty, $new:ty, |$before:ident, $after:ident| ($left:expr, $right:expr); )+) => { $(
        impl Compare<$new> for $old {
            fn changed(&self, new: &$new) -> Vec<String> {
                let ($before, $after) = (self, new);
                fields_that_differ(&$left, &$right)
            }
        }
    )+ };
}

compare! {
    Channel, Channel, |old, new| (old, new);
    Role, Role, |old, new| (old, new);
    ScheduledEvent, ScheduledEvent, |old, new| (old, new);
    StageInstance, StageInstance, |old, new| (old, new);
    model::SoundboardSound, model::SoundboardSound, |old, new| (old, new);
    model::User, model::User, |old, new| (old, new);
    Guild, Guild, |old, new| (old, {
        let mut new = without_lists(new);
        (new.joined_at, new.large) = (old.joined_at, old.large);
        new
    });
    Member, model::Member, |old, new| (old, {
        let mut new = new.clone();
        (new.user, new.guild_id) = (None, None);
        new
    });
    Presence, PresenceUpdate, |old, new| (old, {
        let mut new = new.clone();
        new.user = model::User { id: new.user.id, ..model::User::default() };
        new.guild_id = None;
        new
    });
    VoiceState, VoiceState, |old, new| (without_member(old), without_member(new));
}

/// The member of the author is left out: edits of others do not bring it.
impl Compare<Message> for CachedMessage {
    fn changed(&self, new: &Message) -> Vec<String> {
        let mut fields = fields_that_differ(&**self, new);
        fields.retain(|field| field != "member");
        fields
    }
}

fn fields_that_differ(old: &impl Serialize, new: &impl Serialize) -> Vec<String> {
    let (Ok(old), Ok(new)) = (serde_json::to_string(old), serde_json::to_string(new)) else {
        return Vec::new();
    };
    differ(&old, &new).unwrap_or_default()
}

/// The names of the members that two objects do not have alike; one type wrote both, so equal values are equal texts.
fn differ(old: &str, new: &str) -> Result<Vec<String>, serde_json::Error> {
    let mut old: BTreeMap<String, &RawValue> = serde_json::from_str(old)?;
    let new: BTreeMap<String, &RawValue> = serde_json::from_str(new)?;
    let mut fields: Vec<String> = new
        .into_iter()
        .filter(|(name, value)| old.remove(name).map(RawValue::get) != Some(value.get()))
        .map(|(name, _)| name)
        .collect();
    fields.extend(old.into_keys());
    fields.sort();
    Ok(fields)
}

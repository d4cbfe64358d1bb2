//! How a bot appears: a presence, what changes it, and the activities that a bot may show.
//!
//! <https://docs.discord.com/developers/events/gateway-events#update-presence>

use serde::Serialize;

use crate::model::{ActivityType, Patch, PresenceStatus, Timestamp};

/// How a bot appears; online and doing nothing in particular by default.
///
/// ```
/// use ito::gateway::{Activity, Presence};
/// use ito::model::{ActivityType, PresenceStatus};
///
/// let presence = Presence::new()
///     .status(PresenceStatus::Idle)
///     .activity(Activity::new(ActivityType::Watching, "the sea"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[must_use]
pub struct Presence {
    since: Option<i64>,
    activities: Vec<Activity>,
    status: PresenceStatus,
    afk: bool,
}

impl Presence {
    /// Online, doing nothing in particular.
    pub fn new() -> Self {
        Self { since: None, activities: Vec::new(), status: PresenceStatus::Online, afk: false }
    }

    /// The status; online by default.
    pub fn status(mut self, status: PresenceStatus) -> Self {
        self.status = status;
        self
    }

    /// Adds an activity.
    pub fn activity(mut self, activity: Activity) -> Self {
        self.activities.push(activity);
        self
    }

    /// Since when the bot is idle; not idle by default.
    pub fn idle_since(mut self, since: Timestamp) -> Self {
        self.since = Some(since.as_millis());
        self
    }

    /// Whether the bot is away from its keyboard; it is there by default.
    pub fn afk(mut self, afk: bool) -> Self {
        self.afk = afk;
        self
    }

    /// Changes what the patch sets or clears.
    pub(super) fn apply(&mut self, patch: &PresencePatch) {
        fn change<T: Clone>(field: &mut T, patch: &Patch<T>, cleared: T) {
            match patch {
                Patch::Keep => {}
                Patch::Clear => *field = cleared,
                Patch::Set(value) => *field = value.clone(),
            }
        }
        change(&mut self.since, &patch.since.map(Some), None);
        change(&mut self.activities, &patch.activities, Vec::new());
        change(&mut self.status, &patch.status, PresenceStatus::Online);
        change(&mut self.afk, &patch.afk, false);
    }
}

impl Default for Presence {
    fn default() -> Self {
        Self::new()
    }
}

/// A change of a presence: what is not named keeps its value, `None` clears it.
///
/// ```
/// use ito::gateway::{Activity, PresencePatch};
/// use ito::model::PresenceStatus;
///
/// let busy = PresencePatch::new().status(PresenceStatus::Dnd);
/// let nothing_to_do = PresencePatch::new().activity(None);
/// let custom = PresencePatch::new().activity(Activity::custom("counting waves"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[must_use]
pub struct PresencePatch {
    since: Patch<i64>,
    activities: Patch<Vec<Activity>>,
    status: Patch<PresenceStatus>,
    afk: Patch<bool>,
}

impl PresencePatch {
    /// A change of nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// The status; cleared it is online.
    pub fn status(mut self, status: impl Into<Patch<PresenceStatus>>) -> Self {
        self.status = status.into();
        self
    }

    /// The one activity, in place of those before.
    pub fn activity(mut self, activity: impl Into<Patch<Activity>>) -> Self {
        self.activities = activity.into().map(|one| vec![one]);
        self
    }

    /// Since when the bot is idle; cleared it is not.
    pub fn idle_since(mut self, since: impl Into<Patch<Timestamp>>) -> Self {
        self.since = since.into().map(Timestamp::as_millis);
        self
    }

    /// Whether the bot is away from its keyboard; cleared it is there.
    pub fn afk(mut self, afk: impl Into<Patch<bool>>) -> Self {
        self.afk = afk.into();
        self
    }

    /// The first activity that Discord will not show as it is meant.
    pub(crate) fn incomplete(&self) -> Option<&Activity> {
        match &self.activities {
            Patch::Set(activities) => activities.iter().find(|one| one.is_incomplete()),
            Patch::Keep | Patch::Clear => None,
        }
    }
}

/// A whole presence changes everything.
impl From<Presence> for PresencePatch {
    fn from(presence: Presence) -> Self {
        Self {
            since: presence.since.into(),
            activities: presence.activities.into(),
            status: presence.status.into(),
            afk: presence.afk.into(),
        }
    }
}

/// What a bot does, as far as Discord shows it of bots.
///
/// <https://docs.discord.com/developers/events/gateway-events#activity-object>
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Activity {
    name: String,
    #[serde(rename = "type")]
    kind: ActivityType,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<String>,
}

impl Activity {
    /// "Playing …", "Listening to …", and so on; of the kind [`Custom`](ActivityType::Custom) it is a text of its own.
    ///
    /// "Streaming …" needs an address: see [`Activity::streaming`].
    pub fn new(kind: ActivityType, name: impl Into<String>) -> Self {
        match kind {
            ActivityType::Custom => Self::custom(name),
            kind => Self { name: name.into(), kind, url: None, state: None },
        }
    }

    /// "Streaming …", with the address of the stream: on Twitch or YouTube.
    pub fn streaming(name: impl Into<String>, url: impl Into<String>) -> Self {
        Self { name: name.into(), kind: ActivityType::Streaming, url: Some(url.into()), state: None }
    }

    /// A text of its own, without a verb.
    pub fn custom(text: impl Into<String>) -> Self {
        Self {
            name: "Custom Status".to_owned(),
            kind: ActivityType::Custom,
            url: None,
            state: Some(text.into()),
        }
    }

    /// A second line below the name.
    #[must_use]
    pub fn state(mut self, state: impl Into<String>) -> Self {
        self.state = Some(state.into());
        self
    }

    /// The name that is shown.
    pub fn name(&self) -> &str {
        &self.name
    }

    fn is_incomplete(&self) -> bool {
        self.kind == ActivityType::Streaming && self.url.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_keeps_clears_and_sets() {
        let activity = Activity::new(ActivityType::Playing, "chess");
        let mut presence = Presence::new().activity(activity.clone()).afk(true);
        presence.apply(&PresencePatch::new().status(PresenceStatus::Idle));
        assert_eq!(presence, Presence::new().activity(activity).afk(true).status(PresenceStatus::Idle));
        presence.apply(&PresencePatch::new().activity(None).afk(None));
        assert_eq!(presence, Presence::new().status(PresenceStatus::Idle));
        presence.apply(&Presence::new().into());
        assert_eq!(presence, Presence::new());
    }

    #[test]
    fn all_five_statuses_are_on_the_wire_as_discord_spells_them() {
        use PresenceStatus::{Dnd, Idle, Invisible, Offline, Online};
        for (status, text) in
            [(Online, "online"), (Dnd, "dnd"), (Idle, "idle"), (Invisible, "invisible"), (Offline, "offline")]
        {
            let json = serde_json::to_value(Presence::new().status(status)).unwrap();
            assert_eq!(json["status"], text);
        }
    }
}

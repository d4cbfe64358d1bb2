//! A presence as the cache keeps it: without the user, its activities packed.

use serde::{Serialize, Serializer};

use super::member::Touched;
use super::pack::Packed;
use super::size::Heap;
use crate::model::{Activity, ClientStatus, Id, PresenceStatus, PresenceUpdate, User};

/// How a member appears who is not offline.
#[derive(Debug)]
pub struct Presence {
    user: Id<User>,
    /// The status, and those of desktop, mobile, web and VR.
    statuses: [u8; 5],
    activities: Packed<Vec<Activity>>,
    touched: Touched,
}

impl Presence {
    /// What is remembered; nothing of who is offline.
    pub(super) fn new(presence: &PresenceUpdate, touched: Touched) -> Option<Self> {
        if presence.status == PresenceStatus::Offline {
            return None;
        }
        Some(Self {
            user: presence.user.id,
            statuses: [
                code(Some(&presence.status)),
                code(presence.client_status.desktop.as_ref()),
                code(presence.client_status.mobile.as_ref()),
                code(presence.client_status.web.as_ref()),
                code(presence.client_status.vr.as_ref()),
            ],
            activities: (&presence.activities).into(),
            touched,
        })
    }

    /// The user's id.
    pub fn user_id(&self) -> Id<User> {
        self.user
    }

    /// Whether the user is online, idle or not to be disturbed.
    pub fn status(&self) -> PresenceStatus {
        status(self.statuses[0]).unwrap_or(PresenceStatus::Online)
    }

    /// The same for each of the user's devices.
    pub fn client_status(&self) -> ClientStatus {
        let [_, desktop, mobile, web, vr] = self.statuses.map(status);
        let mut all = ClientStatus::default();
        (all.desktop, all.mobile, all.web, all.vr) = (desktop, mobile, web, vr);
        all
    }

    /// What the user does, made anew.
    pub fn activities(&self) -> Vec<Activity> {
        self.activities.open()
    }

    /// The presence as Discord's documents have it, built anew; of the user it has the id.
    pub fn to_model(&self) -> PresenceUpdate {
        let mut presence = PresenceUpdate::default();
        presence.user.id = self.user;
        presence.status = self.status();
        presence.client_status = self.client_status();
        presence.activities = self.activities();
        presence
    }

    pub(super) fn touched(&self) -> &Touched {
        &self.touched
    }

    pub(super) fn pointed_to(&self) -> usize {
        self.activities.heap()
    }
}

/// Equal when what Discord said is.
impl PartialEq for Presence {
    fn eq(&self, other: &Self) -> bool {
        (self.user, self.statuses, &self.activities) == (other.user, other.statuses, &other.activities)
    }
}

/// As Discord writes it.
impl Serialize for Presence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_model().serialize(serializer)
    }
}

/// A status as a byte. One that Discord has invented since counts as online, since it is not offline.
fn code(status: Option<&PresenceStatus>) -> u8 {
    match status {
        None => 0,
        Some(PresenceStatus::Dnd) => 2,
        Some(PresenceStatus::Idle) => 3,
        Some(PresenceStatus::Invisible) => 4,
        Some(PresenceStatus::Offline) => 5,
        Some(_) => 1,
    }
}

fn status(code: u8) -> Option<PresenceStatus> {
    Some(match code {
        0 => return None,
        2 => PresenceStatus::Dnd,
        3 => PresenceStatus::Idle,
        4 => PresenceStatus::Invisible,
        5 => PresenceStatus::Offline,
        _ => PresenceStatus::Online,
    })
}

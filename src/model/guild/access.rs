//! Who may do what: Discord's algorithm from roles and overwrites to permissions.
//!
//! <https://docs.discord.com/developers/topics/permissions#permission-overwrites>

use crate::model::{
    Channel, ChannelType, Guild, Id, Member, Overwrite, OverwriteType, Permissions, Role, Timestamp, User,
};

/// All that decides what a user may do, taken out of a guild and a member; plain data, so that a cache or a test can fill it.
///
/// ```
/// use ito::model::{Access, Guild, Id, Permissions};
///
/// # let (guild, user) = (Guild::default(), Id::new(7));
/// let access = Access {
///     user,
///     owner: guild.owner_id == user,
///     everyone: Id::new(guild.id.get()),
///     roles: vec![(Id::new(1), Permissions::VIEW_CHANNEL)],
///     timed_out: false,
/// };
/// assert!(access.in_guild().contains(Permissions::VIEW_CHANNEL));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// The user.
    pub user: Id<User>,
    /// Whether the user owns the guild.
    pub owner: bool,
    /// The role @everyone, whose overwrites come first. It has the id of the guild.
    pub everyone: Id<Role>,
    /// The roles of the user and what they allow, @everyone among them.
    pub roles: Vec<(Id<Role>, Permissions)>,
    /// Whether the user is in a timeout.
    pub timed_out: bool,
}

impl Access {
    /// What decides about a member of a guild, at that time.
    pub fn new(guild: &Guild, user: Id<User>, member: &Member, now: Timestamp) -> Self {
        let everyone = guild.id.cast();
        let held = |role: &&Role| role.id == everyone || member.roles.contains(&role.id);
        Self {
            user,
            owner: guild.owner_id == user,
            everyone,
            roles: guild.roles.iter().filter(held).map(|role| (role.id, role.permissions)).collect(),
            timed_out: member.is_timed_out(now),
        }
    }

    /// What the user may do in the guild, before any channel has its say.
    pub fn in_guild(&self) -> Permissions {
        let base = self.base();
        if is_all(base) { base } else { self.limit(base) }
    }

    /// What the user may do in a channel.
    ///
    /// A thread has no overwrites of its own: give the channel it is in and ask [`in_thread`](Self::in_thread).
    pub fn in_channel(&self, channel: &Channel) -> Permissions {
        self.with_overwrites(channel.kind, &channel.permission_overwrites)
    }

    /// What the user may do in a thread of that channel. To send messages there is a permission of its own.
    pub fn in_thread(&self, parent: &Channel) -> Permissions {
        self.with_overwrites(ChannelType::PublicThread, &parent.permission_overwrites)
    }

    /// What the user may do in a channel of a kind, from its overwrites, or in a thread, from those of the channel it is in.
    pub fn with_overwrites(&self, kind: ChannelType, overwrites: &[Overwrite]) -> Permissions {
        let base = self.base();
        if is_all(base) {
            return base;
        }
        let mut permissions = self.overwritten(base, overwrites);
        if kind.is_thread() {
            let can_send = permissions.contains(Permissions::SEND_MESSAGES_IN_THREADS);
            permissions.set(Permissions::SEND_MESSAGES, can_send);
        }
        self.limit(implicit(kind, permissions))
    }

    /// Owner, @everyone and roles.
    fn base(&self) -> Permissions {
        if self.owner {
            return Permissions::all();
        }
        let allowed = self.roles.iter().fold(Permissions::empty(), |sum, (_, role)| sum | *role);
        if is_all(allowed) { Permissions::all() } else { allowed }
    }

    /// The overwrites of @everyone, then those of all roles together, then that of the member; each denies before it allows.
    fn overwritten(&self, base: Permissions, overwrites: &[Overwrite]) -> Permissions {
        let roles = || overwrites.iter().filter(|overwrite| overwrite.kind == OverwriteType::Role);
        let everyone = roles().filter(|overwrite| overwrite.id.cast() == self.everyone);
        let held = roles().filter(|overwrite| {
            let id = overwrite.id.cast();
            id != self.everyone && self.roles.iter().any(|(role, _)| *role == id)
        });
        let member = overwrites
            .iter()
            .filter(|overwrite| overwrite.kind == OverwriteType::Member && overwrite.id.cast() == self.user);
        apply(apply(apply(base, everyone), held), member)
    }

    fn limit(&self, permissions: Permissions) -> Permissions {
        if self.timed_out { permissions & Permissions::TIMED_OUT } else { permissions }
    }
}

/// Whether neither overwrites nor a timeout matter.
fn is_all(base: Permissions) -> bool {
    base.contains(Permissions::ADMINISTRATOR)
}

fn apply<'a>(permissions: Permissions, overwrites: impl Iterator<Item = &'a Overwrite>) -> Permissions {
    let none = (Permissions::empty(), Permissions::empty());
    let (allow, deny) = overwrites.fold(none, |(allow, deny), o| (allow | o.allow, deny | o.deny));
    (permissions - deny) | allow
}

/// Takes away what is of no use without what is denied.
fn implicit(kind: ChannelType, permissions: Permissions) -> Permissions {
    if !permissions.contains(Permissions::VIEW_CHANNEL) {
        return Permissions::empty();
    }
    let mut permissions = permissions;
    if kind.is_voice() && !permissions.contains(Permissions::CONNECT) {
        permissions -= TALKING;
    }
    if !permissions.contains(Permissions::SEND_MESSAGES) {
        permissions -= SENDING;
    }
    permissions
}

/// What nobody can do in a voice channel or on a stage who may not connect to it.
const TALKING: Permissions = Permissions::MANAGE_CHANNELS
    .union(Permissions::PRIORITY_SPEAKER)
    .union(Permissions::STREAM)
    .union(Permissions::SPEAK)
    .union(Permissions::MUTE_MEMBERS)
    .union(Permissions::DEAFEN_MEMBERS)
    .union(Permissions::MOVE_MEMBERS)
    .union(Permissions::USE_VAD)
    .union(Permissions::REQUEST_TO_SPEAK)
    .union(Permissions::USE_EMBEDDED_ACTIVITIES)
    .union(Permissions::USE_SOUNDBOARD)
    .union(Permissions::USE_EXTERNAL_SOUNDS)
    .union(Permissions::SET_VOICE_CHANNEL_STATUS);

/// What nobody can do who may not send messages.
const SENDING: Permissions = Permissions::MENTION_EVERYONE
    .union(Permissions::SEND_TTS_MESSAGES)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::EMBED_LINKS);

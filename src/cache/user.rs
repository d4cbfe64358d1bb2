//! A user as the cache keeps it: the half that is always there is small, the rest is packed.

use serde::{Serialize, Serializer};

use super::pack::Packed;
use super::size::Heap;
use crate::model::{self, Discriminator, Id, Image, ImageHash, UserFlags};

/// A user, remembered once however many guilds it is in.
#[derive(Debug, Clone, PartialEq)]
pub struct User {
    id: Id<model::User>,
    /// The name, and behind it the one that the user chose to be shown.
    names: Box<str>,
    name_length: u32,
    has_global_name: bool,
    avatar: Option<ImageHash>,
    bot: bool,
    /// Meaningless without the next.
    public_flags: u32,
    has_public_flags: bool,
    rare: Option<Box<Packed<Rare>>>,
}

/// What few users have.
#[derive(Debug, PartialEq, Default)]
pub(super) struct Rare {
    /// But for `0`, which most have.
    pub(super) discriminator: Option<Discriminator>,
    pub(super) system: bool,
    pub(super) banner: Option<ImageHash>,
    pub(super) accent_color: Option<model::Color>,
    pub(super) flags: Option<UserFlags>,
    pub(super) public_flags: Option<UserFlags>,
    pub(super) decoration: Option<model::AvatarDecoration>,
    pub(super) collectibles: Option<model::Collectibles>,
    pub(super) primary_guild: Option<model::PrimaryGuild>,
}

impl User {
    /// What is remembered of a user; `None` when only its id came.
    pub(super) fn new(user: &model::User) -> Option<Self> {
        if user.name.is_empty() {
            return None;
        }
        let small_flags = user.public_flags.and_then(|flags| u32::try_from(flags.bits()).ok());
        let rare = Rare {
            discriminator: Some(&user.discriminator).filter(|it| **it != "0").cloned(),
            system: user.system,
            banner: user.banner.clone(),
            accent_color: user.accent_color,
            flags: user.flags,
            public_flags: user.public_flags.filter(|_| small_flags.is_none()),
            decoration: user.avatar_decoration_data.clone(),
            collectibles: user.collectibles.clone(),
            primary_guild: user.primary_guild.clone(),
        };
        Some(Self {
            id: user.id,
            names: [&*user.name, user.global_name.as_deref().unwrap_or_default()].concat().into(),
            name_length: u32::try_from(user.name.len()).ok()?,
            has_global_name: user.global_name.is_some(),
            avatar: user.avatar.clone(),
            bot: user.bot,
            public_flags: small_flags.unwrap_or_default(),
            has_public_flags: small_flags.is_some(),
            rare: (rare != Rare::default()).then(|| Box::new(rare.into())),
        })
    }

    /// A user of whom nothing but the id is known.
    pub(super) fn nameless(id: Id<model::User>) -> Self {
        let names = Box::default();
        Self {
            id,
            names,
            name_length: 0,
            has_global_name: false,
            avatar: None,
            bot: false,
            public_flags: 0,
            has_public_flags: false,
            rare: None,
        }
    }

    /// The user's id.
    pub fn id(&self) -> Id<model::User> {
        self.id
    }

    /// The name, which no other user has.
    pub fn name(&self) -> &str {
        self.names.get(..self.name_length as usize).unwrap_or_default()
    }

    /// The name that the user chose to be shown.
    pub fn global_name(&self) -> Option<&str> {
        self.names.get(self.name_length as usize..).filter(|_| self.has_global_name)
    }

    /// The name that clients show where there is no nickname.
    pub fn display_name(&self) -> &str {
        self.global_name().unwrap_or(self.name())
    }

    /// Whether it is a bot or a webhook.
    pub fn is_bot(&self) -> bool {
        self.bot
    }

    /// The avatar.
    pub fn avatar(&self) -> Option<ImageHash> {
        self.avatar.clone()
    }

    /// The avatar, or the one that Discord gives to those who chose none.
    pub fn avatar_image(&self) -> Image {
        match &self.avatar {
            Some(hash) => Image::user_avatar(self.id, hash),
            None => Image::default_avatar(self.id, self.rare().discriminator.map_or(0, |it| it.number())),
        }
    }

    /// The user as Discord's documents have it, built anew; without what only its own account may see.
    pub fn to_model(&self) -> model::User {
        let rare = self.rare();
        model::User {
            id: self.id,
            name: self.name().to_owned(),
            global_name: self.global_name().map(Into::into),
            avatar: self.avatar(),
            discriminator: rare.discriminator.unwrap_or_else(|| "0".into()),
            bot: self.bot,
            system: rare.system,
            banner: rare.banner,
            accent_color: rare.accent_color,
            flags: rare.flags,
            public_flags: self
                .has_public_flags
                .then(|| UserFlags::from_bits_retain(self.public_flags.into()))
                .or(rare.public_flags),
            avatar_decoration_data: rare.decoration,
            collectibles: rare.collectibles,
            primary_guild: rare.primary_guild,
            ..model::User::default()
        }
    }

    fn rare(&self) -> Rare {
        self.rare.as_ref().map_or_else(Rare::default, |rare| rare.open())
    }

    pub(super) fn pointed_to(&self) -> usize {
        self.names.heap() + self.avatar.heap() + self.rare.heap()
    }
}

/// As Discord writes it.
impl Serialize for User {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_model().serialize(serializer)
    }
}

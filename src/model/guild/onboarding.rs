//! What new members are asked and shown: the onboarding and the guide.
//!
//! <https://docs.discord.com/developers/resources/guild#guild-onboarding-object>

use serde::{Deserialize, Serialize};

use crate::model::{Channel, Emoji, Guild, Id, ImageHash, Role, User, limits, open_enum};

/// The questions that a new member answers, and the channels that it gets.
///
/// <https://docs.discord.com/developers/resources/guild#guild-onboarding-object-guild-onboarding-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Onboarding {
    /// The guild.
    pub guild_id: Id<Guild>,
    /// The questions.
    pub prompts: Vec<OnboardingPrompt>,
    /// The channels that every member has.
    pub default_channel_ids: Vec<Id<Channel>>,
    /// Whether it takes place.
    pub enabled: bool,
    /// What counts for the number of channels that a guild must offer.
    pub mode: OnboardingMode,
}

/// A question of the onboarding.
///
/// <https://docs.discord.com/developers/resources/guild#guild-onboarding-object-onboarding-prompt-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct OnboardingPrompt {
    /// The question's id.
    pub id: Id<OnboardingPrompt>,
    /// How it is asked.
    #[serde(rename = "type")]
    pub kind: OnboardingPromptType,
    /// The possible answers.
    pub options: Vec<OnboardingOption>,
    /// The question.
    pub title: String,
    /// Whether only one answer can be chosen.
    pub single_select: bool,
    /// Whether it must be answered.
    pub required: bool,
    /// Whether it is asked of new members, rather than only in the list of channels and roles.
    pub in_onboarding: bool,
}

/// An answer to a question of the onboarding.
///
/// <https://docs.discord.com/developers/resources/guild#guild-onboarding-object-prompt-option-structure>
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct OnboardingOption {
    /// The answer's id.
    pub id: Id<OnboardingOption>,
    /// The channels that the member gets.
    pub channel_ids: Vec<Id<Channel>>,
    /// The roles that the member gets.
    pub role_ids: Vec<Id<Role>>,
    /// The emoji beside it, in answers from Discord.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji: Option<SettingsEmoji>,
    /// The emoji, in requests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji_id: Option<Id<Emoji>>,
    /// The emoji's name, in requests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji_name: Option<String>,
    /// Whether the emoji moves, in requests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji_animated: Option<bool>,
    /// The answer.
    pub title: String,
    /// More about it.
    pub description: Option<String>,
}

limits! {
    OnboardingPrompt { title: 1..=100, options: 1..=50 }
    OnboardingOption { title: 1..=50, description: ..=100, channel_ids: ..=50, role_ids: ..=50, emoji_name: ..=100 }
}

/// The emoji of a setting: a custom one has an id, a unicode one a name only.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SettingsEmoji {
    /// The id of a custom emoji.
    pub id: Option<Id<Emoji>>,
    /// The name, or the unicode emoji.
    pub name: Option<String>,
    /// Whether it moves.
    pub animated: bool,
}

open_enum! {
    /// What counts for the number of channels that a guild must offer.
    ///
    /// <https://docs.discord.com/developers/resources/guild#guild-onboarding-object-onboarding-mode>
    pub enum OnboardingMode: u32 {
        /// The default channels alone.
        Default = 0,
        /// The questions, too.
        Advanced = 1,
    }
    default Default
}

open_enum! {
    /// How a question is asked.
    ///
    /// <https://docs.discord.com/developers/resources/guild#guild-onboarding-object-prompt-types>
    pub enum OnboardingPromptType: u32 {
        /// As a list of buttons.
        MultipleChoice = 0,
        /// As a list to unfold.
        Dropdown = 1,
    }
    default MultipleChoice
}

/// The guide of a guild: a greeting, things to do, and channels to read.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct NewMemberWelcome {
    /// The guild.
    pub guild_id: Id<Guild>,
    /// Whether the guide is shown.
    pub enabled: bool,
    /// The greeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub welcome_message: Option<WelcomeMessage>,
    /// What to do first.
    pub new_member_actions: Vec<NewMemberAction>,
    /// What to read.
    pub resource_channels: Vec<ResourceChannel>,
}

/// A greeting to new members.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct WelcomeMessage {
    /// Who greets.
    pub author_ids: Vec<Id<User>>,
    /// The words.
    pub message: String,
}

/// Something for a new member to do.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct NewMemberAction {
    /// Where.
    pub channel_id: Id<Channel>,
    /// What it takes to have done it.
    pub action_type: NewMemberActionType,
    /// What to do.
    pub title: String,
    /// More about it.
    pub description: String,
    /// The emoji beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji: Option<SettingsEmoji>,
    /// The picture beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<ImageHash>,
}

open_enum! {
    /// What it takes to have done a thing of the guide.
    pub enum NewMemberActionType: u32 {
        /// To look at the channel.
        View = 0,
        /// To write in the channel.
        Talk = 1,
    }
    default View
}

/// A channel for a new member to read.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ResourceChannel {
    /// The channel.
    pub channel_id: Id<Channel>,
    /// What is found there.
    pub title: String,
    /// The emoji beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji: Option<SettingsEmoji>,
    /// The picture beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<ImageHash>,
    /// More about it.
    pub description: String,
}

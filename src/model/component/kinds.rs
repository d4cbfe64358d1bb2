//! Each kind of component.
//!
//! <https://docs.discord.com/developers/components/reference>

use serde::{Deserialize, Serialize};

use super::wire::{Part, Wire};
use crate::model::{
    Attachment, ChannelType, Color, Component, ComponentType, Emoji, Id, Sku, flags, open_enum,
};

/// Makes the kinds, and ties their fields to those of `Wire`.
macro_rules! kinds {
    ($(
        $(#[$meta:meta])*
        $name:ident { $( $(#[$field_meta:meta])* $field:ident: $type:ty, )* }
    )+) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Default)]
        #[non_exhaustive]
        pub struct $name {
            /// The component's number in its message; Discord gives one when there is none.
            pub id: Option<u32>,
            $( $(#[$field_meta])* pub $field: $type, )*
        }

        impl From<Wire> for $name {
            fn from(wire: Wire) -> Self {
                Self { id: wire.id, $( $field: Part::take(wire.$field), )* }
            }
        }

        impl $name {
            pub(super) fn into_wire(self, kind: ComponentType) -> Wire {
                Wire { kind, id: self.id, $( $field: self.$field.give(), )* ..Wire::default() }
            }
        }
    )+ };
}

kinds! {
    /// A row of up to five buttons, or of one select.
    ActionRow {
        /// What is in it.
        components: Vec<Component>,
    }
    /// A button.
    Button {
        /// How it looks, and what it does.
        style: ButtonStyle,
        /// The text, of up to 80 characters.
        label: Option<String>,
        /// The emoji.
        emoji: Option<Emoji>,
        /// The id that the bot is told, of up to 100 characters.
        custom_id: Option<String>,
        /// What a premium button sells.
        sku_id: Option<Id<Sku>>,
        /// Where a link leads, of up to 512 characters.
        url: Option<String>,
        /// Whether it cannot be used.
        disabled: Option<bool>,
    }
    /// A choice of texts.
    StringSelect {
        /// The id that the bot is told, of up to 100 characters.
        custom_id: String,
        /// What there is to choose; up to 25.
        options: Vec<SelectOption>,
        /// The text while nothing is chosen, of up to 150 characters.
        placeholder: Option<String>,
        /// How many must be chosen; 1 by default.
        min_values: Option<u32>,
        /// How many may be chosen; 1 by default.
        max_values: Option<u32>,
        /// In a modal: whether something must be chosen; it must by default.
        required: Option<bool>,
        /// In a message: whether it cannot be used.
        disabled: Option<bool>,
    }
    /// A field to write in, of a modal.
    TextInput {
        /// The id that the bot is told, of up to 100 characters.
        custom_id: String,
        /// How large it is.
        style: TextInputStyle,
        /// The label, of up to 45 characters; replaced by [`Label`].
        label: Option<String>,
        /// The least length.
        min_length: Option<u32>,
        /// The greatest length.
        max_length: Option<u32>,
        /// Whether it must be filled; it must by default.
        required: Option<bool>,
        /// What is in it at first, of up to 4000 characters.
        value: Option<String>,
        /// The text while it is empty, of up to 100 characters.
        placeholder: Option<String>,
    }
    /// A choice of users, roles, or channels.
    Select {
        /// The id that the bot is told, of up to 100 characters.
        custom_id: String,
        /// The kinds of channels to choose from.
        channel_types: Vec<ChannelType>,
        /// The text while nothing is chosen, of up to 150 characters.
        placeholder: Option<String>,
        /// What is chosen at first.
        default_values: Vec<SelectDefaultValue>,
        /// How many must be chosen; 1 by default.
        min_values: Option<u32>,
        /// How many may be chosen; 1 by default.
        max_values: Option<u32>,
        /// In a modal: whether something must be chosen; it must by default.
        required: Option<bool>,
        /// In a message: whether it cannot be used.
        disabled: Option<bool>,
    }
    /// Texts with something beside them.
    Section {
        /// One to three texts.
        components: Vec<Component>,
        /// A button or a small image.
        accessory: Box<Component>,
    }
    /// A text.
    TextDisplay {
        /// The text.
        content: String,
    }
    /// A small image, beside a section.
    Thumbnail {
        /// The image.
        media: UnfurledMediaItem,
        /// The description, of up to 1024 characters.
        description: Option<String>,
        /// Whether it is a spoiler.
        spoiler: Option<bool>,
    }
    /// Images and videos.
    MediaGallery {
        /// One to ten of them.
        items: Vec<MediaGalleryItem>,
    }
    /// A file.
    FileComponent {
        /// The file, as `attachment://name`.
        file: UnfurledMediaItem,
        /// Whether it is a spoiler.
        spoiler: Option<bool>,
        /// The name; Discord fills it in.
        name: Option<String>,
        /// The size in bytes; Discord fills it in.
        size: Option<u64>,
    }
    /// Room between components.
    Separator {
        /// Whether there is a line; there is by default.
        divider: Option<bool>,
        /// How much room.
        spacing: Option<SeparatorSpacing>,
    }
    /// A frame around components.
    Container {
        /// What is in it.
        components: Vec<Component>,
        /// The colour of the edge.
        accent_color: Option<Color>,
        /// Whether it is a spoiler.
        spoiler: Option<bool>,
    }
    /// A label around a component of a modal.
    Label {
        /// The label, of up to 45 characters.
        label: String,
        /// The description, of up to 100 characters.
        description: Option<String>,
        /// What is labelled.
        component: Box<Component>,
    }
    /// A field for files, of a modal.
    FileUpload {
        /// The id that the bot is told, of up to 100 characters.
        custom_id: String,
        /// How many must be given; 1 by default.
        min_values: Option<u32>,
        /// How many may be given; 1 by default.
        max_values: Option<u32>,
        /// Whether a file must be given; it must by default.
        required: Option<bool>,
        /// The extensions of files to choose from.
        file_types: Vec<String>,
    }
    /// A choice of one among several, of a modal.
    RadioGroup {
        /// The id that the bot is told, of up to 100 characters.
        custom_id: String,
        /// What there is to choose; two to ten.
        options: Vec<SelectOption>,
        /// Whether something must be chosen; it must by default.
        required: Option<bool>,
    }
    /// A choice of several, of a modal.
    CheckboxGroup {
        /// The id that the bot is told, of up to 100 characters.
        custom_id: String,
        /// What there is to choose; one to ten.
        options: Vec<SelectOption>,
        /// How many must be chosen; 1 by default.
        min_values: Option<u32>,
        /// How many may be chosen; all by default.
        max_values: Option<u32>,
        /// Whether something must be chosen; it must by default.
        required: Option<bool>,
    }
    /// A yes or no, of a modal.
    Checkbox {
        /// The id that the bot is told, of up to 100 characters.
        custom_id: String,
        /// Whether it is checked at first.
        default: Option<bool>,
    }
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SelectOption {
    /// The text, of up to 100 characters.
    pub label: String,
    /// What the bot is told, of up to 100 characters.
    pub value: String,
    /// The description, of up to 100 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The emoji; not in radio groups and checkbox groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji: Option<Emoji>,
    /// Whether it is chosen at first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<bool>,
}

/// What is chosen at first.
#[derive(Debug, Clone, Eq, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct SelectDefaultValue {
    /// The user, the role or the channel.
    pub id: Id<SelectTarget>,
    /// What the id names.
    #[serde(rename = "type")]
    pub kind: SelectDefaultValueType,
}

/// What a [`SelectDefaultValue`] names: a user, a role or a channel.
#[derive(Debug)]
pub enum SelectTarget {}

/// An image or a video of a gallery.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct MediaGalleryItem {
    /// The image or the video.
    pub media: UnfurledMediaItem,
    /// The description, of up to 1024 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether it is a spoiler.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spoiler: Option<bool>,
}

/// An image, a video or a file by its address.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct UnfurledMediaItem {
    /// The address, or `attachment://name` for a file of the message.
    pub url: String,
    /// The address at Discord's proxy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy_url: Option<String>,
    /// The height.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// The width.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// A small picture to show first, as a thumbhash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// The version of the placeholder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder_version: Option<u32>,
    /// The media type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Flags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flags: Option<UnfurledMediaItemFlags>,
    /// The uploaded file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment_id: Option<Id<Attachment>>,
}

flags! {
    /// Flags of an image or a video.
    pub struct UnfurledMediaItemFlags {
        /// It moves.
        const IS_ANIMATED = 1 << 0;
    }
}

open_enum! {
    /// How a button looks, and what it does.
    pub enum ButtonStyle: u8 {
        /// The most important; tells the bot.
        Primary = 1,
        /// Another one; tells the bot.
        Secondary = 2,
        /// Confirms or completes; tells the bot.
        Success = 3,
        /// Cannot be undone; tells the bot.
        Danger = 4,
        /// Leads to an address; the bot is not told.
        Link = 5,
        /// Sells something; the bot is not told.
        Premium = 6,
    }
    default Secondary
}

open_enum! {
    /// How large a field is.
    pub enum TextInputStyle: u8 {
        /// One line.
        Short = 1,
        /// Several lines.
        Paragraph = 2,
    }
    default Short
}

open_enum! {
    /// How much room there is.
    pub enum SeparatorSpacing: u8 {
        /// A little.
        Small = 1,
        /// More.
        Large = 2,
    }
    default Small
}

open_enum! {
    /// What is chosen at first.
    pub enum SelectDefaultValueType: str {
        /// A user.
        User = "user",
        /// A role.
        Role = "role",
        /// A channel.
        Channel = "channel",
    }
}

//! A component of any kind.
//!
//! <https://docs.discord.com/developers/components/reference>

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::wire::Wire;
use crate::model::{
    ActionRow, Button, Checkbox, CheckboxGroup, Container, FileComponent, FileUpload, Label, MediaGallery,
    RadioGroup, Section, Select, Separator, StringSelect, TextDisplay, TextInput, Thumbnail, open_enum,
};

/// A component. One that this version of ito does not know is kept whole.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(from = "Wire", into = "Wire")]
#[non_exhaustive]
pub enum Component {
    /// A row of up to five buttons, or of one select.
    ActionRow(ActionRow),
    /// A button.
    Button(Box<Button>),
    /// A choice of texts.
    StringSelect(StringSelect),
    /// A field to write in, of a modal.
    TextInput(TextInput),
    /// A choice of users.
    UserSelect(Select),
    /// A choice of roles.
    RoleSelect(Select),
    /// A choice of users and roles.
    MentionableSelect(Select),
    /// A choice of channels.
    ChannelSelect(Select),
    /// Texts with something beside them.
    Section(Section),
    /// A text.
    TextDisplay(TextDisplay),
    /// A small image, beside a section.
    Thumbnail(Box<Thumbnail>),
    /// Images and videos.
    MediaGallery(MediaGallery),
    /// A file.
    File(Box<FileComponent>),
    /// Room between components.
    Separator(Separator),
    /// A frame around components.
    Container(Container),
    /// A label around a component of a modal.
    Label(Label),
    /// A field for files, of a modal.
    FileUpload(FileUpload),
    /// A choice of one among several, of a modal.
    RadioGroup(RadioGroup),
    /// A choice of several, of a modal.
    CheckboxGroup(CheckboxGroup),
    /// A yes or no, of a modal.
    Checkbox(Checkbox),
    /// One that this version of ito does not know.
    Unknown(UnknownComponent),
}

impl Default for Component {
    fn default() -> Self {
        Self::Unknown(UnknownComponent::default())
    }
}

/// A component that this version of ito does not know.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct UnknownComponent {
    /// The kind of component.
    pub kind: ComponentType,
    /// All of it.
    pub raw: Map<String, Value>,
}

open_enum! {
    /// The kinds of components.
    pub enum ComponentType: u8 {
        /// A row of buttons, or of one select.
        ActionRow = 1,
        /// A button.
        Button = 2,
        /// A choice of texts.
        StringSelect = 3,
        /// A field to write in.
        TextInput = 4,
        /// A choice of users.
        UserSelect = 5,
        /// A choice of roles.
        RoleSelect = 6,
        /// A choice of users and roles.
        MentionableSelect = 7,
        /// A choice of channels.
        ChannelSelect = 8,
        /// Texts with something beside them.
        Section = 9,
        /// A text.
        TextDisplay = 10,
        /// A small image.
        Thumbnail = 11,
        /// Images and videos.
        MediaGallery = 12,
        /// A file.
        File = 13,
        /// Room between components.
        Separator = 14,
        /// A frame around components.
        Container = 17,
        /// A label around a component.
        Label = 18,
        /// A field for files.
        FileUpload = 19,
        /// A choice of one among several.
        RadioGroup = 21,
        /// A choice of several.
        CheckboxGroup = 22,
        /// A yes or no.
        Checkbox = 23,
    }
}

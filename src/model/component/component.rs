//! A component of any kind.
//!
//! <https://docs.discord.com/developers/components/reference#component-object>

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::{Tagged, read_tagged, untold};
use crate::model::{
    ActionRow, Button, ChannelSelect, Check, Checkbox, CheckboxGroup, Checker, Container, FileComponent,
    FileUpload, Label, MediaGallery, MentionableSelect, RadioGroup, RoleSelect, Section, Separator,
    StringSelect, TextDisplay, TextInput, Thumbnail, UserSelect, objects, open_enum,
};

open_enum! {
    /// The kinds of components.
    ///
    /// <https://docs.discord.com/developers/components/reference#component-object-component-types>
    pub enum ComponentType: u32 {
        /// A row of buttons, or of one select.
        ActionRow = 1,
        /// A button.
        Button = 2,
        /// A choice among given options.
        StringSelect = 3,
        /// A field for text.
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
        /// A small picture beside a section.
        Thumbnail = 11,
        /// Pictures and films.
        MediaGallery = 12,
        /// An attached file.
        File = 13,
        /// Space or a line between components.
        Separator = 14,
        /// A box around components.
        Container = 17,
        /// A text and description around a component of a modal.
        Label = 18,
        /// A field for files.
        FileUpload = 19,
        /// A choice of one option.
        RadioGroup = 21,
        /// A choice of several options.
        CheckboxGroup = 22,
        /// A choice of yes or no.
        Checkbox = 23,
    }
}

macro_rules! components {
    ($( $(#[$meta:meta])* $variant:ident($type:ty) = $kind:ident, )+) => {
        /// A component of any kind: what messages and modals are laid out with.
        ///
        /// # Messages
        ///
        /// Buttons and selects stand in rows, and rows stand below the text of a message:
        ///
        /// ```
        /// use ito::model::{ActionRow, Button, Component, SelectOption, StringSelect};
        ///
        /// let teas = [SelectOption::new("Sencha", "sencha").emoji('🍵'), SelectOption::new("Assam", "assam")];
        /// let rows: [Component; 2] = [
        ///     ActionRow::select(StringSelect::new("tea", teas).placeholder("Which tea?")).into(),
        ///     ActionRow::buttons([
        ///         Button::success("brew").label("Brew"),
        ///         Button::danger("pour").label("Pour away").disabled(true),
        ///         Button::link("https://example.com/tea").label("More"),
        ///     ])
        ///     .into(),
        /// ];
        /// ```
        ///
        /// With [`MessageFlags::IS_COMPONENTS_V2`](crate::model::MessageFlags::IS_COMPONENTS_V2) a message is components and nothing
        /// else, up to 40 with all that is inside of others. Texts are components, too, and a [`Container`] is a box around some:
        ///
        /// ```
        /// use ito::model::{ActionRow, Button, Container, FileComponent, MediaGallery, Section, Separator, Thumbnail};
        ///
        /// let card = Container::new()
        ///     .accent_color(0x6a_8f4e)
        ///     .component(Section::new("## Sencha", Thumbnail::new("attachment://leaf.png")).text("steamed, from Uji"))
        ///     .component(Separator::new())
        ///     .component(MediaGallery::new(["https://example.com/1.png", "https://example.com/2.png"]))
        ///     .component(FileComponent::new("recipe.txt"))
        ///     .component(ActionRow::buttons([Button::primary("order").label("Order")]));
        /// assert_eq!(card.components.len(), 5);
        /// ```
        ///
        /// # Modals
        ///
        /// A [`Modal`](crate::model::Modal) asks questions, each a [`Label`] around what it asks for:
        ///
        /// ```
        /// use ito::model::{Checkbox, FileUpload, Label, Modal, TextInput, UserSelect, check};
        ///
        /// let modal = Modal::new("report", "Report a leak")
        ///     .text("Nobody but the moderators reads this.")
        ///     .ask("What happened?", TextInput::paragraph("what").max_length(1000))
        ///     .ask("Who saw it?", UserSelect::new("who").max_values(5).required(false))
        ///     .component(Label::new("Pictures", FileUpload::new("files").max_values(3)).description("Up to three"))
        ///     .ask("May we ask back?", Checkbox::new("ask"));
        /// assert_eq!(check(&modal), Ok(()));
        /// ```
        ///
        /// # Components of others
        ///
        /// What was received can be walked through ([`Component::walk`]), changed ([`Component::walk_mut`]) and made unusable
        /// ([`Component::disable_all`]). [`check`](crate::model::check()) says what Discord would not take; requests ask it before
        /// they are sent.
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum Component {
            $( $(#[$meta])* $variant($type), )+
            /// A component of a kind that this version of ito does not know, as Discord sent it.
            Unknown(Box<Value>),
        }

        impl Component {
            /// The kind of component; for a value without a usable `type`, `Unknown(0)`.
            pub fn kind(&self) -> ComponentType {
                match self {
                    $( Self::$variant(_) => ComponentType::$kind, )+
                    Self::Unknown(value) => {
                        let kind = value.get("type").and_then(Value::as_u64).and_then(|kind| u32::try_from(kind).ok());
                        ComponentType::from(kind.unwrap_or(0))
                    }
                }
            }

            /// The number of the component in its message.
            pub fn id(&self) -> Option<u32> {
                match self {
                    $( Self::$variant(component) => component.id, )+
                    Self::Unknown(value) => value.get("id").and_then(Value::as_u64).and_then(|id| u32::try_from(id).ok()),
                }
            }
        }

        impl Default for Component {
            fn default() -> Self {
                Self::Unknown(Box::default())
            }
        }

        impl Check for Component {
            fn look(&self, at: &mut Checker) {
                match self {
                    $( Self::$variant(component) => component.look(at), )+
                    Self::Unknown(_) => {}
                }
            }
        }

        $(
            impl From<$type> for Component {
                fn from(component: $type) -> Self {
                    Self::$variant(component)
                }
            }
        )+

        impl Serialize for Component {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $( Self::$variant(component) => component.serialize(serializer), )+
                    Self::Unknown(value) => value.serialize(serializer),
                }
            }
        }

        impl<'de> Visitor<'de> for ComponentVisitor {
            type Value = Component;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a component")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Component, A::Error> {
                let (tag, map) = match read_tagged(map)? {
                    Tagged::First(tag, map) => (tag, map),
                    Tagged::Late(text) => return objects::from_str(&text).map_err(A::Error::custom),
                    Tagged::Untagged(all) => return Ok(Component::Unknown(Box::new(Value::Object(all)))),
                };
                let kind = tag.as_u64().and_then(|kind| u32::try_from(kind).ok());
                Ok(match ComponentType::from(kind.unwrap_or(0)) {
                    $( ComponentType::$kind => Component::$variant(
                        Deserialize::deserialize(MapAccessDeserializer::new(map))?
                    ), )+
                    ComponentType::Unknown(_) => Component::Unknown(untold(tag, map)?),
                })
            }
        }
    };
}

components! {
    /// A row of buttons, or of one select.
    ActionRow(ActionRow) = ActionRow,
    /// A button.
    Button(Button) = Button,
    /// A choice among given options.
    StringSelect(StringSelect) = StringSelect,
    /// A field for text.
    TextInput(TextInput) = TextInput,
    /// A choice of users.
    UserSelect(UserSelect) = UserSelect,
    /// A choice of roles.
    RoleSelect(RoleSelect) = RoleSelect,
    /// A choice of users and roles.
    MentionableSelect(MentionableSelect) = MentionableSelect,
    /// A choice of channels.
    ChannelSelect(ChannelSelect) = ChannelSelect,
    /// Texts with something beside them.
    Section(Section) = Section,
    /// A text.
    TextDisplay(TextDisplay) = TextDisplay,
    /// A small picture beside a section.
    Thumbnail(Thumbnail) = Thumbnail,
    /// Pictures and films.
    MediaGallery(MediaGallery) = MediaGallery,
    /// An attached file.
    File(FileComponent) = File,
    /// Space or a line between components.
    Separator(Separator) = Separator,
    /// A box around components.
    Container(Container) = Container,
    /// A text and description around a component of a modal.
    Label(Label) = Label,
    /// A field for files.
    FileUpload(FileUpload) = FileUpload,
    /// A choice of one option.
    RadioGroup(RadioGroup) = RadioGroup,
    /// A choice of several options.
    CheckboxGroup(CheckboxGroup) = CheckboxGroup,
    /// A choice of yes or no.
    Checkbox(Checkbox) = Checkbox,
}

struct ComponentVisitor;

impl<'de> Deserialize<'de> for Component {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ComponentVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::tolerant;

    #[test]
    fn unknown_kinds_travel_back_as_they_came() {
        let json = r#"[{"type":99,"id":4,"a":{"b":[1]}},{"type":10,"id":5,"content":"hi"},{"type":"odd"}]"#;
        let components: Vec<Component> = serde_json::from_str(json).unwrap();
        assert_eq!((components[0].kind(), components[0].id()), (ComponentType::Unknown(99), Some(4)));
        assert_eq!((components[1].kind(), components[1].id()), (ComponentType::TextDisplay, Some(5)));
        assert_eq!(components[2].kind(), ComponentType::Unknown(0));
        let back: Value = serde_json::to_value(&components).unwrap();
        assert_eq!(back, serde_json::from_str::<Value>(json).unwrap());
    }

    #[test]
    fn the_type_may_stand_anywhere() {
        let component: Component =
            serde_json::from_str(r#"{"custom_id":"a","style":2,"type":2,"label":"b"}"#).unwrap();
        assert_eq!(
            serde_json::to_string(&component).unwrap(),
            r#"{"type":2,"style":2,"label":"b","custom_id":"a"}"#
        );
    }

    #[test]
    fn an_error_has_its_place() {
        let json = r#"[{"type":1,"components":[{"type":2,"style":1},{"type":2,"label":7}]}]"#;
        let mut drift = Vec::new();
        let read: Vec<Component> = tolerant::read(json, &mut drift).unwrap();
        assert_eq!((read.len(), drift), (1, vec!["/0/components/1/label".to_owned()]));
    }
}

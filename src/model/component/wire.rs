//! The form in which components travel: one struct with the fields of all kinds, so that a field that does not fit is found
//! where it is, whichever kind it belongs to.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    ButtonStyle, Component, ComponentType, MediaGalleryItem, SelectDefaultValue, SelectOption,
    SeparatorSpacing, TextInputStyle, UnfurledMediaItem, UnknownComponent,
};
use crate::model::{ChannelType, Color, Emoji, Id, Sku};

/// A component of any kind.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct Wire {
    #[serde(rename = "type")]
    pub(super) kind: ComponentType,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) components: Option<Vec<Component>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) accessory: Option<Box<Component>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) component: Option<Box<Component>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) style: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) label: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) emoji: Option<Emoji>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) custom_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sku_id: Option<Id<Sku>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) disabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) options: Option<Vec<SelectOption>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) channel_types: Option<Vec<ChannelType>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) default_values: Option<Vec<SelectDefaultValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) placeholder: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) min_values: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max_values: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) required: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) min_length: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max_length: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) content: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) media: Option<UnfurledMediaItem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) spoiler: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) items: Option<Vec<MediaGalleryItem>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) file: Option<UnfurledMediaItem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) size: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) divider: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) spacing: Option<SeparatorSpacing>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) accent_color: Option<Color>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) file_types: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) default: Option<bool>,
    /// What no known kind has. Without it an unknown kind would lose what makes it new.
    #[serde(flatten)]
    pub(super) rest: Map<String, Value>,
}

/// A field of a kind, as it is in `Wire`.
pub(super) trait Part<W> {
    fn take(field: Option<W>) -> Self;

    fn give(self) -> Option<W>;
}

impl<T: Default> Part<T> for T {
    fn take(field: Option<T>) -> Self {
        field.unwrap_or_default()
    }

    fn give(self) -> Option<T> {
        Some(self)
    }
}

impl<T> Part<T> for Option<T> {
    fn take(field: Self) -> Self {
        field
    }

    fn give(self) -> Self {
        self
    }
}

impl Part<u8> for ButtonStyle {
    fn take(field: Option<u8>) -> Self {
        field.map(Self::from).unwrap_or_default()
    }

    fn give(self) -> Option<u8> {
        Some(self.value())
    }
}

impl Part<u8> for TextInputStyle {
    fn take(field: Option<u8>) -> Self {
        field.map(Self::from).unwrap_or_default()
    }

    fn give(self) -> Option<u8> {
        Some(self.value())
    }
}

/// Ties kinds to variants.
macro_rules! variants {
    ($( $kind:ident )+ | boxed: $( $boxed:ident )+) => {
        impl From<Wire> for Component {
            fn from(wire: Wire) -> Self {
                match wire.kind {
                    $( ComponentType::$kind => Self::$kind(wire.into()), )+
                    $( ComponentType::$boxed => Self::$boxed(Box::new(wire.into())), )+
                    kind @ ComponentType::Unknown(_) => Self::Unknown(UnknownComponent { kind, raw: wire.raw() }),
                }
            }
        }

        impl From<Component> for Wire {
            fn from(component: Component) -> Self {
                match component {
                    $( Component::$kind(one) => one.into_wire(ComponentType::$kind), )+
                    $( Component::$boxed(one) => one.into_wire(ComponentType::$boxed), )+
                    Component::Unknown(unknown) => Self::from_raw(unknown),
                }
            }
        }
    };
}

variants! {
    ActionRow StringSelect TextInput UserSelect RoleSelect MentionableSelect ChannelSelect Section TextDisplay
    MediaGallery Separator Container Label FileUpload RadioGroup CheckboxGroup Checkbox
    | boxed: Button Thumbnail File
}

impl Wire {
    /// All of it, as it came.
    fn raw(self) -> Map<String, Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(map)) => map,
            _ => Map::new(),
        }
    }

    fn from_raw(unknown: UnknownComponent) -> Self {
        let mut rest = unknown.raw;
        rest.remove("type");
        Self { kind: unknown.kind, rest, ..Self::default() }
    }
}

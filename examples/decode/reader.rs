//! What reads a value as one of ito's types and writes it again.

use ito::event::{self, EventType};
use ito::model;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Reads a value as one type.
#[derive(Clone, Copy)]
pub(crate) struct Reader {
    /// The name of the type.
    pub(crate) name: &'static str,
    /// Whether `null` and an empty text stand for nothing, as an answer without a body.
    pub(crate) is_nullable: bool,
    /// What it is read as.
    pub(crate) kind: Kind,
}

/// What a value is read as.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// The payload of an event.
    Event(EventType),
    /// A model, or a list or a map of them.
    Model(fn(&str) -> Result<Again, serde_json::Error>),
}

/// What was read, written again.
pub(crate) struct Again {
    pub(crate) text: String,
    pub(crate) drift: Vec<String>,
}

impl Reader {
    pub(crate) fn read(&self, text: &str) -> Result<Again, serde_json::Error> {
        if self.is_nullable && matches!(text.trim(), "null" | "\"\"") {
            return Ok(Again { text: text.to_owned(), drift: Vec::new() });
        }
        match self.kind {
            Kind::Event(kind) => {
                let read = event::decode(kind.name(), text)?;
                Ok(Again { text: serde_json::to_string(&read.event)?, drift: read.drift })
            }
            Kind::Model(read) => read(text),
        }
    }
}

/// Reads a value and writes it again.
pub(crate) fn again<T: DeserializeOwned + Default + Serialize>(
    text: &str,
) -> Result<Again, serde_json::Error> {
    let read = model::decode::<T>(text)?;
    Ok(Again { text: serde_json::to_string(&read.value)?, drift: read.drift })
}

/// Reads the answer to a search, which may be that Discord has not read everything yet.
pub(crate) fn search<T: DeserializeOwned + Default + Serialize>(
    text: &str,
) -> Result<Again, serde_json::Error> {
    #[derive(Deserialize)]
    struct NotReady {
        #[serde(rename = "retry_after")]
        _retry_after: IgnoredAny,
    }
    match serde_json::from_str::<NotReady>(text) {
        Ok(_) => again::<model::SearchNotReady>(text),
        Err(_) => again::<T>(text),
    }
}

/// The body of an answer that has none.
#[derive(Default)]
pub(crate) struct Nothing;

impl<'de> Deserialize<'de> for Nothing {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

impl Serialize for Nothing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_map(Some(0))?.end()
    }
}

/// A table of names and the types that they are: `Type`, `[Type]` for lists, `(Type?)` for an answer that may be empty,
/// `(search Type)` for one that may be that there is none yet.
macro_rules! table {
    ($($name:literal => $shape:tt,)+) => {
        pub(crate) const TABLE: &[(&str, $crate::reader::Reader)] = &[$(($name, $crate::reader::shape!($shape)),)+];
    };
}

macro_rules! shape {
    (()) => { $crate::reader::shape!(@"()", true, $crate::reader::Nothing) };
    (String) => { $crate::reader::shape!(@"String", true, String) };
    ((counts)) => {
        $crate::reader::shape!(@
            "BTreeMap<ito::model::Id<ito::model::Role>, u64>",
            true,
            std::collections::BTreeMap<ito::model::Id<ito::model::Role>, u64>
        )
    };
    ([$type:ident]) => {
        $crate::reader::shape!(@concat!("Vec<ito::model::", stringify!($type), ">"), true, Vec<ito::model::$type>)
    };
    (($type:ident?)) => {
        $crate::reader::shape!(@concat!("ito::model::", stringify!($type)), true, ito::model::$type)
    };
    ((search $type:ident)) => {
        $crate::reader::Reader {
            name: concat!("ito::model::", stringify!($type)),
            is_nullable: false,
            kind: $crate::reader::Kind::Model($crate::reader::search::<ito::model::$type>),
        }
    };
    ($type:ident) => {
        $crate::reader::shape!(@concat!("ito::model::", stringify!($type)), false, ito::model::$type)
    };
    (@$name:expr, $nullable:literal, $type:ty) => {
        $crate::reader::Reader { name: $name, is_nullable: $nullable, kind: $crate::reader::Kind::Model($crate::reader::again::<$type>) }
    };
}

pub(crate) use {shape, table};

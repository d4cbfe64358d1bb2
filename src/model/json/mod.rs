//! Reads and writes JSON as serde's derives ask for it, and so that of each type only a thin shell is compiled.
//!
//! Two things are other than in serde_json: an object is never read from a list, and nesting ends somewhere. serde's
//! structs take a list for their fields in order, so that a list where an object belongs would be a thing with nothing in
//! it, and nobody would be told.

use std::borrow::Cow;

use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::Error;

use self::reader::{Bare, Key, Reader};
pub(crate) use self::write::to_string;

mod reader;
mod skip;
mod write;

/// A text that a type does not take.
#[derive(Debug)]
pub(crate) struct Misfit {
    /// Why.
    pub(crate) error: Error,
    /// How far it was read: to behind a scalar or a key, or to the start of a list or an object.
    pub(crate) at: usize,
}

/// Reads a whole text.
pub(crate) fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, Misfit> {
    let mut reader = Reader::new(text);
    let value = T::deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| reader.misfit(&error))
}

/// A part of a text, as it came.
#[derive(Default)]
pub(crate) struct Raw(pub(crate) Box<str>);

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_newtype_struct(RAW, super::open_enum::TextVisitor)
            .map(|text| Self(text.into()))
    }
}

const RAW: &str = "ito::model::json::Raw";

#[cold]
fn wrong(message: &str) -> Error {
    Error::custom(message)
}

impl<'de> Reader<'de> {
    fn object<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let depth = self.open(b'{', &visitor)?;
        let value = visitor.visit_map(Parts { reader: self, is_first: true })?;
        self.close(b'}', depth).map(|()| value)
    }

    fn list<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let depth = self.open(b'[', &visitor)?;
        let value = visitor.visit_seq(Parts { reader: self, is_first: true })?;
        self.close(b']', depth).map(|()| value)
    }
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.peek()? {
            b'"' => match self.string()? {
                Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
                Cow::Owned(text) => visitor.visit_string(text),
            },
            b'{' => self.object(visitor),
            b'[' => self.list(visitor),
            _ => match self.bare()? {
                Bare::Null => visitor.visit_unit(),
                Bare::Bool(value) => visitor.visit_bool(value),
                Bare::Unsigned(number) => visitor.visit_u64(number),
                Bare::Signed(number) => visitor.visit_i64(number),
                Bare::Real(number) => visitor.visit_f64(number),
            },
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.null()? { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        if name == RAW { visitor.visit_borrowed_str(self.raw()?) } else { visitor.visit_newtype_struct(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.list(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.object(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.object(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.skip()?;
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct tuple
        tuple_struct enum identifier
    }
}

/// The entries of a list, or the members of an object.
struct Parts<'r, 'de> {
    reader: &'r mut Reader<'de>,
    is_first: bool,
}

impl<'de> SeqAccess<'de> for Parts<'_, 'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let goes_on = self.reader.next_item(self.is_first)?;
        self.is_first = false;
        if goes_on { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }
}

impl<'de> MapAccess<'de> for Parts<'_, 'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let key = self.reader.next_key(self.is_first)?;
        self.is_first = false;
        key.map(|key| seed.deserialize(key)).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        self.reader.colon()?;
        seed.deserialize(&mut *self.reader)
    }
}

/// Numbers are texts where they are keys.
macro_rules! numbers {
    ($($method:ident)+) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.as_str().parse() {
                Ok(number) => visitor.visit_i64(number),
                Err(_) => visitor.visit_str(self.as_str()),
            }
        }
    )+ };
}

impl<'de> Deserializer<'de> for Key<'_, 'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Plain(key) => visitor.visit_borrowed_str(key),
            Self::Unescaped(key) => visitor.visit_str(key),
        }
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(self.as_str())
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    forward_to_deserialize_any! {
        bool i128 u128 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct seq tuple
        tuple_struct map struct enum ignored_any
    }
}

#[cfg(test)]
mod tests;

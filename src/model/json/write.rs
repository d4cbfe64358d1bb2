//! Writes JSON as serde's derives ask for it, and so that of each type only a thin shell is compiled.

use std::fmt::{self, Display, Write};

use serde::ser::{
    Error, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple,
    SerializeTupleStruct, Serializer,
};

use super::reader::plain;

/// A value as JSON.
///
/// # Panics
/// When a value is an enum of serde's own forms, or says itself that it cannot be written: none of ours does.
pub(crate) fn to_string(value: &(impl Serialize + ?Sized)) -> String {
    let mut writer = Writer(String::new());
    value.serialize(&mut writer).expect("what ito writes can be written as JSON");
    writer.0
}

struct Writer(String);

impl Writer {
    fn text(&mut self, text: &str) {
        self.0.push('"');
        let mut rest = text;
        loop {
            let (run, tail) = rest.split_at(plain(rest.as_bytes()));
            self.0.push_str(run);
            let mut tail = tail.chars();
            let Some(special) = tail.next() else { break };
            self.escape(special);
            rest = tail.as_str();
        }
        self.0.push('"');
    }

    fn escape(&mut self, special: char) {
        let letter = match special {
            '\u{8}' => 'b',
            '\u{c}' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '"' | '\\' => special,
            control => return self.show(format_args!("\\u{:04x}", u32::from(control))),
        };
        self.0.extend(['\\', letter]);
    }

    fn show(&mut self, value: fmt::Arguments<'_>) {
        self.0.write_fmt(value).expect("a string takes everything");
    }

    fn shown_text(&mut self, value: fmt::Arguments<'_>) {
        let start = self.0.len() + 1;
        self.0.push('"');
        self.show(value);
        if plain(&self.0.as_bytes()[start..]) == self.0.len() - start {
            self.0.push('"');
        } else {
            let text = self.0.split_off(start);
            self.0.pop();
            self.text(&text);
        }
    }

    /// Ends a name that began at `start`; a number is put in quotes.
    fn colon(&mut self, start: usize) {
        if !self.0[start..].starts_with('"') {
            self.0.insert(start, '"');
            self.0.push('"');
        }
        self.0.push(':');
    }

    /// What stands before a part that is not the first.
    fn comma(&mut self) {
        if !self.0.ends_with(['[', '{']) {
            self.0.push(',');
        }
    }
}

/// A value that JSON has no form for.
#[derive(Debug)]
struct Unwritable;

impl Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it cannot be written as JSON")
    }
}

impl std::error::Error for Unwritable {}

impl Error for Unwritable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

macro_rules! shown {
    ($($method:ident($type:ty);)+) => { $(
        fn $method(self, value: $type) -> Result<(), Unwritable> {
            self.show(format_args!("{value}"));
            Ok(())
        }
    )+ };
}

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Parts<'w>;
    type SerializeTuple = Parts<'w>;
    type SerializeTupleStruct = Parts<'w>;
    type SerializeTupleVariant = Impossible<(), Unwritable>;
    type SerializeMap = Parts<'w>;
    type SerializeStruct = Parts<'w>;
    type SerializeStructVariant = Impossible<(), Unwritable>;

    shown! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
    }

    fn serialize_f32(self, value: f32) -> Result<(), Unwritable> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Unwritable> {
        // The shortest text that is the number, with a fraction, and `null` for what is none.
        self.0.push_str(&serde_json::to_string(&value).map_err(Error::custom)?);
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Unwritable> {
        self.text(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Unwritable> {
        self.text(value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Unwritable> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result<(), Unwritable> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unwritable> {
        self.0.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unwritable> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<(), Unwritable> {
        self.serialize_str(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'w>, Unwritable> {
        self.0.push('[');
        Ok(Parts { writer: self, end: ']' })
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'w>, Unwritable> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts<'w>, Unwritable> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unwritable> {
        Err(Unwritable)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'w>, Unwritable> {
        self.0.push('{');
        Ok(Parts { writer: self, end: '}' })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'w>, Unwritable> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unwritable> {
        Err(Unwritable)
    }

    fn collect_seq<I: IntoIterator<Item: Serialize>>(self, parts: I) -> Result<(), Unwritable> {
        self.0.push('[');
        for part in parts {
            self.comma();
            part.serialize(&mut *self)?;
        }
        self.0.push(']');
        Ok(())
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Unwritable> {
        self.shown_text(format_args!("{value}"));
        Ok(())
    }
}

/// What of a list or an object has been written.
struct Parts<'w> {
    writer: &'w mut Writer,
    end: char,
}

impl Parts<'_> {
    fn part<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.writer.comma();
        value.serialize(&mut *self.writer)
    }

    fn close(self) -> Result<(), Unwritable> {
        self.writer.0.push(self.end);
        Ok(())
    }
}

macro_rules! lists {
    ($($list:ident: $method:ident;)+) => { $(
        impl $list for Parts<'_> {
            type Ok = ();
            type Error = Unwritable;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
                self.part(value)
            }

            fn end(self) -> Result<(), Unwritable> {
                self.close()
            }
        }
    )+ };
}

lists! {
    SerializeSeq: serialize_element;
    SerializeTuple: serialize_element;
    SerializeTupleStruct: serialize_field;
}

impl SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        self.writer.comma();
        let start = self.writer.0.len();
        key.serialize(&mut *self.writer)?;
        self.writer.colon(start);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close()
    }
}

impl SerializeStruct for Parts<'_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        self.writer.comma();
        self.writer.text(key);
        self.writer.0.push(':');
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close()
    }
}

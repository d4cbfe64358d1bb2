//! A text of JSON, read piece by piece: everything that is the same for every type.

use std::borrow::Cow;

use serde::de::{Error as _, Expected, Unexpected};
use serde_json::Error;

use super::{Misfit, wrong};

/// A text, and how far it has been read.
///
/// After an error it stands where the error is: behind a scalar or a key, at the start of a list or an object that was not
/// wanted, or behind one whose parts did not do together.
pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    /// How many lists and objects are open.
    depth: u8,
    /// Whether a list or an object was opened, and nothing of what is in it was asked for.
    is_unread: bool,
    /// The last key that had escapes.
    spare: String,
    /// How what is being skipped will end, innermost last: kept for its room.
    pub(super) ends: Vec<u8>,
}

/// The name of a member.
#[derive(Clone, Copy)]
pub(super) enum Key<'r, 't> {
    Plain(&'t str),
    Unescaped(&'r str),
}

/// A value without brackets or quotes.
pub(super) enum Bare {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Real(f64),
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, depth: 0, is_unread: false, spare: String::new(), ends: Vec::new() }
    }

    /// What comes next, white space aside.
    #[inline]
    pub(super) fn peek(&mut self) -> Result<u8, Error> {
        match self.byte() {
            Some(byte) if byte > b' ' => Ok(byte),
            _ => self.peek_far(),
        }
    }

    fn peek_far(&mut self) -> Result<u8, Error> {
        self.skip_space();
        self.byte().ok_or_else(|| wrong("it ends too soon"))
    }

    fn skip_space(&mut self) {
        self.at += self.rest().iter().take_while(|byte| b" \t\r\n".contains(byte)).count();
    }

    /// Nothing but white space may come any more.
    pub(super) fn end(&mut self) -> Result<(), Error> {
        self.skip_space();
        if self.rest().is_empty() { Ok(()) } else { Err(wrong("something comes behind its end")) }
    }

    /// Begins a list or an object; gives how many are open around it.
    pub(super) fn open(&mut self, bracket: u8, expected: &dyn Expected) -> Result<u8, Error> {
        if self.peek()? != bracket {
            return self.unexpected(expected);
        }
        if self.depth == DEEPEST {
            return Err(wrong("it is nested too deep"));
        }
        self.depth += 1;
        self.at += 1;
        self.is_unread = true;
        Ok(self.depth - 1)
    }

    /// Ends a list or an object whose end was not asked for; nothing may be left in it.
    pub(super) fn close(&mut self, end: u8, depth: u8) -> Result<(), Error> {
        if self.depth > depth {
            if self.next_part(end, false)? {
                return Err(wrong("it has more parts than were expected"));
            }
            self.depth -= 1;
        }
        Ok(())
    }

    /// Goes to the next entry of a list; after the last the list ends.
    pub(super) fn next_item(&mut self, is_first: bool) -> Result<bool, Error> {
        let goes_on = self.next_part(b']', is_first)?;
        self.depth -= u8::from(!goes_on);
        Ok(goes_on)
    }

    /// Reads the name of the next member of an object; after the last the object ends.
    pub(super) fn next_key(&mut self, is_first: bool) -> Result<Option<Key<'_, 't>>, Error> {
        if !self.next_part(b'}', is_first)? {
            self.depth -= 1;
            return Ok(None);
        }
        self.quote()?;
        Ok(Some(match self.string()? {
            Cow::Borrowed(key) => Key::Plain(key),
            Cow::Owned(key) => {
                self.spare = key;
                Key::Unescaped(&self.spare)
            }
        }))
    }

    /// What stands between a name and its value.
    pub(super) fn colon(&mut self) -> Result<(), Error> {
        if self.peek()? != b':' {
            return Err(wrong("a name has no value"));
        }
        self.at += 1;
        Ok(())
    }

    /// Goes to the next part of what ends with `end`; gives `false` behind that.
    pub(super) fn next_part(&mut self, end: u8, is_first: bool) -> Result<bool, Error> {
        self.is_unread = false;
        let byte = self.peek()?;
        if byte == end {
            self.at += 1;
            return Ok(false);
        }
        if is_first {
            return Ok(true);
        }
        if byte != b',' {
            return Err(wrong("a comma is missing"));
        }
        self.at += 1;
        if self.peek()? == end { Err(wrong("nothing comes behind a comma")) } else { Ok(true) }
    }

    /// A name must begin here.
    pub(super) fn quote(&mut self) -> Result<(), Error> {
        if self.peek()? == b'"' { Ok(()) } else { Err(wrong("a name is no text")) }
    }

    /// Reads `null`, if that comes next.
    pub(super) fn null(&mut self) -> Result<bool, Error> {
        if self.peek()? != b'n' {
            return Ok(false);
        }
        self.bare().map(|_| true)
    }

    /// Reads a value that is no list, no object and no text.
    pub(super) fn bare(&mut self) -> Result<Bare, Error> {
        match self.byte() {
            Some(b't') => self.word("true", Bare::Bool(true)),
            Some(b'f') => self.word("false", Bare::Bool(false)),
            Some(b'n') => self.word("null", Bare::Null),
            _ => self.number(),
        }
    }

    fn word(&mut self, word: &str, value: Bare) -> Result<Bare, Error> {
        if !self.rest().starts_with(word.as_bytes()) {
            return Err(wrong("a value is none"));
        }
        self.at += word.len();
        Ok(value)
    }

    fn number(&mut self) -> Result<Bare, Error> {
        let start = self.at;
        let is_whole = self.skip_number()?;
        let text = &self.text[start..self.at];
        if is_whole && text != "-0" {
            if let Ok(number) = text.parse() {
                return Ok(Bare::Unsigned(number));
            }
            if let Ok(number) = text.parse() {
                return Ok(Bare::Signed(number));
            }
        }
        let number = text.parse().ok().filter(|number: &f64| number.is_finite());
        number.map(Bare::Real).ok_or_else(|| wrong("number out of range"))
    }

    /// Reads a text, whose quote comes next.
    #[inline]
    pub(super) fn string(&mut self) -> Result<Cow<'t, str>, Error> {
        let start = self.at + 1;
        self.at = start;
        self.at += plain(self.rest());
        if self.byte() == Some(b'"') {
            self.at += 1;
            return Ok(Cow::Borrowed(&self.text[start..self.at - 1]));
        }
        self.unescaped(start).map(Cow::Owned)
    }

    fn unescaped(&mut self, mut start: usize) -> Result<String, Error> {
        let mut all = String::new();
        loop {
            all.push_str(&self.text[start..self.at]);
            match self.byte() {
                Some(b'"') => break,
                Some(b'\\') => all.push(self.escape()?),
                _ => return Err(wrong("a text does not end")),
            }
            start = self.at;
            self.at += plain(self.rest());
        }
        self.at += 1;
        Ok(all)
    }

    fn escape(&mut self) -> Result<char, Error> {
        let letter = self.rest().get(1).copied();
        self.at += 1 + usize::from(letter.is_some());
        Ok(match letter {
            Some(letter @ (b'"' | b'\\' | b'/')) => letter.into(),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let mut code = self.hex()?;
                if (0xD800..0xDC00).contains(&code) && self.rest().starts_with(b"\\u") {
                    self.at += 2;
                    let low = self.hex()?;
                    if (0xDC00..0xE000).contains(&low) {
                        code = 0x1_0000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                    }
                }
                char::from_u32(code).ok_or_else(|| wrong("half of a character stands alone"))?
            }
            _ => return Err(wrong("an escape is none")),
        })
    }

    pub(super) fn hex(&mut self) -> Result<u32, Error> {
        let digits = self.text.get(self.at..self.at + 4);
        let digits = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let code = code.ok_or_else(|| wrong("an escape is none"))?;
        self.at += 4;
        Ok(code)
    }

    #[inline]
    pub(super) fn rest(&self) -> &'t [u8] {
        &self.text.as_bytes()[self.at..]
    }

    #[inline]
    pub(super) fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The error of a value that is of another kind.
    #[cold]
    fn unexpected(&mut self, expected: &dyn Expected) -> Result<u8, Error> {
        let text;
        let found = match self.peek()? {
            b'{' => Unexpected::Map,
            b'[' => Unexpected::Seq,
            b'"' => {
                text = self.string()?;
                Unexpected::Str(&text)
            }
            _ => match self.bare()? {
                Bare::Null => Unexpected::Unit,
                Bare::Bool(value) => Unexpected::Bool(value),
                Bare::Unsigned(number) => Unexpected::Unsigned(number),
                Bare::Signed(number) => Unexpected::Signed(number),
                Bare::Real(number) => Unexpected::Float(number),
            },
        };
        Err(Error::invalid_type(found, expected))
    }

    /// An error, with where the text has been read to.
    #[cold]
    pub(super) fn misfit(&self, error: &Error) -> Misfit {
        let at = self.at - usize::from(self.is_unread);
        let read = &self.text.as_bytes()[..at];
        let lines = read.split(|byte| *byte == b'\n');
        let (line, column) = (lines.clone().count(), lines.last().map_or(0, <[u8]>::len));
        Misfit { error: Error::custom(format_args!("{error} at line {line} column {column}")), at }
    }
}

impl<'r, 't: 'r> Key<'r, 't> {
    pub(super) fn as_str(&self) -> &'r str {
        match self {
            Self::Plain(key) => key,
            Self::Unescaped(key) => key,
        }
    }
}

/// How far a text goes before its quote, an escape, or what may not be in it.
///
/// Eight bytes at a time: a byte of a word is 0 where taking 1 from it borrows and its top bit was not set.
#[inline]
pub(super) fn plain(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const TOPS: u64 = ONES << 7;

    let mut at = 0;
    for chunk in bytes.chunks_exact(8) {
        let word = u64::from_le_bytes(chunk.try_into().expect("a chunk is of eight"));
        let is = |byte: u8| {
            let zero = word ^ (ONES * u64::from(byte));
            zero.wrapping_sub(ONES) & !zero
        };
        let is_control = word.wrapping_sub(ONES * 0x20) & !word;
        let found = (is(b'"') | is(b'\\') | is_control) & TOPS;
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    at + bytes[at..].iter().take_while(|&&byte| byte >= b' ' && byte != b'"' && byte != b'\\').count()
}

/// How many lists and objects may lie within each other: Discord nests some ten, and a thread's stack is not endless.
const DEEPEST: u8 = 48;

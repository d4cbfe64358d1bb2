//! What nobody asked for: it must be JSON, and nothing else is asked of it.

use serde_json::Error;

use super::reader::{Reader, plain};
use super::wrong;

impl<'t> Reader<'t> {
    /// The text of a value as it came.
    pub(super) fn raw(&mut self) -> Result<&'t str, Error> {
        self.peek()?;
        let start = self.at;
        self.skip()?;
        Ok(&self.text[start..self.at])
    }

    /// Goes behind a value, which may be nested as it likes.
    pub(super) fn skip(&mut self) -> Result<(), Error> {
        self.ends.clear();
        loop {
            let byte = self.peek()?;
            match byte {
                b'{' => self.ends.push(b'}'),
                b'[' => self.ends.push(b']'),
                b'"' => self.skip_string()?,
                b't' | b'f' | b'n' => self.bare().map(drop)?,
                _ => self.skip_number().map(drop)?,
            }
            let is_first = matches!(byte, b'{' | b'[');
            self.at += usize::from(is_first);
            if self.skip_ends(is_first)? {
                return Ok(());
            }
        }
    }

    /// Goes to the next value within what is being skipped; gives `true` behind the whole of it.
    fn skip_ends(&mut self, mut is_first: bool) -> Result<bool, Error> {
        while let Some(end) = self.ends.last().copied() {
            if self.next_part(end, is_first)? {
                if end == b'}' {
                    self.quote()?;
                    self.skip_string()?;
                    self.colon()?;
                }
                return Ok(false);
            }
            self.ends.pop();
            is_first = false;
        }
        Ok(true)
    }

    fn skip_string(&mut self) -> Result<(), Error> {
        self.at += 1;
        loop {
            self.at += plain(self.rest());
            match self.byte() {
                Some(b'"') => break,
                Some(b'\\') => self.skip_escape()?,
                _ => return Err(wrong("a text does not end")),
            }
        }
        self.at += 1;
        Ok(())
    }

    fn skip_escape(&mut self) -> Result<(), Error> {
        let letter = self.rest().get(1).copied();
        match letter {
            Some(b'u') => {
                self.at += 2;
                self.hex().map(drop)
            }
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 2;
                Ok(())
            }
            _ => Err(wrong("an escape is none")),
        }
    }

    /// Goes behind a number; gives whether it is one without a fraction.
    pub(super) fn skip_number(&mut self) -> Result<bool, Error> {
        self.at += usize::from(self.byte() == Some(b'-'));
        let is_padded = self.byte() == Some(b'0');
        if self.skip_digits()? > 1 && is_padded {
            return Err(wrong("a number begins with 0"));
        }
        let mut is_whole = true;
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.skip_digits()?;
            is_whole = false;
        }
        if let Some(b'e' | b'E') = self.byte() {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), Some(b'+' | b'-')));
            self.skip_digits()?;
            is_whole = false;
        }
        Ok(is_whole)
    }

    /// Goes behind digits, at least one.
    fn skip_digits(&mut self) -> Result<usize, Error> {
        let count = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        if count == 0 { Err(wrong("a value is none")) } else { Ok(count) }
    }
}

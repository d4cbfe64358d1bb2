//! Colours: 24 bits of red, green and blue, as roles, embeds and users wear them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Check, Size};

/// A colour, on the wire the number `0xRRGGBB`. A role without a colour has 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Color(pub u32);

impl Color {
    /// A colour from its three parts.
    pub const fn rgb(red: u8, green: u8, blue: u8) -> Self {
        Self(u32::from_be_bytes([0, red, green, blue]))
    }

    /// Red, green, blue.
    pub const fn parts(self) -> (u8, u8, u8) {
        let [_, red, green, blue] = self.0.to_be_bytes();
        (red, green, blue)
    }
}

impl Check for Color {
    fn size(&self) -> Option<Size> {
        Some(Size::Number(self.0.into()))
    }
}

impl From<u32> for Color {
    fn from(value: u32) -> Self {
        Self(value)
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:06x}", self.0)
    }
}

/// As it is written: `#5865f2`, `#58f`, with or without `#` or `0x`.
impl FromStr for Color {
    type Err = ColorError;

    fn from_str(text: &str) -> Result<Self, ColorError> {
        let digits = text.trim();
        let digits = digits.strip_prefix('#').or_else(|| digits.strip_prefix("0x")).unwrap_or(digits);
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(ColorError);
        }
        let whole = match digits.len() {
            6 => digits.to_owned(),
            3 => digits.chars().flat_map(|digit| [digit; 2]).collect(),
            _ => return Err(ColorError),
        };
        u32::from_str_radix(&whole, 16).map(Self).map_err(|_| ColorError)
    }
}

/// A text that is no colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColorError;

impl fmt::Display for ColorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a colour: a colour is 3 or 6 hexadecimal digits, as in #5865f2")
    }
}

impl std::error::Error for ColorError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_its_parts() {
        assert_eq!(Color::rgb(0x58, 0x65, 0xf2), Color(0x0058_65f2));
        assert_eq!(Color(0x0058_65f2).parts(), (0x58, 0x65, 0xf2));
        assert_eq!(Color(0x00_00ff).to_string(), "#0000ff");
    }

    #[test]
    fn a_colour_is_read_as_it_is_written() {
        for (text, color) in
            [("#5865f2", 0x0058_65f2), ("0x0000FF", 0xff), (" 5865F2 ", 0x0058_65f2), ("#f0a", 0x00ff_00aa)]
        {
            assert_eq!(text.parse(), Ok(Color(color)), "{text}");
        }
        for text in ["", "#", "#12345", "+12345", "red", "#ééé", "0x1234567"] {
            assert_eq!(text.parse::<Color>(), Err(ColorError), "{text}");
        }
    }
}

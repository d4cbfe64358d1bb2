//! Colours: 24 bits of red, green and blue, as roles, embeds and users wear them.

use std::fmt;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_its_parts() {
        assert_eq!(Color::rgb(0x58, 0x65, 0xf2), Color(0x0058_65f2));
        assert_eq!(Color(0x0058_65f2).parts(), (0x58, 0x65, 0xf2));
        assert_eq!(Color(0x00_00ff).to_string(), "#0000ff");
    }
}

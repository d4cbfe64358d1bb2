//! Sets of flags that keep the bits they do not know.

/// Makes a set of flags over 64 bits; `as string` for those that travel as strings (permissions), else as numbers.
///
/// Both forms are read.
macro_rules! flags {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident $(as $form:ident)? {
            $( $(#[$($fmeta:tt)*])* const $flag:ident = $value:expr; )*
        }
    ) => {
        ::bitflags::bitflags! {
            $(#[$meta])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
            $vis struct $name: u64 {
                $( $(#[$($fmeta)*])* const $flag = $value; )*
                const _ = !0;
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                flags!(@write self, serializer $(, $form)?)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any($crate::model::flags::BitsVisitor).map(Self::from_bits_retain)
            }
        }
    };
    (@write $self:ident, $serializer:ident, string) => { $serializer.collect_str(&$self.bits()) };
    (@write $self:ident, $serializer:ident) => { $serializer.serialize_u64($self.bits()) };
}

pub(crate) use flags;

/// Reads bits from a number or from a string of digits.
pub(crate) struct BitsVisitor;

impl serde::de::Visitor<'_> for BitsVisitor {
    type Value = u64;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a set of flags")
    }

    fn visit_u64<E: serde::de::Error>(self, bits: u64) -> Result<u64, E> {
        Ok(bits)
    }

    fn visit_i64<E: serde::de::Error>(self, bits: i64) -> Result<u64, E> {
        u64::try_from(bits).map_err(|_| E::invalid_value(serde::de::Unexpected::Signed(bits), &self))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<u64, E> {
        text.parse().map_err(|_| E::invalid_value(serde::de::Unexpected::Str(text), &self))
    }
}

#[cfg(test)]
mod tests {
    flags! {
        /// Numbers on the wire.
        struct Small {
            /// The first.
            const FIRST = 1 << 0;
        }
    }

    flags! {
        /// Strings on the wire.
        struct Large as string {
            /// The first.
            const FIRST = 1 << 0;
        }
    }

    #[test]
    fn unknown_bits_travel_back_as_they_came() {
        let small: Small = serde_json::from_str("1099511627777").unwrap();
        assert!(small.contains(Small::FIRST));
        assert_eq!(serde_json::to_string(&small).unwrap(), "1099511627777");
        let large: Large = serde_json::from_str("\"2248473465835073\"").unwrap();
        assert!(large.contains(Large::FIRST));
        assert_eq!(serde_json::to_string(&large).unwrap(), "\"2248473465835073\"");
    }
}

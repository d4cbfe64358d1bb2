//! Enums whose values Discord may add to: what is not known is kept and travels back as it came.

/// Makes an open enum of numbers (`: u8`, `: u16`, `: u32`, `: i32` …) or of strings (`: str`).
///
/// The default is the variant named after `default`, else `Unknown`.
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident: str {
            $( $(#[$vmeta:meta])* $variant:ident = $value:literal, )+
        }
        $(default $default:ident)?
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        $vis enum $name {
            $( $(#[$vmeta])* $variant, )+
            /// A value that this version of ito does not know.
            Unknown(Box<str>),
        }

        impl $name {
            /// The value on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $value, )+
                    Self::Unknown(value) => value,
                }
            }
        }

        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                match value {
                    $( $value => Self::$variant, )+
                    other => Self::Unknown(other.into()),
                }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                open_enum!(@default $($default)? ; Self::Unknown("".into()))
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str($crate::model::open_enum::TextVisitor).map(|text| Self::from(&*text))
            }
        }
    };
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident: $repr:ty {
            $( $(#[$vmeta:meta])* $variant:ident = $value:literal, )+
        }
        $(default $default:ident)?
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        $vis enum $name {
            $( $(#[$vmeta])* $variant, )+
            /// A value that this version of ito does not know.
            Unknown($repr),
        }

        impl $name {
            /// The value on the wire.
            pub const fn value(self) -> $repr {
                match self {
                    $( Self::$variant => $value, )+
                    Self::Unknown(value) => value,
                }
            }
        }

        impl From<$repr> for $name {
            fn from(value: $repr) -> Self {
                match value {
                    $( $value => Self::$variant, )+
                    other => Self::Unknown(other),
                }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                open_enum!(@default $($default)? ; Self::Unknown(0))
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.value().serialize(serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <$repr as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
            }
        }
    };
    (@default $default:ident ; $otherwise:expr) => { Self::$default };
    (@default ; $otherwise:expr) => { $otherwise };
}

pub(crate) use open_enum;

/// Reads a string without keeping it where that is possible.
pub(crate) struct TextVisitor;

impl<'de> serde::de::Visitor<'de> for TextVisitor {
    type Value = std::borrow::Cow<'de, str>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(text.into())
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(text.to_owned().into())
    }

    fn visit_string<E: serde::de::Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(text.into())
    }
}

#[cfg(test)]
#[expect(unreachable_pub, reason = "the macro makes public methods")]
mod tests {
    open_enum! {
        /// Numbers.
        pub(super) enum Number: u8 {
            /// Zero.
            Zero = 0,
            /// Seven.
            Seven = 7,
        }
        default Zero
    }

    open_enum! {
        /// Words.
        pub(super) enum Word: str {
            /// A.
            Bot = "bot",
        }
    }

    #[test]
    fn unknown_values_travel_back_as_they_came() {
        for (text, number) in [("0", Number::Zero), ("7", Number::Seven), ("250", Number::Unknown(250))] {
            assert_eq!(serde_json::from_str::<Number>(text).unwrap(), number);
            assert_eq!(serde_json::to_string(&number).unwrap(), text);
        }
        for (text, word) in [("\"bot\"", Word::Bot), ("\"new\\n\"", Word::Unknown("new\n".into()))] {
            assert_eq!(serde_json::from_str::<Word>(text).unwrap(), word);
            assert_eq!(serde_json::to_string(&word).unwrap(), text);
        }
        assert_eq!((Number::default(), Word::default()), (Number::Zero, Word::Unknown("".into())));
    }
}

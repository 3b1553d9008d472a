//! Names that travel: people, exchanges and bundles are known everywhere by 16 random bytes.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::digest::Digest;

/// What tells one card from another: a digest over both public keys.
pub type Fingerprint = Digest;

macro_rules! name {
    ($(#[$doc:meta])* $type:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $type(pub [u8; 16]);

        impl $type {
            /// Reads 32 lower-case hexadecimal characters.
            pub fn parse(text: &str) -> Option<$type> {
                bytes(text).map($type)
            }

            /// The first 6 hexadecimal characters: enough for people to tell a few apart.
            pub fn short(&self) -> String {
                self.to_string()[..6].to_owned()
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($type), "({})"), self.short())
            }
        }

        impl From<$type> for String {
            fn from(name: $type) -> String {
                name.to_string()
            }
        }

        impl TryFrom<String> for $type {
            type Error = &'static str;

            fn try_from(text: String) -> Result<$type, &'static str> {
                $type::parse(&text).ok_or("32 lower-case hexadecimal characters")
            }
        }
    };
}

name! {
    /// A person, across all cards that they have had.
    PersonId
}
name! {
    /// One exchange: a self-review and a peer review of the same conversation.
    ExchangeId
}
name! {
    /// One bundle, so that it is taken in once.
    BundleId
}

fn bytes(text: &str) -> Option<[u8; 16]> {
    let digits = text.as_bytes();
    if digits.len() != 32 || !digits.iter().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let mut name = [0; 16];
    for (place, byte) in name.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(place * 2..place * 2 + 2)?, 16).ok()?;
    }
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_strict() {
        let id = ExchangeId([0xa7; 16]);
        assert_eq!(ExchangeId::parse(&id.to_string()), Some(id));
        assert_eq!(id.short(), "a7a7a7");
        for wrong in ["", "a7", &"A7".repeat(16), &"+7".repeat(16), &"é".repeat(16)] {
            assert_eq!(ExchangeId::parse(wrong), None, "{wrong}");
        }
    }
}

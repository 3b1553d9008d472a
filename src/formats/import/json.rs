//! Reading one JSON object with known keys, so that everything wrong with it is found in one pass: values of the wrong
//! type are noted and passed over instead of ending the reading. Only broken syntax ends it.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

/// A JSON value as far as a field without inner structure needs it. Texts are borrowed where the file allows.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Leaf<'de> {
    Null,
    Bool(bool),
    Whole(i64),
    Number(f64),
    Text(Cow<'de, str>),
    List,
    Object,
}

impl Leaf<'_> {
    /// How the value is named in a message.
    pub(super) fn found(&self) -> String {
        match self {
            Leaf::Null => "null".to_owned(),
            Leaf::Bool(value) => value.to_string(),
            Leaf::Whole(value) => value.to_string(),
            Leaf::Number(value) => value.to_string(),
            Leaf::Text(text) if text.is_empty() => "\"\"".to_owned(),
            Leaf::Text(text) => text.clone().into_owned(),
            Leaf::List => "[…]".to_owned(),
            Leaf::Object => "{…}".to_owned(),
        }
    }
}

impl<'de> Deserialize<'de> for Leaf<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Leaf<'de>, D::Error> {
        from.deserialize_any(LeafVisitor)
    }
}

struct LeafVisitor;

impl<'de> Visitor<'de> for LeafVisitor {
    type Value = Leaf<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Leaf<'de>, E> {
        Ok(Leaf::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Leaf<'de>, E> {
        Ok(Leaf::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Leaf<'de>, E> {
        Ok(Leaf::Whole(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Leaf<'de>, E> {
        Ok(i64::try_from(value).map_or(Leaf::Number(value as f64), Leaf::Whole))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Leaf<'de>, E> {
        Ok(Leaf::Number(value))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Leaf<'de>, E> {
        Ok(Leaf::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Leaf<'de>, E> {
        Ok(Leaf::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Leaf<'de>, A::Error> {
        IgnoredAny.visit_seq(list).map(|_| Leaf::List)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Leaf<'de>, A::Error> {
        IgnoredAny.visit_map(object).map(|_| Leaf::Object)
    }
}

/// What to do with a value that should be a list or an object.
pub(super) trait Walk<'de>: Sized {
    /// The value is a list.
    fn list<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        LeafVisitor.visit_seq(list).map(|leaf| self.wrong(leaf))
    }

    /// The value is an object.
    fn object<A: MapAccess<'de>>(self, object: A) -> Result<(), A::Error> {
        LeafVisitor.visit_map(object).map(|leaf| self.wrong(leaf))
    }

    /// The value is something else.
    fn wrong(self, leaf: Leaf<'de>);
}

/// Sends a walk through the next value.
pub(super) struct Walking<'de, W> {
    walk: W,
    input: PhantomData<&'de ()>,
}

impl<W> Walking<'_, W> {
    pub(super) fn new(walk: W) -> Self {
        Walking { walk, input: PhantomData }
    }
}

impl<'de, W: Walk<'de>> DeserializeSeed<'de> for Walking<'de, W> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de, W: Walk<'de>> Visitor<'de> for Walking<'de, W> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        LeafVisitor.visit_unit().map(|leaf| self.walk.wrong(leaf))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        LeafVisitor.visit_bool(value).map(|leaf| self.walk.wrong(leaf))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        LeafVisitor.visit_i64(value).map(|leaf| self.walk.wrong(leaf))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        LeafVisitor.visit_u64(value).map(|leaf| self.walk.wrong(leaf))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        LeafVisitor.visit_f64(value).map(|leaf| self.walk.wrong(leaf))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        LeafVisitor.visit_str(text).map(|leaf| self.walk.wrong(leaf))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        self.walk.list(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<(), A::Error> {
        self.walk.object(object)
    }
}

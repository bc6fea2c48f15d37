//! JSON as it was sent: bounded in depth, without duplicate members and without NUL.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use super::Members;

/// A parsed body. It may hold passwords, so it has no `Debug`.
pub(crate) enum Json {
    /// `null`
    Null,
    /// A boolean.
    Flag(bool),
    /// A number.
    Number(Number),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object.
    Object(Members),
}

const TOO_DEEP: &str = "The body is nested too deeply.";
const DUPLICATE: &str = "The body has a member twice.";
const NUL: &str = "The body contains NUL.";

/// Parses a whole body.
///
/// # Errors
/// A text for the client, which repeats nothing of the body.
pub(super) fn parse(bytes: &[u8], depth_max: usize) -> Result<Json, &'static str> {
    let mut source = serde_json::Deserializer::from_slice(bytes);
    let parsed =
        Node { room: depth_max }.deserialize(&mut source).and_then(|json| source.end().map(|()| json));
    parsed.map_err(|error| {
        let text = error.to_string();
        [TOO_DEEP, DUPLICATE, NUL]
            .into_iter()
            .find(|known| text.starts_with(known))
            .unwrap_or("The body is not valid JSON in UTF-8.")
    })
}

#[derive(Clone, Copy)]
struct Node {
    /// Arrays and objects that may still open inside each other.
    room: usize,
}

impl Node {
    fn inner<E: serde::de::Error>(self) -> Result<Self, E> {
        self.room.checked_sub(1).map(|room| Self { room }).ok_or_else(|| E::custom(TOO_DEEP))
    }
}

impl<'de> DeserializeSeed<'de> for Node {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Json, D::Error> {
        source.deserialize_any(self)
    }
}

fn without_nul<E: serde::de::Error>(text: String) -> Result<String, E> {
    if text.contains('\0') { Err(E::custom(NUL)) } else { Ok(text) }
}

impl<'de> Visitor<'de> for Node {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Flag(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Json, E> {
        Number::from_f64(value).map(Json::Number).ok_or_else(|| E::custom("not a number"))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Json, E> {
        self.visit_string(value.to_owned())
    }

    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<Json, E> {
        without_nul(value).map(Json::Text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let inner = self.inner()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let inner = self.inner()?;
        let mut members = BTreeMap::new();
        while let Some(name) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(inner)?;
            if members.insert(without_nul(name)?, value).is_some() {
                return Err(A::Error::custom(DUPLICATE));
            }
        }
        Ok(Json::Object(Members::new(members)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &[u8]) -> &'static str {
        parse(text, 32).err().unwrap_or("accepted")
    }

    #[test]
    fn what_is_not_plain_json_is_refused_without_being_repeated() {
        assert_eq!(refused(br#"{"a":1,"b":{"c":1,"c":2}}"#), DUPLICATE);
        assert_eq!(refused(br#"{"a":1,"\u0061":2}"#), DUPLICATE);
        assert_eq!(refused(br#"["\u0000"]"#), NUL);
        assert_eq!(refused(br#"{"a\u0000":1}"#), NUL);
        for bad in
            [&b"{"[..], b"{} {}", b"\xff", b"\"\xff\"", b"\"\0\"", b"NaN", b"'a'", b"{\"a\":\"\\ud800\"}"]
        {
            assert_eq!(refused(bad), "The body is not valid JSON in UTF-8.", "{bad:?}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(refused(nested(32).as_bytes()), "accepted");
        assert_eq!(refused(nested(33).as_bytes()), TOO_DEEP);
        assert_eq!(refused("[".repeat(900_000).as_bytes()), TOO_DEEP);
    }
}

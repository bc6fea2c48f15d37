//! What a record keeps as JSON: the order of members is part of it, so maps are read and written as pairs.

use std::fmt;

use identity_core::audit::{Documents, Fact, ObjectKind, Related};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap as _, Serializer};

struct Written<'a>(&'a Fact);

struct Members<'a>(&'a [(String, Fact)]);

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, fact) in self.0 {
            map.serialize_entry(name, &Written(fact))?;
        }
        map.end()
    }
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Fact::Null => serializer.serialize_unit(),
            Fact::Flag(flag) => serializer.serialize_bool(*flag),
            Fact::Number(number) => serializer.serialize_i64(*number),
            Fact::Text(text) => serializer.serialize_str(text),
            Fact::List(facts) => serializer.collect_seq(facts.iter().map(Written)),
            Fact::Object(members) => Members(members).serialize(serializer),
        }
    }
}

struct Read(Fact);

struct FactVisitor;

impl<'de> Visitor<'de> for FactVisitor {
    type Value = Read;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a fact")
    }

    fn visit_unit<E>(self) -> Result<Read, E> {
        Ok(Read(Fact::Null))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Read, E> {
        Ok(Read(Fact::Flag(flag)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Read, E> {
        Ok(Read(Fact::Number(number)))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Read, E> {
        i64::try_from(number).map(|number| Read(Fact::Number(number))).map_err(E::custom)
    }

    fn visit_str<E>(self, text: &str) -> Result<Read, E> {
        Ok(Read(Fact::Text(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Read, A::Error> {
        let mut facts = Vec::new();
        while let Some(Read(fact)) = seq.next_element()? {
            facts.push(fact);
        }
        Ok(Read(Fact::List(facts)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Read, A::Error> {
        let mut members = Vec::new();
        while let Some((name, Read(fact))) = map.next_entry::<String, Read>()? {
            members.push((name, fact));
        }
        Ok(Read(Fact::Object(members)))
    }
}

impl<'de> Deserialize<'de> for Read {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FactVisitor)
    }
}

/// Before and after, as stored; nothing for nothing.
pub(super) fn documents_to_text(documents: &Documents) -> Option<String> {
    if documents.before.is_empty() && documents.after.is_empty() {
        return None;
    }
    let pair = [Members(&documents.before), Members(&documents.after)];
    serde_json::to_string(&pair).ok()
}

/// Before and after; `None` for what we never wrote.
pub(super) fn documents_from_text(text: Option<&str>) -> Option<Documents> {
    let Some(text) = text else { return Some(Documents::default()) };
    let [before, after]: [Read; 2] = serde_json::from_str(text).ok()?;
    match (before.0, after.0) {
        (Fact::Object(before), Fact::Object(after)) => Some(Documents { before, after }),
        _ => None,
    }
}

/// Other objects, as stored: pairs of kind and identifier; nothing for nothing.
pub(super) fn related_to_text(related: &[Related]) -> Option<String> {
    if related.is_empty() {
        return None;
    }
    let pairs: Vec<_> = related.iter().map(|other| (other.kind.as_str(), &other.id)).collect();
    serde_json::to_string(&pairs).ok()
}

/// Other objects; `None` for what we never wrote.
pub(super) fn related_from_text(text: Option<&str>) -> Option<Vec<Related>> {
    let Some(text) = text else { return Some(Vec::new()) };
    let pairs: Vec<(String, String)> = serde_json::from_str(text).ok()?;
    pairs.into_iter().map(|(kind, id)| Some(Related { kind: ObjectKind::parse(&kind)?, id })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_keep_their_order_and_types() {
        let object = Fact::Object(vec![("z".into(), Fact::Number(-1)), ("a".into(), Fact::Null)]);
        let list = Fact::List(vec![Fact::Flag(true), Fact::Text("x\"\n".into()), object]);
        let documents = Documents {
            before: vec![("b".into(), Fact::Null), ("a".into(), Fact::Number(i64::MAX))],
            after: vec![("b".into(), list), ("a".into(), Fact::List(Vec::new()))],
        };
        let text = documents_to_text(&documents).unwrap();
        assert_eq!(documents_from_text(Some(&text)), Some(documents));
        assert_eq!(documents_to_text(&Documents::default()), None);
        assert_eq!(documents_from_text(None), Some(Documents::default()));
        for strange in ["", "[]", "[1,2]", "[{},{},{}]", "[{},{\"a\":1.5}]"] {
            assert_eq!(documents_from_text(Some(strange)), None, "{strange}");
        }
    }

    #[test]
    fn related_objects_come_back() {
        let related = vec![Related { kind: ObjectKind::User, id: "USR-0000-0001".into() }];
        let text = related_to_text(&related).unwrap();
        assert_eq!(related_from_text(Some(&text)), Some(related));
        assert_eq!(related_from_text(Some("[[\"Nobody\",\"x\"]]")), None);
    }
}

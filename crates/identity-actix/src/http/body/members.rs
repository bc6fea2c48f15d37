//! Typed access to the members of an object: a wrong type is told only to who may write the member.

use std::collections::BTreeMap;

use identity_core::icon::Icon;
use identity_core::value::{Member, Texts};

use super::parse::Json;

/// The members of an object that were not read yet; those nobody reads are ignored.
#[derive(Default)]
pub(crate) struct Members(BTreeMap<String, Json>);

impl Members {
    pub(super) fn new(members: BTreeMap<String, Json>) -> Self {
        Self(members)
    }

    fn take<T>(&mut self, name: &str, expected: &str, read: impl FnOnce(Json) -> Option<T>) -> Member<T> {
        match self.0.remove(name) {
            None => Member::Absent,
            Some(Json::Null) => Member::Null,
            Some(json) => {
                read(json).map_or_else(|| Member::Bad(format!("Must be {expected}.")), Member::Value)
            }
        }
    }

    /// Names of the members that were not read yet.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether a member was sent, whatever it is.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// A string.
    pub(crate) fn text(&mut self, name: &str) -> Member<String> {
        self.take(name, "a string", |json| if let Json::Text(text) = json { Some(text) } else { None })
    }

    /// An array of strings, or one string.
    pub(crate) fn texts(&mut self, name: &str) -> Member<Texts> {
        let text = |json| if let Json::Text(text) = json { Some(text) } else { None };
        self.take(name, "a string or an array of strings", |json| match json {
            Json::List(items) => items.into_iter().map(text).collect::<Option<_>>().map(Texts::Many),
            one => text(one).map(Texts::One),
        })
    }

    /// A boolean.
    pub(crate) fn flag(&mut self, name: &str) -> Member<bool> {
        self.take(name, "a boolean", |json| if let Json::Flag(flag) = json { Some(flag) } else { None })
    }

    /// A whole number from 0.
    pub(crate) fn number(&mut self, name: &str) -> Member<u64> {
        let read = |json| if let Json::Number(number) = json { number.as_u64() } else { None };
        self.take(name, "a whole number of at least 0", read)
    }

    /// A whole number; one that is too great counts as the greatest.
    pub(crate) fn integer(&mut self, name: &str) -> Member<i64> {
        let read = |json| {
            let Json::Number(number) = json else { return None };
            number.as_i64().or_else(|| number.as_u64().map(|_| i64::MAX))
        };
        self.take(name, "a whole number", read)
    }

    /// A number as it is written, for what tells a number out of range from what is no number.
    pub(crate) fn numeral(&mut self, name: &str) -> Member<String> {
        self.take(name, "a number", |json| {
            if let Json::Number(number) = json { Some(number.to_string()) } else { None }
        })
    }

    /// The picture: the one that was uploaded, or `null`, which removes. Any other `icon` is what clients were shown
    /// and repeat (platform.md §1.5).
    pub(crate) fn icon(&mut self, upload: Member<Icon>) -> Member<Icon> {
        match (upload, self.0.remove("icon")) {
            (Member::Absent, Some(Json::Null)) => Member::Null,
            (Member::Absent, Some(Json::Text(text))) if text.trim().is_empty() => Member::Null,
            (upload, _) => upload,
        }
    }

    /// An object with members of its own.
    pub(crate) fn object<T>(&mut self, name: &str, read: impl FnOnce(&mut Self) -> T) -> Member<T> {
        self.take(name, "an object", |json| {
            if let Json::Object(mut members) = json { Some(read(&mut members)) } else { None }
        })
    }

    /// An object as text, members by name.
    pub(crate) fn object_text(&mut self, name: &str) -> Member<String> {
        self.take(name, "an object", |json| match json {
            object @ Json::Object(_) => Some(object.text()),
            _ => None,
        })
    }

    /// The members by name.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &Json)> {
        self.0.iter()
    }

    /// The objects in an array; an element that is none is told at its own place.
    pub(crate) fn objects<T>(&mut self, name: &str, read: impl Fn(&mut Self) -> T) -> Member<Vec<Member<T>>> {
        let one = |json| match json {
            Json::Null => Member::Null,
            Json::Object(mut members) => Member::Value(read(&mut members)),
            _ => Member::Bad("Must be an object.".into()),
        };
        self.take(name, "an array", |json| {
            if let Json::List(items) = json { Some(items.into_iter().map(one).collect()) } else { None }
        })
    }

    /// The identifier in a reference; its other members are ignored.
    pub(crate) fn reference(&mut self, name: &str) -> Member<String> {
        self.take(name, "an object with an id", id_of)
    }

    /// The identifiers in an array of references. An element without one is an identifier of nothing, so that it
    /// is refused at its own place.
    pub(crate) fn references(&mut self, name: &str) -> Member<Vec<String>> {
        self.take(
            name,
            "an array",
            |json| if let Json::List(items) = json { Some(ids_of(items)) } else { None },
        )
    }
}

/// The identifiers of references.
pub(crate) fn ids_of(items: Vec<Json>) -> Vec<String> {
    items.into_iter().map(|item| id_of(item).unwrap_or_default()).collect()
}

fn id_of(json: Json) -> Option<String> {
    let Json::Object(mut members) = json else { return None };
    match members.0.remove("id") {
        Some(Json::Text(id)) => Some(id),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::*;

    fn members(text: &str) -> Members {
        match parse(text.as_bytes(), 32) {
            Ok(Json::Object(members)) => members,
            _ => panic!("no object"),
        }
    }

    #[test]
    fn absent_null_value_and_wrong_type_are_told_apart() {
        let mut sent = members(r#"{"a":null,"b":"x","c":7,"d":true,"e":-1,"f":1.5}"#);
        assert_eq!(sent.text("z"), Member::Absent);
        assert_eq!(sent.text("a"), Member::Null);
        assert_eq!(sent.text("b"), Member::Value("x".into()));
        assert_eq!(sent.text("c"), Member::Bad("Must be a string.".into()));
        assert_eq!(sent.flag("d"), Member::Value(true));
        assert!(matches!(sent.number("e"), Member::Bad(_)));
        assert!(matches!(sent.number("f"), Member::Bad(_)));
        assert_eq!(members(r#"{"n":7}"#).number("n"), Member::Value(7));
        for (text, number) in [("-7", -7), ("0", 0), ("18446744073709551615", i64::MAX)] {
            let mut sent = members(&format!(r#"{{"n":{text}}}"#));
            assert_eq!(sent.integer("n"), Member::Value(number), "{text}");
        }
        for bad in ["1.5", "\"7\"", "true", "1e3"] {
            assert!(matches!(members(&format!(r#"{{"n":{bad}}}"#)).integer("n"), Member::Bad(_)), "{bad}");
        }
        assert_eq!(members(r#"{"n":"7"}"#).flag("n"), Member::Bad("Must be a boolean.".into()));
    }

    #[test]
    fn texts_are_one_or_an_array() {
        let mut sent = members(r#"{"a":"x,y","b":["x","y"],"c":[],"d":["x",7],"e":7,"f":null}"#);
        assert_eq!(sent.texts("a"), Member::Value(Texts::One("x,y".into())));
        assert_eq!(sent.texts("b"), Member::Value(Texts::Many(vec!["x".into(), "y".into()])));
        assert_eq!(sent.texts("c"), Member::Value(Texts::Many(Vec::new())));
        assert!(matches!(sent.texts("d"), Member::Bad(_)));
        assert!(matches!(sent.texts("e"), Member::Bad(_)));
        assert_eq!(sent.texts("f"), Member::Null);
        assert_eq!(sent.texts("g"), Member::Absent);
    }

    #[test]
    fn references_are_their_identifiers() {
        let mut sent =
            members(r#"{"a":{"id":"X","name":"n"},"b":"X","c":{"id":7},"d":[{"id":"X"},{},7],"e":{}}"#);
        assert_eq!(sent.reference("a"), Member::Value("X".into()));
        assert!(matches!(sent.reference("b"), Member::Bad(_)));
        assert!(matches!(sent.reference("c"), Member::Bad(_)));
        assert_eq!(sent.references("d"), Member::Value(vec!["X".into(), String::new(), String::new()]));
        assert!(matches!(sent.references("e"), Member::Bad(_)));
        assert_eq!(sent.references("f"), Member::Absent);
    }

    #[test]
    fn an_icon_is_an_upload_or_removed_or_left_alone() {
        let icon = |text: &str| members(text).icon(Member::Absent);
        for removing in [r#"{"icon":null}"#, r#"{"icon":" "}"#] {
            assert_eq!(icon(removing), Member::Null);
        }
        for echoed in ["{}", r#"{"icon":"/v1/accounts/accounts/ACC-0000-0001/icon"}"#, r#"{"icon":7}"#] {
            assert_eq!(icon(echoed), Member::Absent);
        }
        let upload = Member::Bad("Must be smaller.".to_owned());
        assert_eq!(members(r#"{"icon":null}"#).icon(upload.clone()), upload);
    }

    #[test]
    fn an_object_as_text_is_what_was_sent() {
        let sent = r#"{"a":null,"b":[1,-2,1.5,true],"c":{"d":"x\"y"},"e":{}}"#;
        let mut around = members(&format!(r#"{{"o":{sent},"p":[]}}"#));
        assert_eq!(around.object_text("o"), Member::Value(sent.into()));
        assert_eq!(around.object_text("p"), Member::Bad("Must be an object.".into()));
        assert_eq!(around.object_text("q"), Member::Absent);
    }

    #[test]
    fn objects_of_an_array_are_told_apart() {
        let mut sent = members(r#"{"a":[{"b":"x"},null,7],"c":{}}"#);
        let read = |inner: &mut Members| inner.text("b");
        let bad = Member::Bad("Must be an object.".into());
        let expected = vec![Member::Value(Member::Value("x".into())), Member::Null, bad];
        assert_eq!(sent.objects("a", read), Member::Value(expected));
        assert_eq!(sent.objects("c", read), Member::Bad("Must be an array.".into()));
        assert_eq!(sent.objects("d", read), Member::Absent);
    }

    #[test]
    fn inner_objects_are_read_in_place() {
        let mut sent = members(r#"{"a":{"b":"x"},"c":[]}"#);
        assert_eq!(sent.object("a", |inner| inner.text("b")), Member::Value(Member::Value("x".into())));
        assert!(matches!(sent.object("c", |inner| inner.text("b")), Member::Bad(_)));
    }
}

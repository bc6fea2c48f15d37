//! Schemas that many objects are made of, each bounded.

use identity_core::id::{Id, IdShape};
use serde_json::{Map, Value, json};

pub(super) use crate::openapi::text::{line, moment, sent_moment};

/// Characters of a name as it may be sent (self-service.md §1.1).
pub(super) const NAME: usize = 100;
/// Characters of a name as it may be shown: one that was given elsewhere, or two of them joined.
pub(super) const SHOWN_NAME: usize = 500;
/// Codes of modules, roles and the like in one array.
pub(super) const CODES_MAX: usize = 1000;
/// Seconds that a token or a code is good for, at most.
const SPAN_MAX: u32 = 24 * 60 * 60;

/// A reference to an object.
pub(super) fn of(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// An object without other members; all but the optional ones are always there.
pub(super) fn closed(members: Value, optional: &[&str]) -> Value {
    let members: Map<String, Value> = match members {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    let required: Vec<&String> = members.keys().filter(|name| !optional.contains(&name.as_str())).collect();
    json!({
        "type": "object", "additionalProperties": false, "required": required, "properties": members,
    })
}

/// An object of a request whose members may all be missing but these.
pub(super) fn sent(members: Value, required: &[&str]) -> Value {
    json!({
        "type": "object", "additionalProperties": false, "required": required, "properties": members,
    })
}

/// The members of both.
pub(super) fn joined(members: Value, more: Value) -> Value {
    match (members, more) {
        (Value::Object(mut members), Value::Object(more)) => {
            members.extend(more);
            Value::Object(members)
        }
        (members, _) => members,
    }
}

/// An identifier of one kind.
pub(super) fn id<I: Id>() -> Value {
    id_of(I::SHAPE)
}

/// The same, where the kind is a value.
pub(super) fn id_of(shape: IdShape) -> Value {
    crate::openapi::text::id(&[shape])
}

/// A text of a form that a regular expression describes.
pub(super) fn form(pattern: &str, max: usize) -> Value {
    json!({"type": "string", "pattern": pattern, "maxLength": max})
}

/// An identifier that others gave.
pub(super) fn uid() -> Value {
    form("^[A-Za-z0-9_-]{1,64}$", 64)
}

/// The same, or an empty text for none.
pub(super) fn maybe_uid() -> Value {
    form("^[A-Za-z0-9_-]{0,64}$", 64)
}

/// An e-mail address, or an empty text for none.
pub(super) fn email() -> Value {
    json!({"type": "string", "maxLength": 320})
}

/// A secret that is sent and never shown again.
pub(super) fn secret(max: usize) -> Value {
    json!({"type": "string", "format": "password", "minLength": 1, "maxLength": max})
}

/// A PIN that is set (S-R15).
pub(super) fn new_pin() -> Value {
    json!({"type": "string", "format": "password", "pattern": "^[0-9]{4,6}$", "maxLength": 6})
}

/// One of these names.
pub(super) fn one_of(names: &[&str]) -> Value {
    json!({"type": "string", "enum": names})
}

/// An array.
pub(super) fn array(items: Value, max: usize) -> Value {
    json!({"type": "array", "maxItems": max, "items": items})
}

/// Codes, each a short text.
pub(super) fn codes() -> Value {
    array(line(100), CODES_MAX)
}

/// Seconds until something ends.
pub(super) fn seconds() -> Value {
    json!({"type": "integer", "minimum": 1, "maximum": SPAN_MAX})
}

/// A signed token (§1.3).
pub(super) fn jwt() -> Value {
    form("^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$", 65_536)
}

/// A refresh token.
pub(super) fn refresh_token() -> Value {
    form("^rft_[A-Za-z0-9_-]{43}$", 47)
}

/// The value of a token with an identifier in it.
pub(super) fn token_value<I: Id>() -> Value {
    form(&format!("^idt:{}(-[0-9]{{4}})+:[A-Za-z0-9]{{38}}$", I::SHAPE.prefix), 80)
}

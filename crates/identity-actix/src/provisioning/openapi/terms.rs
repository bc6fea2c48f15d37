//! Schemas that many objects are made of, each bounded.

use serde_json::{Map, Value, json};

pub(super) use crate::openapi::text::{id, line};

/// Rows of an answer at most.
pub(super) const ROWS_MAX: u32 = 10_000;
/// The greatest count that is stored.
pub(super) const COUNT_MAX: i64 = i64::MAX;

/// A reference to an object.
pub(super) fn of(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// An object that always has all of these members and no others.
pub(super) fn closed(members: Value) -> Value {
    let members: Map<String, Value> = match members {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    let required: Vec<&String> = members.keys().collect();
    json!({
        "type": "object", "additionalProperties": false, "required": required, "properties": members,
    })
}

/// The same schema, or `null`.
pub(super) fn nullable(mut schema: Value) -> Value {
    if let Some(kind) = schema.get_mut("type") {
        *kind = json!([kind, "null"]);
    }
    schema
}

/// A whole number from 0.
pub(super) fn count() -> Value {
    json!({"type": "integer", "minimum": 0, "maximum": COUNT_MAX})
}

/// One of these names.
pub(super) fn one_of(names: &[&str]) -> Value {
    json!({"type": "string", "enum": names})
}

/// An array.
pub(super) fn array(items: Value, max: u32) -> Value {
    json!({"type": "array", "maxItems": max, "items": items})
}

/// A date as it is answered.
pub(super) fn date() -> Value {
    let pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}\\+0000$";
    json!({"type": "string", "pattern": pattern, "maxLength": 28})
}

/// The full name of a domain: two slugs at most, or an identifier.
pub(super) fn full_name() -> Value {
    json!({"type": "string", "minLength": 1, "maxLength": 127})
}

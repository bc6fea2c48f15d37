//! Schemas of texts, each bounded.

use std::fmt::Write as _;

use identity_core::id::IdShape;
use serde_json::{Value, json};

/// One line without control characters.
const LINE: &str = "^[^\\u0000-\\u001F\\u007F-\\u009F]*$";

/// One line of at most so many code points.
pub(crate) fn line(max: usize) -> Value {
    json!({"type": "string", "pattern": LINE, "maxLength": max})
}

/// A moment in UTC, to the millisecond.
pub(crate) fn moment() -> Value {
    let pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$";
    json!({"type": "string", "format": "date-time", "pattern": pattern, "maxLength": 24})
}

/// A moment as it may be sent: with an offset, and with any number of decimals.
pub(crate) fn sent_moment() -> Value {
    json!({"type": "string", "format": "date-time", "maxLength": 40})
}

/// An identifier of one of these kinds.
pub(crate) fn id(shapes: &[IdShape]) -> Value {
    let patterns: Vec<String> = shapes.iter().map(|shape| id_pattern(*shape)).collect();
    let max = shapes.iter().map(|shape| id_chars(*shape)).max().unwrap_or_default();
    json!({"type": "string", "pattern": format!("^({})$", patterns.join("|")), "maxLength": max})
}

/// A path of ours with identifiers in it.
pub(super) fn path(pieces: &[(&str, IdShape)], end: &str) -> Value {
    let (mut pattern, mut max) = (String::from("^"), end.len());
    for (before, shape) in pieces {
        // Writing to a string cannot fail.
        let _ = write!(pattern, "{before}{}", id_pattern(*shape));
        max += before.len() + id_chars(*shape);
    }
    json!({"type": "string", "pattern": format!("{pattern}{end}$"), "maxLength": max})
}

fn id_pattern(shape: IdShape) -> String {
    let (least, most) = (shape.groups_min - 1, IdShape::GROUPS_MAX - 1);
    format!("{}-[0-9]{{4}}(-[0-9]{{4}}){{{least},{most}}}", shape.prefix)
}

fn id_chars(shape: IdShape) -> usize {
    let groups = (0..IdShape::GROUPS_MAX).map(|_| "-0000".len()).sum::<usize>();
    shape.prefix.len() + groups
}

/// A required member: an empty text counts as nothing.
pub(super) fn non_empty(schema: &mut Value) {
    if let Some(schema) = schema.as_object_mut()
        && schema.get("type") == Some(&json!("string"))
        && !schema.contains_key("minLength")
    {
        schema.insert("minLength".into(), json!(1));
    }
}

/// An optional member: `null` clears it.
pub(super) fn nullable(schema: &mut Value) {
    let Some(schema) = schema.as_object_mut() else { return };
    if let Some(kind) = schema.get("type").cloned() {
        schema.insert("type".into(), json!([kind, "null"]));
    }
    if let Some(names) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        names.push(Value::Null);
    }
}

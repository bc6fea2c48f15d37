//! Parameters: identifiers in paths, the query of lists, and headers (platform.md §1.6, §2).

use identity_core::id::{AccountId, GroupId, IdShape, UserId};
use identity_core::list::{Kind, LIMIT_MAX};
use identity_rql::limits;
use serde_json::{Map, Value, json};

use super::member::{Shown, shape};
use super::object::{Known, Object};
use super::operation::{Answer, Operation, Section};
use super::text;

/// The greatest whole number that every JSON library reads exactly.
const COUNT_MAX: u64 = (1 << 53) - 1;

/// Whether the operation is about one object that has a state of its own.
pub(super) fn is_single(operation: &Operation) -> bool {
    !matches!(operation.answer, Answer::Page(_))
}

/// The parameters of an operation.
pub(super) fn parameters(section: &Section, operation: &Operation, method: &str, pattern: &str) -> Value {
    let mut all: Vec<Value> = variables(pattern).map(|name| path(section, operation, name)).collect();
    match operation.answer {
        Answer::Page(object) => all.extend(list(object)),
        Answer::One(object) | Answer::Made(object) => all.push(select(object)),
        _ => {}
    }
    let tags = "^(\\*|\"[0-9a-zA-Z-]*\")$";
    if is_single(operation) && method == "GET" {
        all.push(header("If-None-Match", "Answer 304 if this is still the state.", tags, 100));
    }
    if is_single(operation) && method != "GET" && variables(pattern).next().is_some() {
        all.push(header("If-Match", "Answer 412 unless this is the state.", tags, 100));
    }
    if method == "POST" {
        let about = "The same key and body again within 24 hours are answered as before.";
        all.push(header("Idempotency-Key", about, "^[!-~]+$", 255));
    }
    Value::Array(all)
}

/// Names of the variable segments of a pattern.
pub(crate) fn variables(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
}

fn path(section: &Section, operation: &Operation, name: &str) -> Value {
    let shapes: &[IdShape] = match name {
        "account" => &[shape::<AccountId>()],
        "user" => &[shape::<UserId>()],
        "group" => &[shape::<GroupId>()],
        _ => operation.id.unwrap_or(section.id),
    };
    json!({"name": name, "in": "path", "required": true, "schema": text::id(shapes)})
}

fn header(name: &str, about: &str, pattern: &str, max: usize) -> Value {
    json!({
        "name": name, "in": "header", "description": about,
        "schema": {"type": "string", "pattern": pattern, "maxLength": max},
    })
}

/// What only lists take.
fn list(object: &Object) -> Vec<Value> {
    let fields = (object.fields)();
    let count = |name: &str, about: String| {
        json!({
            "name": name, "in": "query", "description": about,
            "schema": {"type": "integer", "minimum": 0, "maximum": COUNT_MAX},
        })
    };
    let mut all = vec![
        count("limit", format!("Rows of the page: {LIMIT_MAX} by default and at most; 0 only counts.")),
        count("offset", "Rows to skip.".to_owned()),
        json!({
            "name": "cursor", "in": "query",
            "description": "Where the next page starts, as the `Link` of the last one says it.",
            "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]+$", "maxLength": limits::QUERY_BYTES},
        }),
        select(object),
    ];
    if fields.iter().any(|field| field.is_sortable) {
        all.push(order(&fields));
    }
    if fields.iter().any(|field| field.is_filterable) {
        all.push(filter(&fields));
    }
    all
}

/// `order`: at most five members, each with a minus for the other direction.
fn order(fields: &[Known]) -> Value {
    let sortable = fields.iter().filter(|field| field.is_sortable);
    let names: Vec<String> =
        sortable.flat_map(|field| [field.path.to_owned(), format!("-{}", field.path)]).collect();
    json!({
        "name": "order", "in": "query", "style": "form", "explode": false,
        "description": "Members to order by; a minus turns the direction. Absent values come last.",
        "schema": {
            "type": "array", "minItems": 1, "maxItems": limits::ORDER_MEMBERS,
            "items": {"type": "string", "enum": names},
        },
    })
}

/// `select`: the members at the top by name, anything deeper by form.
fn select(object: &Object) -> Value {
    let shown = object.members.iter().filter(|member| member.shown != Shown::Never);
    let names: Vec<&str> = shown.map(|member| member.name).collect();
    json!({
        "name": "select", "in": "query", "style": "form", "explode": false,
        "description": "Members to add (`name`, `+name`) to the default set or to leave out (`-name`): `*` adds all, `-*` empties the set, `a.b` and `a(b,c)` reach into members. What is left out is missing in the answer although its schema requires it.",
        "schema": {
            "type": "array", "minItems": 1, "maxItems": limits::SELECT_MEMBERS,
            "items": {"anyOf": [
                {"type": "string", "enum": names},
                {"type": "string", "pattern": "^[+-]?(\\*|[A-Za-z$].*)$", "maxLength": 1000},
            ]},
        },
    })
}

/// The short form of filters: `member=value`, all of which have to hold.
fn filter(fields: &[Known]) -> Value {
    let filterable = fields.iter().filter(|field| field.is_filterable);
    let members: Map<String, Value> =
        filterable.map(|field| (field.path.to_owned(), value(field.kind))).collect();
    json!({
        "name": "filter", "in": "query", "style": "form", "explode": true,
        "description": "The filter: `member=value`, joined by `&`. Beyond these short forms, the query language has functions such as `ilike(name,'*lane*')`, `in(status,(Active,Enabled))`, `and(…)`, `or(…)`, `not(…)`.",
        "schema": {"type": "object", "properties": members, "maxProperties": limits::NODES},
    })
}

fn value(kind: Kind) -> Value {
    match kind {
        Kind::Enumeration(names) => json!({"type": "string", "enum": names}),
        Kind::Flag => json!({"type": "boolean"}),
        Kind::Number => json!({"type": "integer", "minimum": 0, "maximum": COUNT_MAX}),
        Kind::Moment => json!({"type": "string", "format": "date-time", "maxLength": 40}),
        Kind::Id(shape) => text::id(&[shape]),
        _ => json!({"type": "string", "minLength": 1, "maxLength": 500}),
    }
}

//! Schemas that many answers share.

use identity_core::id::IdShape;
use identity_core::id::{TokenId, UserId};
use serde_json::{Value, json};

use super::document::Schemas;
use super::member::{Type, row, shape};
use super::object::{Side, component, object};
use super::text;
use crate::api_token::view::PATH as TOKEN_PATH;
use crate::http::problem;
use crate::user::view::PATH as USER_PATH;

/// Longer request targets are not read at all (65,534 bytes, the limit of the HTTP library).
const TARGET_CHARS: usize = 65_534;
/// Messages may repeat a value of the query, which has at most 8 KiB.
const MESSAGE_CHARS: usize = 8 * 1024 + 200;
/// Different members that one refusal names at most: those of a body of 1 MiB.
const ERRORS_MAX: usize = 100_000;
/// Members that a representation can leave out.
const OMITTED_MAX: usize = 200;
/// Characters of a member's path.
const PATH_CHARS: usize = 8 * 1024;
/// Members of one object among the facts, and elements of one array.
const FACTS_MAX: usize = 100_000;
/// Characters of one fact.
const FACT_CHARS: usize = 8 * 1024;

/// All of them, by name.
pub(super) fn schemas() -> Schemas {
    let mut schemas = Schemas::new();
    let mut add = |name: &str, schema: Value| schemas.insert(name.to_owned(), schema);
    add(
        "Meta",
        json!({
            "type": "object", "additionalProperties": false, "required": ["omitted"],
            "properties": {"omitted": omitted()},
        }),
    );
    add(
        "ListMeta",
        json!({
            "type": "object", "additionalProperties": false, "required": ["pagination"],
            "properties": {"pagination": component("Pagination"), "omitted": omitted()},
        }),
    );
    add("Pagination", pagination());
    add(
        "Event",
        json!({
            "type": "object", "additionalProperties": false, "required": ["at"],
            "properties": {
                "at": text::moment(),
                "by": {"anyOf": [component("Actor"), component("User"), component("ApiToken")]},
            },
        }),
    );
    add("Actor", actor());
    add("Sso", object(&[row("status", Type::Names(|| vec!["enabled", "disabled"])).always()], Side::Answer));
    add(
        "Facts",
        json!({
            "type": "object", "maxProperties": FACTS_MAX, "propertyNames": {"maxLength": 200},
            "additionalProperties": component("Fact"),
        }),
    );
    add("Fact", fact());
    add("Problem", problem());
    schemas
}

fn omitted() -> Value {
    json!({"type": "array", "maxItems": OMITTED_MAX, "items": {"type": "string", "maxLength": PATH_CHARS}})
}

fn pagination() -> Value {
    let count = json!({"type": "integer", "minimum": 0, "maximum": u64::MAX});
    json!({
        "type": "object", "additionalProperties": false, "required": ["offset", "limit", "total"],
        "properties": {
            "offset": count, "total": count,
            "limit": {"type": "integer", "minimum": 0, "maximum": identity_core::list::LIMIT_MAX},
        },
    })
}

/// Who did something: a person or a token. One whose row is gone has no more than an identifier.
fn actor() -> Value {
    const SHAPES: &[IdShape] = &[shape::<UserId>(), shape::<TokenId>()];
    let path = |path, shape| text::path(&[(path, shape)], "");
    json!({
        "type": "object", "additionalProperties": false, "required": ["id", "href"],
        "properties": {
            "id": text::id(SHAPES),
            "href": {"anyOf": [path(USER_PATH, shape::<UserId>()), path(TOKEN_PATH, shape::<TokenId>())]},
            "name": text::line(500),
            "icon": text::line(2000),
        },
    })
}

/// A value before or after a change.
fn fact() -> Value {
    json!({"anyOf": [
        {"type": "boolean"},
        {"type": "integer", "minimum": i64::MIN, "maximum": i64::MAX},
        {"type": "string", "maxLength": FACT_CHARS},
        {"type": "array", "maxItems": FACTS_MAX, "items": component("Fact")},
        component("Facts"),
    ]})
}

/// A problem document (RFC 9457).
fn problem() -> Value {
    let kinds: Vec<String> = problem::KINDS.iter().map(|kind| format!("/problems/{kind}")).collect();
    json!({
        "type": "object", "additionalProperties": false,
        "required": ["type", "title", "status", "detail", "instance", "traceId"],
        "properties": {
            "type": {"type": "string", "enum": kinds},
            "title": text::line(100),
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": text::line(1000),
            "instance": {"type": "string", "maxLength": TARGET_CHARS},
            "traceId": {
                "type": "string", "pattern": "^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$", "maxLength": 55,
            },
            "errors": {
                "type": "object", "maxProperties": ERRORS_MAX,
                "propertyNames": {"maxLength": PATH_CHARS},
                "additionalProperties": {
                    "type": "array", "minItems": 1, "maxItems": 100,
                    "items": {"type": "string", "maxLength": MESSAGE_CHARS},
                },
            },
        },
    })
}

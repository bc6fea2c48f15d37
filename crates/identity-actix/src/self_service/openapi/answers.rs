//! What operations answer.

use serde_json::{Value, json};

use super::operation::{Answer, Operation};
use super::query::page_name;
use super::refusals::reference;
use super::terms::of;
use crate::openapi::{header, put};

/// What every operation may refuse with.
const ALWAYS: [u16; 5] = [400, 401, 429, 500, 503];
/// What every operation may refuse with that may have a body.
const WITH_BODY: [u16; 3] = [408, 413, 415];

/// All answers of an operation.
pub(super) fn responses(operation: &Operation, method: &str, pattern: &str) -> Value {
    let (status, success) = success(operation);
    let mut responses = json!({status.to_string(): success});
    let with_body: &[u16] = if method == "GET" { &[] } else { &WITH_BODY };
    for status in ALWAYS.iter().chain(with_body).chain(operation.refusals) {
        put(&mut responses, &status.to_string(), reference(pattern, *status));
    }
    responses
}

fn success(operation: &Operation) -> (u16, Value) {
    let mut headers =
        json!({"X-Request-Id": header("X-Request-Id"), "Cache-Control": header("Cache-Control")});
    let with = |about: &str, schema: &str, headers: Value| {
        json!({
            "description": about, "headers": headers,
            "content": {"application/json": {"schema": of(schema)}},
        })
    };
    match operation.answer {
        Answer::Object(status, name) => (status, with("The answer.", name, headers)),
        Answer::Page(name, _) => (200, with("A page.", &page_name(name), headers)),
        Answer::Bare(status) => (status, json!({"description": "Done.", "headers": headers})),
        Answer::Identity => {
            for name in
                ["Kind", "Subject", "Account", "Account-Type", "Membership", "Modules", "Session", "Channel"]
            {
                let name = format!("X-Identity-{name}");
                put(&mut headers, &name, header(&name));
            }
            (200, json!({"description": "Who it is, in headers.", "headers": headers}))
        }
    }
}

//! Refusals, shared by all operations (provisioning.md §1.4).

use serde_json::{Value, json};

use super::terms::{closed, line, of};
use crate::openapi::{Schemas, header, put, refusal_headers};

/// Statuses, with what they mean.
const REFUSALS: [(u16, &str); 12] = [
    (400, "The request cannot be read, or is against a rule; `code` says which."),
    (401, "There is no valid credential."),
    (403, "The credential does not cover this; `code` may say why."),
    (404, "There is no such object, or it is out of reach."),
    (405, "The method is not served here."),
    (408, "The body took too long to arrive."),
    (409, "Something has what has to be unique; `code` says which."),
    (413, "The body is too large."),
    (415, "The body has to be JSON."),
    (429, "Too many requests; nothing was done."),
    (500, "The service failed."),
    (503, "The service cannot answer now; nothing was done."),
];

/// The body of refusals, and that of deletions.
pub(super) fn schemas() -> Schemas {
    let error = closed(json!({
        "code": {"type": "integer", "minimum": 100, "maximum": 599},
        "message": line(1000),
    }));
    Schemas::from_iter([
        ("NumberedRefusal".to_owned(), closed(json!({"error": error}))),
        ("Gone".to_owned(), closed(json!({}))),
    ])
}

/// A reference to the shared answer.
pub(super) fn reference(status: u16) -> Value {
    json!({"$ref": format!("#/components/responses/NumberedRefusal{status}")})
}

/// The refusals of all operations, by name.
pub(crate) fn refusals() -> Schemas {
    let mut refusals = Schemas::new();
    for (status, meaning) in REFUSALS {
        let mut headers = refusal_headers(status);
        put(&mut headers, "X-Devo-Cid", header("X-Devo-Cid"));
        let answer = json!({
            "description": meaning, "headers": headers,
            "content": {"application/json": {"schema": of("NumberedRefusal")}},
        });
        refusals.insert(format!("NumberedRefusal{status}"), answer);
    }
    refusals
}

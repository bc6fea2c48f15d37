//! What operations answer: successes by operation, refusals shared by all.

use serde_json::{Value, json};

use super::document::{Schemas, put};
use super::object::component;
use super::operation::{Answer, Operation};
use super::parameters::is_single;

/// Statuses of refusals, with what they mean.
const REFUSALS: [(u16, &str); 14] = [
    (400, "The request cannot be read, or is against a rule; `errors` names members and parameters."),
    (401, "There is no valid credential."),
    (403, "The object is visible, and this is not allowed."),
    (404, "There is no such object, or it is not visible."),
    (405, "The method is not served here."),
    (408, "The body took too long to arrive."),
    (409, "Another object has what has to be unique, or the same request is still running."),
    (412, "The object has changed: `If-Match` names another state."),
    (413, "The body is too large."),
    (415, "The body has to be JSON, or multipart where that is listed."),
    (422, "The idempotency key was used with another body."),
    (429, "Too many attempts; nothing was changed."),
    (500, "The service failed."),
    (503, "The service cannot answer now; nothing was changed."),
];

/// Name of the shared answer with this status.
fn name(status: u16) -> String {
    format!("Problem{status}")
}

/// The refusals of all operations, by name.
pub(super) fn refusals() -> Schemas {
    let mut refusals = Schemas::new();
    for (status, meaning) in REFUSALS {
        let headers = refusal_headers(status);
        let answer = json!({
            "description": meaning, "headers": headers,
            "content": {"application/problem+json": {"schema": component("Problem")}},
        });
        refusals.insert(name(status), answer);
    }
    refusals
}

/// The headers of a refusal with that status, whichever API says it.
pub(crate) fn refusal_headers(status: u16) -> Value {
    let mut headers =
        json!({"X-Request-Id": header("X-Request-Id"), "Cache-Control": header("Cache-Control")});
    match status {
        401 => put(&mut headers, "WWW-Authenticate", header("WWW-Authenticate")),
        405 => put(&mut headers, "Allow", header("Allow")),
        429 => {
            put(&mut headers, "Retry-After", header("Retry-After"));
            put(&mut headers, "RateLimit", header("RateLimit"));
        }
        503 => put(&mut headers, "Retry-After", header("Retry-After")),
        _ => {}
    }
    headers
}

pub(crate) fn header(name: &str) -> Value {
    json!({"$ref": format!("#/components/headers/{name}")})
}

/// Headers of answers, by name.
pub(super) fn headers() -> Value {
    let text = |about: &str, is_required: bool, pattern: &str, max: usize| {
        json!({
            "description": about, "required": is_required,
            "schema": {"type": "string", "pattern": pattern, "maxLength": max},
        })
    };
    json!({
        "X-Request-Id": text("Trace id of the request.", true, "^[0-9a-f]{32}$", 32),
        "Cache-Control": text("How long others may keep the answer.", false, "^[a-z0-9=, -]+$", 40),
        "ETag": text("The state of the object, for `If-Match` and `If-None-Match`.", false, "^\"[0-9a-zA-Z-]+\"$", 100),
        "Location": text("Path of what was made.", true, "^/", 200),
        "Link": text("`rel=\"next\"`, if rows follow.", false, "^<.+>; rel=\"next\"$", 20_000),
        "Idempotency-Replayed": text("The stored answer of an earlier request.", false, "^true$", 4),
        "WWW-Authenticate": text("How to authenticate.", true, "^Bearer", 100),
        "Allow": text("The methods that are served here.", true, "^[A-Z, ]+$", 100),
        "RateLimit": text("Nothing is left of the quota until then.", true, "^\"attempts\";r=0;t=[0-9]+$", 40),
        "Retry-After": {
            "description": "Seconds to wait.", "required": true,
            "schema": {"type": "integer", "minimum": 1, "maximum": 1_000_000},
        },
        "X-Devo-Cid": text("Trace id of the request.", true, "^[0-9a-f]{32}$", 32),
        "X-Total-Count": {
            "description": "How many there are.", "required": true,
            "schema": {"type": "integer", "minimum": 0, "maximum": i64::MAX},
        },
        "X-Identity-Kind": text("What the credential is.", true, "^[a-z]+$", 20),
        "X-Identity-Subject": text("Whose credential it is; a device is nobody.", false, "^[A-Z0-9-]+$", 40),
        "X-Identity-Account": text("The account that it acts in.", false, "^[A-Z0-9-]+$", 40),
        "X-Identity-Account-Type": text("What that account is.", false, "^[A-Za-z]+$", 20),
        "X-Identity-Membership": text("The membership that it acts by.", false, "^[A-Z0-9-]+$", 40),
        "X-Identity-Session": text("The session that it belongs to.", false, "^[A-Z0-9-]+$", 40),
        "X-Identity-Channel": text("Where the session was begun.", false, "^[a-z]+$", 20),
        "X-Identity-Modules": text("Codes of its modules.", false, "^[a-z0-9,-]+$", 10_000),
    })
}

/// The statuses that an operation refuses with.
fn statuses(operation: &Operation, method: &str, has_variables: bool) -> Vec<u16> {
    let is_post = method == "POST";
    let applies = |status: u16| match status {
        403 => operation.is_restricted,
        404 => has_variables,
        409 => is_post || operation.may_conflict,
        412 => is_single(operation) && method != "GET",
        408 | 413 => method != "GET",
        415 => operation.body.is_some(),
        422 => is_post,
        429 => operation.is_throttled,
        405 => false,
        _ => true,
    };
    REFUSALS.iter().map(|(status, _)| *status).filter(|status| applies(*status)).collect()
}

/// All answers of an operation.
pub(super) fn responses(operation: &Operation, method: &str, has_variables: bool) -> Value {
    let (status, mut success) = success(operation.answer);
    for name in ["X-Request-Id", "Cache-Control"] {
        success_header(&mut success, name);
    }
    if is_single(operation) && !matches!(operation.answer, Answer::Nothing) {
        success_header(&mut success, "ETag");
    }
    if method == "POST" {
        success_header(&mut success, "Idempotency-Replayed");
    }
    let mut responses = json!({status: success});
    if method == "GET" && is_single(operation) {
        let mut unchanged = json!({"description": "Nothing changed since `If-None-Match`.", "headers": {}});
        for name in ["X-Request-Id", "ETag"] {
            success_header(&mut unchanged, name);
        }
        put(&mut responses, "304", unchanged);
    }
    for status in statuses(operation, method, has_variables) {
        let answer = json!({"$ref": format!("#/components/responses/{}", name(status))});
        put(&mut responses, &status.to_string(), answer);
    }
    responses
}

fn success_header(answer: &mut Value, name: &str) {
    if let Some(headers) = answer.get_mut("headers") {
        put(headers, name, header(name));
    }
}

/// Status and answer of a success.
fn success(answer: Answer) -> (&'static str, Value) {
    let with = |about: &str, schema: &str, headers: Value| {
        json!({
            "description": about, "headers": headers,
            "content": {"application/json": {"schema": component(schema)}},
        })
    };
    match answer {
        Answer::One(object) => ("200", with("The object.", object.name, json!({}))),
        Answer::Made(object) => {
            ("201", with("The new object.", object.name, json!({"Location": header("Location")})))
        }
        Answer::Page(object) => {
            ("200", with("A page.", &format!("{}List", object.name), json!({"Link": header("Link")})))
        }
        Answer::Component(name) => ("200", with("The answer.", name, json!({}))),
        Answer::Picture => ("200", picture()),
        Answer::Nothing => ("204", json!({"description": "Done.", "headers": {}})),
    }
}

fn picture() -> Value {
    let bytes = json!({"schema": {"type": "string", "format": "binary", "maxLength": 16 * 1024 * 1024}});
    json!({
        "description": "The picture, or one that is derived from the identifier.", "headers": {},
        "content": {
            "image/svg+xml": bytes, "image/png": bytes, "image/jpeg": bytes, "image/webp": bytes,
        },
    })
}

//! One path item for each pattern of the route table.

use identity_core::domain::Window;
use serde_json::{Value, json};

use super::find;
use super::operation::{Answer, Operation, Section};
use super::refusals::reference;
use super::terms::{ROWS_MAX, array, of};
use crate::http::route::Route;
use crate::openapi::{header, put, put_at_the_root, variables};
use crate::provisioning::provisioning_routes;

/// What every operation may refuse with.
const ALWAYS: [u16; 7] = [400, 401, 403, 404, 429, 500, 503];
/// What every operation may refuse with that may have a body.
const WITH_BODY: [u16; 3] = [408, 413, 415];
/// Numbers that are told with 409.
const CONFLICTS: [u16; 5] = [119, 129, 131, 133, 143];

/// Adds all paths of the route table.
pub(crate) fn paths(paths: &mut Value) {
    for route in provisioning_routes() {
        let Some((section, operation)) = find(route.name) else { continue };
        put_at_the_root(paths, route, describe(section, operation, route));
    }
}

fn describe(section: &Section, operation: &Operation, route: &Route) -> Value {
    let mut parameters: Vec<Value> = variables(route.pattern).map(variable).collect();
    if let Answer::Array(_) = operation.answer {
        let limit = json!({"type": "integer", "minimum": 1, "maximum": Window::LIMIT_MAX});
        let offset = json!({"type": "integer", "minimum": 0, "maximum": i64::MAX});
        parameters.extend([parameter("limit", limit), parameter("offset", offset)]);
    }
    parameters.extend((operation.query)().into_iter().map(|(name, schema)| parameter(name, schema)));
    let codes: Vec<String> = operation.codes.iter().map(u16::to_string).collect();
    let numbers = if codes.is_empty() { "none".to_owned() } else { codes.join(", ") };
    let mut described = json!({
        "operationId": route.name,
        "tags": [section.tag],
        "summary": operation.summary,
        "description": format!("Numbers of refusals besides the generic ones: {numbers}."),
        "parameters": parameters,
        "responses": responses(operation, route.method.as_str()),
        "security": [{"bearer": []}, {"standAloneToken": []}, {"signature": []}],
    });
    if let Some(sent) = operation.sent {
        let body =
            json!({"required": !operation.is_optional, "content": {"application/json": {"schema": sent()}}});
        put(&mut described, "requestBody", body);
    }
    described
}

fn parameter(name: &str, schema: Value) -> Value {
    json!({"name": name, "in": "query", "schema": schema})
}

fn variable(name: &str) -> Value {
    // A name, an identifier or an e-mail; what is none of them names nothing.
    let schema = json!({"type": "string", "minLength": 1, "maxLength": 1000});
    json!({"name": name, "in": "path", "required": true, "schema": schema})
}

fn responses(operation: &Operation, method: &str) -> Value {
    let mut headers = json!({
        "X-Request-Id": header("X-Request-Id"),
        "X-Devo-Cid": header("X-Devo-Cid"),
        "Cache-Control": header("Cache-Control"),
    });
    let schema = match operation.answer {
        Answer::Object(name) => of(name),
        Answer::Array(name) => {
            put(&mut headers, "X-Total-Count", header("X-Total-Count"));
            array(of(name), ROWS_MAX)
        }
        Answer::Gone => of("Gone"),
    };
    let success = json!({
        "description": "Done.", "headers": headers, "content": {"application/json": {"schema": schema}},
    });
    let mut responses = json!({"200": success});
    let with_body: &[u16] = if method == "GET" { &[] } else { &WITH_BODY };
    let conflict: &[u16] =
        if operation.codes.iter().any(|code| CONFLICTS.contains(code)) { &[409] } else { &[] };
    for status in ALWAYS.iter().chain(with_body).chain(conflict) {
        put(&mut responses, &status.to_string(), reference(*status));
    }
    responses
}

//! One path item for each pattern of the route table.

use identity_core::id::{AccountId, DeviceId, Id, IdShape, MembershipId, SessionId, TokenId};
use serde_json::{Value, json};

use super::answers::responses;
use super::find;
use super::operation::{Answer, Operation, Section, Sent};
use super::query;
use super::terms::{form, id_of, one_of, sent};
use crate::http::route::{Opening, Route};
use crate::openapi::{put, put_at_the_root, variables};
use crate::self_service::auth::name_of;
use crate::self_service::self_service_routes;

/// Adds all paths of the route table.
pub(crate) fn paths(paths: &mut Value) {
    for route in self_service_routes() {
        let Some((section, operation)) = find(route.name) else { continue };
        put_at_the_root(paths, route, describe(section, operation, route));
    }
}

fn describe(section: &Section, operation: &Operation, route: &Route) -> Value {
    let mut parameters: Vec<Value> = variables(route.pattern).map(variable).collect();
    if let Answer::Page(_, query) = operation.answer {
        parameters.extend(query::parameters(&query));
    }
    parameters.extend((operation.headers)());
    let mut described = json!({
        "operationId": route.name,
        "tags": [section.tag],
        "summary": operation.summary,
        "description": credentials(route.opening),
        "parameters": parameters,
        "responses": responses(operation, route.method.as_str(), route.pattern),
    });
    match route.opening {
        Opening::Anybody => put(&mut described, "security", json!([])),
        Opening::KindsOrNone(_) => put(&mut described, "security", json!([{"bearer": []}, {}])),
        _ => {}
    }
    if let Some(body) = body(operation.sent) {
        put(&mut described, "requestBody", body);
    }
    described
}

/// The kinds of credentials that are taken (S-R1), in words.
fn credentials(opening: Opening) -> String {
    let mut kinds: Vec<&str> = opening.kinds().iter().map(|kind| name_of(*kind)).collect();
    kinds.dedup();
    match (kinds.is_empty(), opening.is_open()) {
        (true, _) => "Takes no credential.".to_owned(),
        (false, true) => format!("Takes no credential, or one of these kinds: {}.", kinds.join(", ")),
        (false, false) => format!("Takes a credential of one of these kinds: {}.", kinds.join(", ")),
    }
}

fn variable(name: &str) -> Value {
    let shape: Option<IdShape> = match name {
        "tenantUid" => Some(AccountId::SHAPE),
        "userUid" => Some(MembershipId::SHAPE),
        "tokenUid" => Some(TokenId::SHAPE),
        "deviceUid" => Some(DeviceId::SHAPE),
        "id" => Some(SessionId::SHAPE),
        _ => None,
    };
    // What is no identifier is the code of a device; hyphens and case do not matter.
    let schema = shape.map_or_else(|| form("^[0-9A-Za-z-]{12,24}$", 24), id_of);
    json!({"name": name, "in": "path", "required": true, "schema": schema})
}

fn body(body: Sent) -> Option<Value> {
    let json = |is_required: bool, schema: Value| json!({"required": is_required, "content": {"application/json": {"schema": schema}}});
    match body {
        Sent::Nothing => None,
        Sent::Empty => Some(json(false, sent(json!({}), &[]))),
        Sent::Object(schema) => Some(json(true, schema())),
        Sent::TokenForm => {
            let members = json!({
                "token": {"type": "string", "minLength": 1, "maxLength": 65_536},
                "token_type_hint": one_of(&["access_token", "refresh_token"]),
            });
            // Other parameters are not looked at (RFC 7662, RFC 7009).
            let schema = json!({"type": "object", "required": ["token"], "properties": members});
            Some(json!({
                "required": true, "content": {"application/x-www-form-urlencoded": {"schema": schema}},
            }))
        }
    }
}

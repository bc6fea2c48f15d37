//! One path item for each pattern of the route table.

use serde_json::{Value, json};

use super::document::put;
use super::object::{Side, object, schema};
use super::operation::{Operation, Section, Sent};
use super::parameters::{parameters, variables};
use super::responses::responses;
use crate::http::route::{Opening, Route};
use crate::table::routes;

/// The row that declares a route, and its section. The longest prefix wins: one section's may begin another's.
pub(super) fn find(
    sections: &[&'static Section],
    route: &Route,
) -> Option<(&'static Section, &'static Operation)> {
    let found = sections.iter().filter_map(|section| {
        let name = route.name.strip_prefix(section.prefix)?;
        let operation = section.operations.iter().find(|operation| operation.name == name)?;
        Some((*section, operation))
    });
    found.max_by_key(|(section, _)| section.prefix.len())
}

/// All paths of the route table.
pub(super) fn paths(sections: &[&'static Section]) -> Value {
    let mut paths = json!({});
    for route in routes() {
        let Some((section, operation)) = find(sections, route) else { continue };
        let method = route.method.as_str().to_ascii_lowercase();
        let described = describe(section, operation, route);
        match paths.get_mut(route.pattern) {
            Some(item) => put(item, &method, described),
            None => put(&mut paths, route.pattern, json!({method: described})),
        }
    }
    paths
}

fn describe(section: &Section, operation: &Operation, route: &Route) -> Value {
    let method = route.method.as_str();
    let has_variables = variables(route.pattern).next().is_some();
    let mut described = json!({
        "operationId": route.name,
        "tags": [section.tag],
        "summary": operation.summary,
        "parameters": parameters(section, operation, method, route.pattern),
        "responses": responses(operation, method, has_variables),
    });
    if let Some((sent, is_required)) = operation.body {
        put(&mut described, "requestBody", body(operation, &sent, is_required));
    }
    if route.opening == Opening::CredentialOrCode {
        put(&mut described, "security", json!([{"bearer": []}, {}]));
    }
    described
}

fn body(operation: &Operation, sent: &Sent, is_required: bool) -> Value {
    let json_schema = match *sent {
        Sent::Of(resource, side) => object(resource.members, side),
        Sent::Members(members) => object(members, Side::Create),
        Sent::References(resource, max) => json!({
            "type": "array", "minItems": 1, "maxItems": max,
            "items": schema(&super::member::Type::Reference(resource), Side::Update),
        }),
    };
    let mut content = json!({"application/json": {"schema": json_schema}});
    if let Some((json_part, file_part)) = operation.parts {
        put(&mut content, "multipart/form-data", multipart(json_part, file_part, &json_schema));
    }
    json!({"required": is_required, "content": content})
}

fn multipart(json_part: &str, file_part: &str, json_schema: &Value) -> Value {
    let file = json!({"type": "string", "format": "binary", "maxLength": 16 * 1024 * 1024});
    json!({
        "schema": {
            "type": "object", "required": [json_part],
            "properties": {json_part: json_schema, file_part: file},
        },
        "encoding": {
            json_part: {"contentType": "application/json"},
            file_part: {"contentType": "image/png, image/jpeg, image/webp"},
        },
    })
}

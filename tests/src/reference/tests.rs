//! The check notices what it has to notice.

use serde_json::json;

use super::*;

fn reference() -> Reference {
    let object = json!({
        "type": "object", "additionalProperties": false, "required": ["id", "name"],
        "properties": {"id": {"type": "string", "maxLength": 4}, "name": {"type": "string"}},
    });
    let problem = json!({"type": "object", "required": ["type"]});
    let refusal = json!({"type": "object", "required": ["code"]});
    let answer = |schema: &str| json!({"schema": {"$ref": format!("#/components/schemas/{schema}")}});
    let headers = json!({"X-Id": {"required": true, "schema": {"type": "string", "pattern": "^a+$"}}});
    let get = json!({"responses": {
        "200": {"headers": headers, "content": {"application/json": answer("Thing")}},
        "204": {},
        "404": {"content": {"application/problem+json": answer("Problem")}},
    }});
    let all = json!({"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}});
    let at_the_root = json!({
        "servers": [{"url": "/"}],
        "get": {"responses": {"200": {"content": {"application/json": answer("Thing")}}}},
    });
    let document = json!({
        "paths": {"/tenants/{id}": at_the_root, "/v2/all": {"servers": [{"url": "/"}], "get": {"responses": {"200": {"content": {"application/json": all}}}}}, "/things/{id}": {"get": get}, "/things/own": {"get": {"responses": {"204": {}}}}},
        "components": {"schemas": {"Thing": object, "Problem": problem, "Refusal": refusal}},
    });
    Reference::new(document).unwrap()
}

fn check(target: &str, status: u16, kind: &str, body: &str) -> Result<(), String> {
    let headers = [("content-type".to_owned(), kind.to_owned()), ("x-id".to_owned(), "aa".to_owned())];
    reference().check(&Seen { method: "GET", target, status, headers: &headers, body })
}

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

#[test]
fn what_is_described_passes() {
    check("/v1/things/1", 200, JSON, r#"{"id":"1","name":"x"}"#).unwrap();
    check("/public/v1/things/1?select=-name", 200, JSON, r#"{"id":"1"}"#).unwrap();
    check("/v1/things/1", 404, PROBLEM, r#"{"type":"x"}"#).unwrap();
    check("/v1/things/own", 204, "", "").unwrap();
    check("/v1/nothing", 404, PROBLEM, r#"{"type":"x"}"#).unwrap();
    check("/tenants/1", 200, JSON, r#"{"id":"1","name":"x"}"#).unwrap();
    check("/tenants/1/nothing", 404, JSON, r#"{"code":"x"}"#).unwrap();
    check("/v1/tenants/1", 404, PROBLEM, r#"{"type":"x"}"#).unwrap();
    check("/v2/all", 200, JSON, r#"[{"id":"1","name":"x"}]"#).unwrap();
    check("/health", 418, "", "").unwrap();
}

#[test]
fn what_is_not_described_is_told() {
    for (target, status, kind, body) in [
        ("/v1/things/1", 200, JSON, r#"{"id":"1"}"#),
        ("/v2/all", 200, JSON, r#"[{"id":"1"}]"#),
        ("/v1/things/1", 200, JSON, r#"{"id":"1","name":"x","more":1}"#),
        ("/v1/things/1", 200, JSON, r#"{"id":"12345","name":"x"}"#),
        ("/v1/things/1?select=-name", 200, JSON, r#"{"id":1}"#),
        ("/v1/things/1", 200, "text/html", "x"),
        ("/v1/things/1", 200, JSON, "{"),
        ("/v1/things/1", 201, JSON, "{}"),
        ("/v1/things/1", 404, PROBLEM, "{}"),
        ("/v1/things/own", 200, JSON, r#"{"id":"1","name":"x"}"#),
        ("/v1/things/own", 204, JSON, "{}"),
        ("/v1/nothing", 200, JSON, "{}"),
        ("/v1/nothing", 404, PROBLEM, "{}"),
        ("/tenants/1", 200, JSON, r#"{"id":"1","name":"x","more":1}"#),
        ("/tenants/1", 201, JSON, r#"{"id":"1","name":"x"}"#),
        ("/tenants/1", 200, PROBLEM, r#"{"id":"1","name":"x"}"#),
        ("/tenants/1/nothing", 200, JSON, "{}"),
        ("/tenants/1/nothing", 404, JSON, r#"{"type":"x"}"#),
        ("/v1/tenants/1", 200, JSON, r#"{"id":"1","name":"x"}"#),
    ] {
        assert!(check(target, status, kind, body).is_err(), "{target} {status} {body}");
    }
    let headers = [("content-type".to_owned(), JSON.to_owned()), ("x-id".to_owned(), "b".to_owned())];
    let body = r#"{"id":"1","name":"x"}"#;
    let seen = Seen { method: "GET", target: "/v1/things/1", status: 200, headers: &headers, body };
    assert!(reference().check(&seen).is_err(), "a header of another form");
    assert!(reference().check(&Seen { headers: &headers[..1], ..seen }).is_err(), "a header is missing");
}

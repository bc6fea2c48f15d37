//! API tokens, and where their values are shown.

use actix_web::http::Method;
use serde_json::json;

use super::stage::{Asker, request, stage, value_of};

const BASE: &str = "/v1/accounts/api-tokens";
const ADMIN: &str = "/v1/accounts/api-tokens/TKN-0000-0002";
const MEMBER: &str = "/v1/accounts/api-tokens/TKN-0000-0003";

#[actix_web::test]
async fn a_token_is_made_and_its_value_shown_once() {
    let stage = stage().await;
    let body = json!({
        "name": "Nightly export", "modules": [{"id": "MOD-8352"}], "holder": {"id": "USR-0000-0001"},
        "expiresAt": "2027-03-02", "description": "Reads invoices"
    });
    assert_eq!(stage.post(Asker::Member, BASE, &body).await.status, 403);
    let made = stage.post(Asker::Admin, BASE, &body).await;
    assert_eq!((made.status, made.header("cache-control")), (201, "no-store"), "{made:?}");
    let value = made.body["token"].as_str().unwrap().to_owned();
    let path = made.header("location").to_owned();
    assert!(value.starts_with(&format!("idt:{}:", made.body["id"].as_str().unwrap())));
    assert_eq!((&made.body["status"], &made.body["retrievable"]), (&json!("Active"), &json!(false)));
    assert_eq!(made.body["expiresAt"], "2027-03-02T00:00:00.000Z");
    assert_eq!(made.body["holder"]["name"], "First 1 Last 1");
    let read = stage.get(Asker::Admin, &path).await;
    assert_eq!((read.body.get("token"), read.header("cache-control")), (None, "private, no-cache"));
    let found = stage.get(Asker::Admin, &format!("{BASE}?eq(token,'{value}')&limit=2")).await;
    assert_eq!(found.body["$meta"]["pagination"]["total"], 1);
    assert!(!found.body.to_string().contains(&value), "never in lists");
    let request = request(Asker::Nobody, Method::GET, &path);
    let own = stage.send(request.insert_header(("authorization", format!("Bearer {value}")))).await;
    assert_eq!((own.body["token"].as_str(), own.header("cache-control")), (Some(value.as_str()), "no-store"));
}

#[actix_web::test]
async fn r37_a_token_reads_its_own_value_and_others_do_not() {
    let stage = stage().await;
    let own = stage.get(Asker::Member, MEMBER).await;
    assert_eq!(own.body["token"].as_str(), value_of(Asker::Member).as_deref());
    assert_eq!(stage.get(Asker::Admin, MEMBER).await.body.get("token"), None);
    assert_eq!(stage.get(Asker::Member, ADMIN).await.status, 404);
    let less = stage.get(Asker::Member, &format!("{MEMBER}?select=-token")).await;
    assert_eq!((less.body.get("token"), less.header("cache-control")), (None, "private, no-cache"));
}

#[actix_web::test]
async fn r38_the_creator_reads_a_retrievable_value_again_and_that_is_audited() {
    let stage = stage().await;
    let body = json!({"modules": [{"id": "MOD-8352"}], "retrievable": true});
    let made = stage.post(Asker::Admin, BASE, &body).await;
    let path = made.header("location").to_owned();
    let again = stage.get(Asker::Admin, &path).await;
    assert_eq!((&again.body["token"], again.header("cache-control")), (&made.body["token"], "no-store"));
    assert_eq!(stage.get(Asker::Operator, &path).await.body.get("token"), None);
    let records =
        stage.get(Asker::Operator, "/v1/audit/records?event=platform.accounts.api-token.secret-read").await;
    assert_eq!(records.body["$meta"]["pagination"]["total"], 1);
    assert!(!records.body.to_string().contains(made.body["token"].as_str().unwrap()));
}

#[actix_web::test]
async fn a_token_is_rotated_with_and_without_grace() {
    let stage = stage().await;
    let path = format!("{MEMBER}/rotate");
    let wrong = stage.post(Asker::Admin, &path, &json!({"graceSeconds": 604_801})).await;
    assert!(wrong.body["errors"]["graceSeconds"].is_array());
    let wrong = stage.post(Asker::Admin, &path, &json!({"graceSeconds": "1"})).await;
    assert!(wrong.body["errors"]["graceSeconds"].is_array());
    let graced = stage.post(Asker::Admin, &path, &json!({"graceSeconds": 60})).await;
    assert_eq!((graced.status, graced.header("cache-control")), (200, "no-store"));
    assert_ne!(graced.body["token"].as_str(), value_of(Asker::Member).as_deref());
    assert_eq!(stage.get(Asker::Member, MEMBER).await.status, 200);
    assert_eq!(stage.verb(Asker::Admin, &path).await.status, 200);
    assert_eq!(stage.get(Asker::Member, MEMBER).await.status, 401);
}

#[actix_web::test]
async fn a_token_is_changed_steered_and_deleted() {
    let stage = stage().await;
    let changed = stage.put(Asker::Admin, MEMBER, &json!({"name": "Other", "holder": null})).await;
    assert_eq!((&changed.body["name"], changed.body.get("token")), (&json!("Other"), None));
    let wrong = json!({"modules": [], "expiresAt": "2020-01-01", "name": "a/b"});
    assert_eq!(stage.put(Asker::Admin, MEMBER, &wrong).await.problem(), "validation-failed");
    let verb = |name: &str| format!("{MEMBER}/{name}");
    assert_eq!(stage.verb(Asker::Admin, &verb("disable")).await.body["status"], "Disabled");
    assert_eq!(stage.verb(Asker::Admin, &verb("disable")).await.problem(), "invalid-transition");
    assert_eq!(stage.verb(Asker::Admin, &verb("enable")).await.body["status"], "Active");
    assert_eq!(stage.delete(Asker::Foreign, MEMBER).await.status, 404);
    assert_eq!(stage.delete(Asker::Admin, MEMBER).await.status, 204);
    assert_eq!(stage.get(Asker::Admin, MEMBER).await.status, 404);
    assert_eq!(stage.get(Asker::Operator, MEMBER).await.body["status"], "Deleted");
}

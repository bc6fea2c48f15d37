//! The audit trail, and where requests come from.

use actix_web::http::Method;
use serde_json::json;

use super::stage::{Asker, request, stage};

const BASE: &str = "/v1/audit/records";

#[actix_web::test]
async fn a_change_leaves_one_record_with_its_origin() {
    let stage = stage().await;
    let request = request(Asker::Admin, Method::PUT, "/v1/accounts/accounts/ACC-0000-0010")
        .peer_addr("10.0.0.1:4000".parse().unwrap())
        .insert_header(("x-forwarded-for", "1.2.3.4, 203.0.113.7"))
        .insert_header(("user-agent", "ops/1.0"))
        .insert_header(("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
        .insert_header(("content-type", "application/json"))
        .set_payload(r#"{"name":"Renamed"}"#);
    assert_eq!(stage.send(request).await.status, 200);
    let list = stage
        .get(Asker::Admin, &format!("{BASE}?object.id=ACC-0000-0010&render()&select=viewers,documents"))
        .await;
    assert_eq!(list.body["$meta"]["pagination"]["total"], 1);
    let record = &list.body["data"][0];
    let id = record["id"].as_str().unwrap();
    assert_eq!(record["href"], format!("{BASE}/{id}"));
    assert_eq!(record["event"], "platform.accounts.account.updated");
    assert_eq!((&record["type"], record.get("revision")), (&json!("Public"), None));
    assert_eq!(record["details"], "Token 2 updated Renamed");
    assert_eq!(
        record["object"],
        json!({"id": "ACC-0000-0010", "name": "Renamed", "icon": "/v1/accounts/accounts/ACC-0000-0010/icon", "objectType": "Account", "revision": 2})
    );
    assert_eq!(record["actor"]["id"], "TKN-0000-0002");
    assert_eq!(record["actor"]["account"]["accountType"], "Client");
    assert_eq!(record["request"]["api"], json!({"ip": "203.0.113.7", "userAgent": "ops/1.0"}));
    assert_eq!(record["request"]["log"]["correlationId"], "4bf92f3577b34da6a3ce929d0e0e4736");
    assert_eq!(record["viewers"][0]["id"], "ACC-0000-0010");
    assert_eq!(record["documents"], json!({"before": {"name": "Account 10"}, "after": {"name": "Renamed"}}));

    let single = stage.get(Asker::Admin, &format!("{BASE}/{id}?render()")).await;
    assert_eq!(
        single.body["details"], "{{actor.name}} updated {{object.name}}",
        "templates are filled in lists only"
    );
    assert_eq!(single.body["$meta"]["omitted"], json!(["viewers", "documents"]));
    assert_eq!(stage.get(Asker::Foreign, &format!("{BASE}/{id}")).await.status, 404);
    assert_eq!(stage.get(Asker::Foreign, BASE).await.body["$meta"]["pagination"]["total"], 0);
    assert_eq!(stage.post(Asker::Operator, BASE, &json!({})).await.header("allow"), "GET, HEAD");
}

#[actix_web::test]
async fn parts_of_a_record_are_chosen() {
    let stage = stage().await;
    stage.put(Asker::Admin, "/v1/accounts/accounts/ACC-0000-0010", &json!({"name": "Renamed"})).await;
    let list = stage
        .get(
            Asker::Operator,
            &format!(
                "{BASE}?order=-timestamp&select=object,actor,details,request.api.geolocation,-request.log"
            ),
        )
        .await;
    let record = &list.body["data"][0];
    assert!(record["object"]["id"].is_string() && record["actor"]["name"].is_string());
    assert_eq!(record["request"], serde_json::Value::Null, "no address was known, and the log was left out");
}

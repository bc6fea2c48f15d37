//! Accounts.

use serde_json::json;

use super::stage::{Asker, stage};

const BASE: &str = "/v1/accounts/accounts";
const CLIENT: &str = "/v1/accounts/accounts/ACC-0000-0010";

#[actix_web::test]
async fn an_account_is_made_steered_and_shown() {
    let stage = stage().await;
    let body = json!({
        "name": "Harbour Lane Foods", "type": "Client", "status": "Disabled", "parent": {"id": "ACC-0000-0020", "name": "x"},
        "serviceLevel": "Elite", "eligibility": {"client": true}, "tokenPolicy": {"retrievable": true},
        "website": "https://harbour.example", "description": "Two\nlines", "defaultLanguageCode": "pt-PT",
        "technicalSupportEmail": "IT@harbour.example",
        "address": {"addressLine1": "12 Quay Street", "postCode": "1200", "city": "Lisbon", "state": "Lisboa", "country": "PT"}
    });
    assert_eq!(stage.post(Asker::Admin, BASE, &body).await.status, 403);
    let made = stage.post(Asker::Operator, "/public/v1/accounts/accounts?select=groups,audit", &body).await;
    assert_eq!(made.status, 201, "{made:?}");
    let id = made.body["id"].as_str().unwrap().to_owned();
    assert_eq!(made.header("location"), format!("/public/v1/accounts/accounts/{id}"));
    assert_eq!(made.body["href"], format!("{BASE}/{id}"));
    assert_eq!((&made.body["status"], &made.body["revision"]), (&json!("Enabled"), &json!(1)));
    assert_eq!(made.body["eligibility"], json!({"client": true, "partner": false}));
    assert_eq!(made.body["tokenPolicy"], json!({"retrievable": true}));
    assert_eq!(made.body["technicalSupportEmail"], "it@harbour.example");
    assert_eq!(made.body["address"]["city"], "Lisbon");
    assert_eq!(made.body["parent"]["id"], "ACC-0000-0020");
    assert_eq!(made.body["groups"][0]["name"], "Administrators");
    assert_eq!(made.body["audit"]["created"]["by"]["id"], "TKN-0000-0001");
    assert_eq!(made.body["audit"]["created"]["by"]["name"], "Token 1");
    assert_eq!(made.body.get("$meta"), None);

    let verb = |name: &str| format!("{BASE}/{id}/{name}");
    assert!(stage.verb(Asker::Operator, &verb("activate")).await.body["errors"]["externalId"].is_array());
    let active = stage.post(Asker::Operator, &verb("activate"), &json!({"externalId": "C-1"})).await;
    assert_eq!((&active.body["status"], &active.body["externalId"]), (&json!("Active"), &json!("C-1")));
    for (name, status) in [("deactivate", "Enabled"), ("disable", "Disabled"), ("enable", "Enabled")] {
        assert_eq!(stage.verb(Asker::Operator, &verb(name)).await.body["status"], status);
    }
    assert_eq!(stage.verb(Asker::Operator, &verb("enable")).await.problem(), "invalid-transition");
}

#[actix_web::test]
async fn what_is_wrong_is_told_at_its_member() {
    let stage = stage().await;
    let body = json!({"type": "Operations", "address": {"city": "Lisbon"}, "parent": "x", "eligibility": {"client": "yes"}});
    let reply = stage.post(Asker::Operator, BASE, &body).await;
    let keys: Vec<_> = reply.body["errors"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(reply.problem(), "validation-failed");
    for key in ["name", "type", "address.country", "parent.id", "eligibility.client"] {
        assert!(keys.iter().any(|k| k == key), "{key} {keys:?}");
    }
    let made = |external: &str| json!({"name": "A", "type": "Client", "externalId": external});
    assert_eq!(stage.post(Asker::Operator, BASE, &made("X")).await.status, 201);
    let twice = stage.post(Asker::Operator, BASE, &made("X")).await;
    assert_eq!((twice.status, twice.problem()), (409, "conflict"));
    assert!(twice.body["errors"]["externalId"].is_array());
}

#[actix_web::test]
async fn an_account_is_changed_within_what_the_actor_may_write() {
    let stage = stage().await;
    let own = stage.put(Asker::Admin, CLIENT, &json!({"name": "Renamed", "externalId": null})).await;
    assert_eq!((own.status, &own.body["name"]), (200, &json!("Renamed")));
    assert_eq!(stage.put(Asker::Admin, CLIENT, &json!({"serviceLevel": 7})).await.status, 403, "reserved");
    assert_eq!(stage.put(Asker::Foreign, CLIENT, &json!({})).await.status, 404);
    let candidate =
        stage.post(Asker::Operator, &format!("{CLIENT}/validate"), &json!({"name": "Tried"})).await;
    assert_eq!((candidate.status, &candidate.body["name"]), (200, &json!("Tried")));
    assert_eq!(stage.get(Asker::Member, CLIENT).await.body["name"], "Renamed");
    assert_eq!(stage.verb(Asker::Operator, &format!("{CLIENT}/validate")).await.status, 200);
    assert_eq!(stage.verb(Asker::Admin, &format!("{CLIENT}/validate")).await.status, 403);
}

#[actix_web::test]
async fn accounts_are_listed_within_the_scope() {
    let stage = stage().await;
    let all = stage.get(Asker::Operator, &format!("{BASE}?order=-name&select=-*,name,type,status")).await;
    assert_eq!(all.body["$meta"]["pagination"]["total"], 3);
    assert_eq!(all.body["data"][0]["name"], "Account 20");
    let own = stage.get(Asker::Member, BASE).await;
    assert_eq!(own.body["data"].as_array().unwrap().len(), 1);
    assert_eq!(own.body["data"][0]["id"], "ACC-0000-0010");
    let icon = stage.get(Asker::Member, &format!("{CLIENT}/icon")).await;
    assert_eq!(icon.header("content-type"), "image/svg+xml");
    assert_eq!(stage.get(Asker::Foreign, &format!("{CLIENT}/icon")).await.status, 404);
}

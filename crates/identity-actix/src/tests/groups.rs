//! Groups and modules.

use serde_json::json;

use super::stage::{Asker, stage};

const BASE: &str = "/v1/accounts/user-groups";
const CUSTOM: &str = "/v1/accounts/user-groups/UGR-0000-0011";

#[actix_web::test]
async fn a_group_is_made_changed_and_deleted() {
    let stage = stage().await;
    let body = json!({"name": "Finance", "description": "Invoices", "logo": "/logo.png", "modules": [{"id": "MOD-8352"}], "buyers": []});
    assert_eq!(stage.post(Asker::Member, BASE, &body).await.status, 403);
    let made = stage.post(Asker::Admin, BASE, &body).await;
    assert_eq!(made.status, 201, "{made:?}");
    assert_eq!(made.body["buyers"], json!([]), "R35");
    assert_eq!(
        (&made.body["isDefault"], &made.body["account"]["id"]),
        (&json!(false), &json!("ACC-0000-0010"))
    );
    assert_eq!(
        (&made.body["modules"][0]["id"], &made.body["modules"][0]["paid"]),
        (&json!("MOD-8352"), &json!(false))
    );
    assert_eq!(made.body["$meta"]["omitted"], json!(["users", "audit"]));
    let path = made.header("location").to_owned();
    let changed = stage.put(Asker::Admin, &path, &json!({"description": "", "buyers": null})).await;
    assert_eq!((changed.body.get("description"), changed.body.get("buyers")), (None, None));
    assert_eq!(changed.body["revision"], 2);
    assert_eq!(stage.delete(Asker::Foreign, &path).await.status, 404);
    assert_eq!(stage.delete(Asker::Admin, &path).await.status, 204);
    assert_eq!(stage.get(Asker::Operator, &path).await.status, 404);
    assert_eq!(stage.delete(Asker::Admin, &format!("{BASE}/UGR-0000-0010")).await.problem(), "rule-violated");
}

#[actix_web::test]
async fn modules_of_a_group_are_bounded() {
    let stage = stage().await;
    let unknown = stage
        .put(Asker::Operator, CUSTOM, &json!({"modules": [{"id": "MOD-8352"}, {"id": "MOD-7777"}]}))
        .await;
    assert!(unknown.body["errors"]["modules[1].id"].is_array());
    let wide = stage.put(Asker::Operator, CUSTOM, &json!({"modules": [{"id": "MOD-9042"}]})).await;
    assert!(wide.body["errors"]["modules"].is_array());
    let wrong = stage.put(Asker::Operator, CUSTOM, &json!({"modules": {}})).await;
    assert_eq!(wrong.body["errors"]["modules"][0], "Must be an array.");
}

#[actix_web::test]
async fn groups_are_shown_with_their_members_on_demand() {
    let stage = stage().await;
    let group = stage.get(Asker::Admin, &format!("{BASE}/UGR-0000-0010?select=users")).await;
    let names: Vec<_> =
        group.body["users"].as_array().unwrap().iter().map(|user| user["name"].clone()).collect();
    assert_eq!(names.len(), 2);
    assert!(names.contains(&json!("Given 2 Name 2")), "R20");
    let list = stage.get(Asker::Admin, &format!("{BASE}?isDefault=true")).await;
    assert_eq!(list.body["data"].as_array().unwrap().len(), 1);
    assert_eq!(stage.get(Asker::Member, CUSTOM).await.status, 404);
}

#[actix_web::test]
async fn the_catalogue_is_read_and_nothing_else() {
    let stage = stage().await;
    let module = stage.get(Asker::Member, "/v1/accounts/modules/MOD-8352").await;
    assert_eq!(
        module.body,
        json!({
            "id": "MOD-8352", "href": "/v1/accounts/modules/MOD-8352", "revision": 1, "name": "Module 8352", "code": "billing",
            "paid": false, "accountTypes": ["Client", "Vendor", "Operations"], "isConfigurable": true, "isEnabledByDefault": false,
            "settings": {"sharedAccount": false, "configurable": true, "default": false, "paid": false, "obsolete": false},
            "$meta": {"omitted": ["audit"]}
        })
    );
    let list = stage.get(Asker::Member, "/v1/accounts/modules?code=billing&select=audit").await;
    assert_eq!(list.body["data"][0]["audit"]["created"], json!({"at": "2026-03-02T10:15:00.004Z"}));
    let write = stage.post(Asker::Operator, "/v1/accounts/modules", &json!({})).await;
    assert_eq!((write.status, write.header("allow")), (405, "GET, HEAD"));
}

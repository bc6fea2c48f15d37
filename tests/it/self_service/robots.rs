//! Robots and their integration tokens (T9–T11; S-R41), as F5 plays them.

use serde_json::json;

use super::{Shop, refused, refuses, uid};

#[test]
fn s_r41_a_robot_acts_by_a_token_that_is_shown_once() {
    let shop = Shop::new("self_robot");
    let robot =
        shop.made(&json!({"accountType": "INTEGRATION", "displayName": "ERP", "tenantRole": "ADMIN"}));
    let path = format!("{}/integration-tokens", shop.user(&uid(&robot)));
    let made = shop.admin.post(&path, &json!({"name": "erp sync"}));
    assert_eq!(made.header("cache-control"), Some("no-store"));
    let made = made.expect(201);
    let value = made["integrationToken"].as_str().unwrap();
    assert!(value.ends_with(made["last4"].as_str().unwrap()), "{made}");
    let listed = shop.admin.get(&path).expect(200);
    assert_eq!(listed["paging"]["totalCount"], 1);
    assert!(!listed.to_string().contains(value), "{listed}");

    let client = shop.admin.with(value);
    assert_eq!(client.get(&shop.users()).expect(200)["paging"]["totalCount"], 2);
    assert_eq!(client.get("/account").expect(200)["tenants"].as_array().unwrap().len(), 1);
    client.get("/v1/accounts/user-groups").expect(200);
    let token = made["tokenUid"].as_str().unwrap();
    client.get(&format!("/v1/accounts/api-tokens/{token}")).problem(404, "not-found");
    let everything =
        shop.tenant.operator.get(&format!("/v1/accounts/api-tokens?eq(token,{value})")).expect(200);
    assert_eq!(everything["$meta"]["pagination"]["total"], 0, "R41");
    refused(&client.delete(&shop.user(&uid(&robot))), 409, "SELF_FORBIDDEN");

    shop.admin.put(&shop.user(&uid(&robot)), &json!({"tenantRole": "BLOCKED"})).expect(200);
    refused(&client.get(&shop.users()), 401, "UNAUTHENTICATED");
    shop.admin.put(&shop.user(&uid(&robot)), &json!({"tenantRole": "ACCESS"})).expect(200);
    refused(&client.get(&shop.users()), 403, "FORBIDDEN");
    assert_eq!(shop.admin.delete(&format!("{path}/{token}")).status, 204);
    refused(&client.get(&shop.users()), 401, "UNAUTHENTICATED");
    refused(&shop.admin.delete(&format!("{path}/{token}")), 404, "NOT_FOUND");
}

#[test]
fn s_r41_only_robots_have_tokens_and_their_bodies_are_strict() {
    let shop = Shop::new("self_robot_strict");
    let tokens = |id: &str| format!("{}/integration-tokens", shop.user(id));
    let till = tokens(&shop.till("Till"));
    refused(&shop.admin.get(&till), 404, "NOT_FOUND");
    refused(&shop.admin.post(&till, &json!({"name": "x"})), 404, "NOT_FOUND");
    let robot = tokens(&uid(&shop.made(&json!({"accountType": "INTEGRATION", "displayName": "ERP"}))));
    refuses(&shop.admin.post(&robot, &json!({})), "INVALID_VALUE", &["name"]);
    refuses(&shop.admin.post(&robot, &json!({"name": "x", "last4": "abcd"})), "READ_ONLY_FIELD", &["last4"]);
    refuses(&shop.admin.post(&robot, &json!({"name": "x", "scope": "all"})), "UNKNOWN_FIELD", &["scope"]);
    let past = json!({"name": "x", "expiresAt": "2025-01-02T08:00:00.000Z"});
    refuses(&shop.admin.post(&robot, &past), "INVALID_VALUE", &["expiresAt"]);
    for n in 0..20 {
        shop.admin.post(&robot, &json!({"name": format!("n{n}")})).expect(201);
    }
    refused(&shop.admin.post(&robot, &json!({"name": "x"})), 409, "LIMIT_REACHED");
}

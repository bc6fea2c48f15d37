//! The own account and tenants (U1, U3–U6, T1, T2).

use serde_json::json;

use super::{Shop, enter, refused, refuses, sign_in};
use crate::harness::Tenant;
use crate::harness::ids::BILLING;

#[test]
fn s_r20_entering_answers_with_the_tenant_user_and_a_token_for_one_tenant() {
    let shop = Shop::new("self_enter");
    let (_, entered) = enter(&shop.auth, &shop.tenant.id);
    let mut members: Vec<_> = entered.as_object().unwrap().keys().cloned().collect();
    members.sort_unstable();
    let expected = [
        "accessToken",
        "accountType",
        "createdAt",
        "defaultStoreUid",
        "displayName",
        "email",
        "expiresIn",
        "externalId",
        "firstname",
        "languageCode",
        "lastAccessed",
        "lastModifiedAt",
        "lastname",
        "mobile",
        "permissions",
        "status",
        "storeAccess",
        "tenantName",
        "tenantRole",
        "tenantUid",
        "tenantUserUid",
        "userCode",
    ];
    assert_eq!(members, expected);
    assert_eq!((&entered["tenantRole"], &entered["status"]), (&json!("ADMIN"), &json!("ACTIVE")));
    assert_eq!(entered["expiresIn"], 900);
    let code = entered["userCode"].as_str().unwrap();
    assert_eq!(code, format!("u{}", shop.own.trim_start_matches("AUSR-").replace('-', "")));
    assert!(entered["lastAccessed"].as_str() > entered["createdAt"].as_str(), "{entered}");

    let own = shop.admin.get(&format!("/tenants/{}/account", shop.tenant.id)).expect(200);
    assert_eq!(own["tenantUserUid"], shop.own);
    assert!(own.get("accessToken").is_none());
    let other = Tenant::new("self_enter_other");
    refused(&shop.auth.verb(&format!("/tenants/{}/account", other.id)), 403, "TENANT_ACCESS_DENIED");
}

#[test]
fn s_r1_an_operation_takes_the_kinds_it_lists_and_no_other() {
    let shop = Shop::new("self_kinds");
    let (users, account) = (shop.users(), format!("/tenants/{}/account", shop.tenant.id));
    for client in [&shop.tenant.admin, &shop.auth, &shop.auth.anonymous()] {
        refused(&client.get(&users), 401, "UNAUTHENTICATED");
    }
    refused(&shop.admin.verb(&account), 401, "UNAUTHENTICATED");
    refused(&shop.auth.put(&account, &json!({})), 401, "UNAUTHENTICATED");
    refused(&shop.tenant.admin.get("/account"), 401, "UNAUTHENTICATED");
}

#[test]
fn s_r3_every_other_tenant_is_the_same_403_and_a_text_that_is_no_uid_400() {
    let shop = Shop::new("self_foreign");
    let other = Tenant::new("self_foreign_other");
    let ids = [other.id.as_str(), "ACC-9191-9191", "anything_else", &shop.own];
    let answers = ids.map(|id| {
        let answer = shop.admin.get(&format!("/tenants/{id}/users"));
        refused(&answer, 403, "TENANT_ACCESS_DENIED");
        for path in [format!("/tenants/{id}"), format!("/tenants/{id}/account")] {
            refused(&shop.admin.get(&path), 403, "TENANT_ACCESS_DENIED");
        }
        answer.text
    });
    assert!(answers.iter().all(|text| *text == answers[0]), "{answers:?}");
    for bad in ["a.b", "a%20b", &"x".repeat(65)] {
        refuses(&shop.admin.get(&format!("/tenants/{bad}/users")), "INVALID_VALUE", &["tenantUid"]);
    }
    let foreign = other.join("somebody").membership;
    let unknown = ["AUSR-9191-9191-9191", "anything", &foreign].map(|id| {
        refused(&shop.admin.get(&shop.user(id)), 404, "NOT_FOUND");
        shop.admin.get(&shop.user(id)).text
    });
    assert!(unknown.iter().all(|text| *text == unknown[0]), "{unknown:?}");
}

#[test]
fn s_r23_a_person_lists_their_tenants_and_chooses_the_first() {
    let shop = Shop::new("self_tenants");
    let second = Tenant::new("self_tenants_second");
    let group = second.group("Readers", &[BILLING]);
    let email = shop.tenant.email("admin");
    let invited = second.operator.post(
        &second.users(),
        &json!({"user": {"email": email, "firstName": "A", "lastName": "B"}, "groups": [{"id": group}]}),
    );
    let code = invited.expect(201)["invitation"]["code"].as_str().unwrap().to_owned();
    let listed = shop.auth.get("/account").expect(200);
    assert_eq!(listed["defaultTenantUid"], shop.tenant.id);
    assert_eq!(listed["globalRoles"], json!([]));
    let status: Vec<_> = listed["tenants"].as_array().unwrap().iter().map(|t| t["status"].clone()).collect();
    assert_eq!(status, ["ACTIVE", "PENDING_INVITE"]);
    let choose = |id: &str| shop.auth.put("/account", &json!({"defaultTenantUid": id}));
    refused(&choose(&second.id), 403, "TENANT_ACCESS_DENIED");
    shop.auth.put("/account/invite", &json!({"inviteToken": code})).expect(200);
    assert_eq!(choose(&second.id).expect(200)["defaultTenantUid"], second.id);
    assert_eq!(shop.admin.get("/account").expect(200)["defaultTenantUid"], second.id);
    refuses(&shop.auth.put("/account", &json!({})), "INVALID_VALUE", &["defaultTenantUid"]);
    refuses(&shop.auth.put("/account", &json!({"tenants": []})), "READ_ONLY_FIELD", &["tenants"]);

    let tenants = shop.auth.get("/tenants?sortBy=name&sortDirection=DESC&pageSize=1").expect(200);
    assert_eq!(tenants["paging"], json!({"pageNumber": 1, "pageSize": 1, "totalCount": 2}));
    assert_eq!(tenants["items"][0]["name"], "self_tenants_second");
    let one = shop.admin.get(&format!("/tenants/{}", shop.tenant.id)).expect(200);
    assert_eq!((&one["tenantUid"], &one["status"]), (&json!(shop.tenant.id), &json!("ACTIVE")));
    assert_eq!((&one["timezone"], &one["countryCode"]), (&json!(""), &json!("")));
    assert_eq!(
        one["extensions"][0],
        json!({"extensionCode": "access-management", "name": "Access Management", "active": true})
    );
}

#[test]
fn s_r29_updating_oneself_touches_the_tenant_alone() {
    let shop = Shop::new("self_own");
    let path = format!("/tenants/{}/account", shop.tenant.id);
    let body = json!({"displayName": "Boss", "email": "desk@self-own.example", "mobile": "+47 900 00 000", "languageCode": "nb"});
    let own = shop.admin.put(&path, &body).expect(200);
    for (member, value) in body.as_object().unwrap() {
        assert_eq!(own[member], *value);
    }
    sign_in(&shop.tenant.operator, &shop.tenant.email("admin"));
    assert_eq!(shop.admin.put(&path, &json!({"mobile": ""})).expect(200)["mobile"], "");
    for field in ["accountType", "tenantRole", "userCode", "externalId", "storeAccess", "permissions"] {
        refuses(&shop.admin.put(&path, &json!({field: "x"})), "READ_ONLY_FIELD", &[field]);
    }
    refuses(
        &shop.admin.put(&path, &json!({"nickname": "x", "displayName": "y"})),
        "UNKNOWN_FIELD",
        &["nickname"],
    );
    refuses(&shop.admin.put(&path, &json!({"mobile": null})), "INVALID_VALUE", &["mobile"]);
    refuses(&shop.admin.put(&path, &json!({"displayName": ""})), "INVALID_VALUE", &["displayName"]);
    refuses(&shop.admin.put(&path, &json!({"displayName": 7})), "INVALID_VALUE", &["displayName"]);
    refused(&shop.admin.put(&path, &json!({"password": "1234"})), 400, "WEAK_PIN");
    shop.admin.put(&path, &json!({"password": "4711"})).expect(200);
    let changed = json!({"password": "8352", "currentPassword": "4712"});
    refused(&shop.admin.put(&path, &changed), 400, "CURRENT_PASSWORD_WRONG");
    assert_eq!(shop.admin.get(&path).expect(200)["displayName"], "Boss");
}

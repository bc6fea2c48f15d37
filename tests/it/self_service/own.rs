//! What people see and change of themselves, and who may give what (S-R21 to S-R25, S-R31, S-R33, S-R48).

use serde_json::json;

use super::{Shop, enter, full, refused, sign_in, uid};
use crate::harness::ids::ACCESS;
use crate::harness::{Client, Tenant};

/// A person of `shop` who is invited into another tenant as well.
fn invited_elsewhere(shop: &Shop, name: &str) -> (Client, Tenant) {
    let mara = shop.tenant.join("mara");
    let other = Tenant::new(name);
    let body = json!({"user": {"email": mara.email, "firstName": "Mara", "lastName": "Lindqvist"},
        "groups": [{"id": other.group}]});
    other.operator.post(&other.users(), &body).expect(201);
    (sign_in(&shop.tenant.operator, &mara.email), other)
}

#[test]
fn s_r21_memberships_and_open_invitations_are_listed() {
    let shop = Shop::new("own_r21");
    let (auth, other) = invited_elsewhere(&shop, "own_r21_other");
    let listed = auth.get("/account").expect(200);
    let seen: Vec<_> = listed["tenants"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["tenantUid"].as_str().unwrap(), one["status"].as_str().unwrap()))
        .collect();
    assert_eq!(seen.len(), 2);
    assert!(seen.contains(&(shop.tenant.id.as_str(), "ACTIVE")));
    assert!(seen.contains(&(other.id.as_str(), "PENDING_INVITE")));
}

#[test]
fn s_r22_until_somebody_joined_others_see_what_the_inviter_gave() {
    let shop = Shop::new("own_r22");
    let known = Tenant::new("own_r22_known").join("tom");
    let made = shop.made(&full(&known.email));
    let seen = || shop.admin.get(&shop.user(&uid(&made))).expect(200);
    assert_eq!((&seen()["firstname"], &seen()["lastname"]), (&json!("Kari"), &json!("Nordmann")));
    let auth = sign_in(&shop.tenant.operator, &known.email);
    let key = format!("/v1/accounts/account-users/{}/accept-invite", uid(&made));
    auth.verb(&key).expect(200);
    assert_eq!((&seen()["firstname"], &seen()["lastname"]), (&json!("Tom"), &json!("Abara")));
}

#[test]
fn s_r24_only_an_active_tenant_becomes_the_default() {
    let shop = Shop::new("own_r24");
    let (auth, other) = invited_elsewhere(&shop, "own_r24_other");
    for tenant in [other.id.as_str(), "ACC-9191-9191"] {
        let answer = auth.put("/account", &json!({"defaultTenantUid": tenant}));
        refused(&answer, 403, "TENANT_ACCESS_DENIED");
    }
    let chosen = auth.put("/account", &json!({"defaultTenantUid": shop.tenant.id})).expect(200);
    assert_eq!(chosen["defaultTenantUid"], shop.tenant.id.as_str());
}

#[test]
fn s_r25_an_access_token_reads_its_own_tenant_and_an_auth_token_all_of_the_persons() {
    let shop = Shop::new("own_r25");
    let (auth, other) = invited_elsewhere(&shop, "own_r25_other");
    let own = |tenant: &str| format!("/tenants/{tenant}/account");
    let (access, _) = enter(&auth, &shop.tenant.id);
    access.get(&own(&shop.tenant.id)).expect(200);
    refused(&access.get(&own(&other.id)), 403, "TENANT_ACCESS_DENIED");
    auth.get(&own(&shop.tenant.id)).expect(200);
    assert_eq!(auth.get(&own(&other.id)).expect(200)["status"], "PENDING_INVITE");
    assert_eq!(access.get("/tenants").expect(200)["paging"]["totalCount"], 1);
}

#[test]
fn s_r31_nobody_grows_by_updating_oneself() {
    let shop = Shop::new("own_r31");
    let own = format!("/tenants/{}/account", shop.tenant.id);
    for (field, value) in [
        ("tenantRole", json!("ADMIN")),
        ("accountType", json!("FULL")),
        ("permissions", json!(["billing"])),
        ("userCode", json!("boss")),
        ("storeAccess", json!([])),
    ] {
        let answer = shop.admin.put(&own, &json!({ field: value }));
        let body = refused(&answer, 400, "READ_ONLY_FIELD");
        assert_eq!(body["details"][0]["field"], field);
    }
}

#[test]
fn s_r33_user_codes_are_lower_cased_and_one_persons_alone() {
    let shop = Shop::new("own_r33");
    let body = |code: &str| json!({"accountType": "REGULAR", "displayName": "Till", "userCode": code});
    assert_eq!(shop.made(&body("Anna.K"))["userCode"], "anna.k");
    refused(&shop.admin.post(&shop.users(), &body("anna.k")), 409, "USER_CODE_TAKEN");
    refused(&shop.admin.post(&shop.users(), &body("no spaces")), 400, "INVALID_VALUE");
    let default = shop.made(&json!({"accountType": "REGULAR", "displayName": "Till"}));
    let code = default["userCode"].as_str().unwrap();
    assert_eq!(code, format!("u{}", uid(&default).trim_start_matches("AUSR-").replace('-', "")));
    refused(&shop.admin.post(&shop.users(), &body(code)), 409, "USER_CODE_TAKEN");
}

#[test]
fn s_r48_whoever_lacks_a_module_cannot_grant_it_by_a_role() {
    let shop = Shop::new("own_r48");
    let group = shop.tenant.group("Managers", &[ACCESS]);
    let manager = shop.tenant.join_to(&group, "manager");
    let (narrow, _) = enter(&sign_in(&shop.tenant.operator, &manager.email), &shop.tenant.id);
    let body = |role: &str| json!({"accountType": "REGULAR", "displayName": "Till", "tenantRole": role});
    refused(&narrow.post(&shop.users(), &body("ADMIN")), 403, "FORBIDDEN");
    refused(&narrow.post(&shop.users(), &body("BACKOFFICE")), 403, "FORBIDDEN");
    shop.made(&body("ADMIN"));
}

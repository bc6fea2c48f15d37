//! Tenant users (T3–T7).

use std::thread;

use serde_json::{Value, json};

use super::{Shop, enter, full, refused, refuses, sign_in, uid};
use crate::harness::ids::{ACCESS, BILLING};
use crate::harness::person::{PASSWORD, set_password};

#[test]
fn s_r34_members_are_made_by_kind() {
    let shop = Shop::new("self_made");
    let till = shop.made(&json!({
        "accountType": "REGULAR", "displayName": "Till 3", "tenantRole": "BACKOFFICE", "userCode": "Till-3",
        "externalId": "E-17", "password": "4711", "defaultStoreUid": "st_01",
        "storeAccess": [{"storeUid": "st_01", "storeRole": "ADMIN"}, {"storeUid": "st_02", "storeRole": "ACCESS"}],
    }));
    assert_eq!((&till["status"], &till["tenantRole"]), (&json!("ACTIVE"), &json!("BACKOFFICE")));
    assert_eq!((&till["email"], &till["firstname"]), (&json!(""), &json!("")));
    assert_eq!((&till["userCode"], &till["defaultStoreUid"]), (&json!("till-3"), &json!("st_01")));
    assert!(till["storeAccess"][0]["storeAccessUid"].as_str().unwrap().starts_with("SAC-"), "{till}");
    assert!(!till.to_string().contains("4711"), "{till}");
    let shown = shop.admin.get(&shop.user(&uid(&till))).expect(200);
    assert_eq!(shown, till);

    let email = shop.tenant.email("kari");
    let kari = shop.made(&full(&email));
    assert_eq!((&kari["status"], &kari["email"]), (&json!("PENDING_INVITE"), &json!(email)));
    refused(&shop.admin.post(&shop.users(), &full(&email)), 409, "MEMBER_EXISTS");
    refused(&shop.admin.post(&shop.users(), &json!({"accountType": "SUPPORT"})), 400, "INVALID_VALUE");
    let mut support = full(&shop.tenant.email("help"));
    support["accountType"] = json!("SUPPORT");
    refused(&shop.admin.post(&shop.users(), &support), 403, "FORBIDDEN");
    let taken = json!({"accountType": "REGULAR", "displayName": "x", "userCode": "TILL-3"});
    refused(&shop.admin.post(&shop.users(), &taken), 409, "USER_CODE_TAKEN");
    let taken = json!({"accountType": "REGULAR", "displayName": "x", "externalId": "E-17"});
    refused(&shop.admin.post(&shop.users(), &taken), 409, "EXTERNAL_ID_TAKEN");
}

#[test]
fn s_r34_bodies_are_read_strictly_after_visibility_and_rights() {
    let shop = Shop::new("self_strict");
    let till = shop.till("Till");
    for field in ["tenantUserUid", "status", "permissions", "createdAt", "lastAccessed", "tenantName"] {
        refuses(&shop.admin.put(&shop.user(&till), &json!({field: "x"})), "READ_ONLY_FIELD", &[field]);
    }
    refuses(
        &shop.admin.put(&shop.user(&till), &json!({"currentPassword": "1"})),
        "UNKNOWN_FIELD",
        &["currentPassword"],
    );
    let store = json!({"storeAccess": [{"storeUid": "a", "storeRole": "ACCESS", "storeAccessUid": "SAC-1"}]});
    refuses(&shop.admin.put(&shop.user(&till), &store), "READ_ONLY_FIELD", &["storeAccessUid"]);
    refuses(
        &shop.admin.put(&shop.user(&till), &json!({"storeAccess": [null]})),
        "INVALID_VALUE",
        &["storeAccess"],
    );
    refuses(&shop.admin.put(&shop.user(&till), &json!({"userCode": null})), "INVALID_VALUE", &["userCode"]);
    let wrong = json!({"unknown": 1});
    refused(&shop.admin.put(&shop.user("AUSR-9191-9191-9191"), &wrong), 404, "NOT_FOUND");
    refused(&shop.admin.put("/tenants/ACC-9191-9191/users/x", &wrong), 403, "TENANT_ACCESS_DENIED");
    let reader = shop.tenant.join_to(&shop.tenant.group("Readers", &[BILLING]), "reader");
    let (reader, _) = enter(&sign_in(&shop.tenant.operator, &reader.email), &shop.tenant.id);
    refused(&reader.post(&shop.users(), &wrong), 403, "FORBIDDEN");
    refused(&reader.get(&shop.users()), 403, "FORBIDDEN");
}

#[test]
fn s_r27_roles_follow_groups_and_blocked_ends_sessions() {
    let shop = Shop::new("self_roles");
    let person = shop.tenant.join_to(&shop.tenant.group("Readers", &[BILLING]), "kari");
    let (kari, entered) = enter(&sign_in(&shop.tenant.operator, &person.email), &shop.tenant.id);
    assert_eq!((&entered["tenantRole"], &entered["permissions"]), (&json!("ACCESS"), &json!(["billing"])));
    let path = shop.user(&person.membership);
    let role = |name: &str| shop.admin.put(&path, &json!({"tenantRole": name}));
    let back = role("BACKOFFICE").expect(200);
    let permissions: Vec<&str> =
        back["permissions"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(permissions.contains(&"reporting") && !permissions.contains(&"access-management"), "{back}");
    assert_eq!(role("ADMIN").expect(200)["tenantRole"], "ADMIN");
    assert_eq!(kari.get(&shop.users()).status, 200, "rights are those of the moment (S-R2)");
    let blocked = role("BLOCKED").expect(200);
    assert_eq!((&blocked["tenantRole"], &blocked["status"]), (&json!("BLOCKED"), &json!("INACTIVE")));
    refused(&kari.get(&shop.users()), 401, "UNAUTHENTICATED");
    assert_eq!(role("ACCESS").expect(200)["status"], "ACTIVE");
    refused(&kari.get(&shop.users()), 401, "UNAUTHENTICATED");
    refuses(&role("OWNER"), "INVALID_VALUE", &["tenantRole"]);
}

#[test]
fn s_r36_oneself_and_the_last_administrator_are_protected() {
    let shop = Shop::new("self_protect");
    let own = shop.user(&shop.own);
    refused(&shop.admin.delete(&own), 409, "SELF_FORBIDDEN");
    refused(&shop.admin.put(&own, &json!({"tenantRole": "ACCESS"})), 409, "SELF_FORBIDDEN");
    let clerk = shop.tenant.join_to(&shop.tenant.group("Clerks", &[ACCESS]), "clerk");
    let (clerk, _) = enter(&sign_in(&shop.tenant.operator, &clerk.email), &shop.tenant.id);
    refused(&clerk.delete(&own), 409, "LAST_ADMIN");
    refused(&clerk.put(&own, &json!({"tenantRole": "BLOCKED"})), 409, "LAST_ADMIN");
    refused(&clerk.put(&shop.user(&shop.till("x")), &json!({"tenantRole": "ADMIN"})), 403, "FORBIDDEN");
}

#[test]
fn s_r36_of_administrators_who_remove_each_other_at_once_one_stays() {
    let shop = Shop::new("self_race");
    let person = shop.tenant.join("second");
    let (second, _) = enter(&sign_in(&shop.tenant.operator, &person.email), &shop.tenant.id);
    let (first, own, other) = (shop.admin.clone(), shop.user(&shop.own), shop.user(&person.membership));
    let one = thread::spawn(move || first.delete(&other).status);
    let two = thread::spawn(move || second.delete(&own).status);
    let mut statuses = [one.join().unwrap(), two.join().unwrap()];
    statuses.sort_unstable();
    // Whoever comes second is removed already, and so no longer signed in.
    assert_eq!(statuses, [204, 401]);
    let left = shop.tenant.operator.get(&shop.tenant.users()).expect(200);
    assert_eq!(left["$meta"]["pagination"]["total"], 1, "{left}");
}

#[test]
fn s_r37_a_removed_user_is_gone_and_made_anew() {
    let shop = Shop::new("self_removed");
    let till = shop.made(&json!({"accountType": "REGULAR", "displayName": "Till", "userCode": "till"}));
    let path = shop.user(&uid(&till));
    assert_eq!(shop.admin.delete(&path).status, 204);
    for answer in [shop.admin.get(&path), shop.admin.delete(&path), shop.admin.put(&path, &json!({}))] {
        refused(&answer, 404, "NOT_FOUND");
    }
    let again = shop.made(&json!({"accountType": "REGULAR", "displayName": "Till", "userCode": "till"}));
    assert_ne!(uid(&again), uid(&till));
}

#[test]
fn s_r26_lists_are_narrowed_sorted_and_paged() {
    let shop = Shop::new("self_list");
    let names = ["Cleo", "anna", "Åse", "Bo"];
    let ids: Vec<String> = names.iter().map(|name| shop.till(name)).collect();
    shop.admin.put(&shop.user(&ids[3]), &json!({"tenantRole": "BLOCKED"})).expect(200);
    let list = |query: &str| shop.admin.get(&format!("{}?{query}", shop.users())).expect(200);
    let shown = |query: &str| -> Vec<String> {
        let items = list(query)["items"].as_array().unwrap().clone();
        items.iter().map(|user| user["displayName"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(shown("accountType=REGULAR&sortBy=displayName"), ["Bo", "Cleo", "anna", "Åse"]);
    assert_eq!(
        shown("accountType=REGULAR&sortBy=displayName&sortDirection=DESC&pageSize=2"),
        ["Åse", "anna"]
    );
    assert_eq!(shown("accountType=REGULAR"), names);
    assert_eq!(shown("status=INACTIVE"), ["Bo"]);
    assert_eq!(shown("search=%C3%A5s"), ["Åse"]);
    let code = format!("u{}", ids[0].trim_start_matches("AUSR-").replace('-', ""));
    assert_eq!(shown(&format!("search={code}")), ["Cleo"]);
    assert_eq!(shown("search=admin%40"), ["Tom Abara"]);
    let page = list("pageNumber=2&pageSize=3&accountType=REGULAR");
    assert_eq!(page["paging"], json!({"pageNumber": 2, "pageSize": 3, "totalCount": 4}));
    assert_eq!(page["items"].as_array().unwrap().len(), 1);
    assert_eq!(list("pageSize=500")["paging"]["pageSize"], 100);
    for (query, field) in [
        ("pageNumber=0", "pageNumber"),
        ("pageSize=x", "pageSize"),
        ("sortBy=email", "sortBy"),
        ("status=GONE", "status"),
    ] {
        refuses(&shop.admin.get(&format!("{}?{query}", shop.users())), "INVALID_VALUE", &[field]);
    }
}

#[test]
fn s_r35_a_till_user_becomes_a_full_one_by_accepting() {
    let shop = Shop::new("self_type");
    let till = shop.till("Kari");
    let path = shop.user(&till);
    refuses(&shop.admin.put(&path, &json!({"accountType": "FULL"})), "INVALID_VALUE", &["email"]);
    let taken = json!({"accountType": "FULL", "email": shop.tenant.email("admin")});
    refused(&shop.admin.put(&path, &taken), 409, "EMAIL_TAKEN");
    let email = shop.tenant.email("kari");
    let asked = shop.admin.put(&path, &json!({"accountType": "FULL", "email": email})).expect(200);
    assert_eq!((&asked["status"], &asked["email"]), (&json!("PENDING_INVITE"), &json!(email)));
    let link = crate::harness::mail::link_to(&crate::harness::site().mail, &email, "");
    assert_eq!(link.membership, till);
    set_password(&shop.tenant.operator, &till, PASSWORD, &link.code).expect(200);
    let (_, entered) = enter(&sign_in(&shop.tenant.operator, &email), &shop.tenant.id);
    assert_eq!((&entered["tenantUserUid"], &entered["accountType"]), (&json!(till), &json!("FULL")));
    refuses(
        &shop.admin.put(&path, &json!({"accountType": "INTEGRATION"})),
        "INVALID_VALUE",
        &["accountType"],
    );
}

#[test]
fn s_r28_a_blocked_member_is_out_of_that_tenant_and_of_no_other() {
    let (shop, other) = (Shop::new("users_r28"), Shop::new("users_r28_other"));
    let mara = shop.tenant.join("mara");
    let body = json!({"user": {"email": mara.email, "firstName": "Mara", "lastName": "Lindqvist"},
        "groups": [{"id": other.tenant.group}], "invitation": {"status": "Active"}});
    other.tenant.operator.post(&other.tenant.users(), &body).expect(201);
    let auth = sign_in(&shop.tenant.operator, &mara.email);
    let ((here, _), (there, _)) = (enter(&auth, &shop.tenant.id), enter(&auth, &other.tenant.id));
    here.get(&shop.users()).expect(200);
    shop.admin.put(&shop.user(&mara.membership), &json!({"tenantRole": "BLOCKED"})).expect(200);
    refused(&here.get(&shop.users()), 401, "UNAUTHENTICATED");
    refused(&auth.verb(&format!("/tenants/{}/account", shop.tenant.id)), 403, "TENANT_ACCESS_DENIED");
    refused(&auth.get(&format!("/tenants/{}", shop.tenant.id)), 403, "TENANT_ACCESS_DENIED");
    there.get(&other.users()).expect(200);
    enter(&auth, &other.tenant.id);
    let listed = auth.get("/account").expect(200);
    let tenants: Vec<_> = listed["tenants"].as_array().unwrap().iter().map(|one| &one["tenantUid"]).collect();
    assert_eq!(tenants, [&json!(other.tenant.id)]);
}

//! Reading domain users (B2, B3, B5, B6).

use serde_json::{Value, json};

use super::super::{refused, refused_as};
use super::{EXTERNAL, INTERNAL, accept, entered, get, name_of, new, owned, shown, with};
use crate::harness::Tenant;

fn emails(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|user| user["email"].as_str().unwrap()).collect()
}

#[test]
fn p_r2_users_are_found_by_email_id_and_external_id_within_their_domain_alone() {
    let (tenant, owner) = owned("users_keys");
    let (other, _) = owned("users_keys_other");
    let external = with(new(&tenant.email("ext"), "NO_PRIVILEGES"), &[("externalId", json!("E 17/ü@x"))]);
    let external = tenant.admin.post(EXTERNAL, &external).expect(200);
    let domain = name_of(&tenant);
    let read = |path: &str, domain: &str| tenant.admin.get(&format!("/v2/user/{path}/domain/{domain}"));
    for user in [&owner, &external] {
        let (id, email) = (user["id"].as_str().unwrap(), user["email"].as_str().unwrap());
        for path in
            [format!("internal/{id}"), format!("email/{email}"), format!("email/{}", email.to_uppercase())]
        {
            assert_eq!(&read(&path, &domain).expect(200), user, "{path}");
            assert_eq!(&read(&path, &tenant.id).expect(200), user, "{path}");
            refused_as(&read(&path, &other.id), 404);
            let foreign = other.admin.get(&format!("/v2/user/{path}/domain/{}", other.id));
            refused_as(&foreign, 404);
        }
        let encoded = email.replace('@', "%40");
        assert_eq!(&read(&format!("email/{encoded}"), &tenant.id).expect(200), user);
    }
    assert_eq!(read("external/E%2017%2F%C3%BC@x", &tenant.id).expect(200), external);
    refused_as(
        &tenant.operator.get(&format!("/v2/user/external/E%2017%2F%C3%BC@x/domain/{}", other.id)),
        404,
    );
    for unknown in
        ["external/E", "email/nobody@example.com", "email/x", "internal/USR-9191-9191", "internal/x"]
    {
        refused_as(&read(unknown, &tenant.id), 404);
        refused_as(&tenant.operator.get(&format!("/v2/user/{unknown}/domain/{}", tenant.id)), 404);
    }
    refused_as(&tenant.member.get(&format!("/v2/user/email/{}/domain/{domain}", tenant.email("ext"))), 403);
    refused_as(&tenant.member.get(&format!("/v2/user/domain/{domain}")), 403);
    refused_as(&tenant.admin.anonymous().get(&format!("/v2/user/domain/{domain}")), 401);
}

#[test]
fn p_r32_p_r26_members_without_email_show_their_internal_address_and_robots_are_none() {
    let (tenant, owner) = owned("users_internal_address");
    accept(&owner, &tenant.operator);
    let shop = entered(&tenant, owner["email"].as_str().unwrap());
    let made = |kind: &str| {
        let body = json!({"accountType": kind, "displayName": "Till 3", "externalId": format!("X-{kind}")});
        let made = shop.post(&format!("/tenants/{}/users", tenant.id), &body).expect(201);
        made["tenantUserUid"].as_str().unwrap().to_owned()
    };
    let (till, robot) = (made("REGULAR"), made("INTEGRATION"));
    let internal = |uid: &str| format!("{}@users.invalid", uid.to_lowercase());
    let user = shown(&tenant, &internal(&till));
    assert_eq!(user["email"], internal(&till));
    assert_eq!(user["roleList"], json!(["NO_PRIVILEGES"]));
    assert_eq!(
        [&user["external"], &user["externalId"], &user["userName"], &user["phone"], &user["status"]],
        [&json!(true), &json!("X-REGULAR"), &Value::Null, &Value::Null, &json!("active")]
    );
    assert_eq!(get(&tenant, &internal(&till).to_uppercase()).expect(200), user);
    refused_as(&get(&tenant, &internal(&robot)), 404);
    refused_as(&tenant.admin.get(&format!("/v2/user/external/X-INTEGRATION/domain/{}", tenant.id)), 404);
    refused_as(&tenant.operator.get(&format!("/v2/user/email/{}", internal(&robot))), 404);
    let list = tenant.admin.get(&format!("/v2/user/domain/{}", tenant.id));
    assert_eq!(emails(&list.expect(200)), [internal(&till), tenant.email("owner")]);
    assert_eq!(list.header("x-total-count"), Some("2"));
    let refusal = refused(&tenant.admin.post(INTERNAL, &new(&internal(&till), "ADMIN")), 400, 108);
    assert!(!refusal.is_empty());
}

#[test]
fn p_r32_lists_are_ordered_by_email_and_cut_where_asked() {
    let (tenant, _) = owned("users_list");
    for local in ["c", "a", "d", "b"] {
        tenant.admin.post(INTERNAL, &new(&tenant.email(local), "NO_PRIVILEGES")).expect(200);
    }
    let list = |query: &str| tenant.admin.get(&format!("/v2/user/domain/{}{query}", tenant.id));
    let all = list("").expect(200);
    assert_eq!(emails(&all), ["a", "b", "c", "d", "owner"].map(|local| tenant.email(local)));
    let part = list("?limit=2&offset=1&unknown=x");
    assert_eq!(part.header("x-total-count"), Some("5"));
    assert_eq!(part.expect(200), json!([all[1], all[2]]));
    assert_eq!(list("?offset=4").expect(200), json!([all[4]]));
    assert_eq!(list("?offset=9").expect(200), json!([]));
    for bad in ["?limit=0", "?limit=1001", "?limit=x", "?offset=-1"] {
        refused(&list(bad), 400, 104);
    }
    refused_as(&tenant.admin.get("/v2/user/domain/ACC-9191-9191"), 404);
}

#[test]
fn p_r27_until_the_person_has_joined_only_what_the_inviter_gave_is_shown() {
    let (tenant, owner) = owned("users_guarded");
    let elsewhere = Tenant::new("users_guarded_elsewhere");
    let known = elsewhere.join("known");
    let body = with(
        new(&known.email, "ADMIN"),
        &[("userName", json!("Given Name")), ("phone", json!("+47 90000000"))],
    );
    let made = tenant.admin.post(INTERNAL, &body).expect(200);
    assert_eq!((&made["userName"], &made["phone"]), (&json!("Given Name"), &json!("+47 90000000")));
    assert_eq!(shown(&tenant, &known.email), made);
    let own = elsewhere.admin.get(&format!("/v2/user/email/{}", known.email)).expect(200);
    assert_eq!(
        (&own["userName"], &own["phone"]),
        (&json!("Tom Abara"), &Value::Null),
        "her own stays (P-R23)"
    );
    let person = tenant.admin.get(&format!("/v2/user/email/{}", known.email)).expect(200);
    assert_eq!(person["userName"], "Given Name");

    accept(&owner, &tenant.operator);
    let joined = shown(&tenant, owner["email"].as_str().unwrap());
    assert_eq!((&joined["status"], &joined["userName"]), (&json!("active"), &json!("Ana Ruiz")));
}

#[test]
fn p_r2_blocked_people_are_inactive_wherever_they_were_blocked() {
    let (tenant, _) = owned("users_blocked");
    let kim = tenant.join("kim");
    assert_eq!(shown(&tenant, &kim.email)["status"], "active");
    tenant.operator.verb(&format!("/v1/accounts/users/{}/block", kim.user)).expect(200);
    assert_eq!(shown(&tenant, &kim.email)["status"], "inactive");
}

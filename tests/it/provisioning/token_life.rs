//! Enabling, disabling, renaming and deleting tokens, and what ends them (A4–A7).

use serde_json::{Value, json};

use super::tokens::{make, text, tokens};
use super::{refused, refused_as};
use crate::harness::ids::{BILLING, REPORTING};
use crate::harness::tenant::references;
use crate::harness::wait::until;
use crate::harness::{Answer, Client, Session, Tenant};

fn put(tenant: &Tenant, token: &Value, verb: &str, body: Option<&Value>) -> Answer {
    tenant.admin.call("PUT", &format!("{}/{}/{verb}", tokens(tenant), token["id"]), body)
}

fn works(client: &Client) -> bool {
    match client.get("/v1/auth/check").status {
        200 => true,
        401 => false,
        other => panic!("{other}"),
    }
}

#[test]
fn p_r11_enabling_and_disabling_may_be_repeated_and_count_at_once() {
    let tenant = Tenant::new("life_steer");
    let made = make(&tenant, &json!({"name": "x", "scopes": "table://a"}));
    let bearer = tenant.admin.with(text(&made, "token"));
    assert!(works(&bearer));
    for (verb, is_active) in [("disable", false), ("disable", false), ("enable", true), ("enable", true)] {
        let answered = put(&tenant, &made, verb, None).expect(200);
        assert_eq!((&answered["active"], answered.get("token")), (&json!(is_active), None));
        assert_eq!(works(&bearer), is_active);
    }
    let events = tenant.events_of(text(&made, "uid"));
    assert_eq!(events, ["api-token.created", "api-token.disabled", "api-token.enabled"]);
    // One without any scope, a key and an integration token are steered alike.
    let key = make(&tenant, &json!({"name": "x", "token_type": "HMAC"}));
    for token in [&make(&tenant, &json!({"name": "x"})), &key] {
        assert_eq!(put(&tenant, token, "disable", None).expect(200)["active"], false);
        assert_eq!(put(&tenant, token, "enable", None).expect(200)["active"], true);
    }
}

#[test]
fn p_r11_p_r13_a_bound_token_needs_its_holder_to_be_active() {
    let tenant = Tenant::new("life_bound");
    tenant.join("admin");
    let ana = tenant.join("ana");
    let made = make(&tenant, &json!({"name": "x", "user": ana.email, "scopes": "module://billing"}));
    let bearer = tenant.admin.with(text(&made, "token"));
    let block = |verb: &str| {
        tenant.operator.verb(&format!("/v1/accounts/users/{}/{verb}", ana.user)).expect(200);
    };
    put(&tenant, &made, "disable", None).expect(200);
    block("block");
    refused(&put(&tenant, &made, "enable", None), 400, 137);
    block("unblock");
    assert!(!works(&bearer));
    assert_eq!(put(&tenant, &made, "enable", None).expect(200)["active"], true);
    assert!(works(&bearer));
    block("block");
    assert!(!works(&bearer));
    assert_eq!(
        tenant.admin.get(&format!("{}/{}", tokens(&tenant), made["id"])).expect(200)["active"],
        true,
        "stored state"
    );
    block("unblock");
    assert!(works(&bearer));
}

#[test]
fn p_r13_a_bound_token_has_the_modules_that_its_holder_has_too() {
    let tenant = Tenant::new("life_narrowed");
    let narrow = tenant.group("narrow", &[REPORTING]);
    let both = tenant.group("both", &[BILLING, REPORTING]);
    let ana = tenant.join_to(&both, "ana");
    let made = make(&tenant, &json!({"name": "x", "user": ana.email, "scopes": "level://admin"}));
    let bearer = tenant.admin.with(text(&made, "token"));
    let has = |module: &str| bearer.send("GET", "/v1/auth/check", &[("x-check-module", module)], None).status;
    assert_eq!([has("billing"), has("reporting"), has("helpdesk")], [200, 200, 403]);
    refused_as(&bearer.get(&tokens(&tenant)), 403);
    let groups = format!("/v1/accounts/account-users/{}/groups", ana.membership);
    tenant.operator.put(&groups, &references(&[&narrow])).expect(200);
    assert_eq!([has("billing"), has("reporting")], [403, 200]);
    assert_eq!(made["scope"], "level://admin");
}

#[test]
fn p_r30_a_bound_token_ends_with_the_membership() {
    let tenant = Tenant::new("life_ended");
    tenant.join("admin");
    let ana = tenant.join("ana");
    let made = make(&tenant, &json!({"name": "x", "user": ana.email, "scopes": "level://admin"}));
    let bearer = tenant.admin.with(text(&made, "token"));
    assert!(works(&bearer));
    tenant.operator.delete(&format!("/v1/accounts/account-users/{}", ana.membership)).expect(204);
    assert!(!works(&bearer));
    refused_as(&tenant.admin.get(&format!("{}/{}", tokens(&tenant), made["id"])), 404);
    refused_as(&put(&tenant, &made, "enable", None), 404);
}

#[test]
fn p_r13_an_expired_token_is_refused_and_stays_listed() {
    let tenant = Tenant::new("life_expired");
    let made = make(&tenant, &json!({"name": "x", "expires_in_seconds": 1}));
    let bearer = tenant.admin.with(text(&made, "token"));
    until("the end", || (!works(&bearer)).then_some(()));
    let shown = tenant.admin.get(&format!("{}/{}", tokens(&tenant), made["id"])).expect(200);
    assert_eq!((&shown["active"], &shown["expires_in_seconds"]), (&json!(true), &json!(1)));
    let list = tenant.admin.get(&tokens(&tenant)).expect(200);
    assert!(list.as_array().unwrap().iter().any(|token| token["uid"] == made["uid"]));
}

#[test]
fn p_r12_a_token_is_renamed_or_keeps_its_name() {
    let tenant = Tenant::new("life_rename");
    let made = make(&tenant, &json!({"name": "before"}));
    let rename = |body: Value| put(&tenant, &made, "rename", Some(&body));
    assert_eq!(put(&tenant, &made, "rename", None).expect(200)["name"], "before");
    for kept in [json!({}), json!({"name": null}), json!({"name": ""}), json!({"name": " \t"})] {
        assert_eq!(rename(kept).expect(200)["name"], "before");
    }
    for (body, code) in [
        (json!({"name": "a/b"}), 104),
        (json!({"name": "x".repeat(201)}), 104),
        (json!({"name": 7}), 100),
        (json!([]), 100),
        (json!({"title": "x"}), 101),
    ] {
        refused(&rename(body), 400, code);
    }
    let sent = [("content-type", "application/json")];
    let path = format!("{}/{}/rename", tokens(&tenant), made["id"]);
    refused(&tenant.admin.send("PUT", &path, &sent, Some(b"{")), 400, 100);
    assert_eq!(tenant.events_of(text(&made, "uid")), ["api-token.created"]);
    let renamed = rename(json!({"name": " Señor_2 "})).expect(200);
    assert_eq!((&renamed["name"], &renamed["created"]), (&json!("Señor_2"), &made["created"]));
    assert_ne!(renamed["updated"], made["updated"]);
    assert_eq!(tenant.events_of(text(&made, "uid")), ["api-token.created", "api-token.updated"]);
    let platform = tenant.admin.get(&format!("/v1/accounts/api-tokens/{}", text(&made, "uid"))).expect(200);
    assert_eq!(platform["name"], "Señor_2");
}

#[test]
fn p_r8_p_r13_deleting_is_for_good_by_either_identifier() {
    let tenant = Tenant::new("life_delete");
    let made = [0, 1, 2].map(|_| make(&tenant, &json!({"name": "x", "scopes": "table://a"})));
    let by = [made[0]["id"].to_string(), format!("000{}", made[1]["id"]), text(&made[2], "uid").to_owned()];
    for (made, id) in made.iter().zip(by) {
        let path = format!("{}/{id}", tokens(&tenant));
        assert_eq!(tenant.admin.get(&path).expect(200)["uid"], made["uid"]);
        let bearer = tenant.admin.with(text(made, "token"));
        assert!(works(&bearer));
        assert_eq!(tenant.admin.delete(&path).expect(200), json!({}));
        assert!(!works(&bearer));
        for (method, rest) in [("DELETE", ""), ("GET", ""), ("PUT", "/enable")] {
            refused_as(&tenant.admin.call(method, &format!("{path}{rest}"), None), 404);
        }
        assert_eq!(tenant.events_of(text(made, "uid")), ["api-token.created", "api-token.deleted"]);
    }
}

#[test]
fn p_r13_integration_tokens_are_steered_here_too() {
    let tenant = Tenant::new("life_robot");
    let admin = Session::of_person(&tenant.operator, &tenant.join("admin")).enter(&tenant.id);
    let users = format!("/tenants/{}/users", tenant.id);
    let robot = json!({"accountType": "INTEGRATION", "displayName": "ERP", "tenantRole": "ADMIN"});
    let robot = admin.post(&users, &robot).expect(201);
    let robot_tokens = format!("{users}/{}/integration-tokens", text(&robot, "tenantUserUid"));
    let made = admin.post(&robot_tokens, &json!({"name": "sync"})).expect(201);
    let bearer = tenant.admin.with(text(&made, "integrationToken"));
    let one = format!("{}/{}", tokens(&tenant), text(&made, "tokenUid"));
    let steer = |verb: &str| tenant.admin.call("PUT", &format!("{one}/{verb}"), None);
    assert_eq!(
        text(&made, "last4"),
        &text(&made, "integrationToken")[text(&made, "integrationToken").len() - 4..]
    );
    steer("disable").expect(200);
    assert!(!works(&bearer));
    let user = format!("{users}/{}", text(&robot, "tenantUserUid"));
    admin.put(&user, &json!({"tenantRole": "BLOCKED"})).expect(200);
    refused(&steer("enable"), 400, 137);
    admin.put(&user, &json!({"tenantRole": "ADMIN"})).expect(200);
    steer("enable").expect(200);
    assert!(works(&bearer));
    tenant.admin.delete(&one).expect(200);
    assert!(!works(&bearer));
}

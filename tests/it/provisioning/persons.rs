//! Persons (B1, B4, B13).

use serde_json::{Value, json};

use super::users::{INTERNAL, accept, get, mail_with, new, owned, shown, with};
use super::{refused, refused_as};
use crate::harness::mail::link_to;
use crate::harness::person::{PASSWORD, set_password};
use crate::harness::{Answer, Client, Tenant, site};

fn by_id(user: &Value) -> String {
    format!("/v2/user/internal/{}", user["id"].as_str().unwrap())
}

fn read(client: &Client, user: &Value) -> Answer {
    client.get(&by_id(user))
}

fn change(client: &Client, user: &Value, body: &Value) -> Answer {
    client.put(&by_id(user), body)
}

/// A pending user.
#[track_caller]
fn pending(tenant: &Tenant, local: &str) -> Value {
    tenant.admin.post(INTERNAL, &new(&tenant.email(local), "NO_PRIVILEGES")).expect(200)
}

#[test]
fn p_r27_persons_are_read_by_who_reaches_a_membership_of_theirs() {
    let (tenant, _) = owned("persons_read");
    let (other, _) = owned("persons_read_other");
    let user = pending(&tenant, "ana");
    let expected = json!({"id": user["id"], "email": tenant.email("ana"), "userName": "Ana Ruiz",
        "phone": "+34 600000000"});
    for client in [&tenant.admin, &tenant.operator] {
        assert_eq!(read(client, &user).expect(200), expected);
        let by_email = format!("/v2/user/email/{}", tenant.email("ANA").replace('@', "%40"));
        assert_eq!(client.get(&by_email).expect(200), expected);
    }
    refused_as(&read(&other.admin, &user), 404);
    refused_as(&other.admin.get(&format!("/v2/user/email/{}", tenant.email("ana"))), 404);
    refused_as(&read(&tenant.member, &user), 403);
    refused_as(&read(&tenant.admin.anonymous(), &user), 401);
    for unknown in ["internal/USR-9191-9191", "internal/x", "email/nobody@example.com", "email/x"] {
        refused_as(&tenant.operator.get(&format!("/v2/user/{unknown}")), 404);
    }
    // What two inviters gave is told to each of them.
    let body =
        with(new(&tenant.email("ana"), "ADMIN"), &[("userName", json!("Other Name")), ("phone", json!(""))]);
    other.admin.post(INTERNAL, &body).expect(200);
    assert_eq!(read(&tenant.admin, &user).expect(200), expected);
    let there = read(&other.admin, &user).expect(200);
    assert_eq!((&there["userName"], &there["phone"]), (&json!("Other Name"), &Value::Null));
}

#[test]
fn p_r28_a_person_is_changed_and_what_is_null_or_equal_stays() {
    let (tenant, _) = owned("persons_change");
    let user = pending(&tenant, "ana");
    accept(&user, &tenant.operator);
    let before = tenant.audit_total();
    for nothing in [
        json!({}),
        json!({"email": null, "userName": null, "phone": null}),
        json!({"email": tenant.email("ANA"), "userName": "Ana Ruiz", "phone": "+34 600000000"}),
    ] {
        assert_eq!(
            change(&tenant.admin, &user, &nothing).expect(200),
            read(&tenant.admin, &user).expect(200)
        );
    }
    assert_eq!(tenant.audit_total(), before, "nothing changed");
    let new = json!({"userName": "Eva de la Vega", "phone": "+47 900 00 000"});
    let changed = change(&tenant.admin, &user, &new).expect(200);
    let expected = json!({"id": user["id"], "email": tenant.email("ana"), "userName": "Eva de la Vega",
        "phone": "+47 90000000"});
    assert_eq!(changed, expected);
    assert_eq!(tenant.audit_total(), before + 1);
    assert_eq!(tenant.events_of(user["id"].as_str().unwrap()).last().unwrap(), "user.updated");
    assert_eq!(shown(&tenant, &tenant.email("ana"))["userName"], "Eva de la Vega");
    let by_email = format!("/v2/user/email/{}", tenant.email("ana"));
    let cleared = tenant.admin.put(&by_email, &json!({"phone": ""})).expect(200);
    assert_eq!((&cleared["phone"], &cleared["userName"]), (&Value::Null, &json!("Eva de la Vega")));
}

#[test]
fn p_r28_changes_are_refused_by_the_least_number() {
    let (tenant, _) = owned("persons_bodies");
    let user = pending(&tenant, "ana");
    for (body, code) in [
        (json!({"email": 7}), 100),
        (json!({"userName": ["x"]}), 100),
        (json!({"phone": 7}), 100),
        (json!({"role": "ADMIN"}), 101),
        (json!({"email": ""}), 102),
        (json!({"userName": " ", "phone": "x"}), 102),
        (json!({"userName": "-"}), 105),
        (json!({"phone": "600"}), 107),
        (json!({"phone": " "}), 107),
        (json!({"email": "x"}), 108),
        (json!({"email": "x@users.invalid"}), 108),
    ] {
        refused(&change(&tenant.admin, &user, &body), 400, code);
        refused_as(&change(&tenant.member, &user, &body), 403);
        refused_as(&tenant.admin.put("/v2/user/internal/USR-9191-9191", &body), 404);
    }
    let text = tenant.admin.send("PUT", &by_id(&user), &[("content-type", "text/plain")], Some(b"{}"));
    refused_as(&text, 415);
    assert_eq!(read(&tenant.admin, &user).expect(200)["userName"], "Ana Ruiz");
}

#[test]
fn p_r28_the_email_changes_until_the_person_is_activated_and_the_invitation_goes_to_the_new_one() {
    let (tenant, _) = owned("persons_email");
    let user = pending(&tenant, "typo");
    let old = link_to(&site().mail, &tenant.email("typo"), "");
    refused(&change(&tenant.admin, &user, &json!({"email": tenant.email("owner")})), 409, 143);
    let before = tenant.audit_total();
    let moved =
        change(&tenant.admin, &user, &json!({"email": tenant.email("Right"), "userName": "Eva"})).expect(200);
    assert_eq!((&moved["id"], &moved["email"]), (&user["id"], &json!(tenant.email("right"))));
    assert_eq!(moved["userName"], "Eva", "what the inviter gave changed too");
    assert_eq!(tenant.audit_total(), before + 1);
    refused_as(&get(&tenant, &tenant.email("typo")), 404);
    let status = &shown(&tenant, &tenant.email("right"))["status"];
    assert_eq!(status, "pending");
    let id = user["id"].as_str().unwrap();
    let dead = set_password(&tenant.operator, id, PASSWORD, &old.code);
    assert_ne!(dead.status, 200, "{dead:?}");
    mail_with(&tenant.email("right"), "/accept-invite?code=");
    let moved = shown(&tenant, &tenant.email("right"));
    let new = accept(&moved, &tenant.operator);
    assert_eq!(new.membership, old.membership);
    assert_eq!(shown(&tenant, &tenant.email("right"))["status"], "active");
    let late = json!({"email": tenant.email("late")});
    refused(&change(&tenant.admin, &user, &late), 400, 127);
    refused(&change(&tenant.operator, &user, &late), 400, 127);
    refused(&change(&tenant.operator, &user, &json!({"email": tenant.email("owner")})), 400, 127);
}

#[test]
fn p_r28_all_memberships_of_the_person_have_to_be_in_reach() {
    let (tenant, _) = owned("persons_reach");
    let (other, _) = owned("persons_reach_other");
    let user = pending(&tenant, "ana");
    let there = other.admin.post(INTERNAL, &new(&tenant.email("ana"), "ADMIN")).expect(200);
    assert_eq!(there["id"], user["id"]);
    let rename = json!({"userName": "Eva"});
    for tenant in [&tenant, &other] {
        refused(&change(&tenant.admin, &user, &rename), 403, 128);
    }
    refused(&change(&tenant.admin, &user, &json!({"email": tenant.email("owner")})), 403, 128);
    refused(&change(&tenant.admin, &user, &json!({"phone": "x"})), 400, 107);
    let third = Tenant::new("persons_reach_third");
    refused_as(&change(&third.admin, &user, &rename), 404);
    assert_eq!(change(&tenant.operator, &user, &rename).expect(200)["userName"], "Eva");
    assert_eq!(read(&other.admin, &user).expect(200)["userName"], "Eva");
}

#[test]
fn p_r28_an_external_id_is_one_of_the_credentials_own_account() {
    let (tenant, _) = owned("persons_external");
    let (other, _) = owned("persons_external_other");
    let body = with(new(&tenant.email("ext"), "NO_PRIVILEGES"), &[("externalId", json!("E 17"))]);
    let user = tenant.admin.post("/v2/user/external", &body).expect(200);
    let rename = json!({"userName": "Eva"});
    let path = "/v2/user/external/E%2017";
    assert_eq!(tenant.admin.put(path, &rename).expect(200)["id"], user["id"]);
    assert_eq!(shown(&tenant, &tenant.email("ext"))["userName"], "Eva");
    refused_as(&other.admin.put(path, &rename), 404);
    refused_as(&tenant.operator.put(path, &rename), 404);
    refused_as(&tenant.admin.put("/v2/user/external/E", &rename), 404);
    refused_as(&tenant.member.put(path, &rename), 403);
    let moved = tenant.admin.put(path, &json!({"email": tenant.email("moved")})).expect(200);
    assert_eq!(moved["email"], tenant.email("moved"), "never activated, and without a password");
    assert_eq!(shown(&tenant, &tenant.email("moved"))["status"], "active");
}

//! People (platform.md §3.3, §4, R20, R25–R32).

use serde_json::{Value, json};

use crate::harness::ids::{BILLING, unknown};
use crate::harness::mail::link_to;
use crate::harness::person::{PASSWORD, invitation, set_password};
use crate::harness::tenant::id_of;
use crate::harness::{Answer, Client, Person, Tenant, site};

const BASE: &str = "/v1/accounts/users";

fn one(person: &Person) -> String {
    format!("{BASE}/{}", person.user)
}

#[track_caller]
fn verb(client: &Client, person: &Person, verb: &str) -> Answer {
    client.verb(&format!("{}/{verb}", one(person)))
}

#[track_caller]
fn status(client: &Client, person: &Person) -> Value {
    client.get(&one(person)).expect(200)["status"].clone()
}

#[test]
fn a_person_has_the_members_of_the_contract() {
    let tenant = Tenant::new("users_get");
    let person = tenant.join("mara");
    let user = tenant.operator.get(&one(&person)).expect(200);
    assert_eq!(user["id"], person.user);
    assert_eq!(user["href"], one(&person));
    assert_eq!(user["icon"], format!("{}/icon", one(&person)));
    assert_eq!((&user["email"], &user["name"]), (&json!(person.email), &json!("Tom Abara")));
    assert_eq!(
        (&user["status"], &user["SSO"], &user["acceptedTerms"]),
        (&json!("Active"), &json!(false), &json!(true))
    );
    assert_eq!(user["currentAccount"]["id"], tenant.id);
    assert_eq!(user["$meta"]["omitted"], json!(["accounts", "audit"]));
    let full = tenant.operator.get(&format!("{}?select=accounts,audit", one(&person))).expect(200);
    assert_eq!(full["accounts"][0]["id"], tenant.id);
    assert!(
        full["audit"]["created"]["by"]["name"].is_string()
            && full["audit"]["invitationAcceptedAt"].is_string()
    );
    let seen = tenant.admin.get(&format!("{}?select=accounts", one(&person))).expect(200);
    assert!(seen.get("accounts").is_none(), "shown to Self and O+ only");
    assert_eq!(seen["currentAccount"]["id"], tenant.id, "shown where it is their own account");
    let list = tenant.admin.get(BASE).expect(200);
    assert_eq!(
        (&list["$meta"]["pagination"]["total"], &list["data"][0]["id"]),
        (&json!(1), &json!(person.user))
    );
    tenant.operator.post(BASE, &json!({})).problem(405, "method-not-allowed");
}

#[test]
fn r1_r2_people_are_seen_by_the_operator_and_their_accounts_administrators() {
    let (own, other) = (Tenant::new("users_r1"), Tenant::new("users_r1_other"));
    let person = own.join("mara");
    own.operator.get(&one(&person)).expect(200);
    own.admin.get(&one(&person)).expect(200);
    for client in [&own.member, &other.admin] {
        client.get(&one(&person)).problem(404, "not-found");
        assert_eq!(
            client.get(&format!("{BASE}?eq(email,'{}')", person.email)).expect(200)["data"],
            json!([])
        );
    }
    for bad in [unknown("USR"), "USR-1", "nonsense", &person.membership] {
        own.operator.get(&format!("{BASE}/{bad}")).problem(404, "not-found");
    }
}

#[test]
fn r31_the_operator_edits_names_phone_and_settings_and_nobody_the_email() {
    let tenant = Tenant::new("users_r31");
    let person = tenant.join("mara");
    let before = tenant.operator.get(&one(&person)).expect(200);
    let body = json!({
        "firstName": " Mara ", "lastName": "Lindqvist", "email": "other@example.com", "status": "Blocked",
        "phone": {"prefix": "+34", "number": "(660) 707-172"}, "settings": {"cultureCode": "en-GB", "timeZone": "UTC"}
    });
    let user = tenant.operator.put(&one(&person), &body).expect(200);
    assert_eq!((&user["name"], &user["email"]), (&json!("Mara Lindqvist"), &json!(person.email)));
    assert_eq!((&user["status"], &user["phone"]["prefix"]), (&json!("Active"), &json!("+34")));
    assert_eq!(user["revision"].as_u64().unwrap(), before["revision"].as_u64().unwrap() + 1);
    let put = |body: &Value| tenant.operator.put(&one(&person), body);
    let merged = put(&json!({"settings": {"languageCode": "en"}})).expect(200);
    assert_eq!(merged["settings"], json!({"cultureCode": "en-GB", "languageCode": "en", "timeZone": "UTC"}));
    let wrapped = put(&json!({"node": {"id": 1}, "data": {"lastName": "Wrapped"}})).expect(200);
    assert_eq!(wrapped["lastName"], "Wrapped");
    assert!(put(&json!({"phone": null})).expect(200).get("phone").is_none());
    put(&json!({"firstName": null, "lastName": "x".repeat(101), "settings": {"cultureCode": "en-GB-oed"}}))
        .refuses(400, "validation-failed", &["firstName", "lastName", "settings.cultureCode"]);
    put(&json!({"phone": {"prefix": "plus", "number": "1"}})).problem(400, "validation-failed");
    put(&json!({"settings": []})).refuses(400, "validation-failed", &["settings"]);
}

#[test]
fn r32_a_token_is_never_the_person() {
    let (tenant, other) = (Tenant::new("users_r32"), Tenant::new("users_r32_other"));
    let person = tenant.join("mara");
    let path = one(&person);
    let current = json!({"currentAccount": {"id": tenant.id}});
    let elsewhere = json!({"currentAccount": {"id": unknown("ACC")}});
    tenant.operator.put(&path, &current).expect(200);
    tenant.operator.put(&path, &elsewhere).problem(403, "forbidden");
    tenant.admin.put(&path, &json!({"firstName": "x"})).problem(403, "forbidden");
    tenant.admin.get(&format!("{path}/accounts")).problem(403, "forbidden");
    let favorite = format!("{path}/accounts/{}", tenant.id);
    for client in [&tenant.operator, &tenant.admin] {
        client.put(&favorite, &json!({"favorite": true})).problem(403, "forbidden");
    }
    for client in [&tenant.member, &other.admin] {
        client.put(&path, &json!({"firstName": "x"})).problem(404, "not-found");
        client.get(&format!("{path}/accounts")).problem(404, "not-found");
        client.put(&favorite, &json!({"favorite": true})).problem(404, "not-found");
    }
    assert_eq!(tenant.operator.get(&path).expect(200)["firstName"], "Tom");
}

#[test]
fn the_operator_lists_a_persons_accounts() {
    let (tenant, other) = (Tenant::new("users_accounts"), Tenant::new("users_accounts_other"));
    let person = tenant.join("mara");
    other.operator.post(&other.users(), &invitation(&person.email, &other.group)).expect(201);
    let list = tenant.operator.get(&format!("{}/accounts", one(&person))).expect(200);
    assert_eq!(list["$meta"]["pagination"]["total"], 2);
    let entry =
        |id: &str| list["data"].as_array().unwrap().iter().find(|entry| entry["id"] == id).unwrap().clone();
    assert_eq!(entry(&tenant.id)["favorite"], false);
    assert_eq!(entry(&tenant.id)["invitation"]["status"], "Active");
    assert_eq!(entry(&other.id)["invitation"]["status"], "Invited");
    assert_eq!(entry(&other.id)["name"], "users_accounts_other");
    tenant.operator.get(&format!("{BASE}/{}/accounts", unknown("USR"))).problem(404, "not-found");
}

#[test]
fn every_transition_of_the_user_table_is_as_printed() {
    let tenant = Tenant::new("users_states");
    tenant.join("stays");
    let operator = &tenant.operator;
    let refused = |person: &Person, verbs: &[&str]| {
        for name in verbs {
            verb(operator, person, name).refuses(400, "invalid-transition", &["status"]);
        }
    };
    let delete = |person: &Person| operator.delete(&one(person));
    for person in [tenant.invite("invited"), tenant.join("active")] {
        let before = status(operator, &person);
        refused(&person, &["unblock"]);
        delete(&person).refuses(400, "invalid-transition", &["status"]);
        assert_eq!(verb(operator, &person, "block").expect(200)["status"], "Blocked");
        refused(&person, &["block"]);
        assert_eq!(verb(operator, &person, "unblock").expect(200)["status"], before, "recomputed");
        operator.delete(&format!("{}/{}", tenant.users(), person.user)).expect(204);
        assert_eq!(status(operator, &person), "Disabled");
        refused(&person, &["unblock"]);
        verb(operator, &person, "block").expect(200);
        delete(&person).expect(204);
        assert_eq!(status(operator, &person), "Deleted");
        refused(&person, &["block", "unblock"]);
        delete(&person).refuses(400, "invalid-transition", &["status"]);
        operator.put(&one(&person), &json!({"firstName": "x"})).refuses(
            400,
            "invalid-transition",
            &["status"],
        );
    }
}

#[test]
fn r26_blocking_stops_codes_and_shows_in_memberships() {
    let tenant = Tenant::new("users_r26");
    let person = tenant.invite("tom");
    verb(&tenant.operator, &person, "block").expect(200);
    person.accept(&tenant.operator).problem(401, "authentication-failed");
    let membership = tenant.operator.get(&format!("{}/{}", tenant.users(), person.user)).expect(200);
    assert_eq!(membership["status"], "Blocked");
    verb(&tenant.operator, &person, "unblock").expect(200);
    person.accept(&tenant.operator).expect(200);
    for client in [&tenant.admin, &tenant.member] {
        let expected = if client.credential() == tenant.admin.credential() { 403 } else { 404 };
        for name in ["block", "unblock"] {
            assert_eq!(verb(client, &person, name).status, expected);
        }
        assert_eq!(client.delete(&one(&person)).status, expected);
    }
}

#[test]
fn r27_deletion_ends_memberships_and_frees_the_email_but_not_the_id() {
    let tenant = Tenant::new("users_r27");
    tenant.join("stays");
    let person = tenant.join("mara");
    verb(&tenant.operator, &person, "block").expect(200);
    tenant.operator.delete(&one(&person)).expect(204);
    tenant.admin.get(&one(&person)).problem(404, "not-found");
    let membership = format!("{}/{}", tenant.users(), person.user);
    tenant.operator.get(&membership).problem(404, "not-found");
    let by_id = format!("{BASE}?id={}", person.user);
    assert_eq!(tenant.operator.get(&by_id).expect(200)["data"], json!([]), "R46: in no list");
    let anew = tenant.invite("mara");
    assert_eq!(anew.email, person.email);
    assert_ne!(anew.user, person.user);
    assert_eq!(tenant.events_of(&person.user), ["user.blocked", "user.deleted"]);
}

#[test]
fn r29_a_code_sets_the_password_and_accepts_in_one_step() {
    let tenant = Tenant::new("users_r29");
    let person = tenant.invite("tom");
    let path = format!("{}/set-password", one(&person));
    let nobody = tenant.admin.anonymous();
    for body in [
        json!({}),
        json!({"password": PASSWORD}),
        json!({"password": PASSWORD, "invitationCode": 7}),
        json!({"password": PASSWORD, "invitationCode": ""}),
        json!({"password": PASSWORD, "invitationCode": person.code.to_lowercase()}),
    ] {
        nobody.post(&path, &body).problem(401, "authentication-failed");
    }
    set_password(&nobody, &person.user, "short", &person.code).refuses(
        400,
        "validation-failed",
        &["password"],
    );
    let user = person.accept(&nobody).expect(200);
    assert_eq!((&user["status"], &user["currentAccount"]["id"]), (&json!("Active"), &json!(tenant.id)));
    person.accept(&nobody).problem(401, "authentication-failed");
    assert_eq!(tenant.events_of(&person.membership), ["account-user.invited", "account-user.joined"]);
}

#[test]
fn r29_the_operator_sets_a_password_only_before_the_first_activation() {
    let tenant = Tenant::new("users_r29_operator");
    let person = tenant.invite("tom");
    let path = format!("{}/set-password", one(&person));
    let body = json!({"password": PASSWORD});
    tenant.admin.post(&path, &body).problem(403, "forbidden");
    tenant.member.post(&path, &body).problem(404, "not-found");
    let user = tenant.operator.post(&path, &body).expect(200);
    assert_eq!(user["status"], "Invited", "status unchanged");
    tenant.operator.post(&path, &json!({})).problem(400, "validation-failed");
    let membership = format!("{BASE}/{}/set-password", person.membership);
    tenant.operator.post(&membership, &body).problem(404, "not-found");
    person.accept(&tenant.operator).expect(200);
    tenant.operator.post(&path, &body).problem(403, "forbidden");
}

#[test]
fn r29_somebody_activated_elsewhere_signs_in_instead_of_using_a_code() {
    let (home, other) = (Tenant::new("users_r29_home"), Tenant::new("users_r29_elsewhere"));
    let person = home.join("mara");
    let second = Person::of(
        &other.operator.post(&other.users(), &invitation(&person.email, &other.group)).expect(201),
    );
    assert_eq!(second.user, person.user);
    second.accept(&home.operator).problem(401, "authentication-failed");
}

#[test]
fn r30_weak_passwords_are_refused() {
    let tenant = Tenant::new("users_r30_context words");
    let email = "somebody.with.a.long.name@r30.example";
    let made = tenant.operator.post(&tenant.users(), &invitation(email, &tenant.group)).expect(201);
    let person = Person::of(&made);
    for weak in [
        "fourteen chars",
        "",
        &"x".repeat(257),
        email,
        "1somebody.with.a.long.name!",
        "users_r30_context words",
    ] {
        set_password(&tenant.operator, &person.user, weak, &person.code).refuses(
            400,
            "validation-failed",
            &["password"],
        );
    }
    set_password(&tenant.operator, &person.user, "ünïcödé  \u{1F41F} passphrase", &person.code).expect(200);
}

#[test]
fn r25_status_is_the_best_of_the_memberships() {
    let (first, second) = (Tenant::new("users_r25"), Tenant::new("users_r25_second"));
    first.join("stays");
    let person = first.invite("tom");
    assert_eq!(status(&first.operator, &person), "Invited");
    person.accept(&first.operator).expect(200);
    second.operator.post(&second.users(), &invitation(&person.email, &second.group)).expect(201);
    assert_eq!(status(&first.operator, &person), "Active");
    first.operator.delete(&format!("{}/{}", first.users(), person.user)).expect(204);
    assert_eq!(status(&first.operator, &person), "Invited");
    second.operator.delete(&format!("{}/{}", second.users(), person.user)).expect(204);
    assert_eq!(status(&first.operator, &person), "Disabled");
}

#[test]
fn single_sign_on_is_disabled_for_whoever_is_visible() {
    let (tenant, other) = (Tenant::new("users_sso"), Tenant::new("users_sso_other"));
    let person = tenant.join("mara");
    for name in ["sso", "sso-check"] {
        let path = format!("{}/{name}", one(&person));
        assert_eq!(tenant.admin.get(&path).expect(200), json!({"status": "disabled"}));
        assert_eq!(tenant.admin.verb(&path).expect(200), json!({"status": "disabled"}));
        other.admin.get(&path).problem(404, "not-found");
        other.admin.verb(&path).problem(404, "not-found");
    }
}

#[test]
fn r49_what_the_operator_does_to_a_person_is_seen_by_their_accounts() {
    let (first, second) = (Tenant::new("users_r49"), Tenant::new("users_r49_second"));
    let person = first.join("mara");
    second.operator.post(&second.users(), &invitation(&person.email, &second.group)).expect(201);
    first.operator.put(&one(&person), &json!({"firstName": "Other"})).expect(200);
    for tenant in [&first, &second] {
        assert_eq!(tenant.events_of(&person.user), ["user.updated"]);
    }
    assert_eq!(Tenant::new("users_r49_third").events_of(&person.user), Vec::<String>::new());
}

#[test]
fn invitations_by_an_administrator_reach_a_person_too() {
    let tenant = Tenant::new("users_mail");
    let billing = tenant.group("Billing", &[BILLING]);
    let email = tenant.email("tom");
    let made = tenant.admin.post(&tenant.users(), &invitation(&email, &billing)).expect(201);
    let link = link_to(&site().mail, &email, "");
    let user = set_password(&tenant.admin, &id_of(&made["user"]), PASSWORD, &link.code).expect(200);
    assert_eq!(user["id"], made["user"]["id"]);
}

//! Making internal users (B7).

use serde_json::{Value, json};

use super::super::{refused, refused_as};
use super::{EXTERNAL, INTERNAL, accept, get, mail_with, name_of, new, owned, shown, with};
use crate::harness::Tenant;
use crate::harness::ids::{ACCESS, BILLING, REPORTING};
use crate::harness::mail::mails_to;
use crate::harness::site;

#[test]
fn p_r24_p_r31_an_internal_user_is_pending_and_invited_and_becomes_active() {
    let (tenant, _) = owned("users_pending");
    tenant.group("reviewer", &[BILLING]);
    let email = tenant.email("Ana");
    let made = tenant.admin.post(INTERNAL, &new(&email, "reviewer")).expect(200);
    let expected = json!({
        "id": made["id"], "email": email.to_lowercase(), "userName": "Ana Ruiz", "phone": "+34 600000000",
        "domain": name_of(&tenant), "role": "reviewer", "roleList": ["reviewer"], "owner": false,
        "status": "pending", "external": false, "externalId": null,
    });
    assert_eq!(made, expected);
    assert!(made["id"].as_str().unwrap().starts_with("USR-"), "{made}");
    assert_eq!(shown(&tenant, &email), made);
    let link = accept(&made, &tenant.operator);
    assert_eq!(shown(&tenant, &email), with(made.clone(), &[("status", json!("active"))]));
    let user =
        tenant.operator.get(&format!("/v1/accounts/users/{}", made["id"].as_str().unwrap())).expect(200);
    assert_eq!(
        (&user["firstName"], &user["lastName"], &user["phone"]),
        (&json!("Ana"), &json!("Ruiz"), &json!({"prefix": "+34", "number": "600000000"}))
    );
    assert_eq!(tenant.events_of(&link.membership), ["account-user.invited", "account-user.joined"]);
}

#[test]
fn p_r31_a_name_may_be_one_word_and_a_phone_without_a_country_code() {
    let (tenant, _) = owned("users_one_word");
    let body = json!({"email": tenant.email("zoe"), "role": "ADMIN", "userName": "Zoe\u{308}", "phone": "+4790000000"});
    let made = tenant.admin.post(INTERNAL, &body).expect(200);
    assert_eq!((&made["userName"], &made["phone"]), (&json!("Zoë"), &json!("+4790000000")));
    accept(&made, &tenant.operator);
    let person = tenant.admin.get(&format!("/v2/user/internal/{}", made["id"].as_str().unwrap())).expect(200);
    assert_eq!((&person["userName"], &person["phone"]), (&json!("Zoë"), &json!("+4790000000")));
    let user =
        tenant.operator.get(&format!("/v1/accounts/users/{}", made["id"].as_str().unwrap())).expect(200);
    assert_eq!(user["firstName"], "Zoë");
    let bare = json!({"email": tenant.email("bare"), "role": "ADMIN", "userName": "Bo", "phone": ""});
    assert_eq!(tenant.admin.post(INTERNAL, &bare).expect(200)["phone"], Value::Null);
}

#[test]
fn p_r24_a_deleted_membership_is_not_revived() {
    let (tenant, _) = owned("users_again");
    let email = tenant.email("ana");
    let made = tenant.admin.post(INTERNAL, &new(&email, "NO_PRIVILEGES")).expect(200);
    let first = accept(&made, &tenant.operator).membership;
    tenant.operator.delete(&format!("/v1/accounts/account-users/{first}")).expect(204);
    refused_as(&get(&tenant, &email), 404);
    let again = tenant.admin.post(INTERNAL, &new(&email, "ADMIN")).expect(200);
    assert_eq!(
        (&again["id"], &again["status"]),
        (&made["id"], &json!("pending")),
        "known and activated, asked anew"
    );
    let link =
        crate::harness::mail::link_to(&site().mail, &email, &super::Link::read(&last_link(&email, 1)).code);
    assert_ne!(link.membership, first);
}

/// The link of the n-th invitation to an address.
fn last_link(email: &str, n: usize) -> String {
    let mails = mails_to(&site().mail, email);
    let links = mails.iter().filter_map(|mail| {
        mail.split_whitespace().find(|word| word.contains("/accept-invite?code=")).map(str::to_owned)
    });
    links.take(n).last().unwrap()
}

#[test]
fn p_r23_externalid_of_internal_users_and_owner_false_are_ignored() {
    let (tenant, _) = owned("users_ignored");
    let body = with(
        new(&tenant.email("a"), "ADMIN"),
        &[("externalId", json!({"any": ["thing"]})), ("owner", json!(false)), ("phone", Value::Null)],
    );
    let made = tenant.admin.post(INTERNAL, &body).expect(200);
    assert_eq!(
        (&made["externalId"], &made["owner"], &made["phone"]),
        (&Value::Null, &json!(false), &Value::Null)
    );
    for path in [INTERNAL, EXTERNAL] {
        let body =
            with(new(&tenant.email("b"), "ADMIN"), &[("externalId", json!("E")), ("owner", json!(true))]);
        refused(&tenant.admin.post(path, &body), 400, 104);
    }
    refused_as(&get(&tenant, &tenant.email("b")), 404);
}

#[test]
fn p_r23_a_known_person_keeps_name_and_phone_and_needs_none_from_multitenant_credentials() {
    let (tenant, _) = owned("users_known");
    let known = Tenant::new("users_known_home").join("known");
    let nameless = json!({"email": known.email, "role": "ADMIN"});
    refused(&tenant.admin.post(INTERNAL, &nameless), 400, 102);
    let stranger = json!({"email": tenant.email("x"), "role": "ADMIN", "domain": tenant.id});
    refused(&tenant.operator.post(INTERNAL, &stranger), 400, 102);
    let made = tenant.operator.post(INTERNAL, &with(nameless, &[("domain", json!(tenant.id))])).expect(200);
    assert_eq!((&made["id"], &made["status"]), (&json!(known.user), &json!("pending")));
    assert_eq!(made["userName"], Value::Null, "nobody here was told the name");
    let user = tenant.operator.get(&format!("/v1/accounts/users/{}", known.user)).expect(200);
    assert_eq!(user["firstName"], "Tom");
}

#[test]
fn p_r2_the_domain_of_the_body_agrees_with_the_credential() {
    let (tenant, _) = owned("users_domain");
    let (other, _) = owned("users_domain_other");
    let body = |domain: Value| with(new(&tenant.email("a"), "ADMIN"), &[("domain", domain)]);
    for foreign in [other.id.as_str(), &name_of(&other), "ACC-9191-9191", "no such"] {
        refused_as(&tenant.admin.post(INTERNAL, &body(json!(foreign))), 404);
        refused_as(&tenant.admin.post(EXTERNAL, &body(json!(foreign))), 404);
    }
    for missing in [Value::Null, json!(""), json!(" ")] {
        refused(&tenant.operator.post(INTERNAL, &body(missing)), 400, 102);
    }
    refused(&tenant.operator.post(INTERNAL, &new(&tenant.email("a"), "ADMIN")), 400, 102);
    refused(&tenant.operator.post(INTERNAL, &body(json!(7))), 400, 100);
    refused(&tenant.admin.post(INTERNAL, &body(json!(7))), 400, 100);
    refused_as(&tenant.operator.post(INTERNAL, &body(json!("ACC-9191-9191"))), 404);
    refused_as(&tenant.member.post(INTERNAL, &body(json!(other.id))), 404);
    refused_as(&tenant.member.post(INTERNAL, &body(Value::Null)), 403);
    assert_eq!(
        tenant.admin.post(INTERNAL, &body(json!(name_of(&tenant)))).expect(200)["domain"],
        name_of(&tenant)
    );
}

#[test]
fn p_r22_bodies_are_refused_by_the_least_number() {
    let (tenant, _) = owned("users_bodies");
    let good = || with(new(&tenant.email("a"), "ADMIN"), &[("externalId", json!("E"))]);
    let long = "x".repeat(101);
    for (name, value, code) in [
        ("email", json!(7), 100),
        ("role", json!(["ADMIN"]), 100),
        ("owner", json!("no"), 100),
        ("unknown", json!(1), 101),
        ("status", json!("active"), 101),
        ("email", json!(""), 102),
        ("email", Value::Null, 102),
        ("role", json!(" "), 102),
        ("userName", Value::Null, 102),
        ("userName", json!(""), 102),
        ("userName", json!("-Ana"), 105),
        ("userName", json!("Łukasz"), 105),
        ("userName", json!(long), 105),
        ("role", json!("a,b"), 106),
        ("role", json!("größe"), 106),
        ("role", json!("x".repeat(65)), 106),
        ("phone", json!("600000000"), 107),
        ("phone", json!("+34-600000000"), 107),
        ("phone", json!("+123456"), 107),
        ("email", json!("ana"), 108),
        ("email", json!("a b@example.com"), 108),
        ("email", json!(format!("{}@example.com", "x".repeat(320))), 108),
        ("role", json!("unknown"), 111),
        ("role", json!("UGR-9191-9191"), 111),
    ] {
        for path in [INTERNAL, EXTERNAL] {
            refused(&tenant.admin.post(path, &with(good(), &[(name, value.clone())])), 400, code);
        }
    }
    let several = json!({"email": "x", "role": "a,b", "phone": "1"});
    refused(&tenant.admin.post(INTERNAL, &several), 400, 102);
    refused_as(&tenant.member.post(INTERNAL, &several), 403);
    refused(
        &tenant.admin.send("POST", INTERNAL, &[("content-type", "application/json")], Some(b"{")),
        400,
        100,
    );
    refused_as(&tenant.admin.send("POST", INTERNAL, &[], Some(b"{}")), 415);
    refused_as(&get(&tenant, &tenant.email("a")), 404);
}

#[test]
fn p_r39_roles_are_given_by_who_holds_their_modules() {
    let (tenant, _) = owned("users_grants");
    tenant.group("billing", &[BILLING]);
    tenant.group("reports", &[REPORTING]);
    let clerk = tenant.token("Clerk", &[ACCESS, BILLING]).client;
    for role in ["ADMIN", "OWNER", "reports", &tenant.group] {
        for path in [INTERNAL, EXTERNAL] {
            let body =
                with(new(&tenant.email("a"), role), &[("externalId", json!("E")), ("phone", json!("wrong"))]);
            refused_as(&clerk.post(path, &body), 403);
        }
    }
    let made = clerk.post(INTERNAL, &new(&tenant.email("a"), "billing")).expect(200);
    assert_eq!(made["role"], "billing");
    let made = clerk.post(INTERNAL, &new(&tenant.email("b"), "no_privileges")).expect(200);
    assert_eq!(made["roleList"], json!(["NO_PRIVILEGES"]));
}

#[test]
fn p_r15_a_role_is_named_in_any_of_its_ways() {
    let (tenant, _) = owned("users_role_names");
    let reviewer = tenant.group("reviewer", &[BILLING]);
    for (n, (sent, shown)) in
        [("admin", "ADMIN"), (tenant.group.as_str(), "ADMIN"), (&reviewer, "reviewer")].iter().enumerate()
    {
        let made = tenant.admin.post(INTERNAL, &new(&tenant.email(&format!("u{n}")), sent)).expect(200);
        assert_eq!(made["role"], *shown);
    }
}

#[test]
fn p_r38_making_a_user_leaves_one_record_and_a_refusal_none() {
    let (tenant, _) = owned("users_audit");
    let before = tenant.audit_total();
    let made = tenant.admin.post(INTERNAL, &new(&tenant.email("a"), "ADMIN")).expect(200);
    assert_eq!(tenant.audit_total(), before + 1);
    let told = refused(&tenant.admin.post(INTERNAL, &new(&tenant.email("a"), "ADMIN")), 400, 110);
    assert!(told.contains("already exists"), "{told}");
    assert_eq!(tenant.audit_total(), before + 1);
    let records = tenant.admin.get("/v1/audit/records?order=-timestamp&limit=1").expect(200);
    let record = records["data"][0].to_string();
    assert!(record.contains("account-user.invited") && record.contains("Ana Ruiz"), "{record}");
    let link = crate::harness::mail::link_to(&site().mail, made["email"].as_str().unwrap(), "");
    assert!(!record.contains(&link.code), "{record}");
    mail_with(made["email"].as_str().unwrap(), "7 days");
}

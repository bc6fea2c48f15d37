//! Changing, removing and reading members (R2, R6, R15, R21–R24).

use serde_json::{Value, json};

use super::{FAMILY_B, addresses, collections, status};
use crate::harness::ids::{ACCESS, BILLING, CATALOGUE, REPORTING, unknown};
use crate::harness::mail::{link_to, mails_to};
use crate::harness::person::{PASSWORD, invitation, set_password};
use crate::harness::tenant::{id_of, references};
use crate::harness::wait::until;
use crate::harness::{Answer, Tenant, site};

#[test]
fn r15_groups_are_of_the_same_account() {
    let (own, other) = (Tenant::new("members_r15"), Tenant::new("members_r15_other"));
    let body = invitation(&own.email("x"), &other.group);
    own.operator.post(&own.users(), &body).refuses(400, "validation-failed", &["groups[0].id"]);
    let person = own.invite("tom");
    let [path, ..] = addresses(&own, &person);
    let foreign = references(&[&own.group, &other.group]);
    own.operator.put(&path, &json!({"groups": foreign})).refuses(400, "validation-failed", &["groups[1].id"]);
    own.operator.put(&format!("{path}/groups"), &foreign).refuses(
        400,
        "validation-failed",
        &["groups[1].id"],
    );
    let one = json!({"id": other.group});
    own.operator.post(&format!("{path}/groups"), &one).refuses(400, "validation-failed", &["id"]);
}

#[test]
fn groups_are_added_replaced_and_removed_through_every_address() {
    let tenant = Tenant::new("members_groups");
    let extra = tenant.group("Extra", &[BILLING]);
    let person = tenant.join("tom");
    tenant.join("second");
    for path in addresses(&tenant, &person) {
        let groups = format!("{path}/groups");
        let has = |answer: &Value| -> Vec<String> {
            answer["groups"].as_array().unwrap().iter().map(id_of).collect()
        };
        let added = tenant.admin.post(&groups, &json!({"id": extra})).expect(200);
        assert_eq!(has(&added).len(), 2);
        let same = tenant.admin.post(&groups, &json!({"id": extra})).expect(200);
        assert_eq!(same["revision"], added["revision"], "already in it: unchanged");
        let replaced = tenant.admin.put(&groups, &references(&[&extra])).expect(200);
        assert_eq!(has(&replaced), [extra.as_str()]);
        let last = tenant.admin.delete(&format!("{groups}/{extra}"));
        last.refuses(400, "validation-failed", &["groups"]);
        tenant.admin.delete(&format!("{groups}/{}", tenant.group)).problem(404, "not-found");
        tenant.admin.delete(&format!("{groups}/nonsense")).problem(404, "not-found");
        tenant.operator.put(&path, &json!({"groups": references(&[&tenant.group, &extra])})).expect(200);
        let removed = tenant.admin.delete(&format!("{groups}/{extra}"));
        assert_eq!((removed.status, removed.text.as_str()), (204, ""));
        assert_eq!(has(&tenant.admin.get(&path).expect(200)), [tenant.group.as_str()]);
        tenant.admin.put(&groups, &json!([])).refuses(400, "validation-failed", &["groups"]);
        tenant.admin.put(&groups, &json!({"id": extra})).problem(400, "malformed-request");
        tenant.admin.post(&groups, &json!([{"id": extra}])).problem(400, "malformed-request");
        tenant.admin.post(&groups, &json!({})).refuses(400, "validation-failed", &["id"]);
    }
}

#[test]
fn r6_nobody_grants_what_they_do_not_hold() {
    let tenant = Tenant::new("members_r6");
    let light = tenant.token("Light", &[ACCESS, REPORTING]).client;
    let billing = tenant.group("Billing", &[BILLING]);
    let reporting = tenant.group("Reporting", &[REPORTING]);
    let body = invitation(&tenant.email("x"), &billing);
    light.post(&tenant.users(), &body).problem(403, "forbidden");
    let person = tenant.join_to(&reporting, "tom");
    let [path, ..] = addresses(&tenant, &person);
    light.post(&format!("{path}/groups"), &json!({"id": billing})).problem(403, "forbidden");
    light.put(&format!("{path}/groups"), &references(&[&tenant.group])).problem(403, "forbidden");
    light.put(&path, &json!({"groups": references(&[&billing])})).problem(403, "forbidden");
    tenant.admin.post(&format!("{path}/groups"), &json!({"id": billing})).expect(200);
    light.put(&format!("{path}/groups"), &references(&[&billing])).expect(200);
    light.post(&tenant.users(), &invitation(&tenant.email("y"), &reporting)).expect(201);
}

#[test]
fn r21_the_last_administrator_stays_by_every_way_out() {
    let tenant = Tenant::new("members_r21");
    let extra = tenant.group("Extra", &[BILLING]);
    let last = tenant.join("last");
    tenant.invite("only-invited");
    tenant
        .operator
        .post(&format!("{}/groups", addresses(&tenant, &last)[0]), &json!({"id": extra}))
        .expect(200);
    for path in addresses(&tenant, &last) {
        let refused = |answer: Answer| answer.refuses(400, "last-administrator", &["groups"]);
        refused(tenant.admin.delete(&path));
        refused(tenant.admin.delete(&format!("{path}/groups/{}", tenant.group)));
        refused(tenant.admin.put(&format!("{path}/groups"), &references(&[&extra])));
        refused(tenant.admin.put(&path, &json!({"groups": references(&[&extra])})));
    }
    let second = tenant.join("second");
    tenant.admin.delete(&addresses(&tenant, &last)[0]).expect(204);
    tenant.operator.delete(&addresses(&tenant, &second)[0]).expect(204);
}

#[test]
fn r21_in_the_operations_account_nobody_is_exempt() {
    let site = site();
    let users = format!("/v1/accounts/accounts/{}/users", site.operations);
    let list = site.operator.get(&users).expect(200);
    assert_eq!(list["$meta"]["pagination"]["total"], 1, "{list}");
    let id = id_of(&list["data"][0]);
    site.operator.delete(&format!("{users}/{id}")).refuses(400, "last-administrator", &["groups"]);
    site.operator.verb(&format!("/v1/accounts/users/{id}/block")).refuses(
        400,
        "last-administrator",
        &["groups"],
    );
}

#[test]
fn r23_removal_is_final_mailed_and_kills_the_link() {
    let tenant = Tenant::new("members_r23");
    tenant.join("stays");
    let (invited, joined) = (tenant.invite("invited"), tenant.join("joined"));
    for person in [&invited, &joined] {
        let answer = tenant.admin.delete(&addresses(&tenant, person)[0]);
        assert_eq!((answer.status, answer.text.as_str()), (204, ""));
        for path in addresses(&tenant, person) {
            for client in [&tenant.admin, &tenant.operator] {
                client.get(&path).problem(404, "not-found");
                client.delete(&path).problem(404, "not-found");
                client.put(&path, &json!({})).problem(404, "not-found");
            }
        }
        let user = tenant.operator.get(&format!("/v1/accounts/users/{}", person.user)).expect(200);
        assert_eq!(status(&user), "Disabled", "R25: without a membership");
        assert!(user.get("currentAccount").is_none());
        tenant.admin.get(&format!("/v1/accounts/users/{}", person.user)).problem(404, "not-found");
    }
    invited.accept(&tenant.operator).problem(401, "authentication-failed");
    until("the mail about the removal", || {
        let mails = mails_to(&site().mail, &joined.email);
        mails.iter().any(|mail| mail.contains("no longer a member")).then_some(())
    });
}

#[test]
fn r24_names_change_until_the_person_was_activated_or_is_known_elsewhere() {
    let (tenant, other) = (Tenant::new("members_r24"), Tenant::new("members_r24_other"));
    let person = tenant.invite("tom");
    let [path, _, own] = addresses(&tenant, &person);
    let rename = |path: &str, name: &str| {
        tenant.admin.put(path, &json!({"user": {"firstName": name}})).expect(200);
        tenant.operator.get(&format!("/v1/accounts/users/{}", person.user)).expect(200)["firstName"].clone()
    };
    assert_eq!(rename(&path, "Thomas"), "Thomas");
    assert_eq!(rename(&own, "Tomas"), "Tomas");
    assert_eq!(tenant.admin.get(&path).expect(200)["firstName"], "Tomas");
    tenant.admin.put(&path, &json!({"user": {"firstName": ""}})).refuses(
        400,
        "validation-failed",
        &["user.firstName"],
    );
    other.operator.post(&other.users(), &invitation(&person.email, &other.group)).expect(201);
    assert_eq!(rename(&path, "Ignored"), "Tomas", "a member elsewhere");
}

#[test]
fn r2_a_member_without_access_management_sees_no_members_and_manages_none() {
    let tenant = Tenant::new("members_r2");
    let person = tenant.join("tom");
    for path in collections(&tenant) {
        assert_eq!(tenant.member.get(&path).expect(200)["data"], json!([]));
        let mut body = invitation(&tenant.email("x"), &tenant.group);
        body["account"] = json!({"id": tenant.id});
        tenant.member.post(&path, &body).problem(403, "forbidden");
    }
    for path in addresses(&tenant, &person) {
        tenant.member.get(&path).problem(404, "not-found");
        tenant.member.delete(&path).problem(404, "not-found");
        tenant.member.verb(&format!("{path}/resend-invite")).problem(404, "not-found");
    }
}

#[test]
fn a_membership_of_one_account_is_not_found_under_another() {
    let (tenant, other) = (Tenant::new("members_paths"), Tenant::new("members_paths_other"));
    let person = tenant.join("tom");
    tenant.operator.get(&format!("{}/{}", other.users(), person.user)).problem(404, "not-found");
    tenant.operator.get(&format!("{}/{}", tenant.users(), person.membership)).problem(404, "not-found");
    tenant.operator.get(&format!("{FAMILY_B}/{}", person.user)).problem(404, "not-found");
    tenant.operator.get(&format!("/v1/accounts/{}/users", unknown("ACC"))).problem(404, "not-found");
    tenant.operator.get(&format!("/v1/accounts/{}/users", person.user)).problem(404, "not-found");
}

#[test]
fn select_adds_modules_and_audit_of_a_membership() {
    let tenant = Tenant::new("members_select");
    let extra = tenant.group("Extra", &[BILLING]);
    let person = tenant.join_to(&extra, "tom");
    let [path, ..] = addresses(&tenant, &person);
    let plain = tenant.admin.get(&path).expect(200);
    let omitted = plain["$meta"]["omitted"].as_array().unwrap();
    assert!(omitted.contains(&json!("modules")) && omitted.contains(&json!("audit")), "{plain}");
    let full = tenant.admin.get(&format!("{path}?select=modules,audit,-settings")).expect(200);
    assert_eq!(full["modules"][0]["id"], BILLING);
    assert_eq!(full["modules"].as_array().unwrap().len(), 1);
    assert!(full["audit"]["joined"]["at"].is_string() && full["audit"]["created"]["by"]["id"].is_string());
    assert!(full["audit"].get("invited").is_none(), "dropped on joining");
    assert_ne!(full["modules"][0]["id"], CATALOGUE);
}

#[test]
fn r48_each_change_of_a_membership_leaves_one_record() {
    let tenant = Tenant::new("members_r48");
    let extra = tenant.group("Extra", &[BILLING]);
    tenant.join("stays");
    let person = tenant.invite("tom");
    let [path, ..] = addresses(&tenant, &person);
    tenant.admin.verb(&format!("{path}/resend-invite")).expect(200);
    let link = link_to(&site().mail, &person.email, &person.code);
    tenant.admin.put(&path, &json!({"user": {"lastName": "Other"}})).expect(200);
    set_password(&tenant.admin, &person.user, PASSWORD, &link.code).expect(200);
    tenant.admin.post(&format!("{path}/groups"), &json!({"id": extra})).expect(200);
    tenant.admin.delete(&path).expect(204);
    let expected = [
        "account-user.invited",
        "account-user.invite-resent",
        "account-user.updated",
        "account-user.joined",
        "account-user.groups-changed",
        "account-user.removed",
    ];
    assert_eq!(tenant.events_of(&person.membership), expected);
    let before = tenant.audit_total();
    tenant.admin.get(&path).problem(404, "not-found");
    tenant.admin.post(&tenant.users(), &json!({})).problem(400, "validation-failed");
    assert_eq!(tenant.audit_total(), before, "refusals leave none");
}

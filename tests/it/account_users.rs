//! Memberships through all three of their addresses (platform.md §3.2, §4, R14–R24).

use serde_json::{Value, json};

use crate::harness::ids::{ACCESS, BILLING, CATALOGUE, REPORTING, unknown};
use crate::harness::mail::{Link, link_to, mails_to};
use crate::harness::person::{PASSWORD, invitation, set_password};
use crate::harness::tenant::{id_of, references};
use crate::harness::{Person, Tenant, site};

const FAMILY_B: &str = "/v1/accounts/account-users";

/// The addresses of one membership: family A, its alias, family B.
fn addresses(tenant: &Tenant, person: &Person) -> [String; 3] {
    [
        format!("/v1/accounts/accounts/{}/users/{}", tenant.id, person.user),
        format!("/v1/accounts/{}/users/{}", tenant.id, person.user),
        format!("{FAMILY_B}/{}", person.membership),
    ]
}

/// The collections of an account's members.
fn collections(tenant: &Tenant) -> [String; 3] {
    [tenant.users(), format!("/v1/accounts/{}/users", tenant.id), FAMILY_B.to_owned()]
}

fn status(value: &Value) -> &str {
    value["status"].as_str().unwrap()
}

#[test]
fn an_invitation_makes_a_membership_that_all_three_addresses_show() {
    let tenant = Tenant::new("members_invite");
    for (n, collection) in collections(&tenant).iter().enumerate() {
        let mut body = invitation(&tenant.email(&format!("tom{n}")), &tenant.group);
        body["user"]["phone"] = json!({"prefix": "+34", "number": "660707172"});
        if n == 2 {
            body["account"] = json!({"id": tenant.id});
        }
        let answer = tenant.admin.post(collection, &body);
        let made = answer.expect(201);
        assert_eq!(status(&made), "Invited");
        assert_eq!(made["groups"][0]["id"], tenant.group);
        assert_eq!(made["account"]["id"], tenant.id);
        assert_eq!(made["user"]["email"], tenant.email(&format!("tom{n}")));
        assert_eq!(made["invitation"]["status"], "Invited");
        assert!(made["invitation"]["expiresAt"].is_string());
        assert!(made["invitation"].get("code").is_none(), "R18: A+ is not told the code");
        let id = if n == 2 { id_of(&made) } else { made["accountUser"]["id"].as_str().unwrap().to_owned() };
        assert!(id.starts_with("AUSR-"), "{id}");
        assert!(answer.header("location").unwrap().contains(&id_of(&made)), "{answer:?}");
        let person = Person {
            user: made["user"]["id"].as_str().unwrap().to_owned(),
            membership: id,
            email: String::new(),
            code: String::new(),
        };
        let [canonical, alias, own] = addresses(&tenant, &person).map(|path| tenant.admin.get(&path).expect(200));
        assert_eq!(canonical, alias);
        assert_eq!(canonical["id"], person.user);
        assert_eq!(canonical["accountUser"]["href"], format!("{FAMILY_B}/{}", person.membership));
        assert_eq!(canonical["href"], addresses(&tenant, &person)[0]);
        assert_eq!((&canonical["firstName"], &canonical["name"]), (&json!("Tom"), &json!("Tom Abara")));
        assert_eq!(own["id"], person.membership);
        assert_eq!(own["href"], addresses(&tenant, &person)[2]);
        assert!(own.get("accountUser").is_none() && own.get("firstName").is_none(), "{own}");
    }
    let totals = collections(&tenant).map(|path| {
        let list = tenant.admin.get(&path).expect(200);
        list["$meta"]["pagination"]["total"].as_u64().unwrap()
    });
    assert_eq!(totals, [3, 3, 3]);
}

#[test]
fn invitations_name_every_wrong_member() {
    let tenant = Tenant::new("members_wrong");
    let invite = |body: &Value| tenant.admin.post(&tenant.users(), body);
    invite(&json!({})).refuses(400, "validation-failed", &["groups"]);
    let groups = references(&[&tenant.group]);
    let keys = ["user.email", "user.firstName", "user.lastName"];
    invite(&json!({"groups": groups})).refuses(400, "validation-failed", &keys);
    invite(&json!({"groups": groups, "user": {"email": "nobody", "firstName": " ", "lastName": 7}}))
        .refuses(400, "validation-failed", &keys);
    let body = |groups: Value| {
        let mut body = invitation(&tenant.email("x"), &tenant.group);
        body["groups"] = groups;
        body
    };
    invite(&body(json!([]))).refuses(400, "validation-failed", &["groups"]);
    invite(&body(references(&[&tenant.group, unknown("UGR")]))).refuses(400, "validation-failed", &["groups[1].id"]);
    invite(&body(json!([{"id": 5}]))).problem(400, "validation-failed");
    let mut status = invitation(&tenant.email("x"), &tenant.group);
    status["invitation"] = json!({"status": "Blocked"});
    invite(&status).refuses(400, "validation-failed", &["invitation.status"]);
    let mut no_account = invitation(&tenant.email("x"), &tenant.group);
    tenant.admin.post(FAMILY_B, &no_account).refuses(400, "validation-failed", &["account.id"]);
    no_account["account"] = json!({"id": unknown("ACC")});
    tenant.admin.post(FAMILY_B, &no_account).refuses(400, "validation-failed", &["account.id"]);
}

#[test]
fn r7_a_body_that_names_another_account_than_the_path_is_400() {
    let (own, other) = (Tenant::new("members_r7"), Tenant::new("members_r7_other"));
    let mut body = invitation(&own.email("x"), &own.group);
    body["account"] = json!({"id": other.id});
    for client in [&own.admin, &own.operator] {
        client.post(&own.users(), &body).refuses(400, "validation-failed", &["account.id"]);
    }
    assert_eq!(own.operator.get(&format!("{}?limit=0", own.users())).expect(200)["$meta"]["pagination"]["total"], 0);
}

#[test]
fn r14_second_invitation_is_409() {
    let tenant = Tenant::new("members_r14");
    let person = tenant.invite("tom");
    let again = invitation(&person.email.to_uppercase(), &tenant.group);
    for client in [&tenant.admin, &tenant.operator] {
        client.post(&tenant.users(), &again).refuses(409, "conflict", &["user.email"]);
    }
    tenant.admin.delete(&addresses(&tenant, &person)[0]).expect(204);
    let anew = Person::of(&tenant.operator.post(&tenant.users(), &again).expect(201));
    assert_eq!(anew.user, person.user);
    assert_ne!(anew.membership, person.membership, "R14: whoever comes back gets a new id");
}

#[test]
fn r15_groups_are_of_the_same_account() {
    let (own, other) = (Tenant::new("members_r15"), Tenant::new("members_r15_other"));
    let body = invitation(&own.email("x"), &other.group);
    own.operator.post(&own.users(), &body).refuses(400, "validation-failed", &["groups[0].id"]);
    let person = own.invite("tom");
    let [path, ..] = addresses(&own, &person);
    let foreign = references(&[&own.group, &other.group]);
    own.operator.put(&path, &json!({"groups": foreign})).refuses(400, "validation-failed", &["groups[1].id"]);
    own.operator.put(&format!("{path}/groups"), &foreign).refuses(400, "validation-failed", &["groups[1].id"]);
    let one = json!({"id": other.group});
    own.operator.post(&format!("{path}/groups"), &one).refuses(400, "validation-failed", &["id"]);
}

#[test]
fn r16_a_known_email_reuses_the_person_and_leaves_the_profile() {
    let (first, second) = (Tenant::new("members_r16"), Tenant::new("members_r16_second"));
    let person = first.join("mara");
    let mut body = invitation(&person.email.to_uppercase(), &second.group);
    body["user"]["firstName"] = json!("Mary");
    let made = second.operator.post(&second.users(), &body).expect(201);
    assert_eq!(made["user"]["id"], person.user);
    let profile = second.operator.get(&format!("/v1/accounts/users/{}", person.user)).expect(200);
    assert_eq!((&profile["firstName"], &profile["status"]), (&json!("Tom"), &json!("Active")));
    let seen = second.admin.get(&format!("{}/{}", second.users(), person.user)).expect(200);
    assert_eq!((&seen["firstName"], status(&seen)), (&json!("Mary"), "Invited"), "R20: the inviter's names");
    assert_eq!(seen["user"]["status"], "Invited", "R20: not the person's own status");
}

#[test]
fn r17_only_the_operator_adds_at_once_and_only_whom_was_activated() {
    let (home, other) = (Tenant::new("members_r17"), Tenant::new("members_r17_other"));
    let person = home.join("mara");
    let mut body = invitation(&person.email, &other.group);
    body["invitation"] = json!({"status": "Active"});
    other.admin.post(&other.users(), &body).problem(403, "forbidden");
    let made = other.operator.post(&other.users(), &body).expect(201);
    assert_eq!(status(&made), "Active");
    assert!(made["invitation"].get("code").is_none());
    assert_eq!(other.events_of(made["accountUser"]["id"].as_str().unwrap()), ["account-user.added"]);
    let mut stranger = invitation(&other.email("stranger"), &other.group);
    stranger["invitation"] = json!({"status": "Active"});
    other.operator.post(&other.users(), &stranger).refuses(400, "validation-failed", &["invitation.status"]);
}

#[test]
fn r18_the_link_comes_by_mail_and_works_once() {
    let tenant = Tenant::new("members_r18");
    let email = tenant.email("tom");
    let made = tenant.admin.post(&tenant.users(), &invitation(&email, &tenant.group)).expect(201);
    let link = link_to(&site().mail, &email, "");
    assert!(link.url.starts_with("http://127.0.0.1:"), "{link:?}");
    assert_eq!(link.membership, made["accountUser"]["id"].as_str().unwrap());
    assert_eq!(link.code.len(), 43);
    let id = made["user"]["id"].as_str().unwrap();
    for (id, code) in [(id, "x".repeat(43)), (id, link.code[1..].to_owned()), (unknown("USR"), link.code.clone())] {
        set_password(&tenant.admin, id, PASSWORD, &code).problem(401, "authentication-failed");
    }
    let user = set_password(&tenant.admin, &link.membership, PASSWORD, &link.code).expect(200);
    assert_eq!((&user["id"], status(&user)), (&json!(id), "Active"));
    set_password(&tenant.admin, id, "another good password", &link.code).problem(401, "authentication-failed");
    let member = tenant.admin.get(&format!("{}/{id}", tenant.users())).expect(200);
    assert_eq!((status(&member), &member["invitation"]["status"]), ("Active", &json!("Active")));
    assert!(member["invitation"].get("expiresAt").is_none() || member["invitation"].get("code").is_none());
}

#[test]
fn r18_the_operator_is_told_the_code_once_and_nobody_reads_it_later() {
    let tenant = Tenant::new("members_r18_code");
    let made = tenant.operator.post(&tenant.users(), &invitation(&tenant.email("tom"), &tenant.group)).expect(201);
    let link = Link::read(made["invitation"]["url"].as_str().unwrap());
    assert_eq!(made["invitation"]["code"], link.code);
    let person = Person::of(&made);
    for path in addresses(&tenant, &person).iter().chain(&collections(&tenant)) {
        let answer = tenant.operator.get(path);
        assert_eq!(answer.status, 200);
        assert!(!answer.text.contains(&link.code), "{answer:?}");
    }
    let audit = tenant.operator.get(&format!("/v1/audit/records?object.id={}&select=documents", person.membership));
    audit.expect(200);
    assert!(!audit.text.contains(&link.code));
}

#[test]
fn r18_sending_again_kills_the_old_code_and_is_throttled() {
    let tenant = Tenant::new("members_r18_again");
    let person = tenant.invite("tom");
    let [path, _, own] = addresses(&tenant, &person);
    tenant.admin.verb(&format!("{own}/send-new-invite")).refuses(400, "invalid-transition", &["status"]);
    let first = link_to(&site().mail, &person.email, "");
    assert_eq!(first.code, person.code);
    let again = tenant.admin.verb(&format!("{path}/resend-invite")).expect(200);
    assert!(again["invitation"].get("code").is_none());
    let second = link_to(&site().mail, &person.email, &person.code);
    person.accept(&tenant.operator).problem(401, "authentication-failed");
    let throttled = tenant.admin.verb(&format!("{own}/resend-invite"));
    throttled.problem(429, "too-many-requests");
    assert!(throttled.header("retry-after").unwrap().parse::<u32>().unwrap() <= 60);
    set_password(&tenant.admin, &person.user, PASSWORD, &second.code).expect(200);
    for verb in ["resend-invite", "send-new-invite"] {
        tenant.admin.verb(&format!("{path}/{verb}")).refuses(400, "invalid-transition", &["status"]);
    }
}

#[test]
fn r19_no_token_accepts_or_declines_for_anybody() {
    let (tenant, other) = (Tenant::new("members_r19"), Tenant::new("members_r19_other"));
    let person = tenant.invite("tom");
    for path in addresses(&tenant, &person) {
        for verb in ["accept-invite", "decline-invite"] {
            for client in [&tenant.operator, &tenant.admin] {
                client.verb(&format!("{path}/{verb}")).problem(403, "forbidden");
            }
            for client in [&tenant.member, &other.admin] {
                client.verb(&format!("{path}/{verb}")).problem(404, "not-found");
            }
            tenant.admin.anonymous().verb(&format!("{path}/{verb}")).problem(401, "authentication-failed");
        }
    }
    assert_eq!(status(&tenant.admin.get(&addresses(&tenant, &person)[0]).expect(200)), "Invited");
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
        assert_eq!(has(&replaced), [extra.clone()]);
        let last = tenant.admin.delete(&format!("{groups}/{extra}"));
        last.refuses(400, "validation-failed", &["groups"]);
        tenant.admin.delete(&format!("{groups}/{}", tenant.group)).problem(404, "not-found");
        tenant.admin.delete(&format!("{groups}/nonsense")).problem(404, "not-found");
        tenant.operator.put(&path, &json!({"groups": references(&[&tenant.group, &extra])})).expect(200);
        let removed = tenant.admin.delete(&format!("{groups}/{extra}"));
        assert_eq!((removed.status, removed.text.as_str()), (204, ""));
        assert_eq!(has(&tenant.admin.get(&path).expect(200)), [tenant.group.clone()]);
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
fn r20_until_someone_joined_the_account_sees_what_the_inviter_gave() {
    let (home, other) = (Tenant::new("members_r20"), Tenant::new("members_r20_other"));
    let person = home.join("mara");
    let user = format!("/v1/accounts/users/{}", person.user);
    home.operator
        .put(&user, &json!({"firstName": "Secret", "phone": {"prefix": "+1", "number": "555"}}))
        .expect(200);
    other.operator.post(&other.users(), &invitation(&person.email, &other.group)).expect(201);
    let seen = other.admin.get(&user).expect(200);
    assert_eq!((&seen["firstName"], status(&seen)), (&json!("Tom"), "Invited"));
    assert!(seen.get("phone").is_none() && seen.get("currentAccount").is_none(), "{seen}");
    let found = |filter: &str| {
        let list = other.admin.get(&format!("/v1/accounts/users?limit=0&{filter}")).expect(200);
        list["$meta"]["pagination"]["total"].as_u64().unwrap()
    };
    assert_eq!((found("firstName=Secret"), found("firstName=Tom")), (0, 1), "filters see the same");
    assert_eq!((found("status=Active"), found("ne(phone.number,null())")), (0, 0));
    assert_eq!(home.admin.get(&user).expect(200)["firstName"], "Secret");
}

#[test]
fn r21_the_last_administrator_stays_by_every_way_out() {
    let tenant = Tenant::new("members_r21");
    let extra = tenant.group("Extra", &[BILLING]);
    let last = tenant.join("last");
    tenant.invite("only-invited");
    tenant.operator.post(&format!("{}/groups", addresses(&tenant, &last)[0]), &json!({"id": extra})).expect(200);
    for path in addresses(&tenant, &last) {
        let refused = |answer: crate::harness::Answer| answer.refuses(400, "last-administrator", &["groups"]);
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
    site.operator.verb(&format!("/v1/accounts/users/{id}/block")).refuses(400, "last-administrator", &["groups"]);
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
    crate::harness::wait::until("the mail about the removal", || {
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
    tenant.admin.put(&path, &json!({"user": {"firstName": ""}})).refuses(400, "validation-failed", &["user.firstName"]);
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
    assert_eq!(plain["$meta"]["omitted"], json!(["modules", "audit"]), "buyers are null: not restricted");
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
        "account-user.invited", "account-user.invite-resent", "account-user.updated", "account-user.joined",
        "account-user.groups-changed", "account-user.removed",
    ];
    assert_eq!(tenant.events_of(&person.membership), expected);
    let before = tenant.audit_total();
    tenant.admin.get(&path).problem(404, "not-found");
    tenant.admin.post(&tenant.users(), &json!({})).problem(400, "validation-failed");
    assert_eq!(tenant.audit_total(), before, "refusals leave none");
}

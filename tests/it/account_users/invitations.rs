//! Inviting people, and what becomes of an invitation (R7, R14, R16–R20).

use serde_json::{Value, json};

use super::{FAMILY_B, addresses, collections, status};
use crate::harness::ids::unknown;
use crate::harness::mail::{Link, link_to, mails_to};
use crate::harness::person::{PASSWORD, invitation, set_password};
use crate::harness::tenant::{id_of, references};
use crate::harness::{Person, Tenant, site};

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
        let [canonical, alias, own] =
            addresses(&tenant, &person).map(|path| tenant.admin.get(&path).expect(200));
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
    invite(&json!({"groups": groups, "user": {"email": "nobody", "firstName": " ", "lastName": 7}})).refuses(
        400,
        "validation-failed",
        &keys,
    );
    let body = |groups: Value| {
        let mut body = invitation(&tenant.email("x"), &tenant.group);
        body["groups"] = groups;
        body
    };
    invite(&body(json!([]))).refuses(400, "validation-failed", &["groups"]);
    invite(&body(references(&[&tenant.group, unknown("UGR")]))).refuses(
        400,
        "validation-failed",
        &["groups[1].id"],
    );
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
    assert_eq!(
        own.operator.get(&format!("{}?limit=0", own.users())).expect(200)["$meta"]["pagination"]["total"],
        0
    );
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
    for (id, code) in
        [(id, "x".repeat(43)), (id, link.code[1..].to_owned()), (unknown("USR"), link.code.clone())]
    {
        set_password(&tenant.admin, id, PASSWORD, &code).problem(401, "authentication-failed");
    }
    let user = set_password(&tenant.admin, &link.membership, PASSWORD, &link.code).expect(200);
    assert_eq!((&user["id"], status(&user)), (&json!(id), "Active"));
    set_password(&tenant.admin, id, "another good password", &link.code)
        .problem(401, "authentication-failed");
    let member = tenant.admin.get(&format!("{}/{id}", tenant.users())).expect(200);
    assert_eq!((status(&member), &member["invitation"]["status"]), ("Active", &json!("Active")));
    assert!(member["invitation"].get("expiresAt").is_none() || member["invitation"].get("code").is_none());
}

#[test]
fn an_invitation_is_written_in_the_persons_language() {
    let tenant = Tenant::new("members_language");
    let email = tenant.email("tom");
    let mut body = invitation(&email, &tenant.group);
    body["user"]["settings"] = json!({"languageCode": "de-AT"});
    tenant.admin.post(&tenant.users(), &body).expect(201);
    link_to(&site().mail, &email, "");
    let mails = mails_to(&site().mail, &email);
    let said = "Sie wurden eingeladen, bei Identity Mitglied von members_language zu werden.";
    assert!(mails[0].contains(said), "{}", mails[0]);
}

#[test]
fn r18_the_operator_is_told_the_code_once_and_nobody_reads_it_later() {
    let tenant = Tenant::new("members_r18_code");
    let made =
        tenant.operator.post(&tenant.users(), &invitation(&tenant.email("tom"), &tenant.group)).expect(201);
    let link = Link::read(made["invitation"]["url"].as_str().unwrap());
    assert_eq!(made["invitation"]["code"], link.code);
    let person = Person::of(&made);
    for path in addresses(&tenant, &person).iter().chain(&collections(&tenant)) {
        let answer = tenant.operator.get(path);
        assert_eq!(answer.status, 200);
        assert!(!answer.text.contains(&link.code), "{answer:?}");
    }
    let audit =
        tenant.operator.get(&format!("/v1/audit/records?object.id={}&select=documents", person.membership));
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

//! A1 to A7: signing in, going on, ending, lost passwords.

use std::collections::BTreeSet;

use serde_json::json;

use crate::harness::database;
use crate::harness::mail::mails_to;
use crate::harness::person::PASSWORD;
use crate::harness::session::{own_address, refusal, sign_in};
use crate::harness::wait::until;
use crate::harness::{Answer, Client, Session, Tenant, site};

fn anyone() -> Client {
    site().operator.anonymous().from(&own_address())
}

fn refresh(anyone: &Client, token: &str) -> Answer {
    anyone.anonymous().post("/v1/auth/sessions/refresh", &json!({"refreshToken": token}))
}

#[test]
fn a1_gives_both_tokens_which_nobody_keeps() {
    let tenant = Tenant::new("auth_a1");
    let mara = tenant.join("mara");
    let answer = sign_in(&anyone(), &mara.email.to_uppercase(), PASSWORD);
    let tokens = answer.expect(201);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert!(answer.header("x-request-id").is_some());
    let members: Vec<&String> = tokens.as_object().unwrap().keys().collect();
    assert_eq!(members, ["authToken", "expiresIn", "refreshToken", "tokenType"]);
    assert_eq!((&tokens["expiresIn"], &tokens["tokenType"]), (&json!(900), &json!("Bearer")));
    let refresh = tokens["refreshToken"].as_str().unwrap();
    assert_eq!((refresh.len(), &refresh[..4]), (47, "rft_"));
}

#[test]
fn s_r9_everything_that_is_wrong_looks_alike() {
    let tenant = Tenant::new("auth_r9");
    let mara = tenant.join("mara");
    let invited = tenant.invite("tom");
    let blocked = tenant.join("bea");
    tenant.operator.verb(&format!("/v1/accounts/users/{}/block", blocked.user)).expect(200);
    let cases = [
        (mara.email.as_str(), "another long password"),
        ("nobody@nowhere.example", PASSWORD),
        (invited.email.as_str(), PASSWORD),
        (blocked.email.as_str(), PASSWORD),
        ("no e-mail", PASSWORD),
    ];
    let answers = cases.map(|(email, password)| sign_in(&anyone(), email, password));
    for answer in &answers {
        assert_eq!(refusal(answer, 401), "INVALID_CREDENTIALS");
        assert_eq!(answer.text, answers[0].text);
        let names = |answer: &Answer| -> BTreeSet<String> {
            answer.headers.iter().map(|(name, _)| name.clone()).collect()
        };
        assert_eq!(names(answer), names(&answers[0]));
    }
    sign_in(&anyone(), &mara.email, PASSWORD).expect(201);
}

#[test]
fn s_r10_thirty_failures_close_an_address_for_the_minute() {
    let tenant = Tenant::new("auth_r10");
    let mara = tenant.join("mara");
    let stranger = anyone();
    for n in 0..30 {
        let answer = sign_in(&stranger, &format!("guess{n}@nowhere.example"), "some password");
        assert_eq!(refusal(&answer, 401), "INVALID_CREDENTIALS");
    }
    let closed = sign_in(&stranger, &mara.email, PASSWORD);
    assert_eq!(refusal(&closed, 429), "RATE_LIMITED");
    let wait = closed.header("retry-after").unwrap();
    assert_eq!(closed.header("ratelimit"), Some(format!("\"attempts\";r=0;t={wait}").as_str()));
    sign_in(&anyone(), &mara.email, PASSWORD).expect(201);
}

#[test]
fn bodies_are_read_strictly() {
    let anyone = anyone();
    let ask = |body: &str, kind: &str| {
        anyone.send("POST", "/v1/auth/sessions", &[("content-type", kind)], Some(body.as_bytes()))
    };
    let json = "application/json";
    let unknown = ask(r#"{"email":"a@b.example","password":"x","remember":true}"#, json);
    assert_eq!(refusal(&unknown, 400), "UNKNOWN_FIELD");
    assert_eq!(unknown.json()["details"][0]["field"], "remember");
    let missing = ask(r#"{"email":"a@b.example"}"#, json);
    assert_eq!(refusal(&missing, 400), "INVALID_VALUE");
    assert_eq!(missing.json()["details"][0]["field"], "password");
    for malformed in ["", "{", "[]", r#"{"email":"a","email":"b"}"#] {
        assert_eq!(refusal(&ask(malformed, json), 400), "INVALID_REQUEST", "{malformed}");
    }
    assert_eq!(refusal(&ask(r#"{"email":1,"password":"x"}"#, json), 400), "INVALID_VALUE");
    assert_eq!(refusal(&ask("email=a", "application/x-www-form-urlencoded"), 415), "UNSUPPORTED_MEDIA_TYPE");
    let large = format!(r#"{{"email":"{}"}}"#, "x".repeat(65 * 1024));
    assert_eq!(refusal(&ask(&large, json), 413), "PAYLOAD_TOO_LARGE");
    let deep = format!(r#"{{"email":{}{}}}"#, "[".repeat(16), "]".repeat(16));
    assert_eq!(refusal(&ask(&deep, json), 400), "INVALID_REQUEST");
    let wrong = anyone.send("PATCH", "/v1/auth/sessions", &[], None);
    assert_eq!(
        (refusal(&wrong, 405).as_str(), wrong.header("allow")),
        ("METHOD_NOT_ALLOWED", Some("POST, GET, HEAD, DELETE"))
    );
    let twice = anyone.with("x").send("GET", "/v1/auth/sessions", &[("authorization", "Bearer y")], None);
    assert_eq!(refusal(&twice, 400), "MULTIPLE_CREDENTIALS");
}

#[test]
fn s_r5_a_refresh_token_works_once_and_its_reuse_ends_the_family() {
    let tenant = Tenant::new("auth_r5");
    let mara = tenant.join("mara");
    let first = Session::of_person(&tenant.operator, &mara);
    let second = Session::of(&first.auth, &refresh(&first.auth, &first.refresh).expect(200));
    second.auth.get("/v1/auth/sessions").expect(200);
    assert_eq!(refusal(&refresh(&first.auth, &first.refresh), 401), "UNAUTHENTICATED");
    for dead in [&first.auth, &second.auth] {
        assert_eq!(refusal(&dead.get("/v1/auth/sessions"), 401), "UNAUTHENTICATED");
    }
    assert_eq!(refusal(&refresh(&first.auth, &second.refresh), 401), "UNAUTHENTICATED");
}

#[test]
fn s_r5_of_fifty_parallel_uses_exactly_one_wins() {
    let tenant = Tenant::new("auth_r5_parallel");
    let mara = tenant.join("mara");
    let session = Session::of_person(&tenant.operator, &mara);
    let statuses: Vec<u16> = std::thread::scope(|threads| {
        let tries: Vec<_> =
            (0..50).map(|_| threads.spawn(|| refresh(&session.auth, &session.refresh).status)).collect();
        tries.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 200 | 401)), "{statuses:?}");
    assert_eq!(refusal(&session.auth.get("/v1/auth/sessions"), 401), "UNAUTHENTICATED");
}

#[test]
fn a3_a4_a5_people_see_and_end_their_sessions() {
    let tenant = Tenant::new("auth_sessions");
    let (mara, tom) = (tenant.join("mara"), tenant.join("tom"));
    let own = Session::of_person(&tenant.operator, &mara);
    let other = Session::of_person(&tenant.operator, &mara);
    let toms = Session::of_person(&tenant.operator, &tom);
    let ids = |session: &Session| -> Vec<(String, bool)> {
        let list = session.auth.get("/v1/auth/sessions").expect(200);
        let items = list["items"].as_array().unwrap().iter();
        items.map(|item| (item["id"].as_str().unwrap().to_owned(), item["current"] == true)).collect()
    };
    let seen = ids(&own);
    assert_eq!((seen.len(), seen.iter().filter(|(_, current)| *current).count()), (2, 1));
    let shown = own.auth.get("/v1/auth/sessions").expect(200)["items"][0].clone();
    let members: Vec<&String> = shown.as_object().unwrap().keys().collect();
    assert_eq!(
        members,
        ["channel", "createdAt", "current", "expiresAt", "id", "ip", "lastUsedAt", "level", "userAgent"]
    );
    assert_eq!((&shown["level"], &shown["channel"]), (&json!("PERSON"), &json!("web")));
    let foreign = own.auth.delete(&format!("/v1/auth/sessions/{}", ids(&toms)[0].0));
    let random = own.auth.delete("/v1/auth/sessions/SES-9999-9999-9999");
    assert_eq!((refusal(&foreign, 404), foreign.text), (refusal(&random, 404), random.text), "S-R46");
    let (others, _) = seen.iter().find(|(_, current)| !current).unwrap();
    own.auth.delete(&format!("/v1/auth/sessions/{others}")).expect(204);
    assert_eq!(refusal(&other.auth.get("/v1/auth/sessions"), 401), "UNAUTHENTICATED");
    Session::of_person(&tenant.operator, &mara);
    own.auth.delete("/v1/auth/sessions").expect(204);
    assert_eq!(ids(&own).len(), 1);
    toms.auth.get("/v1/auth/sessions").expect(200);
}

fn code_for(email: &str, besides: usize) -> String {
    until("the mail with the code", || {
        let mails = mails_to(&site().mail, email);
        let codes: Vec<&str> = mails
            .iter()
            .filter_map(|mail| mail.split_whitespace().find(|word| word.contains("/reset-password?code=")))
            .collect();
        codes.get(besides).map(|link| link.split_once("code=").unwrap().1.to_owned())
    })
}

#[test]
fn s_r12_s_r14_a_lost_password_is_set_anew_by_mail() {
    let tenant = Tenant::new("auth_reset");
    let mara = tenant.join("mara");
    let before = Session::of_person(&tenant.operator, &mara);
    let anyone = anyone();
    let ask = |email: &str| anyone.post("/v1/auth/password-reset", &json!({"email": email}));
    let (known, unknown) = (ask(&mara.email), ask("nobody@nowhere.example"));
    assert_eq!((known.expect(202), known.text.as_str()), (json!({}), unknown.text.as_str()), "S-R12");
    let code = code_for(&mara.email, 0);
    let confirm = |code: &str, password: &str| {
        anyone.post("/v1/auth/password-reset/confirm", &json!({"code": code, "password": password}))
    };
    let new = "seven quiet owls and a lamp";
    let weak = until("an answer other than 503", || {
        let answer = confirm(&code, "password");
        (answer.status != 503).then_some(answer)
    });
    assert_eq!(refusal(&weak, 400), "WEAK_PASSWORD");
    until("an answer other than 503", || {
        let answer = confirm(&code, new);
        (answer.status != 503).then_some(answer)
    })
    .expect(204);
    assert_eq!(refusal(&confirm(&code, new), 400), "INVALID_CODE");
    assert_eq!(refusal(&confirm("rst_nonsense", new), 400), "INVALID_CODE");
    assert_eq!(refusal(&before.auth.get("/v1/auth/sessions"), 401), "UNAUTHENTICATED", "S-R8");
    assert_eq!(refusal(&sign_in(&anyone, &mara.email, PASSWORD), 401), "INVALID_CREDENTIALS");
    sign_in(&anyone, &mara.email, new).expect(201);
}

#[test]
fn s_r14_an_invited_person_sets_the_password_by_the_invitation() {
    let tenant = Tenant::new("auth_invited");
    let tom = tenant.invite("tom");
    let confirm = |code: &str| {
        let body = json!({"code": code, "password": PASSWORD});
        until("an answer other than 503", || {
            let answer = tenant.operator.anonymous().post("/v1/auth/password-reset/confirm", &body);
            (answer.status != 503).then_some(answer)
        })
    };
    confirm(&tom.code).expect(204);
    assert_eq!(refusal(&confirm(&tom.code), 400), "INVALID_CODE");
    Session::of_person(&tenant.operator, &tom);
    let member = tenant.admin.get(&format!("/v1/accounts/account-users/{}", tom.membership)).expect(200);
    assert_eq!(member["status"], "Active");
}

#[test]
fn the_platform_api_takes_an_auth_token_as_a_person_without_an_account() {
    let tenant = Tenant::new("auth_platform");
    let mara = tenant.join("mara");
    let session = Session::of_person(&tenant.operator, &mara);
    let path = format!("/v1/accounts/users/{}", mara.user);
    assert_eq!(session.auth.get(&path).expect(200)["email"], mara.email.as_str());
    session.auth.get(&tenant.path()).problem(404, "not-found");
    let current = json!({"currentAccount": {"id": tenant.id}});
    session.auth.put(&path, &current).expect(200);
    let body = json!({"password": "seven quiet owls and a lamp", "currentPassword": "wrong"});
    let wrong = session.auth.post(&format!("{path}/set-password"), &body);
    wrong.refuses(400, "validation-failed", &["currentPassword"]);
}

#[test]
fn s_r13_a_blocked_person_is_not_mailed_a_code() {
    let tenant = Tenant::new("auth_r13");
    let (blocked, mara) = (tenant.join("bea"), tenant.join("mara"));
    tenant.operator.verb(&format!("/v1/accounts/users/{}/block", blocked.user)).expect(200);
    let anyone = anyone();
    for email in [&blocked.email, &mara.email] {
        anyone.post("/v1/auth/password-reset", &json!({"email": email})).expect(202);
    }
    // Requests are answered in their order, so whoever was asked for before has been answered.
    code_for(&mara.email, 0);
    let mails = mails_to(&site().mail, &blocked.email);
    assert!(mails.iter().all(|mail| !mail.contains("/reset-password?code=")), "{mails:?}");
}

#[test]
fn s_r6_the_twenty_sixth_session_ends_the_one_that_was_used_longest_ago() {
    let tenant = Tenant::new("auth_r6");
    let mara = tenant.join("mara");
    let first = Session::of_person(&tenant.operator, &mara);
    let second = Session::of_person(&tenant.operator, &mara);
    for _ in 0..24 {
        Session::of_person(&tenant.operator, &mara);
    }
    assert_eq!(refusal(&first.auth.get("/v1/auth/sessions"), 401), "UNAUTHENTICATED");
    let list = second.auth.get("/v1/auth/sessions").expect(200);
    assert_eq!(list["items"].as_array().unwrap().len(), 25);
}

#[test]
fn s_r4_no_credential_is_in_the_database() {
    let tenant = Tenant::new("auth_r4");
    let mara = tenant.join("mara");
    let session = Session::of_person(&tenant.operator, &mara);
    let stored = database::content(site().mail.parent().unwrap());
    let has = |text: &str| stored.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(has(&mara.email), "the control");
    for secret in [session.refresh.as_str(), session.auth.credential(), PASSWORD, mara.code.as_str()] {
        assert!(!has(secret), "{secret:.8}…");
    }
}

#[test]
fn s_r47_ending_sessions_is_recorded_and_signing_in_is_not() {
    let tenant = Tenant::new("auth_r47");
    let mara = tenant.join("mara");
    let events = || {
        let path = format!("/v1/audit/records?object.id={}&order=timestamp", mara.user);
        let list = tenant.operator.get(&path).expect(200);
        let events = list["data"].as_array().unwrap().iter();
        events.map(|one| one["event"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let before = events();
    let session = Session::of_person(&tenant.operator, &mara);
    Session::of(&session.auth, &refresh(&session.auth, &session.refresh).expect(200));
    assert_eq!(events(), before);
    Session::of_person(&tenant.operator, &mara);
    session.auth.delete("/v1/auth/sessions").expect(204);
    let after = events();
    assert_eq!(after.len(), before.len() + 1);
    assert_eq!(after.last().map(String::as_str), Some("platform.accounts.user.sessions-ended"));
}

#[test]
fn s_r14_of_twenty_parallel_uses_of_a_code_exactly_one_wins() {
    let tenant = Tenant::new("auth_r14_parallel");
    let mara = tenant.join("mara");
    anyone().post("/v1/auth/password-reset", &json!({"email": mara.email})).expect(202);
    let code = code_for(&mara.email, 0);
    let confirm = |n: usize| {
        let body = json!({"code": code, "password": format!("seven quiet owls and lamp {n}")});
        until("an answer other than 503", || {
            let answer = tenant.operator.anonymous().post("/v1/auth/password-reset/confirm", &body);
            (answer.status != 503).then_some(answer.status)
        })
    };
    let statuses: Vec<u16> = std::thread::scope(|threads| {
        let confirm = &confirm;
        let tries: Vec<_> = (0..20).map(|n| threads.spawn(move || confirm(n))).collect();
        tries.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 204).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 204 | 400)), "{statuses:?}");
}

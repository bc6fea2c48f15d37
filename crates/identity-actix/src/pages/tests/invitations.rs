//! Invitations: a new person accepts with a password, a known one signs in and answers (F4).

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::stage::{PASSWORD, stage};

const NEW: &str = "a wholly new passphrase";

fn place(code: &str) -> String {
    format!("/accept-invite?code={code}")
}

#[actix_web::test]
async fn s_r14_a_new_person_sets_a_password_and_is_signed_in() {
    let stage = stage().await;
    let code = stage.invite(stage.account, "mara@example.com");
    let browser = stage.browser();
    let link =
        URL_SAFE_NO_PAD.encode(format!(r#"{{"code":"{code}","accountUserId":"AUSR-0001-0002-0003"}}"#));
    let shown = browser.get(&place(&link)).await;
    shown.says("Hello, Mara Lindqvist").says("Harbour Lane Foods").says("mara@example.com");
    let fields = [("code", code.as_str()), ("password", NEW), ("again", NEW), ("terms", "yes")];
    let shown = browser.submit("/accept-invite", &shown.guard(), &fields).await;
    assert_eq!(shown.to(), "/?notice=joined");
    browser.get("/?notice=joined").await.says("Welcome!").says("Harbour Lane Foods");
    let shown = stage.browser().get(&place(&code)).await;
    assert_eq!(shown.status, 410);
    shown.says("answered already");
    assert_eq!(stage.browser().sign_in("mara@example.com", NEW).await.to(), "/");
}

#[actix_web::test]
async fn what_is_wrong_uses_nothing_up() {
    let stage = stage().await;
    let code = stage.invite(stage.account, "mara@example.com");
    let browser = stage.browser();
    let before = stage.records();
    for (password, again, terms, said) in [
        ("", "", "yes", "Enter a password."),
        (NEW, "another one", "yes", "not the same"),
        (NEW, NEW, "", "Accept the terms"),
        ("short", "short", "yes", "too easy to guess"),
        ("mara@example.com", "mara@example.com", "yes", "too easy to guess"),
    ] {
        let fields = [("code", code.as_str()), ("password", password), ("again", again), ("terms", terms)];
        let shown = browser.fill(&place(&code), &fields).await;
        assert_eq!(shown.status, 400, "{said}");
        shown.says(said).says("role=\"alert\"").says("Harbour Lane Foods");
        assert!(!shown.text.contains(NEW));
    }
    assert_eq!(stage.records(), before);
}

#[actix_web::test]
async fn a_known_person_signs_in_first_and_comes_back() {
    let stage = stage().await;
    let code = stage.invite(stage.account("Fjord Books"), "kari@example.com");
    let browser = stage.browser();
    let shown = browser.get(&place(&code)).await;
    shown.says("Fjord Books").says(&format!("/sign-in?return=/accept-invite?code={code}"));
    assert!(
        !shown.text.contains("type=\"password\""),
        "no password is set by an invitation of a known person"
    );
    let fields = [("email", "kari@example.com"), ("password", PASSWORD), ("return", &place(&code))];
    assert_eq!(browser.fill("/sign-in", &fields).await.to(), place(&code));
    let fields = [("code", code.as_str()), ("answer", "accept")];
    assert_eq!(browser.fill(&place(&code), &fields).await.to(), "/?notice=joined");
    browser.get("/").await.says("Fjord Books").says("Harbour Lane Foods");
}

#[actix_web::test]
async fn a_known_person_declines() {
    let stage = stage().await;
    let code = stage.invite(stage.account("Fjord Books"), "kari@example.com");
    let browser = stage.browser();
    browser.sign_in("kari@example.com", PASSWORD).await.to();
    let fields = [("code", code.as_str()), ("answer", "decline")];
    assert_eq!(browser.fill(&place(&code), &fields).await.to(), "/?notice=declined");
    let home = browser.get("/?notice=declined").await;
    home.says("declined the invitation");
    assert!(!home.text.contains("Fjord Books"));
    assert_eq!(browser.get(&place(&code)).await.status, 404);
}

#[actix_web::test]
async fn s_r40_nobody_answers_for_somebody_else() {
    let stage = stage().await;
    let own = stage.invite(stage.account, "mara@example.com");
    let mara = stage.browser();
    let fields = [("code", own.as_str()), ("password", NEW), ("again", NEW), ("terms", "yes")];
    mara.fill(&place(&own), &fields).await.to();
    let code = stage.invite(stage.account("Fjord Books"), "kari@example.com");
    let shown = mara.get(&place(&code)).await;
    shown.says("is for kari@example.com, but you are signed in as mara@example.com");
    let before = stage.records();
    for answer in ["accept", "decline", "other"] {
        let fields = [("code", code.as_str()), ("answer", answer)];
        let shown = mara.submit("/accept-invite", &mara.get("/").await.guard(), &fields).await;
        assert!(matches!(shown.status, 400 | 403), "{answer} {}", shown.status);
    }
    let stranger = stage.browser();
    let guard = stranger.get("/sign-in").await.guard();
    let shown = stranger.submit("/accept-invite", &guard, &[("code", &code), ("answer", "accept")]).await;
    assert_eq!(shown.to(), format!("/sign-in?return={}", place(&code)));
    let fields = [("code", code.as_str()), ("password", NEW), ("again", NEW), ("terms", "yes")];
    assert_eq!(stranger.submit("/accept-invite", &guard, &fields).await.status, 303, "no password is set");
    assert_eq!(stage.records(), before);
    let out = mara.submit("/sign-out", &shown_guard(&mara, &code).await, &[("return", &place(&code))]).await;
    assert_eq!(out.to(), place(&code));
}

async fn shown_guard(browser: &super::stage::Browser<'_>, code: &str) -> String {
    browser.get(&place(code)).await.guard()
}

#[actix_web::test]
async fn s_r39_what_is_not_open_is_said_in_words() {
    let stage = stage().await;
    let browser = stage.browser();
    for bad in ["", "x", "rst_x", "%22%3E%3Cscript%3E"] {
        let shown = browser.get(&place(bad)).await;
        assert_eq!(shown.status, 404, "{bad}");
        assert!(!shown.text.contains("<script"));
    }
    let closed = stage.account("Closed");
    let code = stage.invite(closed, "mara@example.com");
    stage.disable(closed);
    assert_eq!(browser.get(&place(&code)).await.status, 404);
    let code = stage.invite(stage.account, "nora@example.com");
    stage.clock.advance(Duration::from_secs(7 * 24 * 60 * 60));
    let shown = browser.get(&place(&code)).await;
    assert_eq!(shown.status, 410);
    shown.says("has expired");
}

//! Lost passwords (F6, S-R12 to S-R14).

use std::time::Duration;

use super::stage::{PASSWORD, stage};

const NEW: &str = "a wholly new passphrase";

#[actix_web::test]
async fn s_r12_the_answer_is_the_same_whoever_is_asked_for() {
    let stage = stage().await;
    let mut pages = Vec::new();
    for email in ["kari@example.com", "nobody@example.com", "no address at all"] {
        let browser = stage.browser();
        let shown = browser.fill("/forgot-password", &[("email", email)]).await;
        assert_eq!(shown.to(), "/forgot-password?notice=link-sent", "{email}");
        let shown = browser.get(shown.to()).await;
        shown.says("If we know this e-mail address");
        pages.push(shown.text.replace(&shown.guard(), ""));
    }
    assert!(pages.iter().all(|page| *page == pages[0]));
    assert_eq!(stage.reset_codes(stage.kari).len(), 1);
    let shown = stage.browser().fill("/forgot-password", &[("email", " ")]).await;
    assert_eq!(shown.status, 400);
    shown.says("Enter your e-mail address.");
}

#[actix_web::test]
async fn s_r14_a_link_sets_the_password_once_and_ends_all_sessions() {
    let stage = stage().await;
    let elsewhere = stage.browser();
    elsewhere.sign_in("kari@example.com", PASSWORD).await.to();
    let browser = stage.browser();
    browser.fill("/forgot-password", &[("email", "kari@example.com")]).await.to();
    let code = stage.reset_codes(stage.kari).pop().unwrap();
    let page = format!("/reset-password?code={code}");
    let shown = browser.get(&page).await;
    shown.says("everywhere").says(r#"autocomplete="new-password""#);
    let weak = browser.fill(&page, &[("code", &code), ("password", "short"), ("again", "short")]).await;
    assert_eq!(weak.status, 400);
    weak.says("too easy to guess").says(&code);
    let fields = [("code", code.as_str()), ("password", NEW), ("again", NEW)];
    let shown = browser.fill(&page, &fields).await;
    assert_eq!(shown.to(), "/sign-in?notice=password-set");
    assert!(!browser.is_in().await && !elsewhere.is_in().await, "nobody is signed in");
    let again = browser.fill(&page, &fields).await;
    assert_eq!(again.status, 400);
    again.says("not valid any more").says("/forgot-password");
    assert_eq!(browser.sign_in("kari@example.com", NEW).await.to(), "/");
}

#[actix_web::test]
async fn s_r14_everything_wrong_with_a_link_is_one_page() {
    let stage = stage().await;
    let browser = stage.browser();
    browser.fill("/forgot-password", &[("email", "kari@example.com")]).await.to();
    let late = stage.reset_codes(stage.kari).pop().unwrap();
    stage.clock.advance(Duration::from_secs(15 * 60));
    let known = stage.invite(stage.account("Fjord Books"), "kari@example.com");
    let mut pages = Vec::new();
    for code in ["", "x", &late, &known, "<script>"] {
        let fields = [("code", code), ("password", NEW), ("again", NEW)];
        let shown = browser.fill("/reset-password", &fields).await;
        assert_eq!(shown.status, 400, "{code}");
        shown.says("not valid any more");
        pages.push(shown.text);
    }
    assert!(pages.iter().all(|page| *page == pages[0]));
}

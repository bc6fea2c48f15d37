//! Signing in and out.

use identity_core::testing::contract::block_on;

use super::stage::{PASSWORD, stage};

#[actix_web::test]
async fn a_sign_in_gives_a_new_cookie_that_lasts_until_the_sign_out() {
    let stage = stage().await;
    let browser = stage.browser();
    assert_eq!(browser.get("/").await.to(), "/sign-in");
    browser.cookies.borrow_mut().insert("__Host-identity".into(), format!("web_{}", "A".repeat(43)));
    let shown = browser.sign_in("kari@example.com", PASSWORD).await;
    assert_eq!((shown.to(), shown.cookies().len()), ("/", 2));
    let cookie = browser.session().unwrap();
    assert_ne!(cookie.expose(), format!("web_{}", "A".repeat(43)), "a planted cookie is replaced");
    let home = browser.get("/").await;
    home.says("kari@example.com").says("Harbour Lane Foods").says("Mara Lindqvist");
    assert_eq!(browser.get("/sign-in").await.to(), "/");
    let shown = browser.submit("/sign-out", &home.guard(), &[]).await;
    assert_eq!(shown.to(), "/sign-in?notice=signed-out");
    assert!(browser.session().is_none());
    browser.get(shown.to()).await.says("You are signed out.");
    assert!(block_on(stage.identity.authenticate_cookie(cookie.expose())).is_err(), "it is over for us too");
}

#[actix_web::test]
async fn s_r9_everything_wrong_is_one_page() {
    let stage = stage().await;
    let mut pages = Vec::new();
    for (email, password) in
        [("kari@example.com", "another long password"), ("nobody@example.com", PASSWORD), ("kari", PASSWORD)]
    {
        let browser = stage.browser();
        let shown = browser.sign_in(email, password).await;
        assert_eq!((shown.status, browser.session().is_none()), (400, true), "{email}");
        shown.says("role=\"alert\"").says("That did not work.");
        pages.push(shown.text.replace(email, "").replace(&shown.guard(), ""));
    }
    assert!(pages.iter().all(|page| *page == pages[0]));
    let long = "a".repeat(2000);
    let shown = stage.browser().sign_in("kari@example.com", &long).await;
    assert_eq!(shown.status, 400);
}

#[actix_web::test]
async fn missing_fields_are_told_beside_them_and_passwords_never_come_back() {
    let stage = stage().await;
    let shown = stage.browser().sign_in("", "").await;
    assert_eq!(shown.status, 400);
    shown.says("<title>Problem: Sign in");
    shown.says(r##"<a href="#email">Enter your e-mail address.</a>"##);
    shown.says(r#"aria-describedby="password-error""#).says(r#"aria-invalid="true""#);
    let shown = stage.browser().sign_in("kari@example.com", "not the right password").await;
    assert!(shown.text.contains("kari@example.com") && !shown.text.contains("not the right password"));
}

#[actix_web::test]
async fn s_r10_waiting_is_said_in_words() {
    let stage = stage().await;
    let browser = stage.browser();
    for _ in 0..30 {
        browser.sign_in("nobody@example.com", PASSWORD).await;
    }
    let shown = browser.sign_in("kari@example.com", PASSWORD).await;
    assert_eq!(shown.status, 429);
    assert!(shown.header("retry-after").parse::<u32>().unwrap() <= 60);
    shown.says("too many attempts").says(&format!("{} seconds", shown.header("retry-after")));
}

#[actix_web::test]
async fn overload_is_said_in_words_and_nothing_was_done() {
    let stage = stage().await;
    let browser = stage.browser();
    stage.hasher.refuse_next();
    let shown = browser.sign_in("kari@example.com", PASSWORD).await;
    assert_eq!(shown.status, 503);
    assert!(!shown.header("retry-after").is_empty());
    shown.says("a lot going on");
    assert_eq!(browser.sign_in("kari@example.com", PASSWORD).await.to(), "/");
}

#[actix_web::test]
async fn only_paths_of_ours_are_gone_on_to() {
    let stage = stage().await;
    let fields = [("email", "kari@example.com"), ("password", PASSWORD)];
    let cases = [
        ("/sessions", "/sessions"),
        ("//evil.example", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil", "/"),
    ];
    for (wanted, expected) in cases {
        let browser = stage.browser();
        let mut fields = fields.to_vec();
        fields.push(("return", wanted));
        assert_eq!(browser.fill("/sign-in", &fields).await.to(), expected);
        let shown = browser.get(&format!("/sign-in?return={wanted}")).await;
        assert_eq!(shown.to(), expected, "who is signed in goes on at once");
        let guard = browser.get("/").await.guard();
        let shown = browser.submit("/sign-out", &guard, &[("return", wanted)]).await;
        assert_eq!(shown.to(), if expected == "/" { "/sign-in?notice=signed-out" } else { expected });
    }
    let shown = stage.browser().get("/sign-in?return=/sessions").await;
    shown.says(r#"name="return" value="/sessions""#);
    assert!(!stage.browser().get("/sign-in?return=//evil.example").await.text.contains("evil"));
}

#[actix_web::test]
async fn who_signs_in_as_somebody_else_ends_the_session_of_before() {
    let stage = stage().await;
    let browser = stage.browser();
    browser.sign_in("kari@example.com", PASSWORD).await.to();
    let (first, guard) = (browser.session().unwrap(), browser.get("/").await.guard());
    let fields = [("email", "kari@example.com"), ("password", PASSWORD)];
    assert_eq!(browser.submit("/sign-in", &guard, &fields).await.to(), "/");
    assert!(block_on(stage.identity.authenticate_cookie(first.expose())).is_err());
    assert!(browser.is_in().await);
}

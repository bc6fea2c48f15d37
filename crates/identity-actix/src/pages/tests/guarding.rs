//! Forms are taken from our own pages alone, and nothing is changed by looking.

use actix_web::http::Method;
use actix_web::test::TestRequest;

use super::stage::{PASSWORD, stage};

const SIGN_IN: [(&str, &str); 2] = [("email", "kari@example.com"), ("password", PASSWORD)];

#[actix_web::test]
async fn a_form_without_its_value_is_refused_and_nothing_is_done() {
    let stage = stage().await;
    let browser = stage.browser();
    let guard = browser.get("/sign-in").await.guard();
    let other = stage.browser().get("/sign-in").await.guard();
    let flipped = format!("{}{}", &guard[..63], if guard.ends_with('0') { '1' } else { '0' });
    for bad in ["", "x", &other, &flipped, &guard[..62]] {
        let shown = browser.submit("/sign-in", bad, &SIGN_IN).await;
        assert_eq!(shown.status, 403, "{bad}");
        assert!(browser.session().is_none());
    }
    assert_eq!(browser.submit("/sign-in", &guard, &SIGN_IN).await.to(), "/", "the control");
}

#[actix_web::test]
async fn a_form_from_elsewhere_is_refused_whatever_its_value() {
    let stage = stage().await;
    let browser = stage.browser();
    let guard = browser.get("/sign-in").await.guard();
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "null"),
    ] {
        let form = browser.form("/sign-in", &guard, &SIGN_IN).insert_header((name, value));
        assert_eq!(browser.send(form).await.status, 403, "{name}: {value}");
    }
    let form = browser.form("/sign-in", &guard, &SIGN_IN);
    assert_eq!(browser.send(form).await.status, 403, "nothing vouches for it");
    let form = browser.form("/sign-in", &guard, &SIGN_IN).insert_header(("origin", "http://127.0.0.1:8080"));
    let forged =
        form.insert_header(("host", "evil.example")).insert_header(("x-forwarded-host", "evil.example"));
    assert_eq!(browser.send(forged).await.to(), "/", "where we are is configured and not told by a request");
}

#[actix_web::test]
async fn a_form_of_before_the_sign_in_is_worth_nothing_after_it() {
    let stage = stage().await;
    let browser = stage.browser();
    let before = browser.get("/sign-in").await.guard();
    assert_eq!(browser.submit("/sign-in", &before, &SIGN_IN).await.to(), "/");
    let shown = browser.submit("/sign-out", &before, &[]).await;
    assert_eq!(shown.status, 403);
    shown.says("open for too long");
    assert!(browser.is_in().await);
    let forms = browser.cookies.borrow()["__Host-csrf"].clone();
    let own = browser.get("/").await.guard();
    browser.cookies.borrow_mut().insert("__Host-identity".into(), "web_other".into());
    assert_eq!(browser.submit("/sign-out", &own, &[]).await.status, 403, "bound to the session too: {forms}");
}

#[actix_web::test]
async fn forms_are_bounded_and_strict() {
    let stage = stage().await;
    let browser = stage.browser();
    let guard = browser.get("/sign-in").await.guard();
    let large = "a".repeat(70 * 1024);
    assert_eq!(browser.submit("/sign-in", &guard, &[("email", &large)]).await.status, 413);
    assert_eq!(browser.submit("/sign-in", &guard, &[("is_admin", "1")]).await.status, 400);
    let twice = format!("csrf={guard}&email=a&email=b");
    let send = |kind: &'static str, body: &str| {
        let form = browser.form("/sign-in", &guard, &[]).set_payload(body.to_owned());
        browser
            .send(form.insert_header(("content-type", kind)).insert_header(("sec-fetch-site", "same-origin")))
    };
    assert_eq!(send("application/x-www-form-urlencoded", &twice).await.status, 400);
    assert_eq!(send("text/plain", &twice).await.status, 415);
    assert_eq!(send("application/json", "{}").await.status, 415);
}

#[actix_web::test]
async fn s_r38_looking_changes_nothing() {
    let stage = stage().await;
    let code = stage.invite(stage.account, "mara@example.com");
    let browser = stage.browser();
    browser.sign_in("kari@example.com", PASSWORD).await.to();
    let before = stage.records();
    let invitation = format!("/accept-invite?code={code}&answer=accept&password={PASSWORD}&terms=yes");
    for path in
        ["/", "/sign-in", "/sessions?end=others", &invitation, "/reset-password?code=x", "/forgot-password"]
    {
        for method in [Method::GET, Method::HEAD] {
            let cookies =
                browser.cookies.borrow().iter().map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>();
            let request = TestRequest::default().method(method).uri(&path.replace(' ', "+"));
            let shown = browser.send(request.insert_header(("cookie", cookies.join("; ")))).await;
            assert!(shown.status < 400, "{path} {}", shown.status);
        }
    }
    assert_eq!(stage.records(), before);
    assert_eq!(stage.browser().get(&format!("/accept-invite?code={code}")).await.status, 200);
}

#[actix_web::test]
async fn other_methods_and_addresses_are_not_there() {
    let stage = stage().await;
    let browser = stage.browser();
    for (method, path) in [
        (Method::GET, "/sign-out"),
        (Method::POST, "/"),
        (Method::PUT, "/sign-in"),
        (Method::GET, "/nothing"),
        (Method::GET, "/sign-in/"),
    ] {
        let reply = browser.send(TestRequest::default().method(method.clone()).uri(path)).await;
        assert_eq!(reply.status, 404, "{method} {path}");
    }
    let api = browser.send(TestRequest::default().uri("/v1/auth/sessions")).await;
    assert_eq!((api.status, api.header("content-type")), (401, "application/json"), "the API is as before");
}

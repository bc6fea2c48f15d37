//! What all pages have: strict headers, no script, a language, texts that are only texts.

use identity_core::audit::Origin;
use identity_core::testing::contract::block_on;
use identity_core::user::{self, SettingsInput, UserInput};
use identity_core::value::Member;

use super::stage::{PASSWORD, Shown, stage};
use crate::pages::language::Language;

const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

fn is_strict(shown: &Shown) {
    assert_eq!(shown.header("content-security-policy"), POLICY);
    assert_eq!(shown.header("referrer-policy"), "no-referrer");
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    if shown.status == 303 {
        return;
    }
    assert_eq!(shown.header("content-type"), "text/html; charset=utf-8");
    let text = shown.text.to_lowercase();
    for bad in ["<script", "<style", "style=", " on", "javascript:", "http://", "https://"] {
        let found = text.match_indices(bad).any(|(at, _)| bad != " on" || is_handler(&text[at + 1..]));
        assert!(!found, "{bad}: {}", shown.text);
    }
    assert!(text.contains("<html lang=\"") && text.contains("<main") && text.contains("<h1>"));
}

/// `onclick=` and the like.
fn is_handler(text: &str) -> bool {
    text.split_once('=').is_some_and(|(name, _)| name.bytes().all(|byte| byte.is_ascii_lowercase()))
}

#[actix_web::test]
async fn every_page_has_strict_headers_and_no_script() {
    let stage = stage().await;
    let code = stage.invite(stage.account, "mara@example.com");
    let known = stage.invite(stage.account("Fjord Books"), "kari@example.com");
    let paths = [
        "/".to_owned(),
        "/sign-in".into(),
        "/sign-in?notice=signed-out".into(),
        "/forgot-password".into(),
        "/reset-password?code=x".into(),
        "/accept-invite?code=x".into(),
        format!("/accept-invite?code={code}"),
        format!("/accept-invite?code={known}"),
        "/sessions".into(),
        format!("/pin?account={}", stage.account),
    ];
    let (outside, inside) = (stage.browser(), stage.browser());
    inside.sign_in("kari@example.com", PASSWORD).await.to();
    for path in &paths {
        is_strict(&outside.get(path).await);
        is_strict(&inside.get(path).await);
        let post = path.split('?').next().unwrap();
        if post != "/" {
            is_strict(&inside.submit(post, "", &[]).await);
            is_strict(&outside.fill("/sign-in", &[("unknown", "x")]).await);
        }
    }
}

#[actix_web::test]
async fn names_are_only_texts() {
    let stage = stage().await;
    let bad = "<script>alert(1)</script>\"'&";
    let account = stage.account(bad);
    let code = stage.invite(account, "kari@example.com");
    let browser = stage.browser();
    browser.sign_in("kari@example.com", PASSWORD).await.to();
    for path in ["/".to_owned(), format!("/accept-invite?code={code}")] {
        let shown = browser.get(&path).await;
        shown.says("&#60;script&#62;alert(1)");
        is_strict(&shown);
    }
    let evil = "\"><script>alert(1)</script>@example.com";
    is_strict(&stage.browser().sign_in(evil, PASSWORD).await);
    let shown = stage.browser().get("/reset-password?code=%22%3E%3Cscript%3E").await;
    is_strict(&shown);
    assert!(!stage.browser().get("/sign-in?notice=%3Cscript%3E").await.text.contains("script"));
}

#[actix_web::test]
async fn pages_speak_the_persons_language_and_before_that_the_browsers() {
    let stage = stage().await;
    for language in Language::ALL {
        let mut browser = stage.browser();
        browser.language = language.tag();
        let shown = browser.get("/sign-in").await;
        shown.says(&format!("<html lang=\"{}\">", language.tag())).says(language.words().forgotten);
        assert_eq!(browser.submit("/sign-in", "", &[]).await.status, 403);
    }
    let mut browser = stage.browser();
    browser.language = "fr";
    browser.sign_in("kari@example.com", PASSWORD).await.to();
    browser.get("/").await.says("<html lang=\"fr\">").says("Vos comptes");
    let kari = stage.kari;
    let person = browser.session().unwrap();
    let visitor = block_on(stage.identity.authenticate_cookie(person.expose())).unwrap();
    let settings = SettingsInput { language_code: Member::Value("nb".into()), ..SettingsInput::default() };
    let input = UserInput { settings: Member::Value(settings), ..UserInput::default() };
    let changed = stage.identity.write(&visitor.principal, Origin::default(), move |tx, call| {
        user::update(tx, call, kari, Ok(&input)).map(drop)
    });
    block_on(changed).unwrap();
    browser.get("/").await.says("<html lang=\"nb\">").says("Kontoene dine");
}

#[test]
fn no_text_is_empty_and_no_language_has_anothers() {
    let titles: Vec<&str> = Language::ALL.iter().map(|language| language.words().password_weak).collect();
    for (n, title) in titles.iter().enumerate() {
        assert!(!title.is_empty() && !titles[n + 1..].contains(title));
    }
    for language in Language::ALL {
        let words = language.words();
        assert!((words.throttled)(30).contains("30"));
        assert!((words.throttled)(600).contains("10"));
        assert!((words.password_hint)(15).contains("15"));
        let (invited, mistaken) = ((words.invited_by)("A1", "B2"), (words.other_person)("A1", "B2"));
        assert!(
            [invited, mistaken, (words.browser_on)("A1", "B2"), (words.pin_intro)("A1", "B2")]
                .iter()
                .all(|text| text.contains("A1") && text.contains("B2"))
        );
        for text in [
            words.hello,
            words.invited,
            words.terms,
            words.answer_as,
            words.signed_in_as,
            words.end_of,
            words.set_pin_in,
        ] {
            assert!(text("A1").contains("A1"));
        }
    }
}

#[actix_web::test]
async fn the_style_sheet_is_served_from_here_and_loads_nothing() {
    let stage = stage().await;
    let sheet = super::super::style::show().await;
    assert_eq!(sheet.headers().get("content-type").unwrap(), "text/css; charset=utf-8");
    let bytes = actix_web::body::to_bytes(sheet.into_body()).await.unwrap();
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    assert!(!text.contains("url(") && !text.contains("@import"));
    stage.browser().get("/sign-in").await.says(super::super::style::PATH);
}

/// Relative luminance of `#rrggbb` (WCAG 2).
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

#[test]
fn texts_stand_out_in_the_light_and_in_the_dark() {
    let sheet = include_str!("../../../templates/pages.css");
    let (light, dark) = sheet.split_once("prefers-color-scheme: dark").unwrap();
    for part in [light, dark.split("box-sizing").next().unwrap()] {
        let colour = |name: &str| {
            let (_, rest) = part.split_once(&format!("--{name}: ")).unwrap();
            luminance(rest.split(';').next().unwrap())
        };
        for (front, back, least) in [
            ("text", "ground", 4.5),
            ("text", "card", 4.5),
            ("quiet", "ground", 4.5),
            ("quiet", "card", 4.5),
            ("strong", "ground", 4.5),
            ("strong", "card", 4.5),
            ("strong-over", "card", 4.5),
            ("on-strong", "strong", 4.5),
            ("on-strong", "strong-over", 4.5),
            ("wrong", "card", 4.5),
            ("wrong", "wrong-ground", 4.5),
            ("good", "good-ground", 4.5),
            ("edge", "card", 3.0),
        ] {
            let (one, other) = (colour(front), colour(back));
            let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
            assert!(contrast >= least, "{front} on {back}: {contrast}");
        }
    }
}

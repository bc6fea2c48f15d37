//! `/sign-in`

use actix_web::http::StatusCode;
use identity_core::Error;
use identity_core::refusal::Refusal;
use identity_core::secret::Secret;
use identity_core::session::{Begun, Continued, SignIn, end_one};

use super::answer::{go, redirect};
use super::cookies;
use super::panel::{Button, Field, Panel, Trouble};
use super::returning::local;
use super::visit::Visit;
use crate::http::route::Answer;

/// Shows the form; whoever is signed in goes on.
pub(super) fn show(visit: Visit) -> Answer {
    if visit.visitor.is_some() {
        return Ok(go(back(&visit)));
    }
    visit.page(StatusCode::OK, &form(&visit, false))
}

/// Signs in: a new session with a new cookie, whatever cookie was sent.
pub(super) async fn act(mut visit: Visit) -> Answer {
    let (email, password) = (visit.field("email").trim().to_owned(), visit.take("password"));
    let otp = Some(visit.field("otp").trim().to_owned()).filter(|otp| !otp.is_empty());
    let has_otp = otp.is_some();
    let words = visit.words();
    let missing = [("email", &email, words.email_missing), ("password", &password, words.password_missing)];
    let missing = missing.into_iter().filter(|(_, value, _)| value.is_empty());
    let troubles: Vec<Trouble> = missing.map(|(name, _, text)| Trouble::at(name, text)).collect();
    if !troubles.is_empty() {
        return visit.again(form(&visit, has_otp), troubles);
    }
    let input = SignIn { email, password: Secret::new(password), otp };
    let begun = visit.cx.identity().sign_in(visit.cx.origin(), input, Continued::ByCookie).await;
    match begun {
        Ok(begun) => enter(&visit, &begun, back(&visit)).await,
        Err(Error::Refused(Refusal::OtpRequired)) => {
            visit.again(form(&visit, true), vec![Trouble::at("otp", words.otp_needed)])
        }
        Err(Error::Refused(Refusal::InvalidCredentials) | Error::Invalid(_)) => {
            visit.again(form(&visit, has_otp), vec![Trouble::whole(words.sign_in_failed)])
        }
        Err(error) => visit.later(form(&visit, has_otp), error),
    }
}

/// Goes on as the person who signed in; who was before is not any more.
pub(super) async fn enter(visit: &Visit, begun: &Begun, to: &str) -> Answer {
    let before = visit.visitor.as_ref().and_then(|visitor| visitor.principal.credential.session());
    if let Some(before) = before {
        match visit.write(move |tx, call| end_one(tx, call, before)).await {
            Ok(()) | Err(Error::NotFound | Error::Unauthenticated) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let secret = begun.secret.as_ref();
    let secret = secret.ok_or_else(|| Error::Internal("a session has no cookie".into()))?;
    Ok(redirect(to, cookies::begin(secret, visit.cx.identity().tools())))
}

/// Where to go on.
fn back(visit: &Visit) -> &str {
    local(visit.field("return")).unwrap_or("/")
}

fn form(visit: &Visit, has_otp: bool) -> Panel {
    let words = visit.words();
    let mut fields = vec![
        Field::new("email", words.email, "email").filled_as("username").with(visit.field("email")),
        Field::new("password", words.password, "password").filled_as("current-password"),
    ];
    if has_otp {
        fields.push(Field::new("otp", words.otp, "text").filled_as("one-time-code").hinted(words.otp_hint));
    }
    let hidden = local(visit.field("return")).map(|path| ("return", path.to_owned()));
    Panel {
        action: "/sign-in",
        hidden: hidden.into_iter().collect(),
        fields,
        buttons: vec![Button::only(words.sign_in)],
        links: vec![("/forgot-password".to_owned(), words.forgotten)],
        ..Panel::new(visit.frame(words.sign_in))
    }
}

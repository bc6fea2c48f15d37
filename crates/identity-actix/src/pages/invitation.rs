//! `/accept-invite` (F4, S-R38 to S-R40): a new person sets a password, a known one signs in and answers.

use std::sync::Arc;

use actix_web::http::StatusCode;
use identity_core::Error;
use identity_core::actor::Principal;
use identity_core::port::Reading;
use identity_core::refusal::Refusal;
use identity_core::secret::Secret;
use identity_core::session::{Continued, SignIn};
use identity_core::tenant::{self, InviteInfo, Invitee};

use super::answer::{go, go_sign_in};
use super::language::Language;
use super::notice::Notice;
use super::panel::{Button, Field, Panel, Trouble};
use super::sign_in;
use super::visit::Visit;
use crate::http::route::Answer;
use crate::self_service::code::bare;

const PATH: &str = "/accept-invite";

/// Shows what the invitation says and how it is answered; looking uses nothing up.
pub(super) async fn show(mut visit: Visit) -> Answer {
    let code = bare(visit.field("code"));
    let invitee = match look(&visit, &code).await {
        Ok(invitee) => invitee,
        Err(error) => return closed(&visit, error),
    };
    speak(&mut visit, &invitee);
    visit.page(StatusCode::OK, &panel(&visit, &invitee, code))
}

/// Answers it.
pub(super) async fn act(mut visit: Visit) -> Answer {
    let code = bare(visit.field("code"));
    let invitee = match look(&visit, &code).await {
        Ok(invitee) => invitee,
        Err(error) => return closed(&visit, error),
    };
    speak(&mut visit, &invitee);
    if invitee.is_activated { answer(visit, &invitee, code).await } else { join(visit, &invitee, code).await }
}

async fn look(visit: &Visit, code: &str) -> Result<Invitee, Error> {
    // The code is all that opens it (U7).
    let (nobody, code) = (Arc::new(Principal::system()), code.to_owned());
    let look = move |tx: &mut dyn identity_core::port::Transaction, call: &identity_core::service::Call| {
        tenant::invitee(tx, call, &code)
    };
    visit.cx.identity().read(&nobody, Reading::Snapshot, look).await
}

/// In the language of the invited person, if it is known.
fn speak(visit: &mut Visit, invitee: &Invitee) {
    let known = invitee.language.as_ref().and_then(|code| Language::parse(code.as_str()));
    visit.language = known.unwrap_or(visit.language);
}

/// A new person accepts by setting a password, and is signed in with it.
async fn join(mut visit: Visit, invitee: &Invitee, code: String) -> Answer {
    let (password, again) = (visit.take("password"), visit.take("again"));
    let mut troubles = visit.mistyped(&password, &again);
    if visit.field("terms").is_empty() {
        troubles.push(Trouble::at("terms", visit.words().terms_missing));
    }
    if !troubles.is_empty() {
        return visit.again(panel(&visit, invitee, code), troubles);
    }
    let (identity, password) = (visit.cx.identity(), Secret::new(password));
    match identity.confirm_reset(visit.cx.origin(), &code, password.clone()).await {
        Ok(()) => {}
        Err(Error::Refused(Refusal::InvalidCode)) => return closed(&visit, Error::NotFound),
        Err(error) => {
            let panel = panel(&visit, invitee, code);
            return match visit.weak(&error) {
                Some(trouble) => visit.again(panel, vec![trouble]),
                None => visit.later(panel, error),
            };
        }
    }
    let input = SignIn { email: invitee.invitation.email.clone(), password, otp: None };
    match identity.sign_in(visit.cx.origin(), input, Continued::ByCookie).await {
        Ok(begun) => sign_in::enter(&visit, &begun, &Notice::Joined.on("/")).await,
        // The invitation is accepted; signing in is tried once more by hand.
        Err(_) => Ok(go(&Notice::PasswordSet.on("/sign-in"))),
    }
}

/// A known person accepts or declines.
async fn answer(visit: Visit, invitee: &Invitee, code: String) -> Answer {
    if visit.visitor.is_none() {
        return Ok(go_sign_in(&place(&code)));
    }
    let sent = code.clone();
    let (done, notice) = match visit.field("answer") {
        "accept" => {
            let accept =
                visit.write(move |tx, call| tenant::accept_invitation(tx, call, Ok(&sent)).map(drop));
            (accept.await, Notice::Joined)
        }
        "decline" => {
            let decline = visit.write(move |tx, call| tenant::decline_invitation(tx, call, &sent));
            (decline.await, Notice::Declined)
        }
        _ => return visit.page(StatusCode::BAD_REQUEST, &panel(&visit, invitee, code)),
    };
    match done {
        Ok(()) => Ok(go(&notice.on("/"))),
        Err(Error::Refused(Refusal::InviteEmailMismatch)) => {
            visit.page(StatusCode::FORBIDDEN, &panel(&visit, invitee, code))
        }
        Err(error) => closed(&visit, error),
    }
}

/// The page of this invitation.
fn place(code: &str) -> String {
    format!("{PATH}?code={code}")
}

/// An invitation that is not open.
fn closed(visit: &Visit, error: Error) -> Answer {
    let words = visit.words();
    let (status, text) = match error {
        Error::NotFound => (StatusCode::NOT_FOUND, words.invitation_unknown),
        Error::Refused(Refusal::InviteExpired) => (StatusCode::GONE, words.invitation_expired),
        Error::Refused(Refusal::InviteUsed | Refusal::InviteTaken) => {
            (StatusCode::GONE, words.invitation_used)
        }
        error => return Err(error.into()),
    };
    let to_start = if visit.visitor.is_some() { words.to_start } else { words.to_sign_in };
    let panel = Panel {
        words: vec![text.to_owned()],
        links: vec![("/".to_owned(), to_start)],
        ..Panel::new(visit.frame(words.invitation_title))
    };
    visit.page(status, &panel)
}

fn panel(visit: &Visit, invitee: &Invitee, code: String) -> Panel {
    if !invitee.is_activated {
        return joining(visit, &invitee.invitation, code);
    }
    match &visit.visitor {
        None => stranger(visit, &invitee.invitation, &code),
        Some(visitor) if visitor.email.to_string() == invitee.invitation.email => {
            answering(visit, &invitee.invitation, code)
        }
        Some(visitor) => mistaken(visit, &invitee.invitation, &visitor.email.to_string(), &code),
    }
}

/// For a new person.
fn joining(visit: &Visit, invitation: &InviteInfo, code: String) -> Panel {
    let words = visit.words();
    let frame = visit.frame(words.invitation_title);
    let name = format!("{} {}", invitation.first_name, invitation.last_name);
    let terms = Field::new("terms", (words.terms)(&frame.product), "checkbox");
    let [password, again] = visit.new_password();
    let hello = Some((words.hello)(name.trim())).filter(|_| !name.trim().is_empty());
    let mut said: Vec<String> = hello.into_iter().collect();
    said.extend([invited(visit, invitation), words.join_intro.to_owned()]);
    Panel {
        words: said,
        action: PATH,
        hidden: vec![("code", code)],
        // It is fixed, and there for password managers to know what the password is of.
        fields: vec![
            Field::new("email", words.email, "readonly").filled_as("username").with(&invitation.email),
            password,
            again,
            terms,
        ],
        buttons: vec![Button::only(words.accept)],
        ..Panel::new(frame)
    }
}

/// For a known person who is not signed in.
fn stranger(visit: &Visit, invitation: &InviteInfo, code: &str) -> Panel {
    let words = visit.words();
    Panel {
        words: vec![invited(visit, invitation), (words.answer_as)(&invitation.email)],
        links: vec![(format!("/sign-in?return={}", place(code)), words.sign_in_to_answer)],
        ..Panel::new(visit.frame(words.invitation_title))
    }
}

/// For the person who is invited.
fn answering(visit: &Visit, invitation: &InviteInfo, code: String) -> Panel {
    let words = visit.words();
    let choice = |value, label, is_second| Button { label, choice: Some(("answer", value)), is_second };
    Panel {
        words: vec![invited(visit, invitation)],
        action: PATH,
        hidden: vec![("code", code)],
        buttons: vec![choice("accept", words.accept, false), choice("decline", words.decline, true)],
        ..Panel::new(visit.frame(words.invitation_title))
    }
}

/// For somebody else.
fn mistaken(visit: &Visit, invitation: &InviteInfo, email: &str, code: &str) -> Panel {
    let words = visit.words();
    Panel {
        words: vec![invited(visit, invitation), (words.other_person)(&invitation.email, email)],
        action: "/sign-out",
        hidden: vec![("return", place(code))],
        buttons: vec![Button::only(words.sign_out)],
        ..Panel::new(visit.frame(words.invitation_title))
    }
}

fn invited(visit: &Visit, invitation: &InviteInfo) -> String {
    let words = visit.words();
    match invitation.inviter_name.trim() {
        "" => (words.invited)(&invitation.tenant_name),
        inviter => (words.invited_by)(inviter, &invitation.tenant_name),
    }
}

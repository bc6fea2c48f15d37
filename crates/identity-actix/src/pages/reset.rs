//! `/reset-password` (A7, S-R14)

use actix_web::http::StatusCode;
use identity_core::Error;
use identity_core::refusal::Refusal;
use identity_core::secret::Secret;

use super::answer::redirect;
use super::cookies;
use super::notice::Notice;
use super::panel::{Button, Panel, Trouble};
use super::visit::Visit;
use crate::http::route::Answer;
use crate::self_service::code::bare;

/// Shows the form; whether the code is good is told when it is used.
pub(super) fn show(visit: Visit) -> Answer {
    visit.page(StatusCode::OK, &form(&visit))
}

/// Sets the password. All sessions end, and so does the one of this browser.
pub(super) async fn act(mut visit: Visit) -> Answer {
    let (password, again) = (visit.take("password"), visit.take("again"));
    let troubles = visit.mistyped(&password, &again);
    if !troubles.is_empty() {
        return visit.again(form(&visit), troubles);
    }
    let code = bare(visit.field("code"));
    let set = visit.cx.identity().confirm_reset(visit.cx.origin(), &code, Secret::new(password)).await;
    match set {
        Ok(()) => Ok(redirect(&Notice::PasswordSet.on("/sign-in"), cookies::end())),
        Err(Error::Refused(Refusal::InvalidCode)) => invalid(&visit),
        Err(error) => match visit.weak(&error) {
            Some(trouble) => visit.again(form(&visit), vec![trouble]),
            None => visit.later(form(&visit), error),
        },
    }
}

/// One answer, whatever is wrong with the code.
fn invalid(visit: &Visit) -> Answer {
    let words = visit.words();
    let panel = Panel {
        links: vec![("/forgot-password".to_owned(), words.ask_again)],
        ..Panel::new(visit.frame(words.reset_title))
    };
    visit.again(panel, vec![Trouble::whole(words.reset_invalid)])
}

fn form(visit: &Visit) -> Panel {
    let words = visit.words();
    Panel {
        words: vec![words.reset_intro.to_owned()],
        action: "/reset-password",
        hidden: vec![("code", visit.field("code").to_owned())],
        fields: visit.new_password().into(),
        buttons: vec![Button::only(words.set_password)],
        ..Panel::new(visit.frame(words.reset_title))
    }
}

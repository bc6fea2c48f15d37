//! `/forgot-password` (A6, S-R12)

use actix_web::http::StatusCode;
use identity_core::Error;

use super::answer::go;
use super::notice::Notice;
use super::panel::{Button, Field, Panel, Trouble};
use super::visit::Visit;
use crate::http::route::Answer;

const PATH: &str = "/forgot-password";

/// Shows the form.
pub(super) fn show(visit: Visit) -> Answer {
    visit.page(StatusCode::OK, &form(&visit))
}

/// Asks for a mail; the answer is the same whether there is somebody to write to or not.
pub(super) async fn act(visit: Visit) -> Answer {
    let email = visit.field("email").trim();
    if email.is_empty() {
        return visit.again(form(&visit), vec![Trouble::at("email", visit.words().email_missing)]);
    }
    match visit.cx.identity().ask_reset(&visit.cx.origin(), email).await {
        Ok(()) | Err(Error::Invalid(_)) => Ok(go(&Notice::LinkSent.on(PATH))),
        Err(error) => visit.later(form(&visit), error),
    }
}

fn form(visit: &Visit) -> Panel {
    let words = visit.words();
    let email = Field::new("email", words.email, "email").filled_as("username").with(visit.field("email"));
    Panel {
        words: vec![words.forgotten_intro.to_owned()],
        action: PATH,
        fields: vec![email],
        buttons: vec![Button::only(words.send_link)],
        links: vec![("/sign-in".to_owned(), words.to_sign_in)],
        ..Panel::new(visit.frame(words.forgotten_title))
    }
}

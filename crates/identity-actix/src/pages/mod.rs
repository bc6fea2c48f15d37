//! The pages that the links of mails lead to, and what a person needs around them: signing in and out, answering an
//! invitation, a lost password, the own sessions, the own PIN.
//!
//! A page works without script. `GET` changes nothing; a form is answered by a redirect, or by itself with what is
//! wrong in words. Every answer has the same strict headers, whatever it is.

mod answer;
mod browser;
mod cookies;
mod forgotten;
mod guard;
mod home;
mod invitation;
mod language;
mod notice;
mod panel;
mod passwords;
mod pin;
mod refusal;
mod reset;
mod returning;
mod sessions;
mod sign_in;
mod sign_out;
mod style;
#[cfg(test)]
mod tests;
mod visit;
mod words;

use std::future::ready;

use actix_web::web::{self, ServiceConfig};

use crate::http::dispatch::unknown;
use visit::{Handling, Step, Visit, serve};

/// One address.
struct Page {
    path: &'static str,
    /// What is shown.
    show: Option<fn(Visit) -> Handling>,
    /// What a form does.
    act: Option<fn(Visit) -> Handling>,
    /// The fields that the form may have, the guard's own aside.
    fields: &'static [&'static str],
}

static PAGES: [Page; 8] = [
    Page { path: "/", show: Some(|visit| Box::pin(home::show(visit))), act: None, fields: &[] },
    Page {
        path: "/sign-in",
        show: Some(|visit| Box::pin(ready(sign_in::show(visit)))),
        act: Some(|visit| Box::pin(sign_in::act(visit))),
        fields: &["email", "password", "otp", "return"],
    },
    Page {
        path: "/sign-out",
        show: None,
        act: Some(|visit| Box::pin(sign_out::act(visit))),
        fields: &["return"],
    },
    Page {
        path: "/accept-invite",
        show: Some(|visit| Box::pin(invitation::show(visit))),
        act: Some(|visit| Box::pin(invitation::act(visit))),
        fields: &["code", "email", "password", "again", "terms", "answer"],
    },
    Page {
        path: "/forgot-password",
        show: Some(|visit| Box::pin(ready(forgotten::show(visit)))),
        act: Some(|visit| Box::pin(forgotten::act(visit))),
        fields: &["email"],
    },
    Page {
        path: "/reset-password",
        show: Some(|visit| Box::pin(ready(reset::show(visit)))),
        act: Some(|visit| Box::pin(reset::act(visit))),
        fields: &["code", "password", "again"],
    },
    Page {
        path: "/sessions",
        show: Some(|visit| Box::pin(sessions::show(visit))),
        act: Some(|visit| Box::pin(sessions::act(visit))),
        fields: &["end"],
    },
    Page {
        path: "/pin",
        show: Some(|visit| Box::pin(pin::show(visit))),
        act: Some(|visit| Box::pin(pin::act(visit))),
        fields: &["account", "pin", "again"],
    },
];

/// Registers the pages and their style sheet. The application has to hold a `web::Data<Api>`; this comes before
/// [`configure`](crate::configure), which answers every other path.
pub fn configure_pages(config: &mut ServiceConfig) {
    for page in &PAGES {
        let mut resource = web::resource(page.path).default_service(web::to(unknown));
        if let Some(handler) = page.show {
            let step = Step { handler, fields: None };
            resource = resource
                .route(web::get().to(move |request, payload| serve(request, payload, step)))
                .route(web::head().to(move |request, payload| serve(request, payload, step)));
        }
        if let Some(handler) = page.act {
            let step = Step { handler, fields: Some(page.fields) };
            resource = resource.route(web::post().to(move |request, payload| serve(request, payload, step)));
        }
        config.service(resource);
    }
    config.service(
        web::resource(style::PATH).default_service(web::to(unknown)).route(web::get().to(style::show)),
    );
}

//! Bodies about domain users and persons (provisioning.md §3.3).

use identity_core::domain::user::{DomainUserInput, UserChange};
use identity_core::value::Member;

use crate::http::body::Need;
use crate::http::context::Context;
use crate::http::failure::Failure;
use crate::self_service::body::Turn;

/// Members of a new user.
const NEW: [&str; 7] = ["email", "role", "domain", "userName", "phone", "externalId", "owner"];

/// Members of a change.
const CHANGE: [&str; 3] = ["email", "userName", "phone"];

/// Reads a new user, and what the query says of the mail (P-R25).
pub(super) async fn new_user(cx: &mut Context) -> Result<Turn<DomainUserInput>, Failure> {
    let skips_mail = match cx.parameter("skipMailValidation")?.as_deref() {
        None => Member::Absent,
        Some("true") => Member::Value(true),
        Some("false") => Member::Value(false),
        Some(_) => Member::Bad("Must be true or false.".into()),
    };
    cx.turn(Need::Required, &NEW, |m| DomainUserInput {
        email: m.text("email"),
        role: m.text("role"),
        domain: m.text("domain"),
        user_name: m.text("userName"),
        phone: m.text("phone"),
        external_id: m.text("externalId"),
        owner: m.flag("owner"),
        skips_mail,
    })
    .await
}

/// Reads a change.
pub(super) async fn change(cx: &mut Context) -> Result<Turn<UserChange>, Failure> {
    cx.turn(Need::Required, &CHANGE, |m| UserChange {
        email: m.text("email"),
        user_name: m.text("userName"),
        phone: m.text("phone"),
    })
    .await
}

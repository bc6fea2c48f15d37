//! Setting a password: the one operation that is open without a credential, to an invitation's code (R29).

use identity_core::Error;
use identity_core::user::{self, PasswordTarget, SetPassword};

use super::handlers::shown;
use super::{body, view};
use crate::http::body::Need;
use crate::http::context::Context;
use crate::http::route::Answer;
use crate::http::terms::Asked;

/// `POST /accounts/users/{id}/set-password`
pub(crate) async fn set(mut cx: Context) -> Answer {
    let target = target(&cx)?;
    let body = cx.try_body(Need::Required, body::password).await?;
    let principal = cx.verified.as_ref().map(|verified| &verified.principal);
    let Asked { input, terms, selection, unread } =
        cx.asked_with_code(cx.selection(&view::SHAPE), body, |input: &SetPassword| input.code.as_deref());
    let (claim, asked) = (terms.claim, (terms, cx.origin()));
    let done = cx.identity().set_password(principal, asked, target, input, move |tx, call, user| {
        let reply = shown(&selection, &user::view(tx, call, user, &view::wants(&selection))?);
        call.keep(tx, || reply.kept())?;
        Ok(reply)
    });
    cx.settle(claim, unread, done.await).await
}

/// The person, or the membership that an invitation's link names.
fn target(cx: &Context) -> Result<PasswordTarget, Error> {
    let user = cx.id(0).map(PasswordTarget::User);
    let target = user.or_else(|_| cx.id(0).map(PasswordTarget::Membership));
    // Without a credential every failure looks alike.
    target.map_err(|error| if cx.verified.is_some() { error } else { Error::Unauthenticated })
}

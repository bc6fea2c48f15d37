//! Setting a password: the one operation that is open without a credential, to an invitation's code (R29).

use std::sync::Arc;

use identity_core::audit::Origin;
use identity_core::auth::enter;
use identity_core::port::Reading;
use identity_core::service::{Call, Identity};
use identity_core::user::{self, PasswordTarget, User, UserView, UserWants};
use identity_core::{Error, StoreError};

use super::handlers::shown;
use super::{body, view};
use crate::http::body::Need;
use crate::http::context::{Context, told};
use crate::http::route::Answer;

/// `POST /accounts/users/{id}/set-password`
pub(crate) async fn set(mut cx: Context) -> Answer {
    let target = target(&cx)?;
    let (input, unread) = cx.try_body(Need::Required, body::password).await?.split();
    let selection = cx.selection(&view::SHAPE);
    let refused = selection.as_ref().map(drop).map_err(Error::clone);
    let input = input.and_then(|input| refused.map(|()| input));
    let principal = cx.verified.as_ref().map(|verified| &verified.principal);
    let done = cx.identity().set_password(principal, cx.origin(), target, input).await;
    let user = done.map_err(|error| told(error, unread))?;
    let selection = selection?;
    let wants = view::wants(&selection);
    let view = match principal {
        Some(_) => {
            cx.read(Reading::Snapshot, move |tx, call| user::view(tx, call, user.clone(), &wants)).await
        }
        None => seen_by_themselves(cx.identity(), user, wants).await,
    };
    // The password is set by now, so a failure to read must not look as if nothing had happened.
    let unknown = |error| match error {
        Error::Store(cause) => StoreError::OutcomeUnknown(format!("set, and not read back: {cause}")).into(),
        error => error,
    };
    Ok(shown(&selection, &view.map_err(unknown)?))
}

/// The person, or the membership that an invitation's link names.
fn target(cx: &Context) -> Result<PasswordTarget, Error> {
    let user = cx.id(0).map(PasswordTarget::User);
    let target = user.or_else(|_| cx.id(0).map(PasswordTarget::Membership));
    // Without a credential every failure looks alike.
    target.map_err(|error| if cx.verified.is_some() { error } else { Error::Unauthenticated })
}

/// Whoever used the code is that person from then on.
async fn seen_by_themselves(identity: &Identity, user: User, wants: UserWants) -> Result<UserView, Error> {
    let (tools, now) = (Arc::new(identity.tools().clone()), identity.now());
    let reading = identity.store().read(Reading::Snapshot, move |tx| {
        let principal = enter(tx, &tools.catalogue, user.id, None)?;
        let call = Call { principal: &principal, now, origin: &Origin::default(), tools: &tools };
        user::view(tx, &call, user.clone(), &wants)
    });
    reading.await
}

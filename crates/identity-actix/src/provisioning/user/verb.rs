//! `/v2/user/email/{userEmail}/domain/{domainName}` and below: the verbs on domain users.

use actix_web::HttpResponse;
use identity_core::Error;
use identity_core::domain::user::{self, DomainUser, RolesInput};
use identity_core::port::Transaction;
use identity_core::service::Call;

use super::view;
use crate::http::body::Need;
use crate::http::context::Context;
use crate::http::failure::Failure;
use crate::http::route::Answer;
use crate::provisioning::answer::{gone, object};

/// `POST …/disable`
pub(in crate::provisioning) async fn disable(cx: Context) -> Answer {
    plain(cx, user::disable).await
}

/// `POST …/enable`
pub(in crate::provisioning) async fn enable(cx: Context) -> Answer {
    plain(cx, user::enable).await
}

/// `POST …/owner`
pub(in crate::provisioning) async fn transfer(cx: Context) -> Answer {
    plain(cx, user::transfer).await
}

/// `PUT …/role`
pub(in crate::provisioning) async fn replace_roles(cx: Context) -> Answer {
    listing(cx, user::replace_roles).await
}

/// `DELETE …/role`
pub(in crate::provisioning) async fn take_roles(cx: Context) -> Answer {
    listing(cx, user::take_roles).await
}

/// `PUT …/role/{roleName}`
pub(in crate::provisioning) async fn replace_role(cx: Context) -> Answer {
    let (email, domain) = named(&cx)?;
    // What is no text is no role name either, which is told in its turn.
    let role = cx.decoded(2).unwrap_or_default();
    let user = cx.write(move |tx, call| user::replace_role(tx, call, &domain, &email, &role)).await?;
    Ok(shown(&user))
}

/// `DELETE …`
pub(in crate::provisioning) async fn remove(cx: Context) -> Answer {
    let (email, domain) = named(&cx)?;
    cx.write(move |tx, call| user::remove(tx, call, &domain, &email)).await?;
    Ok(gone())
}

/// A verb without a body.
async fn plain(
    cx: Context,
    verb: fn(&mut dyn Transaction, &Call, &str, &str) -> Result<DomainUser, Error>,
) -> Answer {
    let (email, domain) = named(&cx)?;
    let user = cx.write(move |tx, call| verb(tx, call, &domain, &email)).await?;
    Ok(shown(&user))
}

/// A use case that reads roles.
type Listing =
    fn(&mut dyn Transaction, &Call, &str, &str, Result<&RolesInput, Error>) -> Result<DomainUser, Error>;

/// A verb with roles in its body.
async fn listing(mut cx: Context, verb: Listing) -> Answer {
    let (email, domain) = named(&cx)?;
    let read = cx.turn(Need::Required, &["roles"], |m| RolesInput { roles: m.texts("roles") });
    let (sent, told) = read.await?.split();
    let user = cx
        .write(move |tx, call| verb(tx, call, &domain, &email, sent.as_ref().map_err(Clone::clone)))
        .await
        .map_err(told)?;
    Ok(shown(&user))
}

/// E-mail and domain.
fn named(cx: &Context) -> Result<(String, String), Failure> {
    Ok((cx.decoded(0)?, cx.decoded(1)?))
}

fn shown(user: &DomainUser) -> HttpResponse {
    object(|o| view::user(o, user))
}

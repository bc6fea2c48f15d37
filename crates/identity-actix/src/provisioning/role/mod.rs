//! `/v2/domain/{domainName}/roles`: what domain users may be (provisioning.md §2.3).

mod view;

use identity_core::domain::role::{self, RoleInput};
use identity_core::port::Reading;

use super::answer::object;
use super::list::array;
use crate::http::body::{Members, Need};
use crate::http::context::Context;
use crate::http::route::Answer;

/// Members of a body.
const KNOWN: [&str; 4] = ["name", "description", "policies", "applications"];

/// `GET /v2/domain/{domainName}/roles`
pub(super) async fn list(cx: Context) -> Answer {
    let (domain, window) = (cx.decoded(0)?, cx.window()?);
    let listed = cx.read(Reading::Snapshot, move |tx, call| role::list(tx, call, &domain, window)).await?;
    Ok(array(&listed.0, listed.1, view::role))
}

/// `GET /v2/domain/{domainName}/roles/{roleName}`
pub(super) async fn get(cx: Context) -> Answer {
    let (domain, name) = (cx.decoded(0)?, cx.decoded(1)?);
    let role = cx.read(Reading::Snapshot, move |tx, call| role::get(tx, call, &domain, &name)).await?;
    Ok(object(|o| view::role(o, &role)))
}

/// `POST /v2/domain/{domainName}/roles`
pub(super) async fn create(mut cx: Context) -> Answer {
    let domain = cx.decoded(0)?;
    let read = |m: &mut Members| RoleInput {
        name: m.text("name"),
        description: m.text("description"),
        policies: m.texts("policies"),
        applications: m.texts("applications"),
    };
    let (sent, told) = cx.turn(Need::Required, &KNOWN, read).await?.split();
    let made = cx
        .write(move |tx, call| role::create(tx, call, &domain, sent.as_ref().map_err(Clone::clone)))
        .await
        .map_err(told)?;
    Ok(object(|o| view::role(o, &made)))
}

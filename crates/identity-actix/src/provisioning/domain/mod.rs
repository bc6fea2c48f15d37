//! `/v2/domain`: domains (provisioning.md §2.3).

mod steer;
mod view;

pub(super) use steer::{delete, disable, enable};

use identity_core::domain::{self, DomainInput};
use identity_core::port::Reading;

use super::answer::object;
use super::list::array;
use crate::http::body::{Members, Need};
use crate::http::context::Context;
use crate::http::route::Answer;

/// Members of a new domain.
const KNOWN: [&str; 5] = ["name", "plan", "time", "volume", "status"];

/// `GET /v2/domain`
pub(super) async fn list(cx: Context) -> Answer {
    let window = cx.window()?;
    let listed = cx.read(Reading::Scan, move |tx, call| domain::list(tx, call, window)).await?;
    Ok(array(&listed.0, listed.1, view::domain))
}

/// `POST /v2/domain`
pub(super) async fn create(mut cx: Context) -> Answer {
    let read = |m: &mut Members| DomainInput {
        name: m.text("name"),
        plan: m.text("plan"),
        time: m.numeral("time"),
        volume: m.numeral("volume"),
        status: m.text("status"),
    };
    let (sent, told) = cx.turn(Need::Required, &KNOWN, read).await?.split();
    let made = cx
        .write(move |tx, call| domain::create(tx, call, sent.as_ref().map_err(Clone::clone)))
        .await
        .map_err(told)?;
    Ok(object(|o| view::domain(o, &made)))
}

/// `GET /v2/domain/{domainName}`
pub(super) async fn get(cx: Context) -> Answer {
    let name = cx.decoded(0)?;
    let domain = cx.read(Reading::Snapshot, move |tx, call| domain::get(tx, call, &name)).await?;
    Ok(object(|o| view::domain(o, &domain)))
}

//! `/v2/domain`: domains and their roles (provisioning.md §2.3).

mod view;

use identity_core::domain;
use identity_core::port::Reading;

use super::answer::object;
use crate::http::context::Context;
use crate::http::route::Answer;

/// `GET /v2/domain/{domainName}`
pub(super) async fn get(cx: Context) -> Answer {
    let name = cx.decoded(0)?;
    let domain = cx.read(Reading::Snapshot, move |tx, call| domain::get(tx, call, &name)).await?;
    Ok(object(|o| view::domain(o, &domain)))
}

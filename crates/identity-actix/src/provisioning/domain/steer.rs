//! Disabling, enabling and deleting domains (C4–C6).

use identity_core::Error;
use identity_core::domain::{self, Domain};
use identity_core::port::Transaction;
use identity_core::service::Call;

use super::view;
use crate::http::context::Context;
use crate::http::route::Answer;
use crate::provisioning::answer::{gone, object};

/// `DELETE /v2/domain/{domainName}`
pub(in crate::provisioning) async fn delete(cx: Context) -> Answer {
    let name = cx.decoded(0)?;
    cx.write(move |tx, call| domain::delete(tx, call, &name)).await?;
    Ok(gone())
}

/// `POST /v2/domain/{domainName}/enable`
pub(in crate::provisioning) async fn enable(cx: Context) -> Answer {
    steer(cx, domain::enable).await
}

/// `POST /v2/domain/{domainName}/disable`
pub(in crate::provisioning) async fn disable(cx: Context) -> Answer {
    steer(cx, domain::disable).await
}

type Verb = fn(&mut dyn Transaction, &Call, &str) -> Result<Domain, Error>;

async fn steer(cx: Context, verb: Verb) -> Answer {
    let name = cx.decoded(0)?;
    let steered = cx.write(move |tx, call| verb(tx, call, &name)).await?;
    Ok(object(|o| view::domain(o, &steered)))
}

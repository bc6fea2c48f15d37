//! Answering an invitation, and sending it again.

use identity_core::Error;
use identity_core::membership::{self, MembershipVerb};

use super::family::Family;
use super::handlers::{shown, with_code};
use super::view;
use crate::http::answer::gone;
use crate::http::context::Context;
use crate::http::route::Answer;

/// `POST {base}/{uid}/accept-invite`
pub(crate) async fn accept<F: Family>(cx: Context) -> Answer {
    let key = F::key(&cx)?;
    let selection = cx.selection(F::SHAPE);
    let wants = selection.as_ref().map(view::wants).map_err(Error::clone);
    let member = cx
        .write(move |tx, call| {
            let (membership, user) = membership::accept(tx, call, key)?;
            membership::view(tx, call, membership, user, &wants.clone()?)
        })
        .await?;
    Ok(shown::<F>(&selection?, &(member, None)))
}

/// `POST {base}/{uid}/decline-invite`
pub(crate) async fn decline<F: Family>(cx: Context) -> Answer {
    let key = F::key(&cx)?;
    cx.write(move |tx, call| membership::decline(tx, call, key)).await?;
    Ok(gone())
}

/// `POST {base}/{uid}/resend-invite`
pub(crate) async fn resend<F: Family>(cx: Context) -> Answer {
    send::<F>(cx, MembershipVerb::Resend).await
}

/// `POST {base}/{uid}/send-new-invite`
pub(crate) async fn renew<F: Family>(cx: Context) -> Answer {
    send::<F>(cx, MembershipVerb::SendNew).await
}

async fn send<F: Family>(cx: Context, verb: MembershipVerb) -> Answer {
    let key = F::key(&cx)?;
    let selection = cx.selection(F::SHAPE);
    let wants = selection.as_ref().map(view::wants).map_err(Error::clone);
    let member = cx
        .write(move |tx, call| {
            let minted = membership::send_again(tx, call, key, verb)?;
            with_code(tx, call, minted, &wants.clone()?)
        })
        .await?;
    Ok(shown::<F>(&selection?, &member))
}

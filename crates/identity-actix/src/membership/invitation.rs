//! Answering an invitation, and sending it again.

use identity_core::membership::{self, MembershipVerb};

use super::family::Family;
use super::handlers::{shown, with_code};
use super::view;
use crate::http::answer::Reply;
use crate::http::body::Body;
use crate::http::context::Context;
use crate::http::route::Answer;
use crate::http::select::Selection;

/// `POST {base}/{uid}/accept-invite`
pub(crate) async fn accept<F: Family>(mut cx: Context) -> Answer {
    let key = F::key(&cx)?;
    let body: Body<()> = cx.no_body().await?;
    cx.change(cx.selection(F::SHAPE), body, move |tx, call, _, selection| {
        let (membership, user) = membership::accept(tx, call, key)?;
        let member = membership::view(tx, call, membership, user, &view::wants(selection))?;
        Ok(shown::<F>(selection, &(member, None)))
    })
    .await
}

/// `POST {base}/{uid}/decline-invite`
pub(crate) async fn decline<F: Family>(mut cx: Context) -> Answer {
    let key = F::key(&cx)?;
    let body: Body<()> = cx.no_body().await?;
    cx.change(Ok(Selection::default()), body, move |tx, call, _, _| {
        membership::decline(tx, call, key).map(|()| Reply::gone())
    })
    .await
}

/// `POST {base}/{uid}/resend-invite`
pub(crate) async fn resend<F: Family>(cx: Context) -> Answer {
    send::<F>(cx, MembershipVerb::Resend).await
}

/// `POST {base}/{uid}/send-new-invite`
pub(crate) async fn renew<F: Family>(cx: Context) -> Answer {
    send::<F>(cx, MembershipVerb::SendNew).await
}

async fn send<F: Family>(mut cx: Context, verb: MembershipVerb) -> Answer {
    let key = F::key(&cx)?;
    let body: Body<()> = cx.no_body().await?;
    cx.change(cx.selection(F::SHAPE), body, move |tx, call, _, selection| {
        let minted = membership::send_again(tx, call, key, verb)?;
        Ok(shown::<F>(selection, &with_code(tx, call, minted, selection)?))
    })
    .await
}

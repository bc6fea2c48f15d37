//! Reading, inviting, changing and removing members.

use identity_core::Error;
use identity_core::list::Query;
use identity_core::membership::{self, InvitationCode, MembershipView, MembershipWants, Minted};
use identity_core::port::{Reading, Transaction};
use identity_core::service::Call;

use super::family::Family;
use super::{body, view};
use crate::http::answer::{Reply, render};
use crate::http::body::Need;
use crate::http::context::Context;
use crate::http::list;
use crate::http::route::Answer;
use crate::http::select::Selection;
use crate::http::writer::Object;

/// What is shown of a membership, and a code minted for it.
pub(super) type Shown = (MembershipView, Option<InvitationCode>);

/// `GET {base}`
pub(crate) async fn list<F: Family>(cx: Context) -> Answer {
    let account = F::account(&cx)?;
    let list::List { query, selection, position, .. } = match cx.list(F::SHAPE) {
        Ok(list) => list,
        Err(error) => {
            // A wrong query is told to those only who may list the account, so no rows of it are listed first.
            let none = Query { limit: 0, ..Query::everything(F::SHAPE.registry) };
            let wants = MembershipWants::default();
            let read = move |tx: &mut dyn Transaction, call: &Call| {
                membership::list(tx, call, account, &none, &wants).map(drop)
            };
            cx.read(Reading::Scan, read).await?;
            return Err(error.into());
        }
    };
    let wants = view::wants(&selection);
    let read =
        move |tx: &mut dyn Transaction, call: &Call| membership::list(tx, call, account, &query, &wants);
    let page = cx.read(Reading::Scan, read).await?;
    list::page(&cx, F::SHAPE, &selection, &position, &page, |o, member| view::write::<F>(o, member, None))
}

/// `GET {base}/{uid}`
pub(crate) async fn get<F: Family>(cx: Context) -> Answer {
    let key = F::key(&cx)?;
    let selection = cx.selection(F::SHAPE);
    let wants = selection.as_ref().map(view::wants).unwrap_or_default();
    let member = cx.read(Reading::Snapshot, move |tx, call| membership::get(tx, call, key, &wants)).await?;
    cx.send(shown::<F>(&selection?, &(member, None)))
}

/// `POST {base}`
pub(crate) async fn invite<F: Family>(mut cx: Context) -> Answer {
    let account = F::account(&cx)?;
    let body = cx.try_body(Need::Required, body::invite).await?;
    cx.change(cx.selection(F::SHAPE), body, move |tx, call, input, selection| {
        let minted = membership::invite(tx, call, account, input)?;
        let member = with_code(tx, call, minted, selection)?;
        Ok(shown::<F>(selection, &member).created(F::name(&member.0)))
    })
    .await
}

/// `PUT {base}/{uid}`
pub(crate) async fn update<F: Family>(mut cx: Context) -> Answer {
    let key = F::key(&cx)?;
    let body = cx.try_body(Need::Required, body::update).await?;
    cx.change(cx.selection(F::SHAPE), body, move |tx, call, input, selection| {
        let (membership, user) = membership::update(tx, call, key, input)?;
        let member = membership::view(tx, call, membership, user, &view::wants(selection))?;
        Ok(shown::<F>(selection, &(member, None)))
    })
    .await
}

/// `DELETE {base}/{uid}`
pub(crate) async fn remove<F: Family>(cx: Context) -> Answer {
    let key = F::key(&cx)?;
    cx.remove(move |tx, call| membership::remove(tx, call, key)).await
}

/// Adds what a representation shows to a membership whose code was minted.
pub(super) fn with_code(
    tx: &mut dyn Transaction,
    call: &Call,
    minted: Minted,
    selection: &Selection,
) -> Result<Shown, Error> {
    let Minted { membership, user, code } = minted;
    Ok((membership::view(tx, call, membership, user, &view::wants(selection))?, code))
}

/// The answer that shows one membership.
pub(super) fn shown<F: Family>(selection: &Selection, (member, code): &Shown) -> Reply {
    let render = |code| render(selection, |o: &mut Object| view::write::<F>(o, member, code));
    let secret = code.as_ref().map(|code| render(Some(code)));
    Reply::shown(member.tag, render(None)).with_secret(secret)
}

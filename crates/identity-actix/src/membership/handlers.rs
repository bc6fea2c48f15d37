//! Reading, inviting, changing and removing members.

use actix_web::HttpResponse;
use identity_core::Error;
use identity_core::list::Query;
use identity_core::membership::{self, InvitationCode, MembershipView, MembershipWants, Minted};
use identity_core::port::{Reading, Transaction};
use identity_core::service::Call;

use super::family::Family;
use super::{body, view};
use crate::http::answer::{Cache, gone, ok, render};
use crate::http::body::Need;
use crate::http::context::Context;
use crate::http::list::{self, Position};
use crate::http::route::Answer;
use crate::http::select::Selection;

/// What is shown of a membership, and a code minted for it.
pub(super) type Shown = (MembershipView, Option<InvitationCode>);

/// `GET {base}`
pub(crate) async fn list<F: Family>(cx: Context) -> Answer {
    let account = F::account(&cx)?;
    let list::List { query, selection, .. } = match cx.list(F::SHAPE) {
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
    let (position, wants) = (Position::from(&query), view::wants(&selection));
    let read =
        move |tx: &mut dyn Transaction, call: &Call| membership::list(tx, call, account, &query, &wants);
    let page = cx.read(Reading::Scan, read).await?;
    Ok(list::page(F::SHAPE, &selection, &position, &page, |o, member| view::write::<F>(o, member, None)))
}

/// `GET {base}/{uid}`
pub(crate) async fn get<F: Family>(cx: Context) -> Answer {
    let key = F::key(&cx)?;
    let selection = cx.selection(F::SHAPE);
    let wants = selection.as_ref().map(view::wants).unwrap_or_default();
    let member = cx.read(Reading::Snapshot, move |tx, call| membership::get(tx, call, key, &wants)).await?;
    Ok(shown::<F>(&selection?, &(member, None)))
}

/// `POST {base}`
pub(crate) async fn invite<F: Family>(mut cx: Context) -> Answer {
    let account = F::account(&cx)?;
    let body = cx.try_body(Need::Required, body::invite).await?;
    let selection = cx.selection(F::SHAPE);
    let wants = selection.as_ref().map(view::wants).map_err(Error::clone);
    let member = cx
        .write_with(body, move |tx, call, input| {
            let minted = membership::invite(tx, call, account, input)?;
            with_code(tx, call, minted, &wants.clone()?)
        })
        .await?;
    let body = rendered::<F>(&selection?, &member);
    Ok(cx.created(F::name(&member.0), body, cache(&member)))
}

/// `PUT {base}/{uid}`
pub(crate) async fn update<F: Family>(mut cx: Context) -> Answer {
    let key = F::key(&cx)?;
    let body = cx.try_body(Need::Required, body::update).await?;
    let selection = cx.selection(F::SHAPE);
    let wants = selection.as_ref().map(view::wants).map_err(Error::clone);
    let member = cx
        .write_with(body, move |tx, call, input| {
            let (membership, user) = membership::update(tx, call, key, input)?;
            membership::view(tx, call, membership, user, &wants.clone()?)
        })
        .await?;
    Ok(shown::<F>(&selection?, &(member, None)))
}

/// `DELETE {base}/{uid}`
pub(crate) async fn remove<F: Family>(cx: Context) -> Answer {
    let key = F::key(&cx)?;
    cx.write(move |tx, call| membership::remove(tx, call, key)).await?;
    Ok(gone())
}

/// Adds what a representation shows to a membership whose code was minted.
pub(super) fn with_code(
    tx: &mut dyn Transaction,
    call: &Call,
    minted: Minted,
    wants: &MembershipWants,
) -> Result<Shown, Error> {
    let Minted { membership, user, code } = minted;
    Ok((membership::view(tx, call, membership, user, wants)?, code))
}

/// The answer that shows one membership.
pub(super) fn shown<F: Family>(selection: &Selection, member: &Shown) -> HttpResponse {
    ok(rendered::<F>(selection, member), cache(member))
}

fn cache((_, code): &Shown) -> Cache {
    if code.is_some() { Cache::Never } else { Cache::Private }
}

fn rendered<F: Family>(selection: &Selection, (member, code): &Shown) -> Vec<u8> {
    render(selection, |o| view::write::<F>(o, member, code.as_ref()))
}

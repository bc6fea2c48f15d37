//! A person's accounts: the list, and marking favourites.

use identity_core::Error;
use identity_core::id::{AccountId, UserId};
use identity_core::list::Query;
use identity_core::port::{Reading, Transaction};
use identity_core::service::ActorNames;
use identity_core::user::{self, OWN_FIELDS, OwnAccount};

use super::{body, view};
use crate::http::answer::{Reply, render};
use crate::http::body::Need;
use crate::http::context::Context;
use crate::http::list;
use crate::http::route::Answer;
use crate::http::select::Shape;
use crate::http::writer::Object;

/// What `select` may name.
static SHAPE: Shape<OwnAccount> = Shape {
    registry: &OWN_FIELDS,
    parts: &[("invitation", &["status", "expiresAt"]), ("audit", &["invited", "joined", "access"])],
    links: &[],
};

/// `GET /accounts/users/{id}/accounts`
pub(crate) async fn list(cx: Context) -> Answer {
    let id: UserId = cx.id(0)?;
    let asked = cx.list(&SHAPE);
    // A wrong query is told to those only who may see the list, so the list is read without rows for it.
    let query = match &asked {
        Ok(asked) => asked.query.clone(),
        Err(_) => Query { limit: 0, ..Query::everything(&OWN_FIELDS) },
    };
    let (page, names) = cx
        .read(Reading::Snapshot, move |tx, call| {
            let page = user::accounts(tx, call, id, &query)?;
            let names = names(tx, &page.items)?;
            Ok((page, names))
        })
        .await?;
    let list::List { selection, position, .. } = asked?;
    let now = cx.identity().now();
    list::page(&cx, &SHAPE, &selection, &position, &page, |o, own| {
        view::write_own_account(o, own, &names, now);
    })
}

/// `PUT /accounts/users/{id}/accounts/{accountId}`
pub(crate) async fn set_favorite(mut cx: Context) -> Answer {
    let (id, account): (UserId, AccountId) = (cx.id(0)?, cx.id(1)?);
    let body = cx.try_body(Need::Required, body::favorite).await?;
    cx.change(cx.selection(&SHAPE), body, move |tx, call, input, selection| {
        let own = user::set_favorite(tx, call, id, account, input.copied())?;
        let names = names(tx, std::slice::from_ref(&own))?;
        let write = |o: &mut Object| view::write_own_account(o, &own, &names, call.now);
        Ok(Reply::shown(own.tag(call.now), render(selection, write)))
    })
    .await
}

fn names(tx: &mut dyn Transaction, accounts: &[OwnAccount]) -> Result<ActorNames, Error> {
    let stamps = accounts.iter().map(|own| &own.membership.stamps);
    ActorNames::read(tx, stamps.flat_map(|stamps| [stamps.invited, stamps.joined, stamps.access]))
}

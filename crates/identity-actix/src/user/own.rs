//! A person's accounts: the list, and marking favourites.

use identity_core::Error;
use identity_core::id::{AccountId, Id as _, UserId};
use identity_core::list::{Direction, Registry};
use identity_core::port::{Reading, Transaction};
use identity_core::service::ActorNames;
use identity_core::user::{self, OwnAccount};

use super::{body, view};
use crate::http::answer::{Reply, render};
use crate::http::body::Need;
use crate::http::context::Context;
use crate::http::list::{self, Position};
use crate::http::route::Answer;
use crate::http::select::Shape;
use crate::http::writer::Object;

/// The list is as short as a person has accounts; it is paged, and neither filtered nor ordered.
static FIELDS: Registry<OwnAccount> = Registry {
    fields: &[],
    collections: &[],
    barred: &["id", "href", "name", "icon", "type", "status", "favorite", "invitation", "audit"],
    members: &["id", "href", "name", "icon", "type", "status", "favorite", "invitation", "audit"],
    omitted: &[],
    order: ("", Direction::Ascending),
    id_sql: "",
    id: |own: &OwnAccount| own.account.id.number(),
    guard_sql: None,
};

/// What `select` may name.
static SHAPE: Shape<OwnAccount> = Shape {
    registry: &FIELDS,
    parts: &[("invitation", &["status", "expiresAt"]), ("audit", &["invited", "joined", "access"])],
    links: &[],
};

/// `GET /accounts/users/{id}/accounts`
pub(crate) async fn list(cx: Context) -> Answer {
    let id: UserId = cx.id(0)?;
    let asked = cx.list(&SHAPE);
    // A wrong query is told to those only who may see the list, so the list is read without rows for it.
    let position =
        asked.as_ref().map_or(Position { limit: 0, offset: 0 }, |list| Position::from(&list.query));
    let (limit, offset) = (position.limit, position.offset);
    let (page, names) = cx
        .read(Reading::Snapshot, move |tx, call| {
            let page = user::accounts(tx, call, id, limit, offset)?;
            let names = names(tx, &page.items)?;
            Ok((page, names))
        })
        .await?;
    let (selection, now) = (asked?.selection, cx.identity().now());
    Ok(list::page(&SHAPE, &selection, &position, &page, |o, own| {
        view::write_own_account(o, own, &names, now);
    }))
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

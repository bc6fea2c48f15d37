//! `/v2/user`: domain users and the persons behind them (provisioning.md §2.2).

mod body;
pub(super) mod verb;
pub(super) mod view;

use identity_core::Error;
use identity_core::domain::user::{self, DomainUser, DomainUserInput, UserKey};
use identity_core::port::{Reading, Transaction};
use identity_core::service::Call;

use super::answer::object;
use super::list::array;
use crate::http::context::Context;
use crate::http::route::Answer;

/// `GET /v2/user/email/{userEmail}`
pub(super) async fn person_by_email(cx: Context) -> Answer {
    let email = cx.decoded(0)?;
    let person = cx.read(Reading::Snapshot, move |tx, call| user::person_by_email(tx, call, &email)).await?;
    Ok(object(|o| view::person(o, &person)))
}

/// `GET /v2/user/internal/{id}`
pub(super) async fn person_by_id(cx: Context) -> Answer {
    let id = cx.decoded(0)?;
    let person = cx.read(Reading::Snapshot, move |tx, call| user::person_by_id(tx, call, &id)).await?;
    Ok(object(|o| view::person(o, &person)))
}

/// `GET /v2/user/domain/{domainName}`
pub(super) async fn list(cx: Context) -> Answer {
    let (domain, window) = (cx.decoded(0)?, cx.window()?);
    let (users, total) =
        cx.read(Reading::Scan, move |tx, call| user::list(tx, call, &domain, window)).await?;
    Ok(array(&users, total, view::user))
}

/// `GET /v2/user/email/{userEmail}/domain/{domainName}`
pub(super) async fn by_email(cx: Context) -> Answer {
    get(cx, |text| UserKey::Email(text)).await
}

/// `GET /v2/user/internal/{id}/domain/{domainName}`
pub(super) async fn by_id(cx: Context) -> Answer {
    get(cx, |text| UserKey::Id(text)).await
}

/// `GET /v2/user/external/{id}/domain/{domainName}`
pub(super) async fn by_external_id(cx: Context) -> Answer {
    get(cx, |text| UserKey::External(text)).await
}

async fn get(cx: Context, key: fn(&str) -> UserKey<'_>) -> Answer {
    let (text, domain) = (cx.decoded(0)?, cx.decoded(1)?);
    let read = cx.read(Reading::Snapshot, move |tx, call| user::get(tx, call, key(&text), &domain)).await?;
    Ok(object(|o| view::user(o, &read)))
}

/// `POST /v2/user/internal`
pub(super) async fn add_internal(cx: Context) -> Answer {
    add(cx, user::add_internal).await
}

/// `POST /v2/user/external`
pub(super) async fn add_external(cx: Context) -> Answer {
    add(cx, user::add_external).await
}

/// Makes a user.
type Add = fn(&mut dyn Transaction, &Call, Result<&DomainUserInput, Error>) -> Result<DomainUser, Error>;

async fn add(mut cx: Context, work: Add) -> Answer {
    let (sent, told) = body::new_user(&mut cx).await?.split();
    let made = cx.write(move |tx, call| work(tx, call, sent.as_ref().map_err(Clone::clone))).await;
    let made = made.map_err(told)?;
    Ok(object(|o| view::user(o, &made)))
}

/// `PUT /v2/user/internal/{id}`
pub(super) async fn change_by_id(cx: Context) -> Answer {
    change(cx, |text| UserKey::Id(text)).await
}

/// `PUT /v2/user/email/{userEmail}`
pub(super) async fn change_by_email(cx: Context) -> Answer {
    change(cx, |text| UserKey::Email(text)).await
}

/// `PUT /v2/user/external/{id}`
pub(super) async fn change_by_external_id(cx: Context) -> Answer {
    change(cx, |text| UserKey::External(text)).await
}

async fn change(mut cx: Context, key: fn(&str) -> UserKey<'_>) -> Answer {
    let text = cx.decoded(0)?;
    let (sent, told) = body::change(&mut cx).await?.split();
    let work = move |tx: &mut dyn Transaction, call: &Call| {
        user::change(tx, call, key(&text), sent.as_ref().map_err(Clone::clone))
    };
    let changed = cx.write(work).await.map_err(told)?;
    Ok(object(|o| view::person(o, &changed)))
}

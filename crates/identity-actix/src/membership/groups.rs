//! Changing the groups of a member.

use identity_core::Error;
use identity_core::membership::{self, GroupsChange};

use super::family::Family;
use super::handlers::shown;
use super::{body, view};
use crate::http::body::{Body, Need};
use crate::http::context::Context;
use crate::http::route::Answer;

/// `POST {base}/{uid}/groups`
pub(crate) async fn add<F: Family>(mut cx: Context) -> Answer {
    let body = cx.body(Need::Required, body::added_group).await?;
    change::<F>(cx, body).await
}

/// `PUT {base}/{uid}/groups`
pub(crate) async fn replace<F: Family>(mut cx: Context) -> Answer {
    let body = cx.array(body::all_groups).await?;
    change::<F>(cx, body).await
}

async fn change<F: Family>(cx: Context, body: Body<GroupsChange>) -> Answer {
    let key = F::key(&cx)?;
    cx.change(cx.selection(F::SHAPE), body, move |tx, call, wanted, selection| {
        let (membership, user) = membership::change_groups(tx, call, key, wanted)?;
        let member = membership::view(tx, call, membership, user, &view::wants(selection))?;
        Ok(shown::<F>(selection, &(member, None)))
    })
    .await
}

/// `DELETE {base}/{uid}/groups/{groupId}`
pub(crate) async fn remove<F: Family>(cx: Context) -> Answer {
    let key = F::key(&cx)?;
    let wanted = F::group(&cx).map(GroupsChange::Remove);
    cx.remove(move |tx, call| {
        membership::change_groups(tx, call, key, wanted.as_ref().map_err(Error::clone)).map(drop)
    })
    .await
}

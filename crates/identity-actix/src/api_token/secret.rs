//! When a token's value is shown again (R37, R38).

use identity_core::Error;
use identity_core::api_token::{self, TokenView};
use identity_core::secret::Secret;

use crate::http::context::Context;
use crate::http::select::Selection;

/// A token that reads itself is told the value that it presented; creator and holder of a retrievable one are told
/// its sealed copy, which is audited. Nothing is opened that `select` leaves out.
pub(super) async fn shown(
    cx: &Context,
    selection: &Selection,
    view: &TokenView,
) -> Result<Option<Secret>, Error> {
    let id = view.token.id;
    if selection.top().member("token", true).is_none() {
        return Ok(None);
    }
    if cx.principal()?.actor.token() == Some(id) {
        return Ok(cx.presented().map(|value| Secret::new(value.to_owned())));
    }
    if view.may_reveal {
        return cx.write(move |tx, call| api_token::reveal(tx, call, id)).await.map(Some);
    }
    Ok(None)
}

//! Ending sessions as a part of something else (S-R8): they are gone, and nobody believes in them, when the cause is
//! committed.

use super::{Level, SessionSet};
use crate::auth::Forget;
use crate::error::Error;
use crate::id::UserId;
use crate::port::Transaction;
use crate::service::Call;

/// Ends sessions; how many there were.
///
/// # Errors
/// Those of the store.
pub(crate) fn end(tx: &mut dyn Transaction, set: SessionSet) -> Result<usize, Error> {
    let ended = tx.sessions().end(set)?;
    for session in &ended {
        tx.forget(Forget::Session(*session))?;
    }
    Ok(ended.len())
}

/// Ends all sessions of a person but the one that asks, with the session at person level that it lives in (R29).
///
/// # Errors
/// Those of the store.
pub(crate) fn end_others(tx: &mut dyn Transaction, call: &Call, user: UserId) -> Result<usize, Error> {
    let own = match call.principal.credential.session() {
        Some(id) => tx.sessions().find(id)?.filter(|session| session.user == user),
        None => None,
    };
    let except = own.map(|session| match session.level {
        Level::Web { parent, .. } => parent,
        Level::Person | Level::Device { .. } => session.id,
    });
    end(tx, SessionSet::OfUser { user, except })
}

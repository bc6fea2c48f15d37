//! A person's sessions: listing and ending them (A3–A5), and ending one by possession of its tokens (A9).

use super::{Level, Session, SessionSet, end, end_others};
use crate::audit::{AuditObject, Event};
use crate::error::Error;
use crate::id::{SessionId, UserId};
use crate::port::Transaction;
use crate::service::Call;
use crate::user::audit_object;

/// The person's sessions at every level, oldest first.
///
/// # Errors
/// [`Error::Unauthenticated`] for anybody but a person; those of the store.
pub fn list(tx: &mut dyn Transaction, call: &Call) -> Result<Vec<Session>, Error> {
    let user = call.actor().person().ok_or(Error::Unauthenticated)?;
    Ok(tx.sessions().of_user(user, call.now)?)
}

/// Ends one of the person's sessions, and what lives in it (A4).
///
/// # Errors
/// [`Error::NotFound`] for somebody else's as for none (S-R46).
pub fn end_one(tx: &mut dyn Transaction, call: &Call, id: SessionId) -> Result<(), Error> {
    let user = call.actor().person().ok_or(Error::Unauthenticated)?;
    let session =
        tx.sessions().find(id)?.filter(|session| session.user == user && !session.is_over(call.now));
    let session = session.ok_or(Error::NotFound)?;
    end(tx, SessionSet::One(session.id))?;
    record(tx, call, user)
}

/// Ends all of the person's sessions but the one that asks (A5).
///
/// # Errors
/// Those of the store.
pub fn end_the_others(tx: &mut dyn Transaction, call: &Call) -> Result<(), Error> {
    let user = call.actor().person().ok_or(Error::Unauthenticated)?;
    if end_others(tx, call, user)? == 0 {
        return Ok(());
    }
    record(tx, call, user)
}

/// Ends a session whose token was presented: one at person level with all that lives in it, one in an account alone
/// (S-R45).
///
/// # Errors
/// Those of the store.
pub fn revoke(tx: &mut dyn Transaction, call: &Call, session: &Session) -> Result<(), Error> {
    if end(tx, SessionSet::One(session.id))? == 0 {
        return Ok(());
    }
    record(tx, call, session.user)
}

fn record(tx: &mut dyn Transaction, call: &Call, user: UserId) -> Result<(), Error> {
    let person = tx.users().find(user)?.ok_or(Error::NotFound)?;
    let object: AuditObject = audit_object(&person);
    call.record(Event::SessionsEnded, object).append(tx, call)
}

/// Where a session is, as lists show it.
pub const fn level_name(level: Level) -> &'static str {
    match level {
        Level::Person => "PERSON",
        Level::Web { .. } | Level::Device { .. } => "ACCOUNT",
    }
}

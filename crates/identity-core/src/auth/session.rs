//! What makes a session a principal (S-R2): the session, its person, membership and account, judged in one place for
//! the first look and for every write.

use std::collections::BTreeSet;

use super::device::device_in_use;
use super::person::{at_person_level, live, rights};
use crate::actor::{Actor, Credential, Principal, Who};
use crate::error::Error;
use crate::id::{ModuleId, SessionId};
use crate::membership::MembershipKind;
use crate::module::{ACCESS_MANAGEMENT, ACCOUNT_MANAGEMENT, Catalogue};
use crate::port::Transaction;
use crate::session::{ChannelName, Level, Session};
use crate::timestamp::Timestamp;

/// The session, if it is not over; one that lives in another ends with it (S-R6), one on a device with that (F7).
///
/// # Errors
/// [`Error::Unauthenticated`].
pub fn open_session(tx: &mut dyn Transaction, id: SessionId, now: Timestamp) -> Result<Session, Error> {
    let open = |session: Option<Session>| {
        session.filter(|session| !session.is_over(now)).ok_or(Error::Unauthenticated)
    };
    let session = open(tx.sessions().find(id)?)?;
    match session.level {
        Level::Person => {}
        Level::Web { parent, .. } => drop(open(tx.sessions().find(parent)?)?),
        Level::Device { device, account, .. } if device_in_use(tx, device, now)?.account == account => {}
        Level::Device { .. } => return Err(Error::Unauthenticated),
    }
    Ok(session)
}

/// Whom an open session makes, with the rights of this moment.
///
/// # Errors
/// [`Error::Unauthenticated`] when the person is not live, the membership not active or not of a kind that enters this
/// way, the account not usable.
pub fn principal_of(
    tx: &mut dyn Transaction,
    catalogue: &Catalogue,
    session: &Session,
) -> Result<Principal, Error> {
    let credential = credential_of(session);
    let Some((account, membership)) = session.level.place() else {
        let person = at_person_level(tx, session.user, credential)?;
        return Ok(Principal { not_after: Some(session.expires_at), ..person });
    };
    let person = live(tx, session.user)?;
    let rights = rights(tx, catalogue, account, membership)?;
    if rights.membership.user != person.id || !may_enter(rights.membership.kind, session.level.channel()) {
        return Err(Error::Unauthenticated);
    }
    let account = Some(rights.acting());
    let modules = within(session.level.channel(), rights.modules);
    Ok(Principal {
        actor: Actor { who: Who::Person(person.id), account, modules, reseller: None },
        credential,
        name: person.name(),
        account_name: Some(rights.account.name.to_string()),
        not_after: Some(session.expires_at),
    })
}

/// What a session's tokens are.
fn credential_of(session: &Session) -> Credential {
    let id = session.id;
    match session.level {
        Level::Person => Credential::Auth(id),
        Level::Web { membership, .. } => Credential::Access { session: id, membership },
        Level::Device { device, membership, .. } => {
            Credential::DeviceAccess { session: id, membership, device }
        }
    }
}

/// Which members enter an account through which channel (S-R16, S-R20).
pub(crate) const fn may_enter(kind: MembershipKind, channel: ChannelName) -> bool {
    match channel {
        ChannelName::Web => matches!(kind, MembershipKind::Full | MembershipKind::Support),
        ChannelName::Device => !matches!(kind, MembershipKind::Integration),
    }
}

/// What a channel carries of the rights: devices manage nothing (S-R7).
fn within(channel: ChannelName, modules: BTreeSet<ModuleId>) -> BTreeSet<ModuleId> {
    match channel {
        ChannelName::Web => modules,
        ChannelName::Device => modules
            .into_iter()
            .filter(|module| *module != ACCESS_MANAGEMENT && *module != ACCOUNT_MANAGEMENT)
            .collect(),
    }
}

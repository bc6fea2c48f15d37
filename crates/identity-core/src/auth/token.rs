//! What makes an API token a principal (R5, R8, R40), for the first look and for every write.

use std::collections::BTreeSet;

use super::device::principal_of_device;
use super::person::{live, rights};
use super::session::{open_session, principal_of};
use crate::actor::{ActingAccount, Actor, Credential, Principal, Who};
use crate::api_token::{TokenCredential, TokenKind, TokenState};
use crate::error::Error;
use crate::id::TokenId;
use crate::module::Catalogue;
use crate::port::Transaction;
use crate::timestamp::Timestamp;

/// The one judgement of a stored API token, its secret aside: active, not expired, account and ancestors usable.
///
/// # Errors
/// [`Error::Unauthenticated`], whatever is wrong.
pub fn check_credential(
    credential: &TokenCredential,
    catalogue: &Catalogue,
    now: Timestamp,
) -> Result<Principal, Error> {
    if credential.kind != TokenKind::Api || !is_live(credential, now) {
        return Err(Error::Unauthenticated);
    }
    let modules: BTreeSet<_> =
        credential.modules.iter().copied().filter(|id| catalogue.is_effective(*id)).collect();
    Ok(Principal {
        actor: Actor {
            who: Who::Token(credential.id),
            account: Some(ActingAccount { id: credential.account, kind: credential.account_kind }),
            modules,
            reseller: None,
        },
        credential: Credential::Api(credential.id),
        name: credential.name.to_string(),
        account_name: Some(credential.account_name.to_string()),
        not_after: credential.expires_at,
    })
}

fn is_live(credential: &TokenCredential, now: Timestamp) -> bool {
    credential.state == TokenState::Active
        && credential.is_account_usable
        && credential.expires_at.is_none_or(|end| now < end)
}

/// The judgement of an integration token: live itself, its robot active and not blocked, with the rights that the
/// membership has at this moment (S-R41).
///
/// # Errors
/// [`Error::Unauthenticated`], whatever is wrong.
pub fn check_integration(
    tx: &mut dyn Transaction,
    catalogue: &Catalogue,
    id: TokenId,
    now: Timestamp,
) -> Result<Principal, Error> {
    let credential = tx.api_tokens().credential(id)?;
    let credential =
        credential.filter(|credential| is_live(credential, now)).ok_or(Error::Unauthenticated)?;
    let bound = credential.membership.zip(credential.holder);
    let (membership, holder) =
        bound.filter(|_| credential.kind == TokenKind::Integration).ok_or(Error::Unauthenticated)?;
    live(tx, holder)?;
    let rights = rights(tx, catalogue, credential.account, membership)?;
    Ok(Principal {
        actor: Actor {
            who: Who::Token(id),
            account: Some(rights.acting()),
            modules: rights.modules,
            reseller: None,
        },
        credential: Credential::Integration { token: id, membership },
        name: credential.name.to_string(),
        account_name: Some(credential.account_name.to_string()),
        not_after: credential.expires_at,
    })
}

/// Reads an actor again inside the transaction of a write: cached rights serve reads only.
///
/// # Errors
/// [`Error::Unauthenticated`] when the credential no longer stands.
pub fn refresh(
    tx: &mut dyn Transaction,
    catalogue: &Catalogue,
    principal: &Principal,
    now: Timestamp,
) -> Result<Principal, Error> {
    match principal.credential {
        Credential::Api(id) => {
            let credential = tx.api_tokens().credential(id)?.ok_or(Error::Unauthenticated)?;
            check_credential(&credential, catalogue, now)
        }
        Credential::Auth(id)
        | Credential::Access { session: id, .. }
        | Credential::DeviceAccess { session: id, .. } => {
            let session = open_session(tx, id, now)?;
            principal_of(tx, catalogue, &session)
        }
        Credential::Integration { token, .. } => check_integration(tx, catalogue, token, now),
        // Signed requests are judged where they are read; none is yet.
        Credential::Hmac(_) => Err(Error::Unauthenticated),
        Credential::Device(id) => Ok(principal_of_device(tx, id, now)?.0),
        // A code is judged by the use case that takes it; the system has nothing to lose.
        Credential::Invitation(_) | Credential::System => Ok(principal.clone()),
    }
}

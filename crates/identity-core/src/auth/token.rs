//! What makes a token a principal (R5, R8, R40), for the first look and for every write.

use std::collections::BTreeSet;

use super::device::principal_of_device;
use super::key::check_key;
use super::person::{live, rights};
use super::session::{open_session, principal_of};
use crate::actor::{ActingAccount, Actor, Credential, Principal, Who};
use crate::api_token::{TokenCredential, TokenKind, TokenState};
use crate::error::Error;
use crate::id::{ModuleId, TokenId};
use crate::module::Catalogue;
use crate::port::Transaction;
use crate::timestamp::Timestamp;

/// The one judgement of a stored API token, its secret aside: active, not expired, account and ancestors usable. One that
/// is bound to a membership is none for [`check_bound`] alone, and a key is no bearer at all.
///
/// # Errors
/// [`Error::Unauthenticated`], whatever is wrong.
pub fn check_credential(
    credential: &TokenCredential,
    catalogue: &Catalogue,
    now: Timestamp,
) -> Result<Principal, Error> {
    let stands_alone = credential.kind == TokenKind::Api && credential.membership.is_none();
    if !stands_alone || !is_live(credential, now) {
        return Err(Error::Unauthenticated);
    }
    let modules = credential.modules.iter().copied().filter(|id| catalogue.is_effective(*id)).collect();
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

/// Whether it is active and not expired, and its account usable.
pub(crate) fn is_live(credential: &TokenCredential, now: Timestamp) -> bool {
    credential.state == TokenState::Active
        && credential.is_account_usable
        && credential.expires_at.is_none_or(|end| now < end)
}

/// The judgement of a token that is bound to a membership: live itself, the membership active, the person not blocked. An
/// integration token has the rights that the membership has at this moment (S-R41), an API token those of its modules
/// that the membership gives too (P-R13).
///
/// # Errors
/// [`Error::Unauthenticated`], whatever is wrong.
pub fn check_bound(
    tx: &mut dyn Transaction,
    catalogue: &Catalogue,
    id: TokenId,
    now: Timestamp,
) -> Result<Principal, Error> {
    let credential = tx.api_tokens().credential(id)?;
    let credential =
        credential.filter(|credential| is_live(credential, now)).ok_or(Error::Unauthenticated)?;
    let (membership, holder) = credential.membership.zip(credential.holder).ok_or(Error::Unauthenticated)?;
    live(tx, holder)?;
    let rights = rights(tx, catalogue, credential.account, membership)?;
    if rights.membership.user != holder {
        return Err(Error::Unauthenticated);
    }
    let account = Some(rights.acting());
    let (modules, kind) = match credential.kind {
        TokenKind::Integration => (rights.modules, Credential::Integration { token: id, membership }),
        TokenKind::Api => (held(&credential, &rights.modules), Credential::Api(id)),
        TokenKind::Hmac => return Err(Error::Unauthenticated),
    };
    Ok(Principal {
        actor: Actor { who: Who::Token(id), account, modules, reseller: None },
        credential: kind,
        name: credential.name.to_string(),
        account_name: Some(credential.account_name.to_string()),
        not_after: credential.expires_at,
    })
}

/// The token's modules, as far as its holder has them.
fn held(credential: &TokenCredential, of_holder: &BTreeSet<ModuleId>) -> BTreeSet<ModuleId> {
    credential.modules.iter().copied().filter(|id| of_holder.contains(id)).collect()
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
            match credential.membership {
                None => check_credential(&credential, catalogue, now),
                Some(_) => check_bound(tx, catalogue, id, now),
            }
        }
        Credential::Auth(id)
        | Credential::Access { session: id, .. }
        | Credential::DeviceAccess { session: id, .. } => {
            let session = open_session(tx, id, now)?;
            principal_of(tx, catalogue, &session)
        }
        Credential::Integration { token, .. } => check_bound(tx, catalogue, token, now),
        Credential::Hmac(id) => {
            let credential = tx.api_tokens().credential(id)?.ok_or(Error::Unauthenticated)?;
            check_key(tx, catalogue, &credential, now)
        }
        Credential::Device(id) => Ok(principal_of_device(tx, id, now)?.0),
        // A code is judged by the use case that takes it; the system has nothing to lose.
        Credential::Invitation(_) | Credential::System => Ok(principal.clone()),
    }
}

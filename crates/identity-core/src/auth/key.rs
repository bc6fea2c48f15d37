//! What makes a key that signs requests a principal (provisioning.md §1.3), for the first look and for every write.

use std::collections::BTreeSet;

use super::token::is_live;
use crate::actor::{ActingAccount, Actor, Credential, Principal, Who};
use crate::api_token::{HmacScope, TokenCredential, TokenKind};
use crate::error::Error;
use crate::id::{AccountId, ModuleId};
use crate::module::{ACCOUNT_MANAGEMENT, Catalogue};
use crate::port::Transaction;
use crate::timestamp::Timestamp;

/// The one judgement of a stored key, its secret aside: enabled, not expired, account and ancestors usable. The key of a
/// domain is ADMIN there; that of a reseller has no account before one of its children is named (P-R3).
///
/// # Errors
/// [`Error::Unauthenticated`], whatever is wrong.
pub fn check_key(
    tx: &mut dyn Transaction,
    catalogue: &Catalogue,
    credential: &TokenCredential,
    now: Timestamp,
) -> Result<Principal, Error> {
    let is_good = credential.kind == TokenKind::Hmac && is_live(credential, now);
    let scope = credential.hmac_scope.filter(|_| is_good).ok_or(Error::Unauthenticated)?;
    let own = ActingAccount { id: credential.account, kind: credential.account_kind };
    let who = Who::Token(credential.id);
    let actor = match scope {
        HmacScope::Domain => {
            // Whoever has this one in the Operations account reaches all others, and a key acts on its own alone.
            let mut modules = held_by_admins(tx, catalogue, own.id)?;
            modules.remove(&ACCOUNT_MANAGEMENT);
            Actor { who, account: Some(own), modules, reseller: None }
        }
        HmacScope::Reseller => Actor { who, account: None, modules: BTreeSet::new(), reseller: Some(own) },
    };
    Ok(Principal {
        actor,
        credential: Credential::Hmac(credential.id),
        name: credential.name.to_string(),
        account_name: Some(credential.account_name.to_string()),
        not_after: credential.expires_at,
    })
}

/// What ADMIN of an account holds: the modules of its default group that have an effect.
///
/// # Errors
/// Those of the store.
pub(crate) fn held_by_admins(
    tx: &mut dyn Transaction,
    catalogue: &Catalogue,
    account: AccountId,
) -> Result<BTreeSet<ModuleId>, Error> {
    let held = tx.groups().default_modules(account)?;
    Ok(held.into_iter().filter(|id| catalogue.is_effective(*id)).collect())
}

//! An API token as it is shown, the reads that lists and single objects make, and reading a secret again.

use std::collections::BTreeMap;

use super::manage::seal_context;
use super::{ApiToken, TokenKind, TokenRow, TokenScope};
use crate::account::{AccountLink, AccountView, AccountWants, is_deleted};
use crate::actor::ActorRef;
use crate::audit::{AuditObject, Event, ObjectKind};
use crate::error::Error;
use crate::id::{AccountId, TokenId, UserId};
use crate::link::{Want, links, promised};
use crate::list::{Page, Query};
use crate::membership::Membership;
use crate::module::Shelf;
use crate::port::Transaction;
use crate::secret::Secret;
use crate::service::{ActorNames, Call};
use crate::user::{UserLink, UserView, UserWants, full_name};

/// Parts of a representation that cost a statement and are shown on demand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TokenWants {
    /// `account`; read as a reference in any case.
    pub account: Want<AccountWants>,
    /// `holder`; read as a reference in any case.
    pub holder: Want<UserWants>,
    /// `audit`
    pub audit: bool,
}

/// A token as it is shown; never with its value.
#[derive(Debug, Clone)]
pub struct TokenView {
    /// The token.
    pub token: ApiToken,
    /// Its account.
    pub account: AccountLink,
    /// Its holder.
    pub holder: Option<UserLink>,
    /// Where its modules are found.
    pub shelf: Shelf,
    /// Names of who did what, if wanted.
    pub names: ActorNames,
    /// Whether the actor may read the value again (R38).
    pub may_reveal: bool,
}

/// The token, if the actor sees it; O+ sees deleted tokens by identifier (R46), and a token always sees
/// itself. Tokens of other kinds are no API tokens (R41).
///
/// # Errors
/// [`Error::NotFound`] otherwise.
pub fn visible(tx: &mut dyn Transaction, call: &Call, id: TokenId) -> Result<ApiToken, Error> {
    let scope = call.actor().token_scope();
    let found = if scope == TokenScope::All {
        match tx.api_tokens().find(id)? {
            // Rows of a deleted account are nowhere (R8).
            Some(token) if is_deleted(tx, token.account)? => None,
            found => found,
        }
    } else {
        tx.api_tokens().find_in(scope, id)?
    };
    found.filter(|token| token.kind == TokenKind::Api).ok_or(Error::NotFound)
}

/// One token as it is shown.
///
/// # Errors
/// [`Error::NotFound`]; those of the store.
pub fn get(
    tx: &mut dyn Transaction,
    call: &Call,
    id: TokenId,
    wants: &TokenWants,
) -> Result<TokenView, Error> {
    let token = visible(tx, call, id)?;
    view(tx, call, token, wants)
}

/// One page as it is shown.
///
/// # Errors
/// Those of the store.
pub fn list(
    tx: &mut dyn Transaction,
    call: &Call,
    query: &Query<TokenRow>,
    wants: &TokenWants,
) -> Result<Page<TokenView>, Error> {
    let page = tx.api_tokens().page(call.actor().token_scope(), query, call.now)?;
    page.try_map(|items| views(tx, call, items, wants))
}

/// Adds what a representation shows to one token.
///
/// # Errors
/// Those of the store.
pub fn view(
    tx: &mut dyn Transaction,
    call: &Call,
    token: ApiToken,
    wants: &TokenWants,
) -> Result<TokenView, Error> {
    views(tx, call, vec![token], wants)?.pop().ok_or(Error::NotFound)
}

fn views(
    tx: &mut dyn Transaction,
    call: &Call,
    tokens: Vec<ApiToken>,
    wants: &TokenWants,
) -> Result<Vec<TokenView>, Error> {
    let accounts = tokens.iter().map(|token| token.account);
    let accounts = links::<AccountView>(tx, call, accounts, wants.account.or_reference())?;
    let holders = holders(tx, call, &tokens, &wants.holder)?;
    let shelf = Shelf::of(call);
    let names = if wants.audit {
        ActorNames::read(tx, tokens.iter().flat_map(|token| token.stamps.all()))?
    } else {
        ActorNames::default()
    };
    tokens
        .into_iter()
        .map(|token| {
            Ok(TokenView {
                account: promised(&accounts, token.account)?,
                holder: token.holder.and_then(|id| holders.get(&(token.account, id)).cloned()),
                shelf: shelf.clone(),
                names: names.clone(),
                may_reveal: may_reveal(call, &token),
                token,
            })
        })
        .collect()
}

/// Holders by account and person, under the names that the account is shown (R20).
fn holders(
    tx: &mut dyn Transaction,
    call: &Call,
    tokens: &[ApiToken],
    want: &Want<UserWants>,
) -> Result<BTreeMap<(AccountId, UserId), UserLink>, Error> {
    let ids = || tokens.iter().filter_map(|token| token.holder);
    let people = links::<UserView>(tx, call, ids(), want.or_reference())?;
    let ids: Vec<UserId> = ids().collect();
    let account = call.actor().account_id();
    let guarded = match account {
        Some(_) if !call.actor().is_operator() && !ids.is_empty() => {
            tx.memberships().of_users(&ids, account)?
        }
        _ => Vec::new(),
    };
    let link = |token: &ApiToken| {
        let id = token.holder?;
        let mut link = people.get(&id)?.clone();
        let is_guest = |m: &&Membership| m.user == id && m.account == token.account && !m.is_joined();
        if let Some(membership) = guarded.iter().find(is_guest)
            && call.actor().person() != Some(id)
        {
            link.summary.name = full_name(&membership.given.first, &membership.given.last);
        }
        Some(((token.account, id), link))
    };
    Ok(tokens.iter().filter_map(link).collect())
}

/// Creator and holder may read the value again, while a sealed copy exists (R38).
fn may_reveal(call: &Call, token: &ApiToken) -> bool {
    let actor = call.actor().reference();
    let is_creator = actor.is_some() && actor == token.creator;
    let is_holder = token.holder.is_some() && actor == token.holder.map(ActorRef::User);
    token.sealed.is_some() && (is_creator || is_holder)
}

/// Reads the value of a retrievable token again; the read is audited in the same transaction, so that there is no
/// reveal without its record (R38).
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`] for anybody but creator and holder.
pub fn reveal(tx: &mut dyn Transaction, call: &Call, id: TokenId) -> Result<Secret, Error> {
    let token = visible(tx, call, id)?;
    if may_reveal(call, &token) { open(tx, call, &token) } else { Err(Error::Forbidden) }
}

/// Opens the sealed copy of a token's value and writes the record of that.
///
/// # Errors
/// [`Error::Forbidden`] without a copy; those of the store.
pub(crate) fn open(tx: &mut dyn Transaction, call: &Call, token: &ApiToken) -> Result<Secret, Error> {
    let sealed = token.sealed.as_ref().ok_or(Error::Forbidden)?;
    let value = call.tools.sealer.open(&seal_context(token), sealed);
    let value = value.map_err(|error| Error::Internal(error.to_string()))?;
    call.record(Event::TokenSecretRead, audit_object(token)).seen_by(token.account).append(tx, call)?;
    Ok(value)
}

impl super::TokenStamps {
    fn all(&self) -> [Option<crate::state::Stamp>; 5] {
        [self.created, self.updated, self.enabled, self.disabled, self.rotated]
    }
}

/// What an audit record is about.
pub(crate) fn audit_object(token: &ApiToken) -> AuditObject {
    AuditObject {
        kind: ObjectKind::ApiToken,
        id: token.id.to_string(),
        name: token.name.to_string(),
        revision: token.revision,
    }
}

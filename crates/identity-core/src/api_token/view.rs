//! An API token as it is shown, the reads that lists and single objects make, and reading a secret again.

use super::manage::seal_context;
use super::{ApiToken, TokenRow, TokenScope};
use crate::account::AccountSummary;
use crate::actor::ActorRef;
use crate::audit::{AuditObject, Event, ObjectKind};
use crate::error::Error;
use crate::id::TokenId;
use crate::list::{Page, Query};
use crate::port::Transaction;
use crate::secret::Secret;
use crate::service::{ActorNames, Call, promised};
use crate::user::UserSummary;

/// A token as it is shown; never with its value.
#[derive(Debug, Clone)]
pub struct TokenView {
    /// The token.
    pub token: ApiToken,
    /// Its account.
    pub account: AccountSummary,
    /// Its holder.
    pub holder: Option<UserSummary>,
    /// Names of who did what, if wanted.
    pub names: ActorNames,
    /// Whether the actor may read the value again (R38).
    pub may_reveal: bool,
}

/// The token, if the actor sees it; O+ sees deleted tokens by identifier (R46), and a token always sees itself.
///
/// # Errors
/// [`Error::NotFound`] otherwise.
pub fn visible(tx: &mut dyn Transaction, call: &Call, id: TokenId) -> Result<ApiToken, Error> {
    let scope = call.actor().token_scope();
    let found = if scope == TokenScope::All {
        tx.api_tokens().find(id)?
    } else {
        tx.api_tokens().find_in(scope, id)?
    };
    found.ok_or(Error::NotFound)
}

/// One token as it is shown.
///
/// # Errors
/// [`Error::NotFound`]; those of the store.
pub fn get(
    tx: &mut dyn Transaction,
    call: &Call,
    id: TokenId,
    wants_audit: bool,
) -> Result<TokenView, Error> {
    let token = visible(tx, call, id)?;
    view(tx, call, token, wants_audit)
}

/// One page as it is shown.
///
/// # Errors
/// Those of the store.
pub fn list(
    tx: &mut dyn Transaction,
    call: &Call,
    query: &Query<TokenRow>,
    wants_audit: bool,
) -> Result<Page<TokenView>, Error> {
    let page = tx.api_tokens().page(call.actor().token_scope(), query, call.now)?;
    page.try_map(|items| views(tx, call, items, wants_audit))
}

/// Adds what a representation shows to one token.
///
/// # Errors
/// Those of the store.
pub fn view(
    tx: &mut dyn Transaction,
    call: &Call,
    token: ApiToken,
    wants_audit: bool,
) -> Result<TokenView, Error> {
    views(tx, call, vec![token], wants_audit)?.pop().ok_or(Error::NotFound)
}

fn views(
    tx: &mut dyn Transaction,
    call: &Call,
    tokens: Vec<ApiToken>,
    wants_audit: bool,
) -> Result<Vec<TokenView>, Error> {
    let mut accounts: Vec<_> = tokens.iter().map(|token| token.account).collect();
    accounts.dedup();
    let accounts = tx.accounts().summaries(&accounts)?;
    let holders: Vec<_> = tokens.iter().filter_map(|token| token.holder).collect();
    let holders = if holders.is_empty() { Vec::new() } else { tx.users().summaries(&holders)? };
    let names = if wants_audit {
        ActorNames::read(tx, tokens.iter().flat_map(|token| token.stamps.all()))?
    } else {
        ActorNames::default()
    };
    tokens
        .into_iter()
        .map(|token| {
            Ok(TokenView {
                account: promised(&accounts, token.account)?.clone(),
                holder: token.holder.and_then(|id| holders.iter().find(|holder| holder.id == id).cloned()),
                names: names.clone(),
                may_reveal: may_reveal(call, &token),
                token,
            })
        })
        .collect()
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
    let sealed = token.sealed.as_ref().filter(|_| may_reveal(call, &token)).ok_or(Error::Forbidden)?;
    let value = call.tools.sealer.open(&seal_context(id), sealed);
    let value = value.map_err(|error| Error::Internal(error.to_string()))?;
    call.record(Event::TokenSecretRead, audit_object(&token)).seen_by(token.account).append(tx, call)?;
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

//! Tokens as they are shown, and the list of them (A1; P-R7).

use super::scope::shown;
use crate::actor::ActorRef;
use crate::api_token::ApiToken;
use crate::domain::{Domain, Short, Window, within};
use crate::error::Error;
use crate::id::UserId;
use crate::policy::{Action, Target};
use crate::port::Transaction;
use crate::service::Call;
use crate::timestamp::Timestamp;
use crate::user::{User, UserScope};
use crate::value::EmailAddress;

/// A token as it is shown; never with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenView {
    /// The token.
    pub token: ApiToken,
    /// Full name of its account.
    pub account: String,
    /// Its scopes with spaces between them (P-R6).
    pub scope: String,
    /// Who made it, if that was a person.
    pub owner: Option<EmailAddress>,
    /// Whom it is made for.
    pub user: Option<EmailAddress>,
}

impl TokenView {
    /// When anything about it last changed.
    pub fn updated_at(&self) -> Option<Timestamp> {
        let stamps = &self.token.stamps;
        let all = [stamps.created, stamps.updated, stamps.enabled, stamps.disabled, stamps.rotated];
        all.into_iter().flatten().map(|stamp| stamp.at).max()
    }

    /// When it was made.
    pub fn created_at(&self) -> Option<Timestamp> {
        self.token.stamps.created.map(|stamp| stamp.at)
    }

    /// Whole seconds from its making to its end.
    pub fn lasts_secs(&self) -> Option<u64> {
        Some(self.token.expires_at?.since(self.created_at()?).as_secs())
    }
}

/// All tokens of an account by identifier, of every kind, and how many there are.
///
/// # Errors
/// As [`within`]; [`Error::Forbidden`]; [`DomainRefusal::LimitReached`](crate::domain::DomainRefusal::LimitReached).
pub fn list(
    tx: &mut dyn Transaction,
    call: &Call,
    account: &str,
    window: Window,
) -> Result<(Vec<TokenView>, u64), Error> {
    within(tx, call, account, Short::Own, |tx, call, domain| {
        call.actor().may(Action::TokenManage, Target::of(domain.account.id))?;
        let (tokens, total) =
            tx.api_tokens().of_account(domain.account.id, window.rows_max(), window.offset)?;
        window.check(total)?;
        Ok((views(tx, call, domain, tokens)?, total))
    })
}

/// One token as it is shown.
pub(super) fn view(
    tx: &mut dyn Transaction,
    call: &Call,
    domain: &Domain,
    token: ApiToken,
) -> Result<TokenView, Error> {
    views(tx, call, domain, vec![token])?.pop().ok_or(Error::NotFound)
}

fn views(
    tx: &mut dyn Transaction,
    call: &Call,
    domain: &Domain,
    tokens: Vec<ApiToken>,
) -> Result<Vec<TokenView>, Error> {
    let mut ids: Vec<UserId> =
        tokens.iter().flat_map(|token| [creator(token), token.holder]).flatten().collect();
    ids.sort_unstable();
    ids.dedup();
    let people = tx.users().find_many_in(UserScope::All, &ids)?;
    let email = |id: Option<UserId>| -> Option<EmailAddress> {
        let is_theirs = |user: &&User| Some(user.id) == id;
        people.iter().find(is_theirs).map(|user| user.email.clone())
    };
    let view = |token: ApiToken| TokenView {
        account: domain.full_name(),
        scope: shown(&token, &call.tools.catalogue),
        owner: email(creator(&token)),
        user: email(token.holder),
        token,
    };
    Ok(tokens.into_iter().map(view).collect())
}

/// The person who made it.
pub(super) fn creator(token: &ApiToken) -> Option<UserId> {
    match token.creator {
        Some(ActorRef::User(person)) => Some(person),
        _ => None,
    }
}

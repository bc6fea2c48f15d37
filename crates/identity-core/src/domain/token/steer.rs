//! Changing tokens (A4–A7; P-R11, P-R12).

use super::input::token_name;
use super::view::{TokenView, view};
use super::within_token;
use crate::api_token::{ApiToken, TokenVerb, facts, store};
use crate::audit::Event;
use crate::domain::acting::active_member;
use crate::domain::{DomainRefusal, Faults};
use crate::error::Error;
use crate::port::Transaction;
use crate::service::Call;
use crate::state::Repeat;
use crate::value::Member;

/// Enables or disables a token; what is so already stays so.
///
/// # Errors
/// As [`within`](crate::domain::within); [`Error::NotFound`], [`Error::Forbidden`];
/// [`DomainRefusal::HolderNotActive`].
pub fn steer(
    tx: &mut dyn Transaction,
    call: &Call,
    account: &str,
    token: &str,
    verb: TokenVerb,
) -> Result<TokenView, Error> {
    within_token(tx, call, account, token, |tx, call, domain, stored| {
        if verb == TokenVerb::Enable {
            check_holder(tx, &stored)?;
        }
        // Here a token needs no module to be enabled (P-R6).
        let Some(new) = stored.clone().apply_if(verb, Repeat::Accept, true, call.stamp())? else {
            return view(tx, call, domain, stored);
        };
        let event = if verb == TokenVerb::Enable { Event::TokenEnabled } else { Event::TokenDisabled };
        store(tx, call, event, &new, facts(&stored, &new))?;
        view(tx, call, domain, new)
    })
}

/// A bound token is of use only while its holder is an active member.
fn check_holder(tx: &mut dyn Transaction, token: &ApiToken) -> Result<(), Error> {
    let Some(membership) = token.membership else { return Ok(()) };
    let active = match token.holder {
        Some(holder) => active_member(tx, token.account, holder)?,
        None => None,
    };
    if active.is_some_and(|active| active.id == membership) {
        Ok(())
    } else {
        Err(DomainRefusal::HolderNotActive.into())
    }
}

/// Gives a token another name; without one it keeps its own.
///
/// # Errors
/// As [`within`](crate::domain::within); [`Error::NotFound`], [`Error::Forbidden`], [`Error::Domain`].
pub fn rename(
    tx: &mut dyn Transaction,
    call: &Call,
    account: &str,
    token: &str,
    name: Result<&Member<String>, Error>,
) -> Result<TokenView, Error> {
    within_token(tx, call, account, token, |tx, call, domain, stored| {
        let mut faults = Faults::default();
        let name = faults.optional("name", name?, DomainRefusal::Malformed("name"), token_name);
        faults.check()?;
        let Some(name) = name.filter(|name| *name != stored.name) else {
            return view(tx, call, domain, stored);
        };
        let mut new = ApiToken { name, revision: stored.revision + 1, ..stored.clone() };
        new.stamps.updated = Some(call.stamp());
        store(tx, call, Event::TokenUpdated, &new, facts(&stored, &new))?;
        view(tx, call, domain, new)
    })
}

/// Deletes a token for good.
///
/// # Errors
/// As [`within`](crate::domain::within); [`Error::NotFound`], [`Error::Forbidden`].
pub fn delete(tx: &mut dyn Transaction, call: &Call, account: &str, token: &str) -> Result<(), Error> {
    within_token(tx, call, account, token, |tx, call, _, stored| {
        let deleted = stored.clone().apply(TokenVerb::Delete, Repeat::Refuse, call.stamp())?;
        let deleted = deleted.ok_or(Error::NotFound)?;
        store(tx, call, Event::TokenDeleted, &deleted, facts(&stored, &deleted))
    })
}

//! Making a token (A3; P-R5, P-R6, P-R9, P-R13, P-R14).

use std::collections::BTreeSet;

use super::TokenInput;
use super::input::Wanted;
use super::view::{TokenView, view};
use crate::account::Account;
use crate::actor::ActorRef;
use crate::api_token::{ApiToken, HmacScope, TokenKind, audit_object, facts, issue};
use crate::audit::Event;
use crate::domain::acting::active_member;
use crate::domain::{DomainRefusal, Faults, Short, acting_person, within};
use crate::error::Error;
use crate::id::{AccountId, ModuleId};
use crate::membership::{Membership, MembershipKind, check_grant};
use crate::policy::{Action, Target};
use crate::port::Transaction;
use crate::secret::Secret;
use crate::service::Call;
use crate::value::EmailAddress;

/// Makes a token, and its value or the secret of the key, which is shown this once.
///
/// # Errors
/// As [`within`]; [`Error::Forbidden`] without the right, and for modules that the caller does not hold (P-R39);
/// [`Error::Domain`].
pub fn create(
    tx: &mut dyn Transaction,
    call: &Call,
    account: &str,
    input: Result<&TokenInput, Error>,
) -> Result<(TokenView, Secret), Error> {
    within(tx, call, account, Short::Own, |tx, call, domain| {
        let account = &domain.account;
        call.actor().may(Action::TokenManage, Target::of(account.id))?;
        let input = input?;
        let mut faults = Faults::default();
        let wanted = Wanted::read(input, call.now, &mut faults);
        let modules = grantable(tx, call, account.id, &wanted, &mut faults)?;
        let bound = bound(tx, account.id, wanted.user.as_ref(), &mut faults)?;
        check_limits(tx, call, account.id, &wanted, &mut faults)?;
        let name = faults.finish(wanted.name)?;
        let blank = ApiToken::new(account.id, wanted.kind, name, call.stamp());
        let wanted = ApiToken {
            hmac_scope: wanted.hmac_scope,
            scopes: wanted.scopes.kept,
            audience: wanted.audience,
            modules,
            expires_at: wanted.expires_at,
            ..blank.clone()
        };
        let mut token = belonging(tx, call, account, bound, wanted)?;
        let value = issue(tx, call, &mut token)?;
        call.record(Event::TokenCreated, audit_object(&token))
            .seen_by(account.id)
            .with(facts(&blank, &token))
            .append(tx, call)?;
        Ok((view(tx, call, domain, token)?, value))
    })
}

/// The modules that the token is to have, all of them held by the caller (P-R39). A key has none of its own: it acts as
/// ADMIN, so whoever makes one has to hold all that the account has.
fn grantable(
    tx: &mut dyn Transaction,
    call: &Call,
    account: AccountId,
    wanted: &Wanted,
    faults: &mut Faults,
) -> Result<BTreeSet<ModuleId>, Error> {
    let catalogue = &call.tools.catalogue;
    let of_account = tx.groups().default_modules(account)?;
    let of_account: BTreeSet<_> = of_account.into_iter().filter(|id| catalogue.is_effective(*id)).collect();
    let modules = wanted.scopes.modules(catalogue, &of_account, faults);
    let is_key = wanted.kind == TokenKind::Hmac;
    check_grant(call, if is_key { of_account } else { modules.clone() })?;
    Ok(if is_key { BTreeSet::new() } else { modules })
}

/// The membership that the token is to be bound to; robots have tokens of their own.
fn bound(
    tx: &mut dyn Transaction,
    account: AccountId,
    user: Option<&EmailAddress>,
    faults: &mut Faults,
) -> Result<Option<Membership>, Error> {
    let Some(email) = user else { return Ok(None) };
    let active = match tx.users().find_by_email(email)? {
        Some(user) => active_member(tx, account, user.id)?,
        None => None,
    };
    let bound = active.filter(|membership| membership.kind != MembershipKind::Integration);
    faults.unless(bound.is_some(), DomainRefusal::HolderNotActive);
    Ok(bound)
}

fn check_limits(
    tx: &mut dyn Transaction,
    call: &Call,
    account: AccountId,
    wanted: &Wanted,
    faults: &mut Faults,
) -> Result<(), Error> {
    let is_reserved = wanted.hmac_scope == Some(HmacScope::Reseller) && !call.actor().is_operator();
    faults.unless(!is_reserved, DomainRefusal::ResellerKeyReserved);
    let live = tx.api_tokens().live_count(account, call.now)?;
    faults.unless(live < call.tools.settings.limits.tokens_max.into(), DomainRefusal::LimitReached);
    Ok(())
}

/// The token with creator and holder: the acting person made it, if there is one, else the calling token (P-R14). Where
/// there is a person who may read its value again, it is kept for that if the account allows it (P-R9).
fn belonging(
    tx: &mut dyn Transaction,
    call: &Call,
    account: &Account,
    bound: Option<Membership>,
    token: ApiToken,
) -> Result<ApiToken, Error> {
    let person = acting_person(tx, call)?;
    let has_reader = person.is_some() || bound.is_some();
    Ok(ApiToken {
        creator: person.map(ActorRef::User).or(token.creator),
        membership: bound.as_ref().map(|membership| membership.id),
        holder: bound.map(|membership| membership.user),
        is_retrievable: account.is_token_retrievable && token.kind == TokenKind::Api && has_reader,
        ..token
    })
}

//! Reading domains (C1, C3).

use super::reach::check_manages;
use super::view::no_operations;
use super::{Domain, Short, Window, within};
use crate::account::{AccountKind, DomainScope};
use crate::error::Error;
use crate::policy::{Action, Target};
use crate::port::Transaction;
use crate::service::Call;

/// The domains in reach by full name, and how many there are (C1): all for Operations, the direct children for a
/// reseller key, and the credential's own account for everybody else.
///
/// # Errors
/// [`Error::Forbidden`]; [`DomainRefusal::LimitReached`](super::DomainRefusal::LimitReached) for a list that is too long
/// to be answered whole.
pub fn list(tx: &mut dyn Transaction, call: &Call, window: Window) -> Result<(Vec<Domain>, u64), Error> {
    let scope = match call.actor().reseller {
        Some(reseller) => DomainScope::Below(reseller.id),
        None if call.actor().is_operator() => DomainScope::All,
        None => return window.cut(own(tx, call)?),
    };
    let total = tx.accounts().count_domains(scope)?;
    window.check(total)?;
    let rows = tx.accounts().domains(scope, window.rows_max(), window.offset)?;
    let domains = rows.into_iter().map(|(account, parent_slug)| Domain { account, parent_slug });
    Ok((domains.collect(), total))
}

/// The credential's own account, unless it is no domain.
fn own(tx: &mut dyn Transaction, call: &Call) -> Result<Vec<Domain>, Error> {
    check_manages(call)?;
    let own = call.actor().account_id().map(|own| tx.accounts().find(own)).transpose()?.flatten();
    let own = own.filter(|account| account.kind != AccountKind::Operations);
    own.map(|account| Domain::of(tx, account)).into_iter().collect()
}

/// The domain of that name (C3).
///
/// # Errors
/// As [`within`]; [`Error::NotFound`] for an Operations account; [`Error::Forbidden`].
pub fn get(tx: &mut dyn Transaction, call: &Call, name: &str) -> Result<Domain, Error> {
    within(tx, call, name, Short::Refused, |_, call, domain| {
        no_operations(domain)?;
        call.actor().may(Action::MembershipManage, Target::of(domain.account.id))?;
        Ok(domain.clone())
    })
}

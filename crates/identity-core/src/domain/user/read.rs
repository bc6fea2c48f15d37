//! Reading domain users (B2, B3, B5, B6).

use super::find::{find_by_email, find_by_external_id, find_by_id};
use super::view::{DomainUser, view, views};
use crate::domain::{Short, Window, within};
use crate::error::Error;
use crate::policy::{Action, Target};
use crate::port::Transaction;
use crate::service::Call;

/// What a domain user is called in a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserKey<'k> {
    /// E-mail, or internal address.
    Email(&'k str),
    /// Identifier of the person.
    Id(&'k str),
    /// Identifier in a system of the domain.
    External(&'k str),
}

/// One domain user (B3, B5, B6).
///
/// # Errors
/// Those of [`within`]; [`Error::Forbidden`], [`Error::NotFound`].
pub fn get(tx: &mut dyn Transaction, call: &Call, key: UserKey, name: &str) -> Result<DomainUser, Error> {
    within(tx, call, name, Short::Refused, |tx, call, domain| {
        call.actor().may(Action::MembershipManage, Target::of(domain.account.id))?;
        let (membership, user) = match key {
            UserKey::Email(email) => find_by_email(tx, domain, email)?,
            UserKey::Id(id) => find_by_id(tx, domain, id)?,
            UserKey::External(id) => find_by_external_id(tx, domain.account.id, id)?,
        };
        view(tx, call, domain, membership, user)
    })
}

/// The users of a domain by e-mail, and how many there are (B2).
///
/// # Errors
/// Those of [`within`]; [`Error::Forbidden`], [`DomainRefusal::LimitReached`](crate::domain::DomainRefusal).
pub fn list(
    tx: &mut dyn Transaction,
    call: &Call,
    name: &str,
    window: Window,
) -> Result<(Vec<DomainUser>, u64), Error> {
    within(tx, call, name, Short::Refused, |tx, call, domain| {
        let account = domain.account.id;
        call.actor().may(Action::MembershipManage, Target::of(account))?;
        let total = tx.memberships().count_domain_users(account)?;
        window.check(total)?;
        let rows = tx.memberships().domain_users(account, window)?;
        Ok((views(tx, call, domain, rows)?, total))
    })
}

//! Members of a domain by what they are called (P-R2, P-R32); robots are none (P-R26).

use crate::domain::Domain;
use crate::error::Error;
use crate::id::{AccountId, UserId};
use crate::membership::{Membership, MembershipKind, MembershipState};
use crate::port::Transaction;
use crate::user::User;
use crate::value::EmailAddress;

/// The member with the e-mail, or with the internal address.
///
/// # Errors
/// [`Error::NotFound`].
pub(crate) fn find_by_email(
    tx: &mut dyn Transaction,
    domain: &Domain,
    email: &str,
) -> Result<(Membership, User), Error> {
    let user = user_by_email(tx, email)?.ok_or(Error::NotFound)?;
    member(tx, domain, user)
}

/// The member by the identifier of the person.
///
/// # Errors
/// [`Error::NotFound`].
pub(super) fn find_by_id(
    tx: &mut dyn Transaction,
    domain: &Domain,
    id: &str,
) -> Result<(Membership, User), Error> {
    let user = user_by_id(tx, id)?.ok_or(Error::NotFound)?;
    member(tx, domain, user)
}

/// The member by the identifier that a system of the account gave.
///
/// # Errors
/// [`Error::NotFound`].
pub(super) fn find_by_external_id(
    tx: &mut dyn Transaction,
    account: AccountId,
    external_id: &str,
) -> Result<(Membership, User), Error> {
    let id = tx.profiles().find_by_external_id(account, external_id)?.ok_or(Error::NotFound)?;
    let found = tx.memberships().find(id)?;
    let found = found.filter(|m| m.account == account && m.state != MembershipState::Deleted);
    let membership = found.filter(is_domain_user).ok_or(Error::NotFound)?;
    let user = tx.users().find(membership.user)?.ok_or(Error::NotFound)?;
    Ok((membership, user))
}

/// The person with the e-mail, or with the internal address.
///
/// # Errors
/// Those of the store.
pub(super) fn user_by_email(tx: &mut dyn Transaction, email: &str) -> Result<Option<User>, Error> {
    let Some(email) = EmailAddress::key(email) else { return Ok(None) };
    Ok(tx.users().find_by_email(&email)?)
}

/// The person of that identifier.
///
/// # Errors
/// Those of the store.
pub(super) fn user_by_id(tx: &mut dyn Transaction, id: &str) -> Result<Option<User>, Error> {
    let Ok(id) = id.parse::<UserId>() else { return Ok(None) };
    Ok(tx.users().find(id)?)
}

/// Whether the Provisioning API knows of the member.
pub(super) fn is_domain_user(membership: &Membership) -> bool {
    membership.kind != MembershipKind::Integration
}

fn member(tx: &mut dyn Transaction, domain: &Domain, user: User) -> Result<(Membership, User), Error> {
    let found = tx.memberships().find_pair(domain.account.id, user.id)?;
    let membership = found.filter(is_domain_user).ok_or(Error::NotFound)?;
    Ok((membership, user))
}

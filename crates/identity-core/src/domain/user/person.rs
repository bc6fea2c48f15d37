//! Persons within reach (B1, B4; P-R27).

use super::find::{is_domain_user, user_by_email, user_by_id};
use super::view::shown_through;
use crate::domain::reach::{check_manages, reached};
use crate::error::Error;
use crate::id::UserId;
use crate::membership::Membership;
use crate::port::Transaction;
use crate::service::Call;
use crate::user::User;
use crate::value::EmailAddress;

/// A person as the Provisioning API shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Identifier.
    pub id: UserId,
    /// E-mail, or the internal address of who has none (P-R32).
    pub email: EmailAddress,
    /// First and last name.
    pub user_name: Option<String>,
    /// Phone.
    pub phone: Option<String>,
}

impl Person {
    /// What is shown through memberships within reach: the person's own values once they have joined one of the accounts,
    /// else those that the latest inviter gave.
    pub(super) fn through(memberships: &[Membership], user: &User) -> Option<Self> {
        let joined = memberships.iter().find(|membership| membership.is_joined());
        let given = shown_through(joined.or(memberships.last())?, user);
        let (user_name, phone) = (given.user_name(), given.phone_text());
        Some(Self { id: user.id, email: user.email.clone(), user_name, phone })
    }
}

/// The person with the e-mail (B1).
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`].
pub fn person_by_email(tx: &mut dyn Transaction, call: &Call, email: &str) -> Result<Person, Error> {
    check_manages(call)?;
    let user = user_by_email(tx, email)?;
    shown(tx, call, user)
}

/// The person of that identifier (B4).
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`].
pub fn person_by_id(tx: &mut dyn Transaction, call: &Call, id: &str) -> Result<Person, Error> {
    check_manages(call)?;
    let user = user_by_id(tx, id)?;
    shown(tx, call, user)
}

fn shown(tx: &mut dyn Transaction, call: &Call, user: Option<User>) -> Result<Person, Error> {
    let user = user.ok_or(Error::NotFound)?;
    let memberships = memberships_in_reach(tx, call, &user)?;
    Person::through(&memberships, &user).ok_or(Error::NotFound)
}

/// The person's memberships within reach, oldest first.
///
/// # Errors
/// Those of the store.
pub(super) fn memberships_in_reach(
    tx: &mut dyn Transaction,
    call: &Call,
    user: &User,
) -> Result<Vec<Membership>, Error> {
    let mut memberships = tx.memberships().of_user(user.id)?;
    memberships.retain(is_domain_user);
    reached(tx, call, memberships)
}

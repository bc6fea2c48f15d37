//! Making an account (R11).

use super::rules::{check_candidate, new_default_group};
use super::slug;
use super::{Account, AccountInput, audit_object, facts};
use crate::audit::{Event, ObjectKind};
use crate::error::Error;
use crate::icon::{self, Icon, IconOwner};
use crate::policy::{Action, Target};
use crate::port::Transaction;
use crate::service::Call;
use crate::value::Member;

/// Makes a Client or Vendor account and, in the same transaction, its default group.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::Invalid`], and [`Error::Conflict`] for a taken external id.
pub fn create(
    tx: &mut dyn Transaction,
    call: &Call,
    input: Result<&AccountInput, Error>,
) -> Result<Account, Error> {
    call.actor().may(Action::AccountCreate, Target::default())?;
    let input = input?;
    let mut account = input.build(call)?;
    check_candidate(tx, None, &account)?;
    slug::assign(tx, &mut account)?;
    insert(tx, call, account, &input.icon)
}

/// Stores a new account with its default group and one audit record.
pub(crate) fn insert(
    tx: &mut dyn Transaction,
    call: &Call,
    mut account: Account,
    icon: &Member<Icon>,
) -> Result<Account, Error> {
    call.place(|id| {
        account.id = id;
        tx.accounts().insert(&account)
    })?;
    let mut documents = facts::created(&account);
    icon::replace(tx, IconOwner::Account(account.id), icon, &mut documents)?;
    let group = new_default_group(tx, call, &account)?;
    call.record(Event::AccountCreated, audit_object(&account))
        .seen_by(account.id)
        .touching(ObjectKind::UserGroup, group.id)
        .with(documents)
        .append(tx, call)?;
    Ok(account)
}

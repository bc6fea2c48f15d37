//! An account as the Provisioning API names it.

use crate::account::{Account, AccountKind};
use crate::error::Error;
use crate::port::Transaction;
use crate::timestamp::Timestamp;
use crate::value::AccountSlug;

/// An account with what its full name is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain {
    /// The account.
    pub account: Account,
    /// The slug of the account above it.
    pub parent_slug: Option<AccountSlug>,
}

impl Domain {
    /// Reads what is missing for the full name.
    ///
    /// # Errors
    /// Those of the store.
    pub(super) fn of(tx: &mut dyn Transaction, account: Account) -> Result<Self, Error> {
        let parent = match account.parent {
            Some(parent) => tx.accounts().find(parent)?,
            None => None,
        };
        Ok(Self { account, parent_slug: parent.and_then(|parent| parent.slug) })
    }

    /// Latest change of the account itself or of its state.
    pub fn updated_at(&self) -> Option<Timestamp> {
        self.account.stamps.all().into_iter().flatten().map(|stamp| stamp.at).max()
    }

    /// `slug` or `slug@parentSlug`; an account without a slug is called by its identifier.
    pub fn full_name(&self) -> String {
        match (&self.account.slug, &self.parent_slug) {
            (Some(slug), Some(parent)) => format!("{slug}@{parent}"),
            (Some(slug), None) if self.account.parent.is_none() => slug.to_string(),
            _ => self.account.id.to_string(),
        }
    }
}

/// Operations accounts are no domains (P-R34).
///
/// # Errors
/// [`Error::NotFound`].
pub(super) fn no_operations(domain: &Domain) -> Result<(), Error> {
    if domain.account.kind == AccountKind::Operations { Err(Error::NotFound) } else { Ok(()) }
}

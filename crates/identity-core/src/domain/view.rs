//! An account as the Provisioning API names it.

use crate::account::Account;
use crate::error::Error;
use crate::port::Transaction;
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

    /// `slug` or `slug@parentSlug`; an account without a slug is called by its identifier.
    pub fn full_name(&self) -> String {
        match (&self.account.slug, &self.parent_slug) {
            (Some(slug), Some(parent)) => format!("{slug}@{parent}"),
            (Some(slug), None) if self.account.parent.is_none() => slug.to_string(),
            _ => self.account.id.to_string(),
        }
    }
}

//! Slugs for accounts of databases from before there were any (provisioning.md P-R33).

use identity_core::account::name_the_unnamed;
use identity_core::error::Error;
use identity_core::port::Store;

/// Accounts that are named in one transaction.
const NAMED_AT_ONCE: u32 = 200;

/// Names all accounts that have no slug, a batch at a time; how many there were. Whoever stops in between goes on with
/// the rest.
///
/// # Errors
/// Those of the store.
pub(crate) async fn name_accounts(store: &dyn Store) -> Result<usize, Error> {
    let mut named = 0;
    loop {
        match store.write(|tx| name_the_unnamed(tx, NAMED_AT_ONCE)).await? {
            0 => return Ok(named),
            batch => named += batch,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use identity_core::account::{Account, DomainScope};
    use identity_core::id::AccountId;
    use identity_core::testing::MemoryStore;
    use identity_core::testing::fixture::{Rows, account};

    use super::*;

    #[tokio::test]
    async fn p_r33_all_accounts_of_an_older_database_are_named_once() {
        let store = MemoryStore::default();
        let store: &dyn Store = &store;
        let accounts = (1..=450).map(|n| {
            let name = if n % 2 == 0 { "Even" } else { "Odd One" };
            Account { name: name.parse().unwrap(), ..account(n) }
        });
        let rows = Rows { accounts: accounts.collect(), ..Rows::default() };
        store.write(move |tx| rows.insert(tx)).await.unwrap();
        assert_eq!(name_accounts(store).await, Ok(450));
        let read = || store.write(|tx| Ok(tx.accounts().domains(DomainScope::All, 1000, 0)?));
        let named = read().await.unwrap();
        let slugs: BTreeSet<String> =
            named.iter().map(|(account, _)| account.slug.as_ref().unwrap().to_string()).collect();
        assert_eq!(slugs.len(), 450);
        assert!(
            ["even", "even-2", "even-225", "odd-one", "odd-one-225"].iter().all(|slug| slugs.contains(*slug))
        );
        assert_eq!(name_accounts(store).await, Ok(0));
        assert_eq!(read().await.unwrap(), named);
        let one = store.write(|tx| Ok(tx.accounts().find(AccountId::new(7))?)).await;
        assert_eq!(one.unwrap().unwrap().revision, 1, "a slug is no change of an account");
    }
}

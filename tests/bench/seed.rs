//! The data: put into the store before the server starts, by the same repositories that the server uses.

use std::path::Path;
use std::sync::Arc;

use identity_core::auth::Epochs;
use identity_core::id::{AccountId, GroupId, TokenId, UserId};
use identity_core::module::ACCESS_MANAGEMENT;
use identity_core::port::{Store, TokenMinter as _};
use identity_core::testing::fixture::{self, Rows};
use identity_core::testing::{BILLING, catalogue};
use identity_crypto::{Minter, OsEntropy};
use identity_diesel::{SqliteOptions, SqliteStore};
use identity_tests::Failure;
use tokio::runtime::Builder;

use crate::plan::Plan;

const ROWS_PER_COMMIT: u64 = 500;

/// What requests are made of.
pub struct Seeded {
    /// Identifiers of people.
    pub users: Vec<String>,
    /// Values of tokens.
    pub tokens: Vec<String>,
    /// Accounts and their default groups.
    pub accounts: Vec<(String, String)>,
}

/// Fills a new database. The server that finds it makes the Operations account.
pub fn fill(path: &Path, plan: &Plan) -> Result<Seeded, Failure> {
    let epochs = Arc::new(Epochs::default());
    let store = SqliteStore::open(path, SqliteOptions::default(), epochs)?;
    let minter = Minter::new(Arc::new(OsEntropy::new()?));
    let modules = catalogue().into_iter().filter(|module| [ACCESS_MANAGEMENT, BILLING].contains(&module.id));
    let modules = Rows { modules: modules.collect(), ..Rows::default() };
    let mut seeded = Seeded { users: Vec::new(), tokens: Vec::new(), accounts: Vec::new() };
    let runtime = Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        insert(&store, modules).await?;
        for chunk in chunks(plan.accounts) {
            insert(&store, accounts(chunk, &mut seeded)).await?;
        }
        for chunk in chunks(plan.users) {
            insert(&store, people(chunk, plan, &mut seeded)).await?;
        }
        for chunk in chunks(plan.tokens) {
            insert(&store, tokens(chunk, plan, &minter, &mut seeded)).await?;
        }
        Ok(seeded)
    })
}

fn chunks(total: u64) -> impl Iterator<Item = std::ops::Range<u64>> {
    let first = (0..total).step_by(usize::try_from(ROWS_PER_COMMIT).unwrap_or(1));
    first.map(move |first| first..total.min(first + ROWS_PER_COMMIT))
}

async fn insert(store: &dyn Store, rows: Rows) -> Result<(), Failure> {
    Ok(store.write(move |tx| rows.insert(tx)).await?)
}

/// Spreads identifiers over the space of eight digits, as drawn ones are; one to one, because the factor shares no
/// divisor with 10⁸.
fn spread(number: u64) -> u64 {
    (number + 1) * 61_803_399 % 100_000_000
}

fn place(number: u64, plan: &Plan) -> (AccountId, GroupId) {
    let number = spread(number % plan.accounts);
    (AccountId::new(number), GroupId::new(number))
}

fn accounts(numbers: std::ops::Range<u64>, seeded: &mut Seeded) -> Rows {
    let mut rows = Rows::default();
    for number in numbers.map(spread) {
        let account = fixture::account(number);
        let group = fixture::default_group(number, account.id, [ACCESS_MANAGEMENT, BILLING]);
        seeded.accounts.push((account.id.to_string(), group.id.to_string()));
        rows.accounts.push(account);
        rows.groups.push(group);
    }
    rows
}

fn people(numbers: std::ops::Range<u64>, plan: &Plan, seeded: &mut Seeded) -> Rows {
    let mut rows = Rows::default();
    for number in numbers {
        let (account, group) = place(number, plan);
        let mut user = fixture::user(spread(number));
        user.current_account = Some(account);
        seeded.users.push(user.id.to_string());
        rows.memberships.push(fixture::membership(
            spread(number),
            account,
            UserId::new(spread(number)),
            [group],
        ));
        rows.records.push(fixture::record(spread(number), account));
        rows.users.push(user);
    }
    rows
}

fn tokens(numbers: std::ops::Range<u64>, plan: &Plan, minter: &Minter, seeded: &mut Seeded) -> Rows {
    let mut rows = Rows::default();
    for number in numbers {
        let fresh = minter.token(TokenId::new(spread(number)));
        let mut token = fixture::token(spread(number), place(number, plan).0);
        token.modules = [ACCESS_MANAGEMENT, BILLING].into();
        token.digests.current = fresh.digest;
        seeded.tokens.push(fresh.value.expose().to_owned());
        rows.tokens.push(token);
    }
    rows
}

//! Lists of accounts.

use super::dice::Dice;
use super::listing::Listing;
use crate::account::{
    Account, AccountKind, AccountRow, AccountScope, AccountStamps, AccountState, Eligibility, FIELDS,
    ServiceLevel, Undisabled,
};
use crate::id::{AccountId, Id as _};
use crate::testing::contract::Stage;
use crate::testing::fixture::{Rows, account, parsed};
use crate::value::Address;

pub(in crate::testing) const TENANTS: [&str; 3] = [
    "0192a716-3048-7521-8abc-0123456789ef",
    "0192a716-3048-7521-8abc-0123456789f0",
    "ffffffff-ffff-4fff-bfff-ffffffffffff",
];

const STATES: [AccountState; 5] = [
    AccountState::Enabled,
    AccountState::Active,
    AccountState::Active,
    AccountState::Disabled { before: Undisabled::Active },
    AccountState::Deleted,
];

/// Any account; the numbers before it are possible parents.
pub(in crate::testing) fn any_account(dice: &Dice, n: u64) -> Account {
    let address = Address {
        line1: dice.text(),
        line2: dice.maybe(dice.text()),
        post_code: parsed(dice.pick(&["1200-109", "0001", "A 1"])),
        city: dice.text(),
        state: dice.text(),
        country: parsed(dice.pick(&["PT", "DE"])),
    };
    let parent = (n > 1).then(|| AccountId::new(1 + dice.below(n - 1)));
    Account {
        revision: 1 + u32::try_from(dice.below(3)).unwrap(),
        kind: dice.pick(&AccountKind::ALL),
        state: dice.pick(&STATES),
        name: dice.text(),
        parent: parent.and_then(|id| dice.maybe(id)),
        external_id: dice.maybe(parsed(&format!("C-{}", n % 7 + n))),
        external_name: dice.maybe(dice.text()),
        pyra_tenant_id: dice.maybe(parsed(dice.pick(&TENANTS))),
        service_level: dice.maybe(dice.pick(&ServiceLevel::ALL)),
        address: dice.maybe(address),
        technical_support_email: dice.maybe(parsed(dice.pick(&[
            "it@a.example",
            "Help@B.example",
            "o'neil@c.example",
        ]))),
        website: dice.maybe(parsed(dice.pick(&["https://a.example/x_y", "b.example"]))),
        description: dice.maybe(dice.text()),
        default_language_code: dice.maybe(parsed(dice.pick(&["en", "en-GB", "pt-PT"]))),
        eligibility: dice.maybe(Eligibility { client: dice.flip(), partner: dice.flip() }),
        is_token_retrievable: dice.flip(),
        stamps: AccountStamps {
            created: dice.stamp(),
            updated: dice.stamp(),
            activated: dice.stamp(),
            deactivated: dice.stamp(),
            disabled: dice.stamp(),
            enabled: dice.stamp(),
        },
        ..account(n)
    }
}

fn rows(accounts: &[Account], shows: impl Fn(&Account) -> bool) -> Vec<AccountRow> {
    let is_live = |account: &&Account| account.state != AccountState::Deleted && shows(account);
    let parent_of = |account: &Account| accounts.iter().find(|other| Some(other.id) == account.parent);
    let row = |account: &Account| AccountRow {
        account: account.clone(),
        parent: parent_of(account).map(Account::summary),
        groups: Vec::new(),
    };
    accounts.iter().filter(is_live).map(row).collect()
}

/// Every query on accounts.
pub fn accounts(stage: &Stage) {
    let dice = Dice::new(1);
    let accounts: Vec<Account> = (1..=28).map(|n| any_account(&dice, n)).collect();
    stage.put(Rows { accounts: accounts.clone(), ..Rows::default() });
    let one = accounts.iter().find(|a| a.state != AccountState::Deleted && a.parent.is_some()).unwrap().id;
    for scope in [AccountScope::All, AccountScope::One(one)] {
        let listing = Listing {
            stage,
            registry: &FIELDS,
            rows: rows(&accounts, |account| scope == AccountScope::All || account.id == one),
        };
        listing
            .check(move |tx, query| Ok(tx.accounts().page(scope, query)?.map(|account| account.id.number())));
    }
}

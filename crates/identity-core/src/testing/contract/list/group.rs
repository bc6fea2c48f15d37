//! Lists of groups.

use super::account::any_account;
use super::dice::Dice;
use super::listing::Listing;
use crate::account::{Account, AccountState};
use crate::group::{FIELDS, Group, GroupKind, GroupRow, GroupScope, GroupStamps};
use crate::id::{AccountId, Id as _};
use crate::testing::contract::Stage;
use crate::testing::fixture::{Rows, group, parsed};

const ACCOUNT: AccountId = AccountId::new(1);

pub(in crate::testing) fn any_group(dice: &Dice, n: u64) -> Group {
    Group {
        revision: 1 + u32::try_from(dice.below(3)).unwrap(),
        kind: if n <= 4 { GroupKind::Administrators } else { GroupKind::Custom },
        name: dice.text(),
        description: dice.maybe(dice.text()),
        logo: dice.maybe(parsed("/logo.png")),
        stamps: GroupStamps { created: dice.stamp(), updated: dice.stamp() },
        ..group(n, AccountId::new(1 + n % 4))
    }
}

/// Every query on groups.
pub fn groups(stage: &Stage) {
    let dice = Dice::new(4);
    let mut accounts: Vec<Account> = (1..=4).map(|n| any_account(&dice, n)).collect();
    for (account, state) in
        accounts.iter_mut().zip([AccountState::Active, AccountState::Enabled, AccountState::Deleted])
    {
        account.state = state;
    }
    let groups: Vec<Group> = (1..=36).map(|n| any_group(&dice, n)).collect();
    stage.put(Rows { accounts: accounts.clone(), groups: groups.clone(), ..Rows::default() });
    let row = |group: &Group| {
        let account = accounts.iter().find(|account| account.id == group.account)?;
        let is_live = account.state != AccountState::Deleted;
        is_live.then(|| GroupRow {
            group: group.clone(),
            account: account.summary(),
            modules: Vec::new(),
            buyers: Vec::new(),
            users: Vec::new(),
        })
    };
    for scope in [GroupScope::All, GroupScope::Account { account: ACCOUNT, person: None }] {
        let inside = groups.iter().filter(|group| scope == GroupScope::All || group.account == ACCOUNT);
        let listing = Listing { stage, registry: &FIELDS, rows: inside.filter_map(row).collect() };
        listing.check(move |tx, query| Ok(tx.groups().page(scope, query)?.map(|group| group.id.number())));
    }
}

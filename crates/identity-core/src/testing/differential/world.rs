//! Rows of every resource that differ in every way that queries can tell.

use crate::account::{Account, AccountState};
use crate::api_token::ApiToken;
use crate::audit::{AuditRecord, ObjectKind, Related};
use crate::group::Group;
use crate::id::{AccountId, BuyerId, GroupId, Id as _, ModuleId, UserId};
use crate::membership::Membership;
use crate::module::Module;
use crate::testing::contract::{
    Dice, any_account, any_buyer, any_group, any_membership, any_module, any_record, any_token, any_user,
};
use crate::testing::fixture::Rows;

/// How many accounts have people, groups and tokens.
const TENANTS: u64 = 4;

/// Some of the modules.
fn modules(dice: &Dice, all: &[Module]) -> impl Iterator<Item = ModuleId> {
    all.iter().filter(|_| dice.below(4) == 0).map(|module| module.id)
}

fn groups(dice: &Dice, catalogue: &[Module]) -> Vec<Group> {
    let any = |n| {
        let buyers = (1..=4).filter(|_| dice.below(3) == 0).map(BuyerId::new).collect();
        let modules = modules(dice, catalogue).collect();
        Group { modules, buyers: dice.maybe(buyers), ..any_group(dice, n) }
    };
    (1..=32).map(any).collect()
}

/// People of whom most have something to do with two of the accounts.
fn memberships(dice: &Dice, groups: &[Group]) -> Vec<Membership> {
    let mut memberships = Vec::new();
    for user in 1..=36 {
        for account in [1, 2 + user % (TENANTS - 1)].map(AccountId::new) {
            if dice.below(4) > 0 {
                let own = groups.iter().filter(|group| group.account == account && dice.below(4) == 0);
                let groups = own.map(|group| group.id).collect();
                let id = user + 100 * account.number();
                memberships
                    .push(Membership { groups, ..any_membership(dice, id, account, UserId::new(user)) });
            }
        }
    }
    memberships
}

fn records(dice: &Dice) -> Vec<AuditRecord> {
    let related = |dice: &Dice| {
        let (kind, id) = dice.pick(&[
            (ObjectKind::User, UserId::new(1).to_string()),
            (ObjectKind::UserGroup, GroupId::new(2).to_string()),
            (ObjectKind::Account, AccountId::new(1).to_string()),
        ]);
        Related { kind, id }
    };
    let any = |n| {
        let related = (0..dice.below(3)).map(|_| related(dice)).collect();
        AuditRecord { related, ..any_record(dice, n) }
    };
    (1..=40).map(|n| any(n * 1_000_000_007)).collect()
}

/// The rows, the same for every run of a seed. Last uses of tokens are part of them.
pub fn world(seed: u64) -> Rows {
    let dice = Dice::new(seed);
    let modules_all: Vec<Module> = (1..=14).map(|n| any_module(&dice, n * n * 700)).collect();
    let mut accounts: Vec<Account> = (1..=28).map(|n| any_account(&dice, n)).collect();
    let states = [AccountState::Active, AccountState::Enabled, AccountState::Active, AccountState::Deleted];
    for (account, state) in accounts.iter_mut().zip(states) {
        account.state = state;
    }
    let groups = groups(&dice, &modules_all);
    let token = |n| ApiToken { modules: modules(&dice, &modules_all).collect(), ..any_token(&dice, n) };
    Rows {
        accounts,
        users: (1..=36).map(|n| any_user(&dice, n)).collect(),
        memberships: memberships(&dice, &groups),
        tokens: (1..=40).map(token).collect(),
        records: records(&dice),
        groups,
        modules: modules_all,
        devices: Vec::new(),
        buyers: (1..=40).map(|n| any_buyer(&dice, n)).collect(),
    }
}

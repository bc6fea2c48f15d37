//! Groups.

use std::collections::BTreeSet;

use super::Stage;
use super::check::numbers;
use crate::account::{Account, AccountState};
use crate::group::{FIELDS, Group, GroupKind, GroupScope};
use crate::id::{AccountId, GroupId, ModuleId, UserId};
use crate::list::Query;
use crate::membership::{Membership, MembershipState};
use crate::testing::fixture::{Rows, account, default_group, filled_group, group, membership, module, user};

const ACCOUNT: AccountId = AccountId::new(1);
const TWO: AccountId = AccountId::new(2);

/// Three accounts, the third deleted; modules 1 to 4; people 1 to 4.
fn ground() -> Rows {
    let deleted = Account { state: AccountState::Deleted, ..account(3) };
    Rows {
        modules: (1..=4).map(module).collect(),
        accounts: vec![account(1), account(2), deleted],
        users: (1..=4).map(user).collect(),
        ..Rows::default()
    }
}

fn modules(numbers: impl IntoIterator<Item = u64>) -> BTreeSet<ModuleId> {
    numbers.into_iter().map(ModuleId::new).collect()
}

fn put(stage: &Stage, groups: impl IntoIterator<Item = Group>) {
    let groups = groups.into_iter().collect();
    stage.put(Rows { groups, ..Rows::default() });
}

fn find(stage: &Stage, n: u64) -> Option<Group> {
    stage.look(move |tx| Ok(tx.groups().find_in(GroupScope::All, GroupId::new(n))?))
}

fn update(stage: &Stage, group: &Group) {
    let group = group.clone();
    stage.change(move |tx| Ok(tx.groups().update(&group)?));
}

/// What is inserted is found again, to the last member; no buyers are not all buyers (R35).
pub fn every_field_survives(stage: &Stage) {
    stage.put(ground());
    let mut groups = vec![
        group(1, ACCOUNT),
        filled_group(2, ACCOUNT, modules([1, 3])),
        Group { buyers: Some(BTreeSet::new()), ..group(3, ACCOUNT) },
    ];
    groups.extend((4..).zip(GroupKind::ALL).map(|(n, kind)| Group { kind, ..group(n, TWO) }));
    put(stage, groups.clone());
    for (n, group) in (1..).zip(groups) {
        assert_eq!(find(stage, n), Some(group));
    }
    assert_eq!(find(stage, 999), None);
}

/// A taken identifier is no failure of the transaction.
pub fn a_taken_identifier_stores_nothing(stage: &Stage) {
    stage.put(ground());
    put(stage, [group(1, ACCOUNT)]);
    let inserted = stage.change(|tx| {
        let taken = tx.groups().insert(&filled_group(1, TWO, modules([2])))?;
        Ok([taken, tx.groups().insert(&group(2, ACCOUNT))?])
    });
    assert_eq!(inserted, [false, true]);
    assert_eq!(find(stage, 1), Some(group(1, ACCOUNT)));
}

/// An update sets and clears every member, modules and buyers included.
pub fn an_update_replaces_everything(stage: &Stage) {
    stage.put(ground());
    let bystander = filled_group(1, ACCOUNT, modules([1, 2]));
    put(stage, [bystander.clone(), group(2, ACCOUNT)]);
    let versions = [
        filled_group(2, ACCOUNT, modules([1, 2])),
        filled_group(2, ACCOUNT, modules([2, 3])),
        Group { buyers: Some(BTreeSet::new()), ..group(2, ACCOUNT) },
        group(2, ACCOUNT),
    ];
    for new in versions {
        update(stage, &new);
        assert_eq!(find(stage, 2), Some(new));
        assert_eq!(find(stage, 1), Some(bystander.clone()));
    }
}

/// A change of nothing must not look like success.
pub fn an_update_of_nothing_is_refused(stage: &Stage) {
    stage.put(ground());
    stage.refuse(|tx| Ok(tx.groups().update(&group(1, ACCOUNT))?));
    assert_eq!(find(stage, 1), None);
}

/// A removed group is gone with its modules and buyers; only deleted memberships may still have had it.
pub fn a_removed_identifier_is_never_used_again(stage: &Stage) {
    stage.put(ground());
    put(stage, [filled_group(1, ACCOUNT, modules([1, 2])), group(2, ACCOUNT)]);
    let gone = Membership {
        state: MembershipState::Deleted,
        ..membership(1, ACCOUNT, UserId::new(1), [GroupId::new(1), GroupId::new(2)])
    };
    stage.put(Rows { memberships: vec![gone.clone()], ..Rows::default() });
    stage.change(|tx| Ok(tx.groups().delete(GroupId::new(1))?));
    assert_eq!(find(stage, 1), None);
    let left = stage.look(|tx| {
        let ids = [GroupId::new(1), GroupId::new(2)];
        assert_eq!(tx.groups().modules_of(&ids)?, []);
        assert_eq!(tx.groups().summaries(&ids)?.len(), 1);
        Ok(tx.groups().of_account(ACCOUNT)?)
    });
    assert_eq!(left, [group(2, ACCOUNT)]);
    let membership = stage.look(move |tx| Ok(tx.memberships().find(gone.id)?)).unwrap();
    assert_eq!(numbers(membership.groups), [2]);
    let inserted = stage.change(|tx| {
        let again = tx.groups().insert(&group(1, ACCOUNT))?;
        Ok([again, tx.groups().insert(&group(3, ACCOUNT))?])
    });
    assert_eq!(inserted, [false, true]);
    assert_eq!(find(stage, 1), None);
}

/// An account's groups: all by identifier, some by name, the default one and its modules.
pub fn groups_of_an_account(stage: &Stage) {
    stage.put(ground());
    let default = default_group(5, ACCOUNT, modules([2, 4]));
    let [first, custom] = [group(9, ACCOUNT), filled_group(3, ACCOUNT, modules([2]))];
    let foreign = Group { modules: modules([1]), ..group(4, TWO) };
    put(stage, [first.clone(), default.clone(), custom.clone(), foreign]);
    let own = stage.look(|tx| Ok(tx.groups().of_account(ACCOUNT)?));
    assert_eq!(own, [custom.clone(), default.clone(), first]);
    assert_eq!(stage.look(|tx| Ok(tx.groups().of_account(AccountId::new(9))?)), []);
    assert_eq!(stage.look(|tx| Ok(tx.groups().default_of(ACCOUNT)?)), Some(default));
    assert_eq!(stage.look(|tx| Ok(tx.groups().default_of(TWO)?)), None);
    let bound = |account| numbers(stage.look(move |tx| Ok(tx.groups().default_modules(account)?)));
    assert_eq!([ACCOUNT, TWO].map(bound), [vec![2, 4], vec![]]);

    let many = |ids: &'static [u64]| {
        let ids: Vec<GroupId> = ids.iter().copied().map(GroupId::new).collect();
        let found = stage.look(move |tx| Ok(tx.groups().find_many(ACCOUNT, &ids)?));
        assert!(found.iter().all(|group| group.account == ACCOUNT));
        assert!(found.iter().all(|group| group.id != custom.id || *group == custom));
        numbers(found.into_iter().map(|group| group.id))
    };
    assert_eq!(many(&[4, 3, 9, 999, 3]), [3, 9]);
    assert_eq!(many(&[]), []);
}

/// Summaries of groups and of accounts, and the modules of several groups.
pub fn summaries_and_modules(stage: &Stage) {
    stage.put(ground());
    let groups =
        [default_group(1, ACCOUNT, modules([1, 2])), filled_group(2, TWO, modules([2])), group(3, ACCOUNT)];
    put(stage, groups.clone());
    let ids = [3, 2, 999].map(GroupId::new);
    let (mut summaries, mut pairs, by_account, nothing) = stage.look(move |tx| {
        let groups = tx.groups();
        let nothing = (groups.summaries(&[])?, groups.summaries_of_accounts(&[])?, groups.modules_of(&[])?);
        let pairs = groups.modules_of(&[1, 2, 3].map(GroupId::new))?;
        let accounts = [TWO, ACCOUNT, AccountId::new(9)];
        Ok((groups.summaries(&ids)?, pairs, groups.summaries_of_accounts(&accounts)?, nothing))
    });
    assert_eq!(nothing, (Vec::new(), Vec::new(), Vec::new()));
    summaries.sort_by_key(|summary| summary.id);
    let [first, second, third] = groups.map(|group| (group.account, group.summary()));
    assert_eq!(summaries, [second.1.clone(), third.1.clone()]);
    assert_eq!(by_account, [first, second, third]);
    pairs.sort_unstable();
    let pair = |group, module| (GroupId::new(group), ModuleId::new(module));
    assert_eq!(pairs, [pair(1, 1), pair(1, 2), pair(2, 2)]);
}

fn visible(stage: &Stage, scope: GroupScope) -> Vec<u64> {
    stage.look(move |tx| {
        let page = tx.groups().page(scope, &Query::everything(&FIELDS))?;
        let listed = numbers(page.items.iter().map(|group| group.id));
        let mut found = Vec::new();
        for n in 1..12 {
            found.extend(tx.groups().find_in(scope, GroupId::new(n))?.map(|group| group.id));
        }
        assert_eq!(numbers(found), listed, "{scope:?}");
        let ids: Vec<GroupId> = (1..12).chain([2]).map(GroupId::new).collect();
        let many = tx.groups().find_many_in(scope, &ids)?;
        assert_eq!(numbers(many.iter().map(|group| group.id)), listed, "{scope:?}");
        for group in many {
            assert_eq!(tx.groups().find_in(scope, group.id)?, Some(group));
        }
        assert_eq!(tx.groups().find_many_in(scope, &[])?, []);
        assert_eq!(page.total, u64::try_from(listed.len()).unwrap(), "{scope:?}");
        Ok(listed)
    })
}

/// What is outside or of a deleted account does not exist for the scope, one by one or in a list.
pub fn scopes_show_no_more_than_they_say(stage: &Stage) {
    stage.put(ground());
    put(
        stage,
        [group(1, ACCOUNT), group(2, ACCOUNT), group(3, TWO), group(4, AccountId::new(3)), group(5, ACCOUNT)],
    );
    let member = |n, account, groups: &[u64]| {
        membership(n, account, UserId::new(n), groups.iter().copied().map(GroupId::new))
    };
    let gone = Membership { state: MembershipState::Deleted, ..member(2, ACCOUNT, &[1]) };
    let blocked = Membership { state: MembershipState::Blocked, ..member(3, ACCOUNT, &[5]) };
    let memberships = vec![member(1, ACCOUNT, &[2, 5]), gone, blocked, member(4, TWO, &[3])];
    stage.put(Rows { memberships, ..Rows::default() });
    let of_account = |account| GroupScope::Account { account, person: None };
    let of_member = |n| GroupScope::OfMember(ACCOUNT, UserId::new(n));
    assert_eq!(visible(stage, GroupScope::All), [1, 2, 3, 5]);
    assert_eq!(visible(stage, of_account(ACCOUNT)), [1, 2, 5]);
    assert_eq!(visible(stage, of_account(AccountId::new(3))), []);
    assert_eq!(visible(stage, of_member(1)), [2, 5]);
    assert_eq!([2, 3, 4].map(|n| visible(stage, of_member(n))), [vec![], vec![5], vec![]]);
    assert_eq!(visible(stage, GroupScope::Nothing), []);
}

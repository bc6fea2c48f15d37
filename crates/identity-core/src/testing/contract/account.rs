//! Accounts.

use super::Stage;
use super::check::numbers;
use crate::account::{
    Account, AccountKind, AccountScope, AccountState, DomainScope, FIELDS, LineageStep, Naming, ServiceLevel,
    Undisabled,
};
use crate::error::UniqueKey;
use crate::id::{AccountId, Id as _};
use crate::list::Query;
use crate::testing::fixture::{Rows, account, filled_account, parsed};

const ONE: AccountId = AccountId::new(1);

fn put(stage: &Stage, accounts: impl IntoIterator<Item = Account>) {
    let accounts = accounts.into_iter().collect();
    stage.put(Rows { accounts, ..Rows::default() });
}

fn find(stage: &Stage, id: AccountId) -> Option<Account> {
    stage.look(move |tx| Ok(tx.accounts().find(id)?))
}

fn deleted(account: Account) -> Account {
    Account { state: AccountState::Deleted, ..account }
}

/// What is inserted is found again, to the last member.
pub fn every_field_survives(stage: &Stage) {
    let mut accounts = vec![account(1), filled_account(2, ONE)];
    let states = [
        AccountState::Enabled,
        AccountState::Active,
        AccountState::Disabled { before: Undisabled::Enabled },
        AccountState::Disabled { before: Undisabled::Active },
        AccountState::Deleted,
    ];
    accounts.extend((10..).zip(states).map(|(n, state)| Account { state, ..account(n) }));
    accounts.extend((20..).zip(AccountKind::ALL).map(|(n, kind)| Account { kind, ..account(n) }));
    accounts.extend(
        (30..).zip(ServiceLevel::ALL).map(|(n, level)| Account { service_level: Some(level), ..account(n) }),
    );
    put(stage, accounts.clone());
    for account in accounts {
        assert_eq!(find(stage, account.id), Some(account));
    }
    assert_eq!(find(stage, AccountId::new(999)), None);
}

/// Identifiers have up to sixteen digits.
pub fn wide_identifiers_survive(stage: &Stage) {
    let wide = account(9_999_999_999_999_999);
    put(stage, [wide.clone()]);
    assert_eq!(find(stage, wide.id), Some(wide));
}

/// A generated identifier that is taken is no failure: the next one is tried in the same transaction.
pub fn a_taken_identifier_stores_nothing(stage: &Stage) {
    put(stage, [account(1), account(5)]);
    let inserted = stage.change(|tx| {
        let taken = tx.accounts().insert(&filled_account(1, AccountId::new(5)))?;
        Ok([taken, tx.accounts().insert(&filled_account(2, ONE))?])
    });
    assert_eq!(inserted, [false, true]);
    assert_eq!(find(stage, ONE), Some(account(1)));
    assert_eq!(find(stage, AccountId::new(2)), Some(filled_account(2, ONE)));
}

/// An update sets and clears every member.
pub fn an_update_replaces_everything(stage: &Stage) {
    put(stage, [account(1), account(2), account(3)]);
    for new in [filled_account(2, ONE), account(2), filled_account(2, AccountId::new(3))] {
        let update = new.clone();
        stage.change(move |tx| Ok(tx.accounts().update(&update)?));
        assert_eq!(find(stage, new.id), Some(new));
        assert_eq!(find(stage, ONE), Some(account(1)));
    }
}

/// A change of nothing must not look like success.
pub fn an_update_of_nothing_is_refused(stage: &Stage) {
    stage.refuse(|tx| Ok(tx.accounts().update(&account(1))?));
    assert_eq!(find(stage, ONE), None);
}

fn with_external_id(n: u64, kind: AccountKind) -> Account {
    Account { kind, external_id: Some(parsed("C-1001")), ..account(n) }
}

/// R11: one account per kind and external id, until it is deleted.
pub fn external_ids_are_unique_per_kind(stage: &Stage) {
    let key = UniqueKey::AccountExternalId;
    let (client, vendor) = (AccountKind::Client, AccountKind::Vendor);
    put(stage, [with_external_id(1, client), with_external_id(2, vendor), account(3)]);
    stage.clash(key, move |tx| Ok(tx.accounts().insert(&with_external_id(4, client))?));
    stage.clash(key, move |tx| Ok(tx.accounts().update(&with_external_id(3, client))?));
    let other = Account { external_id: Some(parsed("c-1001")), ..account(5) };
    put(stage, [other]);
    let found =
        |kind| stage.look(move |tx| Ok(tx.accounts().find_by_external_id(kind, &parsed("C-1001"))?));
    assert_eq!([client, vendor].map(found), [Some(ONE), Some(AccountId::new(2))]);
    assert_eq!(found(AccountKind::Operations), None);

    stage.change(move |tx| Ok(tx.accounts().update(&deleted(with_external_id(1, client)))?));
    assert_eq!(found(client), None);
    stage.change(move |tx| Ok(tx.accounts().update(&with_external_id(3, client))?));
    assert_eq!(found(client), Some(AccountId::new(3)));
    stage.change(move |tx| Ok(tx.accounts().update(&deleted(with_external_id(1, client)))?));
}

fn with_slug(n: u64, parent: Option<u64>) -> Account {
    Account { slug: Some(parsed("harbour")), parent: parent.map(AccountId::new), ..account(n) }
}

/// P-R33: one account per parent and slug, roots included; a deleted one keeps its slug.
pub fn slugs_are_unique_per_parent(stage: &Stage) {
    let key = UniqueKey::AccountSlug;
    put(
        stage,
        [
            account(1),
            account(2),
            with_slug(3, Some(1)),
            with_slug(4, Some(2)),
            with_slug(5, None),
            account(6),
        ],
    );
    stage.clash(key, |tx| Ok(tx.accounts().insert(&with_slug(7, Some(1)))?));
    stage.clash(key, |tx| Ok(tx.accounts().insert(&with_slug(7, None))?));
    stage.clash(key, |tx| Ok(tx.accounts().update(&with_slug(6, Some(2)))?));
    stage.change(|tx| Ok(tx.accounts().update(&deleted(with_slug(3, Some(1))))?));
    stage.clash(key, |tx| Ok(tx.accounts().insert(&with_slug(7, Some(1)))?));
}

/// P-R33: deleted accounts keep their slugs, and are named no more.
pub fn taken_slugs_and_accounts_without_one(stage: &Stage) {
    put(
        stage,
        [account(1), account(2), with_slug(3, Some(1)), deleted(with_slug(4, None)), deleted(account(5))],
    );
    let is_taken = |parent: Option<u64>, slug: &'static str| {
        let parent = parent.map(AccountId::new);
        stage.look(move |tx| Ok(tx.accounts().is_slug_taken(parent, &parsed(slug))?))
    };
    assert!(is_taken(Some(1), "harbour") && is_taken(None, "harbour"));
    assert!(!is_taken(Some(2), "harbour") && !is_taken(Some(1), "harbour-2") && !is_taken(None, "h"));
    let unnamed = |limit| {
        let mut ids = stage.look(move |tx| Ok(numbers(tx.accounts().unnamed(limit)?.iter().map(|a| a.id))));
        ids.sort_unstable();
        ids
    };
    assert_eq!(unnamed(10), [1, 2]);
    assert_eq!(unnamed(1).len(), 1);
    assert_eq!(unnamed(0), []);
}

fn named(stage: &Stage, naming: &Naming) -> Vec<u64> {
    let naming = naming.clone();
    let mut found = stage.look(move |tx| {
        let found = tx.accounts().named(&parsed("harbour"), &naming)?;
        Ok(numbers(found.iter().map(|account| account.id)))
    });
    found.sort_unstable();
    found
}

/// §1.2: a slug is looked for where it is said to be; two are too many, so there are never more.
pub fn names_find_at_most_two(stage: &Stage) {
    let below = |n: u64, slug: &str, parent: Option<u64>| Account {
        slug: Some(parsed(slug)),
        parent: parent.map(AccountId::new),
        ..account(n)
    };
    put(
        stage,
        [
            below(1, "msp", None),
            below(2, "other", None),
            below(3, "msp", Some(2)),
            below(10, "third", None),
            deleted(with_slug(4, Some(10))),
            filled_account(5, ONE),
        ],
    );
    let (below_one, below_msp) = (&Naming::Below(ONE), &Naming::BelowNamed(parsed("msp")));
    let all = || [&Naming::Root, below_one, below_msp, &Naming::Anywhere].map(|naming| named(stage, naming));
    assert_eq!(all(), [vec![], vec![], vec![], vec![]]);
    put(stage, [with_slug(6, None)]);
    assert_eq!(all(), [vec![6], vec![], vec![], vec![6]]);
    put(stage, [with_slug(7, Some(1)), with_slug(8, Some(2))]);
    assert_eq!(all().map(|found| found.len()), [1, 1, 1, 2]);
    assert_eq!(named(stage, below_one), [7]);
    put(stage, [with_slug(9, Some(3))]);
    assert_eq!(named(stage, below_msp), [7, 9]);
    stage.change(|tx| Ok(tx.accounts().update(&deleted(with_slug(7, Some(1))))?));
    assert_eq!(named(stage, below_msp), [9]);
    assert_eq!(named(stage, below_one), []);
}

/// Ordered by full name, byte by byte: `-` and digits come before the `@` of a child, letters and `_` after it.
pub fn domains_are_ordered_by_full_name(stage: &Stage) {
    let called = |n: u64, slug: &str, parent: Option<u64>| Account {
        slug: Some(parsed(slug)),
        parent: parent.map(AccountId::new),
        ..account(n)
    };
    let mut accounts = vec![
        called(1, "msp", None),
        called(2, "other", None),
        called(11, "a", Some(2)),
        called(12, "a", Some(1)),
        Account { state: AccountState::Disabled { before: Undisabled::Active }, ..called(13, "a", None) },
        called(14, "a-b", Some(1)),
        called(15, "a1", None),
        called(16, "a_b", Some(1)),
        called(17, "ab", None),
        Account { kind: AccountKind::Operations, ..called(18, "a0", None) },
        deleted(called(19, "a2", Some(1))),
    ];
    accounts.push(Account { slug: Some(parsed("b")), ..filled_account(20, ONE) });
    put(stage, accounts);
    let list = |scope, limit, offset| {
        stage.look(move |tx| {
            let domains = tx.accounts().domains(scope, limit, offset)?;
            for (account, parent) in &domains {
                assert_eq!(tx.accounts().find(account.id)?.as_ref(), Some(account), "to the last member");
                let above = account.parent.map(|parent| tx.accounts().find(parent)).transpose()?.flatten();
                assert_eq!(above.and_then(|above| above.slug), *parent);
            }
            Ok(domains.iter().map(|(account, _)| account.id.number()).collect::<Vec<_>>())
        })
    };
    let total = |scope| stage.look(move |tx| Ok(tx.accounts().count_domains(scope)?));
    // a, a-b@msp, a1, a@msp, a@other, a_b@msp, ab, b@msp, msp, other
    let all = [13, 14, 15, 12, 11, 16, 17, 20, 1, 2];
    assert_eq!(list(DomainScope::All, 100, 0), all);
    assert_eq!(list(DomainScope::All, 3, 2), all[2..5]);
    assert_eq!(list(DomainScope::All, 3, 10), []);
    assert_eq!(list(DomainScope::All, 3, u64::MAX), []);
    assert_eq!(list(DomainScope::Below(ONE), 100, 0), [14, 12, 16, 20]);
    assert_eq!(list(DomainScope::Below(ONE), 1, 1), [12]);
    assert_eq!(list(DomainScope::Below(AccountId::new(13)), 100, 0), []);
    let scopes = [DomainScope::All, DomainScope::Below(ONE), DomainScope::Below(AccountId::new(999))];
    assert_eq!(scopes.map(total), [10, 4, 0]);
}

fn visible(stage: &Stage, scope: AccountScope) -> Vec<u64> {
    stage.look(move |tx| {
        let page = tx.accounts().page(scope, &Query::everything(&FIELDS))?;
        let listed = numbers(page.items.iter().map(|a| a.id));
        let mut found = Vec::new();
        for n in 1..10 {
            found.extend(tx.accounts().find_in(scope, AccountId::new(n))?.map(|a| a.id));
        }
        assert_eq!(numbers(found), listed, "{scope:?}");
        let ids: Vec<AccountId> = (1..10).chain([2]).map(AccountId::new).collect();
        let mut many = tx.accounts().find_many_in(scope, &ids)?;
        many.sort_by_key(|a| a.id);
        assert_eq!(numbers(many.iter().map(|a| a.id)), listed, "{scope:?}");
        for account in many {
            assert_eq!(tx.accounts().find_in(scope, account.id)?, Some(account));
        }
        assert_eq!(tx.accounts().find_many_in(scope, &[])?, []);
        assert_eq!(page.total, u64::try_from(listed.len()).unwrap(), "{scope:?}");
        Ok(listed)
    })
}

/// What is deleted or outside does not exist for the scope, one by one or in a list.
pub fn scopes_show_no_more_than_they_say(stage: &Stage) {
    let states =
        [AccountState::Enabled, AccountState::Disabled { before: Undisabled::Active }, AccountState::Deleted];
    put(stage, (1..).zip(states).map(|(n, state)| Account { state, ..account(n) }));
    assert_eq!(visible(stage, AccountScope::All), [1, 2]);
    assert_eq!(visible(stage, AccountScope::One(AccountId::new(2))), [2]);
    assert_eq!(visible(stage, AccountScope::One(AccountId::new(3))), []);
    assert_eq!(visible(stage, AccountScope::One(AccountId::new(7))), []);
    assert_eq!(visible(stage, AccountScope::Nothing), []);
}

/// A chain of eight levels, the most that R10 allows, with a branch beside it.
pub fn lineage_and_height_follow_the_tree(stage: &Stage) {
    let below = |n: u64, parent: u64| Account { parent: Some(AccountId::new(parent)), ..account(n) };
    let mut chain = vec![Account { kind: AccountKind::Operations, ..account(1) }];
    chain.extend((2..=8).map(|n| below(n, n - 1)));
    chain.extend([below(20, 2), below(21, 20), below(22, 2), account(30)]);
    for account in &mut chain {
        account.state = match account.id.to_string().as_str() {
            "ACC-0000-0003" => AccountState::Disabled { before: Undisabled::Active },
            "ACC-0000-0005" => AccountState::Deleted,
            "ACC-0000-0006" => AccountState::Enabled,
            _ => AccountState::Active,
        };
    }
    put(stage, chain.clone());
    let lineage = |n| stage.look(move |tx| Ok(tx.accounts().lineage(AccountId::new(n))?));
    let expected = chain.iter().take(8).rev().map(|account| LineageStep {
        id: account.id,
        is_usable: account.state.is_usable(),
        kind: account.kind,
    });
    assert_eq!(lineage(8), expected.collect::<Vec<_>>());
    assert_eq!(
        lineage(21).iter().map(|step| step.id).collect::<Vec<_>>(),
        [21, 20, 2, 1].map(AccountId::new)
    );
    assert_eq!(lineage(999), []);
    let heights = stage.look(|tx| {
        let mut heights = Vec::new();
        for n in [1, 2, 7, 8, 20, 22, 30] {
            heights.push(tx.accounts().height(AccountId::new(n))?);
        }
        Ok(heights)
    });
    assert_eq!(heights, [7, 6, 1, 0, 1, 0, 0]);
}

/// Operations is found whatever else there is; summaries are of those that exist.
pub fn operations_and_summaries(stage: &Stage) {
    let operations = Account { kind: AccountKind::Operations, ..account(3) };
    let stored = [account(1), filled_account(2, ONE), operations];
    put(stage, stored.clone());
    assert_eq!(stage.look(|tx| Ok(tx.accounts().operations()?)), Some(AccountId::new(3)));
    let summaries = |ids: &'static [u64]| {
        let ids: Vec<AccountId> = ids.iter().copied().map(AccountId::new).collect();
        let mut found = stage.look(move |tx| Ok(tx.accounts().summaries(&ids)?));
        found.sort_by_key(|summary| summary.id);
        found
    };
    assert_eq!(summaries(&[3, 999, 2, 3]), [stored[1].summary(), stored[2].summary()]);
    assert_eq!(summaries(&[]), []);
    let ids = [2, 3].map(AccountId::new);
    let mut many = stage.look(move |tx| Ok(tx.accounts().find_many_in(AccountScope::All, &ids)?));
    many.sort_by_key(|account| account.id);
    assert_eq!(many, stored[1..], "found to the last member");
}

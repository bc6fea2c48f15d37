//! Buyers.

use std::collections::BTreeSet;

use super::Stage;
use super::check::numbers;
use crate::account::{Account, AccountState};
use crate::buyer::{Buyer, BuyerScope, BuyerState, Contact, ExternalIds, FIELDS};
use crate::error::UniqueKey;
use crate::group::Group;
use crate::id::{AccountId, BuyerId, GroupId, UserId};
use crate::list::Query;
use crate::membership::{Membership, MembershipState};
use crate::testing::fixture::{Rows, account, buyer, filled_buyer, group, membership, parsed, user};

const ACCOUNT: AccountId = AccountId::new(1);
const TWO: AccountId = AccountId::new(2);
const USER: UserId = UserId::new(1);

/// Three accounts, the third deleted; people 1 to 5.
fn ground() -> Rows {
    let deleted = Account { state: AccountState::Deleted, ..account(3) };
    Rows {
        accounts: vec![account(1), account(2), deleted],
        users: (1..=5).map(user).collect(),
        ..Rows::default()
    }
}

fn put(stage: &Stage, buyers: impl IntoIterator<Item = Buyer>) {
    stage.put(Rows { buyers: buyers.into_iter().collect(), ..Rows::default() });
}

fn find(stage: &Stage, n: u64) -> Option<Buyer> {
    stage.look(move |tx| Ok(tx.buyers().find(BuyerId::new(n))?))
}

fn deleted(buyer: Buyer) -> Buyer {
    Buyer { state: BuyerState::Deleted, ..buyer }
}

/// What is inserted is found again, to the last member; sellers stay in their order.
pub fn every_field_survives(stage: &Stage) {
    stage.put(ground());
    let only = Contact { kind: Some(parsed("Purchasing")), ..Contact::default() };
    let mut buyers = vec![
        buyer(1, None),
        filled_buyer(2, ACCOUNT, USER),
        Buyer { contact: only, ..buyer(3, Some(TWO)) },
        buyer(9_999_999_999_999_999, None),
    ];
    buyers.extend((10..).zip(BuyerState::ALL).map(|(n, state)| Buyer { state, ..buyer(n, Some(ACCOUNT)) }));
    put(stage, buyers.clone());
    for buyer in buyers {
        assert_eq!(find(stage, crate::id::Id::number(buyer.id)), Some(buyer));
    }
    assert_eq!(find(stage, 999), None);
}

/// A taken identifier is no failure of the transaction.
pub fn a_taken_identifier_stores_nothing(stage: &Stage) {
    stage.put(ground());
    put(stage, [buyer(1, None)]);
    let inserted = stage.change(|tx| {
        let taken = tx.buyers().insert(&Buyer { id: BuyerId::new(1), ..filled_buyer(7, ACCOUNT, USER) })?;
        Ok([taken, tx.buyers().insert(&filled_buyer(2, ACCOUNT, USER))?])
    });
    assert_eq!(inserted, [false, true]);
    assert_eq!(find(stage, 1), Some(buyer(1, None)));
    assert_eq!(find(stage, 2), Some(filled_buyer(2, ACCOUNT, USER)));
}

/// An update sets and clears every member, contact and sellers included.
pub fn an_update_replaces_everything(stage: &Stage) {
    stage.put(ground());
    let bystander = filled_buyer(1, ACCOUNT, USER);
    put(stage, [bystander.clone(), buyer(2, None)]);
    let filled = filled_buyer(2, TWO, UserId::new(2));
    let fewer = Buyer { sellers: filled.sellers.iter().rev().take(1).cloned().collect(), ..filled.clone() };
    for new in [filled.clone(), fewer, filled, buyer(2, None)] {
        let update = new.clone();
        stage.change(move |tx| Ok(tx.buyers().update(&update)?));
        assert_eq!(find(stage, 2), Some(new));
        assert_eq!(find(stage, 1), Some(bystander.clone()));
    }
}

/// A change of nothing must not look like success.
pub fn an_update_of_nothing_is_refused(stage: &Stage) {
    stage.put(ground());
    stage.refuse(|tx| Ok(tx.buyers().update(&buyer(1, None))?));
    assert_eq!(find(stage, 1), None);
}

fn known_as(n: u64, contact: &str) -> Buyer {
    let external_ids = ExternalIds { erp_company_contact: Some(parsed(contact)), ..ExternalIds::default() };
    Buyer { external_ids, ..buyer(n, None) }
}

/// R43: one company contact per non-deleted buyer, case and all.
pub fn company_contacts_are_unique_until_deletion(stage: &Stage) {
    let key = UniqueKey::BuyerErpCompanyContact;
    put(stage, [known_as(1, "CC-1"), known_as(2, "cc-1"), buyer(3, None), buyer(4, None)]);
    stage.clash(key, |tx| Ok(tx.buyers().insert(&known_as(5, "CC-1"))?));
    stage.clash(key, |tx| Ok(tx.buyers().update(&known_as(3, "CC-1"))?));
    let holder = || stage.look(|tx| Ok(tx.buyers().find_by_erp_company_contact(&parsed("CC-1"))?));
    assert_eq!(holder(), Some(BuyerId::new(1)));
    stage.change(|tx| Ok(tx.buyers().update(&deleted(known_as(1, "CC-1")))?));
    assert_eq!(holder(), None);
    stage.change(|tx| Ok(tx.buyers().update(&known_as(3, "CC-1"))?));
    assert_eq!(holder(), Some(BuyerId::new(3)));
    stage.change(|tx| Ok(tx.buyers().update(&deleted(known_as(1, "CC-1")))?));
    put(stage, [deleted(known_as(6, "CC-1"))]);
}

fn listing(n: u64, account: AccountId, buyers: Option<&[u64]>) -> Group {
    let buyers = buyers.map(|buyers| buyers.iter().copied().map(BuyerId::new).collect::<BTreeSet<_>>());
    Group { buyers, ..group(n, account) }
}

/// Which of an account's buyers exist, what references show, and which groups list a buyer (R35).
pub fn buyers_and_groups(stage: &Stage) {
    stage.put(ground());
    put(stage, [buyer(1, Some(ACCOUNT)), buyer(2, Some(ACCOUNT)), buyer(3, Some(TWO))]);
    put(stage, [deleted(buyer(4, Some(ACCOUNT))), buyer(5, None)]);
    let among = |account, ids: &'static [u64]| {
        let ids: Vec<BuyerId> = ids.iter().copied().map(BuyerId::new).collect();
        numbers(stage.look(move |tx| Ok(tx.buyers().among(account, &ids)?)))
    };
    assert_eq!(among(ACCOUNT, &[5, 4, 3, 2, 1, 2, 999]), [1, 2]);
    assert_eq!(among(TWO, &[1, 3]), [3]);
    assert_eq!(among(ACCOUNT, &[]), []);

    let groups = vec![
        listing(1, ACCOUNT, Some(&[1, 2])),
        listing(2, ACCOUNT, Some(&[2])),
        listing(3, ACCOUNT, Some(&[])),
        listing(4, ACCOUNT, None),
    ];
    stage.put(Rows { groups: groups.clone(), ..Rows::default() });
    let summaries = |ids: &'static [u64]| {
        let ids: Vec<BuyerId> = ids.iter().copied().map(BuyerId::new).collect();
        let mut found = stage.look(move |tx| Ok(tx.buyers().summaries(&ids)?));
        found.sort_by_key(|summary| summary.id);
        found
    };
    let [three, four] = [buyer(3, None).summary(), buyer(4, None).summary()];
    assert_eq!(summaries(&[4, 999, 3, 4]), [three, four]);
    assert_eq!(summaries(&[]), []);
    let listing = |n| stage.look(move |tx| Ok(tx.groups().listing_buyer(BuyerId::new(n))?));
    let first = |count: usize| groups.iter().take(count).cloned().collect::<Vec<_>>();
    assert_eq!([listing(2), listing(1)], [first(2), first(1)]);
    assert_eq!(listing(3), []);
}

fn visible(stage: &Stage, scope: BuyerScope) -> Vec<u64> {
    stage.look(move |tx| {
        let page = tx.buyers().page(scope, &Query::everything(&FIELDS))?;
        let listed = numbers(page.items.iter().map(|buyer| buyer.id));
        let mut found = Vec::new();
        for n in 1..12 {
            found.extend(tx.buyers().find_in(scope, BuyerId::new(n))?.map(|buyer| buyer.id));
        }
        assert_eq!(numbers(found), listed, "{scope:?}");
        let ids: Vec<BuyerId> = (1..12).chain([2]).map(BuyerId::new).collect();
        let many = tx.buyers().find_many_in(scope, &ids)?;
        assert_eq!(numbers(many.iter().map(|buyer| buyer.id)), listed, "{scope:?}");
        for buyer in many {
            assert_eq!(tx.buyers().find_in(scope, buyer.id)?, Some(buyer));
        }
        assert_eq!(tx.buyers().find_many_in(scope, &[])?, []);
        assert_eq!(page.total, u64::try_from(listed.len()).unwrap(), "{scope:?}");
        Ok(listed)
    })
}

/// R44, R46: what is outside, deleted or of a deleted account does not exist for the scope. One group of all buyers
/// shows all; a list that is empty shows none.
pub fn scopes_show_no_more_than_they_say(stage: &Stage) {
    stage.put(ground());
    let of = |n, account| buyer(n, Some(AccountId::new(account)));
    put(stage, [of(1, 1), of(2, 1), of(3, 1), of(4, 2), of(5, 3), buyer(6, None), deleted(of(7, 1))]);
    let groups = vec![
        listing(1, ACCOUNT, Some(&[1, 7])),
        listing(2, ACCOUNT, Some(&[3])),
        listing(3, ACCOUNT, Some(&[])),
        listing(4, ACCOUNT, None),
        listing(5, TWO, Some(&[4, 1])),
    ];
    let member = |n, account, groups: &[u64]| {
        membership(n, account, UserId::new(n), groups.iter().copied().map(GroupId::new))
    };
    let gone = Membership { state: MembershipState::Deleted, ..member(3, ACCOUNT, &[4]) };
    let memberships = vec![
        member(1, ACCOUNT, &[1, 2]),
        member(2, ACCOUNT, &[1, 4]),
        gone,
        member(4, ACCOUNT, &[3]),
        member(5, TWO, &[5]),
    ];
    stage.put(Rows { groups, memberships, ..Rows::default() });
    assert_eq!(visible(stage, BuyerScope::All), [1, 2, 3, 4, 6]);
    assert_eq!(visible(stage, BuyerScope::Account(ACCOUNT)), [1, 2, 3]);
    assert_eq!(visible(stage, BuyerScope::Account(AccountId::new(3))), []);
    let of_member = |account, n| visible(stage, BuyerScope::OfMember(account, UserId::new(n)));
    assert_eq!(of_member(ACCOUNT, 1), [1, 3]);
    assert_eq!(of_member(ACCOUNT, 2), [1, 2, 3]);
    assert_eq!([3, 4, 5].map(|n| of_member(ACCOUNT, n)), [vec![], vec![], vec![]]);
    assert_eq!(of_member(TWO, 5), [4]);
    assert_eq!(visible(stage, BuyerScope::Nothing), []);
}

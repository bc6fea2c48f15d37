//! Walking a list from place to place while rows come and go.

use std::collections::BTreeSet;

use super::dice::{Dice, NAMES};
use crate::group::{FIELDS, Group, GroupScope};
use crate::id::{AccountId, GroupId};
use crate::list::{Page, Query, compile};
use crate::port::Reading;
use crate::testing::contract::Stage;
use crate::testing::fixture::{Rows, account, group, parsed};

const ORDERS: [&str; 7] = [
    "order=name",
    "order=-name",
    "order=description,-name",
    "order=-description",
    "order=-audit.created.at,name",
    "order=account.name,-isDefault,name",
    "ne(description,'alpha')&order=-id",
];

/// A group with few names, descriptions and moments to choose from, so that many tie.
fn any_group(dice: &Dice, n: u64, account: AccountId) -> Group {
    let mut any = group(n, account);
    any.name = parsed(dice.pick(&NAMES));
    any.description = dice.maybe(parsed(dice.pick(&["alpha", "beta"])));
    any.stamps.created = dice.stamp();
    any
}

fn page(stage: &Stage, account: AccountId, query: &Query<crate::group::GroupRow>) -> Page<GroupId> {
    let query = query.clone();
    let page = stage.read(Reading::Scan, move |tx| {
        Ok(tx.groups().page(GroupScope::Account { account, person: None }, &query)?)
    });
    page.unwrap().map(|group| group.id)
}

/// Rows that come or go between two pages neither repeat nor hide others (platform.md §2.2).
pub fn rows_that_come_or_go_hide_no_others(stage: &Stage) {
    let dice = Dice::new(5);
    for (round, raw) in (1_u64..).zip(ORDERS) {
        let (at, mut last) = (AccountId::new(round), 1000 * round);
        let groups: Vec<Group> = (1..=25).map(|n| any_group(&dice, last + n, at)).collect();
        last += 25;
        let mut present: BTreeSet<GroupId> = groups.iter().map(|group| group.id).collect();
        stage.put(Rows { accounts: vec![account(round)], groups, ..Rows::default() });
        let parsed = identity_rql::parse_query(raw).unwrap();
        let mut query = compile(&FIELDS, &parsed, &|_| None).unwrap();
        let mut stayed: BTreeSet<GroupId> = page(stage, at, &query).items.into_iter().collect();
        let mut walked = Vec::new();
        loop {
            query.limit = 1 + u32::try_from(dice.below(5)).unwrap();
            let found = page(stage, at, &query);
            walked.extend(found.items);
            query.after = found.next;
            if query.after.is_none() {
                break;
            }
            for _ in 0..dice.below(3) {
                let gone = dice.pick(&present.iter().copied().collect::<Vec<_>>());
                present.remove(&gone);
                stayed.remove(&gone);
                stage.change(move |tx| Ok(tx.groups().delete(gone)?));
                last += 1;
                let new = any_group(&dice, last, at);
                present.insert(new.id);
                stage.put(Rows { groups: vec![new], ..Rows::default() });
            }
        }
        let seen: BTreeSet<GroupId> = walked.iter().copied().collect();
        assert_eq!(seen.len(), walked.len(), "{raw}: nothing twice");
        assert!(stayed.len() > 3, "{raw}: something stayed");
        let whole = page(stage, at, &compile(&FIELDS, &parsed, &|_| None).unwrap());
        let order = |ids: Vec<GroupId>| ids.into_iter().filter(|id| stayed.contains(id)).collect::<Vec<_>>();
        assert_eq!(order(walked), order(whole.items), "{raw}: all that stayed, in order");
    }
}

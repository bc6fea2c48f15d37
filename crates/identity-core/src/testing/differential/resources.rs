//! Every resource under several scopes: most queries see all rows, the others what some account or person sees.

use super::{Pair, Tally, within};
use crate::account::{self, AccountKind, AccountScope};
use crate::api_token::{self, TokenScope};
use crate::audit::{self, AuditScope};
use crate::buyer::{self, BuyerScope};
use crate::group::{self, GroupScope};
use crate::id::{AccountId, Id as _, TokenId, UserId};
use crate::list::Registry;
use crate::membership::{FIELDS_BY_MEMBERSHIP, FIELDS_BY_USER, MembershipRow, MembershipScope};
use crate::module::{self, ModuleScope};
use crate::testing::contract::Dice;
use crate::testing::fixture::NOW;
use crate::user::{self, UserScope};

/// Compares the stores by so many queries on one resource.
type Resource = fn(Pair<'_>, &Dice, usize) -> Tally;

/// All of them.
pub(super) const ALL: [Resource; 9] =
    [accounts, users, members_by_user, members_by_membership, groups, modules, tokens, buyers, records];

const ONE: AccountId = AccountId::new(1);
const TWO: AccountId = AccountId::new(2);
const PERSON: UserId = UserId::new(3);

/// How many of the queries each scope gets: half of them the first, the others the rest.
fn shares<S, const N: usize>(scopes: [S; N], queries: usize) -> impl Iterator<Item = (S, usize)> {
    let rest = queries / (2 * (N - 1).max(1));
    let first = queries - rest * (N - 1);
    scopes.into_iter().enumerate().map(move |(n, scope)| (scope, if n == 0 { first } else { rest }))
}

fn accounts(pair: Pair<'_>, dice: &Dice, queries: usize) -> Tally {
    let mut tally = Tally::default();
    let member = |person| AccountScope::Member { account: ONE, person };
    let narrow = [AccountScope::One(TWO), member(Some(PERSON)), member(None)];
    let few = queries / 30;
    for (scope, share) in [(AccountScope::All, queries - 3 * few)].into_iter().chain(narrow.map(|s| (s, few)))
    {
        tally += within(pair, &account::FIELDS, dice, share, move |tx, query| {
            Ok(tx.accounts().page(scope, query)?.map(|account| account.id.number()))
        });
    }
    tally
}

fn users(pair: Pair<'_>, dice: &Dice, queries: usize) -> Tally {
    let mut tally = Tally::default();
    let of_account = |account, person| UserScope::Members { account, person };
    let scopes =
        [UserScope::All, of_account(ONE, None), of_account(ONE, Some(PERSON)), of_account(TWO, Some(PERSON))];
    for (scope, share) in shares(scopes, queries) {
        tally += within(pair, &user::FIELDS, dice, share, move |tx, query| {
            Ok(tx.users().page(scope, query, NOW)?.map(|user| user.id.number()))
        });
    }
    tally
}

fn members(pair: Pair<'_>, registry: &'static Registry<MembershipRow>, dice: &Dice, queries: usize) -> Tally {
    let mut tally = Tally::default();
    let of_account = |person| MembershipScope::Account { account: ONE, person };
    let scopes = [
        (MembershipScope::All, None),
        (of_account(None), None),
        (of_account(Some(PERSON)), None),
        (MembershipScope::All, Some(TWO)),
    ];
    for ((scope, account), share) in shares(scopes, queries) {
        tally += within(pair, registry, dice, share, move |tx, query| {
            let page = tx.memberships().page(scope, account, query, NOW)?;
            Ok(page.map(|(membership, _)| membership.id.number()))
        });
    }
    tally
}

fn members_by_user(pair: Pair<'_>, dice: &Dice, queries: usize) -> Tally {
    members(pair, &FIELDS_BY_USER, dice, queries)
}

fn members_by_membership(pair: Pair<'_>, dice: &Dice, queries: usize) -> Tally {
    members(pair, &FIELDS_BY_MEMBERSHIP, dice, queries)
}

fn groups(pair: Pair<'_>, dice: &Dice, queries: usize) -> Tally {
    let mut tally = Tally::default();
    let of_account = |person| GroupScope::Account { account: ONE, person };
    let scopes =
        [GroupScope::All, of_account(None), of_account(Some(PERSON)), GroupScope::OfMember(ONE, PERSON)];
    for (scope, share) in shares(scopes, queries) {
        tally += within(pair, &group::FIELDS, dice, share, move |tx, query| {
            Ok(tx.groups().page(scope, query)?.map(|group| group.id.number()))
        });
    }
    tally
}

fn modules(pair: Pair<'_>, dice: &Dice, queries: usize) -> Tally {
    let mut tally = Tally::default();
    let scopes = [ModuleScope::All, ModuleScope::Kind(AccountKind::Vendor)];
    for (scope, share) in shares(scopes, queries) {
        tally += within(pair, &module::FIELDS, dice, share, move |tx, query| {
            Ok(tx.modules().page(scope, query)?.map(|module| module.id.number()))
        });
    }
    tally
}

fn tokens(pair: Pair<'_>, dice: &Dice, queries: usize) -> Tally {
    let mut tally = Tally::default();
    let linked = TokenScope::Linked { account: TWO, token: Some(TokenId::new(1)), person: Some(PERSON) };
    for (scope, share) in shares([TokenScope::All, TokenScope::Account(TWO), linked], queries) {
        tally += within(pair, &api_token::FIELDS, dice, share, move |tx, query| {
            Ok(tx.api_tokens().page(scope, query, NOW)?.map(|token| token.id.number()))
        });
    }
    tally
}

fn buyers(pair: Pair<'_>, dice: &Dice, queries: usize) -> Tally {
    let mut tally = Tally::default();
    let scopes = [BuyerScope::All, BuyerScope::Account(ONE), BuyerScope::OfMember(ONE, PERSON)];
    for (scope, share) in shares(scopes, queries) {
        tally += within(pair, &buyer::FIELDS, dice, share, move |tx, query| {
            Ok(tx.buyers().page(scope, query)?.map(|buyer| buyer.id.number()))
        });
    }
    tally
}

fn records(pair: Pair<'_>, dice: &Dice, queries: usize) -> Tally {
    let mut tally = Tally::default();
    let involved = AuditScope::Involved { account: ONE, actor: UserId::new(1).to_string() };
    for (scope, share) in shares([AuditScope::All, AuditScope::Viewer(ONE), involved], queries) {
        tally += within(pair, &audit::FIELDS, dice, share, move |tx, query| {
            Ok(tx.audit().page(&scope, query)?.map(|record| record.id.number()))
        });
    }
    tally
}

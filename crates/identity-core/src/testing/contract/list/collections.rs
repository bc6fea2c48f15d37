//! Collections with their answers written out: elements are what the scope shows of them, and nothing else.

use crate::account::{self, AccountKind, AccountScope};
use crate::api_token::{self, TokenScope};
use crate::audit::{self, AuditRecord, AuditScope, ObjectKind, Related};
use crate::buyer::{Buyer, BuyerScope, Seller};
use crate::error::StoreError;
use crate::group::{self, Group, GroupScope};
use crate::id::{AccountId, BuyerId, GroupId, Id as _, ModuleId, SellerId, UserId};
use crate::list::{Page, Query, Registry, compile};
use crate::membership::{self, MembershipScope};
use crate::module::{self, Module, ModuleScope, ModuleSettings};
use crate::port::Transaction;
use crate::testing::contract::Stage;
use crate::testing::fixture::{
    NOW, Rows, account, buyer, default_group, group, invited, membership, module, parsed, record, token, user,
};
use crate::user::{self, UserScope};

const ONE: AccountId = AccountId::new(1);
const TWO: AccountId = AccountId::new(2);

/// Account 1 has the default group 1, group 2 of one module and one buyer, and group 3 of none; account 2 has group 4.
/// Persons 1 and 2 have joined account 1, person 3 has not; person 1 is in account 2 as well.
fn put(stage: &Stage) {
    let paid = ModuleSettings { is_paid: true, ..ModuleSettings::default() };
    let vendors = [AccountKind::Vendor].into();
    let limited = |n, buyers: &[u64]| Group {
        buyers: Some(buyers.iter().copied().map(BuyerId::new).collect()),
        ..group(n, ONE)
    };
    let member = |n, account, groups: &[u64]| {
        membership(n, account, UserId::new(1 + (n - 1) % 3), groups.iter().copied().map(GroupId::new))
    };
    let modules = |ids: &[u64]| ids.iter().copied().map(ModuleId::new).collect::<Vec<_>>();
    let one = modules(&[1]).into_iter().collect();
    let related = Related { kind: ObjectKind::User, id: UserId::new(1).to_string() };
    stage.put(Rows {
        modules: vec![Module { settings: paid, ..module(1) }, Module { account_kinds: vendors, ..module(2) }],
        accounts: vec![account(1), account(2)],
        users: (1..=3).map(user).collect(),
        groups: vec![
            default_group(1, ONE, modules(&[1, 2])),
            Group { modules: modules(&[1]).into_iter().collect(), ..limited(2, &[4]) },
            limited(3, &[]),
            default_group(4, TWO, modules(&[2])),
        ],
        memberships: vec![
            member(1, ONE, &[1, 2]),
            member(2, ONE, &[2]),
            invited(member(3, ONE, &[3]), 60),
            member(4, TWO, &[4]),
        ],
        tokens: vec![api_token::ApiToken { modules: one, ..token(1, ONE) }, token(2, ONE)],
        records: vec![
            AuditRecord { related: vec![related], ..record(1, ONE) },
            AuditRecord { viewers: vec![ONE, TWO], ..record(2, ONE) },
        ],
        devices: Vec::new(),
        buyers: vec![sold_by(4, &[("A", 1), ("B", 2)]), sold_by(5, &[("A", 2)]), sold_by(6, &[])],
    });
}

/// A buyer with these sellers, by name and number.
fn sold_by(n: u64, sellers: &[(&str, u64)]) -> Buyer {
    let seller = |(name, id): &(&str, u64)| Seller {
        id: SellerId::new(*id),
        name: Some(parsed(name)),
        icon: None,
        external_id: None,
    };
    Buyer { sellers: sellers.iter().map(seller).collect(), ..buyer(n, Some(ONE)) }
}

/// What the store finds, by identifier.
fn check<V>(
    stage: &Stage,
    registry: &'static Registry<V>,
    expected: &[(&str, &[u64])],
    page: impl Fn(&mut dyn Transaction, &Query<V>) -> Result<Page<u64>, StoreError> + Copy + Send + 'static,
) {
    for (raw, expected) in expected {
        let parsed = identity_rql::parse_query(raw).unwrap();
        let query = compile(registry, &parsed, &|_| None).unwrap();
        let mut found = stage.look(move |tx| Ok(page(tx, &query)?.items));
        found.sort_unstable();
        assert_eq!(found, *expected, "{raw}");
    }
}

/// platform.md §2.2: `any`, `all` and what has no elements, on every collection.
pub fn collections(stage: &Stage) {
    put(stage);
    let expected: &[(&str, &[u64])] = &[
        ("any(modules,eq(code,'module-2'))", &[1, 4]),
        ("all(modules,eq(paid,false))", &[3, 4]),
        ("not(all(modules,eq(paid,false)))", &[1, 2]),
        ("any(modules,not(ilike(name,'*MODULE 1')))", &[1, 4]),
        // A row counts once for `offset`, however many of its elements meet the condition.
        ("any(modules)&offset=1", &[2, 4]),
        ("any(buyers)", &[2]),
        ("not(any(buyers))", &[1, 3, 4]),
        ("any(buyers,id=BUY-0000-0004)", &[2]),
        ("any(buyers,eq(name,'Buyer 4'))", &[2]),
        ("any(buyers,eq(name,'Buyer 9'))", &[]),
        ("eq(buyers,empty())&eq(account.id,'ACC-0000-0001')", &[1, 3]),
        ("ne(buyers,null())", &[2]),
        ("any(users,email='USER3@Example.com')", &[3]),
        ("all(users,in(id,(USR-0000-0001)))", &[1, 4]),
    ];
    check(stage, &group::FIELDS, expected, |tx, query| {
        Ok(tx.groups().page(GroupScope::All, query)?.map(|group| group.id.number()))
    });
    let expected: &[(&str, &[u64])] = &[
        ("any(groups,isDefault=true)", &[1, 4]),
        ("any(groups,eq(id,'UGR-0000-0002')&eq(description,null()))", &[1, 2]),
        ("any(modules,id=MOD-0002)", &[1, 4]),
        ("all(modules,paid=true)", &[2, 3]),
        ("any(buyers)", &[2]),
    ];
    check(stage, &membership::FIELDS_BY_MEMBERSHIP, expected, |tx, query| {
        let page = tx.memberships().page(MembershipScope::All, None, query, NOW)?;
        Ok(page.map(|(membership, _)| membership.id.number()))
    });
    let expected: &[(&str, &[u64])] = &[
        ("any(accountTypes,eq(self(),'client'))", &[1]),
        ("all(accountTypes,in(self(),(Vendor)))", &[2]),
        ("any(accountTypes,self()=Nothing)", &[]),
    ];
    check(stage, &module::FIELDS, expected, |tx, query| {
        Ok(tx.modules().page(ModuleScope::All, query)?.map(|module| module.id.number()))
    });
    let expected: &[(&str, &[u64])] =
        &[("any(modules,name='Module 1')", &[1]), ("eq(modules,empty())", &[2])];
    check(stage, &api_token::FIELDS, expected, |tx, query| {
        Ok(tx.api_tokens().page(TokenScope::All, query, NOW)?.map(|token| token.id.number()))
    });
    let expected: &[(&str, &[u64])] = &[
        ("any(sellers,eq(id,SEL-0000-0002))", &[4, 5]),
        ("any(sellers,name='A'&id=SEL-0000-0002)", &[5]),
        ("all(sellers,name='A')", &[5, 6]),
        ("not(any(sellers))", &[6]),
        ("any(sellers,eq(externalId,null()))", &[4, 5]),
    ];
    check(stage, &crate::buyer::FIELDS, expected, |tx, query| {
        Ok(tx.buyers().page(BuyerScope::All, query)?.map(|buyer| buyer.id.number()))
    });
    let expected: &[(&str, &[u64])] = &[
        ("any(related,objectType=User&like(id,'USR-*'))", &[1]),
        ("any(viewers,id=ACC-0000-0002)", &[2]),
        ("all(viewers,eq(name,'Account 1'))", &[1]),
    ];
    check(stage, &audit::FIELDS, expected, |tx, query| {
        Ok(tx.audit().page(&AuditScope::All, query)?.map(|record| record.id.number()))
    });
}

/// What a scope does not show is no element: groups of others (R2), accounts of others, names of those who have not
/// joined (R20).
pub fn hidden_elements(stage: &Stage) {
    put(stage);
    for (person, expected) in [
        (Some(2), [("any(groups,id=UGR-0000-0001)", &[][..]), ("any(groups,name='Group 2')", &[1])]),
        (None, [("any(groups)", &[]), ("eq(groups,empty())", &[1])]),
    ] {
        let scope = AccountScope::Member { account: ONE, person: person.map(UserId::new) };
        check(stage, &account::FIELDS, &expected, move |tx, query| {
            Ok(tx.accounts().page(scope, query)?.map(|account| account.id.number()))
        });
    }
    check(stage, &account::FIELDS, &[("any(groups,id=UGR-0000-0001)", &[1])], |tx, query| {
        Ok(tx.accounts().page(AccountScope::One(ONE), query)?.map(|account| account.id.number()))
    });
    let person = Some(UserId::new(1));
    for (scope, expected) in [
        (UserScope::All, &[1, 2, 3][..]),
        (UserScope::Members { account: ONE, person }, &[1]),
        (UserScope::Members { account: ONE, person: None }, &[]),
        (UserScope::One(UserId::new(1)), &[1]),
    ] {
        check(stage, &user::FIELDS, &[("any(accounts,type=Client)", expected)], move |tx, query| {
            Ok(tx.users().page(scope, query, NOW)?.map(|user| user.id.number()))
        });
    }
    let of_account =
        |person: Option<u64>| GroupScope::Account { account: ONE, person: person.map(UserId::new) };
    let given = "any(users,like(name,'Given*'))";
    for (scope, expected) in [
        (GroupScope::All, (given, &[][..])),
        (of_account(None), (given, &[3])),
        (of_account(Some(3)), (given, &[])),
        (of_account(None), ("any(users,name='First 2 Last 2')", &[2])),
        (GroupScope::OfMember(ONE, UserId::new(2)), ("any(users,id=USR-0000-0001)", &[])),
        (GroupScope::OfMember(ONE, UserId::new(2)), ("all(users,id=USR-0000-0002)", &[2])),
    ] {
        check(stage, &group::FIELDS, &[expected], move |tx, query| {
            Ok(tx.groups().page(scope, query)?.map(|group| group.id.number()))
        });
    }
}

//! How many statements a list costs: as many for a hundred rows as for one, with everything selected (§2.2).

use std::cell::Cell;
use std::collections::BTreeSet;

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use identity_core::account::{self, AccountKind, AccountWants};
use identity_core::actor::{ActingAccount, Actor, Credential, Principal, Who};
use identity_core::api_token::{self, TokenWants};
use identity_core::audit::{self, Origin};
use identity_core::buyer::{self, Buyer, BuyerWants};
use identity_core::domain::{self, Window};
use identity_core::group::{self, GroupWants};
use identity_core::id::{
    AccountId, GroupId, Id as _, MembershipId, ModuleId, SessionId, StoreAccessId, TokenId, UserId,
};
use identity_core::link::Want;
use identity_core::list::{NumberedPage, Query};
use identity_core::membership::{self, Membership, MembershipWants, Profile, StoreAccess, StoreRole};
use identity_core::module::{ACCESS_MANAGEMENT, ACCOUNT_MANAGEMENT, Catalogue};
use identity_core::port::{Reading, Store, Transaction};
use identity_core::service::{Call, Settings, Tools};
use identity_core::tenant::{self, UserFilter};
use identity_core::testing::fakes::{FakeCodes, FakeDigester, FakeMinter, FakeSealer, SeededEntropy};
use identity_core::testing::fixture::{
    NOW, Rows, account, buyer as plain_buyer, default_group, filled_account, filled_buyer, filled_group,
    filled_membership, filled_record, filled_token, filled_user, membership as plain_membership, module,
};
use identity_core::user::{self, UserWants};

use super::*;

thread_local! {
    static STATEMENTS: Cell<u32> = const { Cell::new(0) };
}

#[expect(clippy::unnecessary_wraps, reason = "Diesel asks for an option")]
fn counter() -> Option<Box<dyn Instrumentation>> {
    Some(Box::new(|event: InstrumentationEvent<'_>| {
        if matches!(event, InstrumentationEvent::StartQuery { .. }) {
            STATEMENTS.set(STATEMENTS.get() + 1);
        }
    }))
}

/// Rows of each kind, each with all of its references its own; more than a page, so that every page has a next one.
const ROWS: u64 = 120;
const MODULES: [ModuleId; 2] = [ModuleId::new(1), ModuleId::new(2)];

fn rows() -> Rows {
    let numbers = || (1..=ROWS).map(|n| (n, AccountId::new(n), UserId::new(n)));
    let mut accounts = vec![account(1_000)];
    accounts.extend(numbers().map(|(n, ..)| filled_account(n, AccountId::new(1_000))));
    Rows {
        modules: [1, 2].map(module).to_vec(),
        accounts,
        users: numbers()
            .map(|(n, account, _)| user::User {
                email: format!("user{n}@example.com").parse().unwrap(),
                life: user::UserLife::Live,
                ..filled_user(n, account)
            })
            .collect(),
        groups: numbers().map(|(n, account, _)| filled_group(n, account, MODULES)).collect(),
        memberships: numbers()
            .map(|(n, account, user)| filled_membership(n, account, user, [GroupId::new(n)]))
            .collect(),
        tokens: numbers().map(|(n, account, user)| filled_token(n, account, user, MODULES)).collect(),
        buyers: numbers().map(|(n, account, user)| filled_buyer(n, account, user)).chain(limits()).collect(),
        devices: Vec::new(),
        records: numbers().map(|(n, account, user)| filled_record(n, user, &[account])).collect(),
    }
}

/// The buyer that every filled group is limited to.
fn limits() -> impl Iterator<Item = Buyer> {
    [15_912_112].into_iter().map(|n| plain_buyer(n, Some(AccountId::new(1))))
}

fn full<W>(wants: W) -> Want<W> {
    Want::Full(Box::new(wants))
}

fn all_of_account(inner: Want<GroupWants>) -> AccountWants {
    let parent = AccountWants { audit: true, ..AccountWants::default() };
    AccountWants { parent: full(parent), groups: inner, audit: true }
}

fn all_of_user() -> UserWants {
    let account = || full(all_of_account(Want::Reference));
    UserWants { current_account: account(), accounts: account(), audit: true }
}

fn all_of_group() -> GroupWants {
    let account = full(all_of_account(Want::Reference));
    GroupWants { account, users: full(all_of_user()), buyers: full(all_of_buyer()), audit: true }
}

fn all_of_buyer() -> BuyerWants {
    BuyerWants { account: full(all_of_account(Want::Reference)), user: full(all_of_user()), audit: true }
}

type List = fn(&mut dyn Transaction, &Call, u32) -> Result<usize, Error>;

/// Every list, with everything selected down to the deepest level.
const LISTS: [(&str, List); 7] = [
    ("accounts", |tx, call, limit| {
        // The parent of all comes first and has nothing to expand.
        let query = Query { limit, offset: 1, ..Query::everything(&account::FIELDS) };
        let wants = all_of_account(full(all_of_group()));
        Ok(account::list(tx, call, &query, &wants)?.items.len())
    }),
    ("people", |tx, call, limit| {
        let query = Query { limit, ..Query::everything(&user::FIELDS) };
        Ok(user::list(tx, call, &query, &all_of_user())?.items.len())
    }),
    ("groups", |tx, call, limit| {
        let query = Query { limit, ..Query::everything(&group::FIELDS) };
        Ok(group::list(tx, call, &query, &all_of_group())?.items.len())
    }),
    ("memberships", |tx, call, limit| {
        let query = Query { limit, ..Query::everything(&membership::FIELDS_BY_MEMBERSHIP) };
        let wants = MembershipWants {
            account: full(all_of_account(full(all_of_group()))),
            user: full(all_of_user()),
            groups: full(all_of_group()),
            modules: true,
            buyers: full(all_of_buyer()),
            audit: true,
        };
        Ok(membership::list(tx, call, None, &query, &wants)?.items.len())
    }),
    ("tokens", |tx, call, limit| {
        let query = Query { limit, ..Query::everything(&api_token::FIELDS) };
        let account = full(all_of_account(full(all_of_group())));
        let wants = TokenWants { account, holder: full(all_of_user()), audit: true };
        Ok(api_token::list(tx, call, &query, &wants)?.items.len())
    }),
    ("buyers", |tx, call, limit| {
        // The buyer that limits the groups comes first and has no contact to open.
        let query = Query { limit, offset: 1, ..Query::everything(&buyer::FIELDS) };
        Ok(buyer::list(tx, call, &query, &all_of_buyer())?.items.len())
    }),
    ("records", |tx, call, limit| {
        let query = Query { limit, ..Query::everything(&audit::FIELDS) };
        let page = audit::list(tx, call, &query)?;
        let viewers: Vec<_> = page.items.iter().flat_map(|record| record.viewers.clone()).collect();
        tx.accounts().summaries(&viewers)?;
        Ok(page.items.len())
    }),
];

fn operator() -> Principal {
    let account = ActingAccount { id: AccountId::new(999), kind: AccountKind::Operations };
    let modules: BTreeSet<_> = [ACCESS_MANAGEMENT, ACCOUNT_MANAGEMENT].into();
    let actor = Actor { who: Who::Token(TokenId::new(1)), account: Some(account), modules, reseller: None };
    Principal {
        actor,
        credential: Credential::Api(TokenId::new(1)),
        name: "Ops".into(),
        account_name: None,
        not_after: None,
    }
}

fn tools() -> Tools {
    Tools {
        entropy: Arc::new(SeededEntropy::new(1)),
        minter: Arc::new(FakeMinter::default()),
        sealer: Arc::new(FakeSealer),
        digester: Arc::new(FakeDigester),
        otp: Arc::new(FakeCodes::default()),
        catalogue: Arc::new(Catalogue::new(Vec::new())),
        settings: Arc::new(Settings::default()),
    }
}

#[test]
fn a_page_costs_as_many_statements_as_a_row() {
    set_default_instrumentation(counter).unwrap();
    let bench = Bench::new(SqliteOptions::default());
    let store: &dyn Store = &bench.store;
    block_on(store.write(|tx| rows().insert(tx))).unwrap();
    // The first read of a thread opens its connection.
    block_on(store.read(Reading::Snapshot, |tx| Ok(tx.accounts().operations()?))).unwrap();
    for (name, list) in LISTS {
        let costs = [1, 10, 100].map(|limit| {
            STATEMENTS.set(0);
            let listed = block_on(store.read(Reading::Snapshot, move |tx| {
                let (principal, tools, origin) = (operator(), tools(), Origin::default());
                list(tx, &Call::new(&principal, NOW, &origin, &tools), limit)
            }));
            assert_eq!(listed, Ok(usize::try_from(limit).unwrap()), "{name}");
            STATEMENTS.get()
        });
        let [one, ten, hundred] = costs;
        assert!(one == ten && ten == hundred && (2..=200).contains(&one), "{name}: {costs:?}");
    }
}

/// One account with many members, each with a profile and a store of their own, the first of whom is in all accounts.
fn members() -> Rows {
    let one = AccountId::new(1_000);
    let own = |n: u64| membership_in(n, one, UserId::new(n), GroupId::new(1_000));
    let elsewhere = |n: u64| membership_in(1_000 + n, AccountId::new(n), UserId::new(1), GroupId::new(n));
    let mut rows = rows();
    rows.accounts.iter_mut().for_each(|account| account.state = account::AccountState::Active);
    rows.groups.push(default_group(1_000, one, MODULES));
    rows.memberships = (1..=ROWS).map(own).chain((1..=ROWS).map(elsewhere)).collect();
    rows
}

fn membership_in(n: u64, account: AccountId, user: UserId, group: GroupId) -> Membership {
    plain_membership(n, account, user, [group])
}

fn enrich(tx: &mut dyn Transaction) -> Result<(), Error> {
    for member in members().memberships {
        let n = member.id.number();
        let code = Some(format!("code{n}").parse().unwrap());
        tx.profiles().save(&Profile { user_code: code, ..Profile::blank(&member) })?;
        tx.profiles().insert_store(&StoreAccess {
            id: StoreAccessId::new(n),
            membership: member.id,
            store: "st_01".parse().unwrap(),
            role: StoreRole::Access,
            created_at: NOW,
            modified_at: NOW,
        })?;
    }
    Ok(())
}

/// The first member, in the account or at none.
fn first_member(credential: Credential) -> Principal {
    let account = ActingAccount { id: AccountId::new(1_000), kind: AccountKind::Client };
    let modules = [ACCESS_MANAGEMENT].into();
    let account = Some(account).filter(|_| credential.membership().is_some());
    let actor = Actor { who: Who::Person(UserId::new(1)), account, modules, reseller: None };
    Principal { actor, credential, name: "A".into(), account_name: None, not_after: None }
}

#[test]
fn tenant_users_and_tenants_cost_as_many_statements_however_many_they_are() {
    set_default_instrumentation(counter).unwrap();
    let bench = Bench::new(SqliteOptions::default());
    let store: &dyn Store = &bench.store;
    block_on(store.write(|tx| {
        members().insert(tx)?;
        enrich(tx)
    }))
    .unwrap();
    let cost = |credential: Credential, list: fn(&mut dyn Transaction, &Call, u32) -> usize, size: u32| {
        STATEMENTS.set(0);
        let shown = block_on(store.read(Reading::Snapshot, move |tx| {
            let (principal, tools, origin) = (first_member(credential), tools(), Origin::default());
            Ok(list(tx, &Call::new(&principal, NOW, &origin, &tools), size))
        }));
        (shown.unwrap(), STATEMENTS.get())
    };
    let (session, membership) = (SessionId::new(1), MembershipId::new(1));
    let users = |size| {
        let list: fn(&mut dyn Transaction, &Call, u32) -> usize = |tx, call, size| {
            let page = NumberedPage { size, ..NumberedPage::default() };
            let users = tenant::list(tx, call, AccountId::new(1_000), &UserFilter::default(), &page).unwrap();
            assert!(users.items.iter().all(|user| user.stores.len() == 1), "{:?}", users.items);
            users.items.len()
        };
        cost(Credential::Access { session, membership }, list, size)
    };
    users(1);
    let costs = [1, 10, 100].map(users);
    assert_eq!(costs.map(|(shown, _)| shown), [1, 10, 100]);
    assert!(costs.iter().all(|(_, count)| *count == costs[0].1 && *count <= 15), "{costs:?}");
    let domain_users = |limit| {
        let list: fn(&mut dyn Transaction, &Call, u32) -> usize = |tx, call, limit| {
            let window = Window { limit: Some(limit), offset: 0 };
            domain::user::list(tx, call, "ACC-0000-1000", window).unwrap().0.len()
        };
        cost(Credential::Access { session, membership }, list, limit)
    };
    let costs = [1, 10, 100].map(domain_users);
    assert_eq!(costs.map(|(shown, _)| shown), [1, 10, 100]);
    assert!(costs.iter().all(|(_, count)| *count == costs[0].1 && *count <= 15), "{costs:?}");
    let (shown, count) =
        cost(Credential::Auth(session), |tx, call, _| tenant::person(tx, call).unwrap().tenants.len(), 0);
    assert!(shown > 100 && count <= 15, "{shown} tenants, {count} statements");
}

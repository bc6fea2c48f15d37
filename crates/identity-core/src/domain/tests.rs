//! Domains against the store in memory: reach, making, steering and deleting.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::*;
use crate::account::{Account, AccountInput, AccountState, LEVELS_MAX, Undisabled};
use crate::actor::{ActingAccount, Actor, Credential, Principal, Who};
use crate::api_token::{ApiToken, TokenKind, TokenState};
use crate::audit::{Event, ObjectKind};
use crate::buyer::BuyerState;
use crate::device::DeviceState;
use crate::error::Error;
use crate::id::{AccountId, BuyerId, DeviceId, TokenId};
use crate::module::ACCESS_MANAGEMENT;
use crate::port::Transaction;
use crate::service::Call;
use crate::testing::World;
use crate::testing::fixture::{Rows, account, active_device, buyer, device, token};
use crate::value::Member;

/// A reseller key of the account, as its verification makes it.
fn reseller(account: &Account) -> Principal {
    let acting = ActingAccount { id: account.id, kind: account.kind };
    let actor = Actor {
        who: Who::Token(TokenId::new(77)),
        account: None,
        modules: BTreeSet::new(),
        reseller: Some(acting),
    };
    Principal {
        actor,
        credential: Credential::Hmac(TokenId::new(77)),
        name: "Key".into(),
        account_name: Some(account.name.to_string()),
        not_after: None,
    }
}

/// Runs a use case as somebody whom the world does not verify.
fn by<T: Send + 'static>(
    world: &World,
    who: &Principal,
    mut work: impl FnMut(&mut dyn Transaction, &Call) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let who = who.clone();
    world.write(&world.operator, move |tx, call| work(tx, &Call { principal: &who, ..*call }))
}

fn input(name: &str) -> DomainInput {
    DomainInput {
        name: Member::Value(name.into()),
        plan: Member::Value("Gold".into()),
        ..DomainInput::default()
    }
}

fn make(world: &World, who: &Principal, name: &str) -> Result<Domain, Error> {
    let input = input(name);
    by(world, who, move |tx, call| create(tx, call, Ok(&input)))
}

fn refused<T: std::fmt::Debug>(answer: Result<T, Error>, refusal: DomainRefusal) {
    assert_eq!(answer.unwrap_err(), Error::Domain(refusal));
}

fn names(world: &World, who: &Principal) -> Vec<String> {
    let listed = by(world, who, |tx, call| list(tx, call, Window::default())).unwrap();
    assert_eq!(listed.0.len() as u64, listed.1);
    listed.0.iter().map(Domain::full_name).collect()
}

#[test]
fn p_r3_a_reseller_key_reaches_direct_children_alone() {
    let world = World::new();
    let operator = Principal::clone(&world.operator);
    let msp = make(&world, &operator, "msp").unwrap().account;
    make(&world, &operator, "other").unwrap();
    make(&world, &operator, "foreign@other").unwrap();
    let key = reseller(&msp);
    let child = make(&world, &key, "acme").unwrap();
    assert_eq!(child.full_name(), "acme@msp");
    assert_eq!(child.account.parent, Some(msp.id));
    make(&world, &operator, "deep@acme").unwrap();
    make(&world, &key, "beta@msp").unwrap();
    by(&world, &key, |tx, call| disable(tx, call, "beta@msp")).unwrap();
    assert_eq!(names(&world, &key), ["acme@msp", "beta@msp"]);
    for (name, is_reached) in [
        ("acme@msp", true),
        ("ACME@MSP", true),
        (&child.account.id.to_string(), true),
        ("beta@msp", true),
        ("msp", false),
        (&msp.id.to_string(), false),
        ("deep@acme", false),
        ("foreign@other", false),
        ("other", false),
        ("acme@other", false),
        ("nobody@msp", false),
    ] {
        let name = name.to_owned();
        let found = by(&world, &key, move |tx, call| get(tx, call, &name));
        if is_reached {
            found.unwrap();
        } else {
            assert_eq!(found.unwrap_err(), Error::NotFound);
        }
    }
    refused(by(&world, &key, |tx, call| get(tx, call, "acme")), DomainRefusal::FullNameNeeded);
    assert_eq!(make(&world, &key, "new@other").unwrap_err(), Error::NotFound);
    refused(make(&world, &key, "acme@msp"), DomainRefusal::NameTaken);
}

#[test]
fn p_r33_operations_names_the_account_above_and_everybody_else_may_not() {
    let world = World::new();
    let operator = Principal::clone(&world.operator);
    let made = make(&world, &operator, "Root-One").unwrap();
    assert_eq!((made.full_name().as_str(), made.account.name.as_str()), ("root-one", "root-one"));
    assert_eq!(made.account.state, AccountState::Enabled);
    assert!(world.default_group(made.account.id).modules.contains(&ACCESS_MANAGEMENT));
    assert_eq!(make(&world, &operator, "x@nobody").unwrap_err(), Error::NotFound);
    // The account of Operations itself is in no tree.
    assert_eq!(make(&world, &operator, "x@platform-operations").unwrap_err(), Error::NotFound);
    make(&world, &operator, "root-two").unwrap();
    make(&world, &operator, "twin@root-one").unwrap();
    make(&world, &operator, "twin@root-two").unwrap();
    refused(make(&world, &operator, "x@twin"), DomainRefusal::FullNameNeeded);
    let admin = world.actor(made.account.id, &[ACCESS_MANAGEMENT]);
    for name in ["x", "x@root-one", "x@root-two", "-"] {
        assert_eq!(make(&world, &admin, name).unwrap_err(), Error::Forbidden, "{name}");
    }
}

#[test]
fn of_several_faults_the_account_above_comes_first_and_then_the_least_number() {
    let world = World::new();
    let operator = Principal::clone(&world.operator);
    make(&world, &operator, "taken").unwrap();
    let with = |input: DomainInput| by(&world, &operator, move |tx, call| create(tx, call, Ok(&input)));
    let text = |text: &str| Member::Value(text.to_owned());
    let bad = |name: &str| DomainInput { time: text("-1"), plan: Member::Absent, ..input(name) };
    assert_eq!(with(bad("x@nobody")).unwrap_err(), Error::NotFound);
    refused(with(bad("taken")), DomainRefusal::Missing("plan"));
    refused(with(bad("-")), DomainRefusal::Missing("plan"));
    refused(with(DomainInput { name: Member::Null, ..input("") }), DomainRefusal::Missing("name"));
    for name in ["-", "ACC-1671-0642", "a@b@c", "a b", &"x".repeat(64)] {
        refused(with(input(name)), DomainRefusal::Malformed("name"));
    }
    for amount in ["-1", "1.5", "9223372036854775808"] {
        let sent = DomainInput { volume: text(amount), ..input("taken") };
        refused(with(sent), DomainRefusal::Malformed("volume"));
    }
    let sent = DomainInput { time: Member::Bad("Must be a number.".into()), ..input("-") };
    refused(with(sent), DomainRefusal::WrongType("time"));
    let sent = DomainInput { plan: text(&"x".repeat(65)), ..input("x") };
    refused(with(sent), DomainRefusal::Malformed("plan"));
    let sent = DomainInput { status: text("Active"), ..input("x") };
    refused(with(sent), DomainRefusal::Malformed("status"));
    refused(with(input("taken")), DomainRefusal::NameTaken);
    let most = DomainInput { time: text("0"), volume: text("9223372036854775807"), ..input("x") };
    let made = with(DomainInput { status: text("inactive"), ..most }).unwrap();
    let plan = made.account.plan.unwrap();
    assert_eq!((plan.time, plan.volume), (Some(0), Some(crate::account::Plan::COUNT_MAX)));
    assert_eq!(made.account.state, AccountState::Disabled { before: Undisabled::Enabled });
}

#[test]
fn p_r36_the_tree_is_as_deep_as_it_may_be_and_no_deeper() {
    let world = World::new();
    let operator = Principal::clone(&world.operator);
    make(&world, &operator, "level-1").unwrap();
    for level in 2..=LEVELS_MAX {
        make(&world, &operator, &format!("level-{level}@level-{}", level - 1)).unwrap();
    }
    refused(make(&world, &operator, "level-9@level-8"), DomainRefusal::LimitReached);
}

#[test]
fn p_r34_operations_accounts_are_no_domains() {
    let world = World::new();
    let operator = Principal::clone(&world.operator);
    let own = world.operations;
    assert!(!names(&world, &operator).contains(&"platform-operations".to_owned()));
    let plain = world.actor(own, &[ACCESS_MANAGEMENT]);
    assert_eq!(names(&world, &plain), Vec::<String>::new());
    for who in [&operator, &*plain] {
        for name in ["platform-operations", &own.to_string()] {
            for verb in [disable, enable, get] {
                let name = name.to_owned();
                assert_eq!(
                    by(&world, who, move |tx, call| verb(tx, call, &name)).unwrap_err(),
                    Error::NotFound
                );
            }
            let name = name.to_owned();
            let deleted = by(&world, who, move |tx, call| delete(tx, call, &name));
            assert_eq!(deleted.unwrap_err(), Error::NotFound);
        }
    }
}

#[test]
fn p_r34_steering_is_idempotent_and_brings_the_former_state_back() {
    let world = World::new();
    let operator = Principal::clone(&world.operator);
    let msp = make(&world, &operator, "msp").unwrap().account;
    let key = reseller(&msp);
    let id = make(&world, &key, "acme").unwrap().account.id;
    let before = world.audit_count();
    for _ in 0..2 {
        let domain = by(&world, &key, |tx, call| disable(tx, call, "acme@msp")).unwrap();
        assert_eq!(domain.account.state, AccountState::Disabled { before: Undisabled::Enabled });
    }
    for _ in 0..2 {
        let domain = by(&world, &key, |tx, call| enable(tx, call, "acme@msp")).unwrap();
        assert_eq!(domain.account.state, AccountState::Enabled);
    }
    assert_eq!(world.audit_count(), before + 2);
    let newest: Vec<Event> = world.audit().iter().take(2).map(|record| record.event).collect();
    assert_eq!(newest, [Event::AccountEnabled, Event::AccountDisabled]);
    let admin = world.actor(id, &[ACCESS_MANAGEMENT]);
    for verb in [disable, enable] {
        let refused = by(&world, &admin, move |tx, call| verb(tx, call, &id.to_string()));
        assert_eq!(refused.unwrap_err(), Error::Forbidden);
    }
}

fn remove(world: &World, who: &Principal, name: &str) -> Result<(), Error> {
    let name = name.to_owned();
    by(world, who, move |tx, call| delete(tx, call, &name))
}

#[test]
fn p_r35_only_what_is_disabled_itself_is_deleted() {
    let world = World::new();
    let operator = Principal::clone(&world.operator);
    make(&world, &operator, "msp").unwrap();
    make(&world, &operator, "acme@msp").unwrap();
    by(&world, &operator, |tx, call| disable(tx, call, "msp")).unwrap();
    refused(remove(&world, &operator, "acme@msp"), DomainRefusal::StillEnabled);
    remove(&world, &operator, "msp").unwrap();
    assert_eq!(remove(&world, &operator, "msp").unwrap_err(), Error::NotFound);
    refused(make(&world, &operator, "msp"), DomainRefusal::NameTaken);
    // What stands below is there still, and unusable.
    let child = by(&world, &operator, |tx, call| get(tx, call, "acme@msp")).unwrap();
    assert_eq!(child.account.state, AccountState::Enabled);
    let is_usable =
        by(&world, &operator, move |tx, _| crate::account::is_usable(tx, child.account.id)).unwrap();
    assert!(!is_usable);
    assert_eq!(make(&world, &operator, "new@msp").unwrap_err(), Error::NotFound);
}

#[test]
fn p_r35_hundreds_of_members_end_with_their_account_in_one_record() {
    let world = World::new();
    let operator = Principal::clone(&world.operator);
    let account = make(&world, &operator, "crowd").unwrap().account.id;
    let home = world.client("Home").id;
    let (group, elsewhere) = (world.default_group(account).id, world.default_group(home).id);
    let people: Vec<_> = (0..250)
        .map(|n| world.invite(account, &format!("p{n}@crowd.example"), &[group]).membership)
        .collect();
    let (_, both) = world.join(account, "both@crowd.example", &[group]);
    world.join(home, "both@crowd.example", &[elsewhere]);
    let tokens: Vec<TokenId> = (0..120).map(|_| world.token(account, &[ACCESS_MANAGEMENT]).0.id).collect();
    by(&world, &operator, |tx, call| disable(tx, call, "crowd")).unwrap();
    let before = world.audit_count();
    remove(&world, &operator, "crowd").unwrap();
    assert_eq!(world.audit_count(), before + 1);
    let record = world.audit().remove(0);
    assert_eq!((record.event, record.object.id), (Event::AccountDeleted, account.to_string()));
    let touched = |kind| record.related.iter().filter(|related| related.kind == kind).count();
    assert_eq!([ObjectKind::AccountUser, ObjectKind::ApiToken].map(touched), [251, 120]);
    by(&world, &operator, move |tx, call| {
        for membership in &people {
            let ended = tx.memberships().find(membership.id)?.unwrap();
            assert_eq!(ended.own_status(call.now).as_str(), "Deleted");
            assert!(ended.invitation.is_none());
            let user = tx.users().find(membership.user)?.unwrap();
            assert_eq!(user.status(call.now).as_str(), "Disabled");
        }
        for token in &tokens {
            assert_eq!(tx.api_tokens().find(*token)?.unwrap().state.as_str(), "Deleted");
            assert_eq!(crate::api_token::visible(tx, call, *token).unwrap_err(), Error::NotFound);
        }
        let user = tx.users().find(both.id)?.unwrap();
        assert_eq!((user.status(call.now).as_str(), user.current_account), ("Active", Some(home)));
        Ok(())
    })
    .unwrap();
}

#[test]
fn p_r35_what_belongs_to_no_member_ends_too() {
    let world = World::new();
    let operator = Principal::clone(&world.operator);
    let account = make(&world, &operator, "shop").unwrap().account.id;
    let kinds = [TokenKind::Api, TokenKind::Hmac, TokenKind::Integration];
    let rows = Rows {
        tokens: (901..).zip(kinds).map(|(n, kind)| ApiToken { kind, ..token(n, account) }).collect(),
        devices: vec![active_device(1, account), device(2, account)],
        buyers: vec![buyer(1, Some(account))],
        ..Rows::default()
    };
    by(&world, &operator, move |tx, _| rows.insert(tx)).unwrap();
    by(&world, &operator, |tx, call| disable(tx, call, "shop")).unwrap();
    remove(&world, &operator, "shop").unwrap();
    let record = world.audit().remove(0);
    let touched = |kind| record.related.iter().filter(|related| related.kind == kind).count();
    assert_eq!([ObjectKind::ApiToken, ObjectKind::Device, ObjectKind::Buyer].map(touched), [3, 2, 1]);
    by(&world, &operator, move |tx, call| {
        for n in 901..904 {
            assert_eq!(tx.api_tokens().find(TokenId::new(n))?.unwrap().state, TokenState::Deleted);
        }
        for n in 1..3 {
            assert_eq!(tx.devices().find(DeviceId::new(n))?.unwrap().state, DeviceState::Removed);
        }
        let id = BuyerId::new(1);
        assert_eq!(tx.buyers().find(id)?.unwrap().state, BuyerState::Deleted);
        assert_eq!(crate::buyer::visible(tx, call, id).unwrap_err(), Error::NotFound);
        Ok(())
    })
    .unwrap();
}

/// Children of an account, as the store may have them.
fn children(parent: AccountId, count: u64) -> Rows {
    let child = |n: u64| Account {
        parent: Some(parent),
        slug: format!("child-{n}").parse().ok(),
        ..account(1_000_000 + n)
    };
    Rows { accounts: (0..count).map(child).collect(), ..Rows::default() }
}

#[test]
fn p_r36_an_account_has_children_up_to_the_limit() {
    let world = World::new();
    let operator = Principal::clone(&world.operator);
    let msp = make(&world, &operator, "msp").unwrap().account;
    let rows = children(msp.id, 999);
    by(&world, &operator, move |tx, _| rows.insert(tx)).unwrap();
    let key = reseller(&msp);
    make(&world, &key, "last").unwrap();
    refused(make(&world, &key, "one-more"), DomainRefusal::LimitReached);
    refused(make(&world, &key, "last"), DomainRefusal::NameTaken);
    make(&world, &operator, "elsewhere").unwrap();
    by(&world, &key, |tx, call| disable(tx, call, "last@msp")).unwrap();
    remove(&world, &key, "last@msp").unwrap();
    make(&world, &key, "one-more").unwrap();
}

#[test]
fn p_r3_a_child_that_moved_away_is_out_of_reach() {
    let world = World::new();
    let operator = Principal::clone(&world.operator);
    let msp = make(&world, &operator, "msp").unwrap().account;
    make(&world, &operator, "other").unwrap();
    let key = reseller(&msp);
    let id = make(&world, &key, "acme").unwrap().account.id;
    let other = by(&world, &operator, |tx, call| get(tx, call, "other")).unwrap().account.id;
    move_below(&world, id, Some(other));
    assert_eq!(names(&world, &key), Vec::<String>::new());
    for name in ["acme@msp", "acme@other", &id.to_string()] {
        let name = name.to_owned();
        assert_eq!(by(&world, &key, move |tx, call| get(tx, call, &name)).unwrap_err(), Error::NotFound);
    }
    move_below(&world, id, Some(msp.id));
    assert_eq!(names(&world, &key), ["acme@msp"]);
}

fn move_below(world: &World, id: AccountId, parent: Option<AccountId>) {
    let parent = parent.map_or(Member::Null, |parent| Member::Value(parent.to_string()));
    let input = AccountInput { parent, ..AccountInput::default() };
    let operator = Arc::clone(&world.operator);
    world.write(&operator, move |tx, call| crate::account::update(tx, call, id, Ok(&input))).unwrap();
}

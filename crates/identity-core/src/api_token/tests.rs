//! Rules of API tokens, R6 and R36–R41, against the in-memory store.

use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::actor::Principal;
use crate::error::Error;
use crate::module::ACCESS_MANAGEMENT;
use crate::secret::Secret;
use crate::state::Repeat;
use crate::testing::{BILLING, REPORTS, World};
use crate::value::Member;

fn input(modules: &[ModuleId]) -> TokenInput {
    TokenInput {
        modules: Member::Value(modules.iter().map(ToString::to_string).collect()),
        ..TokenInput::default()
    }
}

fn make(world: &World, who: &Arc<Principal>, wanted: TokenInput) -> Result<(ApiToken, Secret), Error> {
    world.write(who, move |tx, call| create(tx, call, Ok(&wanted)))
}

fn change(world: &World, who: &Arc<Principal>, id: TokenId, wanted: TokenInput) -> Result<ApiToken, Error> {
    world.write(who, move |tx, call| update(tx, call, id, Ok(&wanted)))
}

fn apply(world: &World, who: &Arc<Principal>, id: TokenId, verb: TokenVerb) -> Result<ApiToken, Error> {
    world.write(who, move |tx, call| steer(tx, call, id, verb, Repeat::Refuse))
}

fn renew(world: &World, id: TokenId, grace: Member<u64>) -> Result<Secret, Error> {
    world.write(&world.operator, move |tx, call| rotate(tx, call, id, Ok(&grace))).map(|(_, value)| value)
}

#[test]
fn a_new_token_works_and_is_called_after_its_identifier() {
    let world = World::new();
    let own = world.client("Own");
    let admin = world.actor(own.id, &[ACCESS_MANAGEMENT, BILLING]);
    let (token, value) = make(&world, &admin, input(&[BILLING])).unwrap();
    assert_eq!(token.name.as_str(), token.id.to_string());
    assert_eq!(world.authenticate(&value).unwrap().actor.token(), Some(token.id));
}

#[test]
fn r36_at_least_one_module_within_the_default_group() {
    let world = World::new();
    let admin = world.actor(world.client("Own").id, &[ACCESS_MANAGEMENT, BILLING]);
    for wanted in [input(&[]), TokenInput::default(), input(&[crate::module::ACCOUNT_MANAGEMENT])] {
        assert!(matches!(make(&world, &admin, wanted), Err(Error::Invalid(_))));
    }
    let (token, _) = make(&world, &admin, input(&[BILLING])).unwrap();
    let renamed = TokenInput { name: Member::Value("Nightly".into()), ..TokenInput::default() };
    assert_eq!(change(&world, &admin, token.id, renamed).unwrap().modules, [BILLING].into());
    assert!(matches!(change(&world, &admin, token.id, input(&[])), Err(Error::Invalid(_))));
}

#[test]
fn r6_nobody_gives_a_token_what_he_does_not_hold() {
    let world = World::new();
    let own = world.client("Own");
    let admin = world.actor(own.id, &[ACCESS_MANAGEMENT]);
    assert_eq!(make(&world, &admin, input(&[REPORTS])).map(drop), Err(Error::Forbidden));
    let (token, _) = world.token(own.id, &[BILLING]);
    assert_eq!(change(&world, &admin, token.id, input(&[BILLING, REPORTS])), Err(Error::Forbidden));
    let same_and_own = change(&world, &admin, token.id, input(&[BILLING, ACCESS_MANAGEMENT]));
    assert!(same_and_own.is_ok(), "what is there may stay");
}

#[test]
fn r38_retrievable_only_where_the_account_allows_it_and_for_creator_and_holder_alone() {
    let world = World::new();
    let own = world.client("Own");
    let retrievable = TokenInput {
        account: Member::Value(own.id.to_string()),
        retrievable: Member::Value(true),
        ..input(&[BILLING])
    };
    assert!(matches!(make(&world, &world.operator, retrievable.clone()), Err(Error::Invalid(_))));
    let allow =
        crate::account::AccountInput { is_token_retrievable: Member::Value(true), ..Default::default() };
    world
        .write(&world.operator, move |tx, call| crate::account::update(tx, call, own.id, Ok(&allow)))
        .unwrap();
    let (token, value) = make(&world, &world.operator, retrievable).unwrap();
    let read = |who: &Arc<Principal>| {
        let id = token.id;
        world.write(who, move |tx, call| reveal(tx, call, id)).map(|secret| secret.expose().to_owned())
    };
    let before = world.audit_count();
    assert_eq!(read(&world.operator), Ok(value.expose().to_owned()));
    assert_eq!(world.audit_count(), before + 1);
    assert_eq!(world.audit()[0].event, crate::audit::Event::TokenSecretRead);
    let admin = world.actor(own.id, &[ACCESS_MANAGEMENT]);
    assert_eq!(read(&admin), Err(Error::Forbidden));
}

#[test]
fn r39_the_old_secret_works_for_the_grace_and_at_most_two_are_valid() {
    let world = World::new();
    let (token, first) = world.token(world.client("Own").id, &[BILLING]);
    let second = renew(&world, token.id, Member::Value(60)).unwrap();
    assert!(world.authenticate(&first).is_ok() && world.authenticate(&second).is_ok());
    let third = renew(&world, token.id, Member::Value(60)).unwrap();
    assert_eq!(world.authenticate(&first), Err(Error::Unauthenticated), "a further rotation drops the older");
    assert!(world.authenticate(&second).is_ok() && world.authenticate(&third).is_ok());
    world.clock.advance(Duration::from_secs(60));
    assert_eq!(world.authenticate(&second), Err(Error::Unauthenticated), "the grace is over");
    assert!(world.authenticate(&third).is_ok());
    let fourth = renew(&world, token.id, Member::Absent).unwrap();
    assert_eq!(world.authenticate(&third), Err(Error::Unauthenticated), "no grace by default");
    assert!(world.authenticate(&fourth).is_ok());
    assert!(matches!(renew(&world, token.id, Member::Value(GRACE_SECS_MAX + 1)), Err(Error::Invalid(_))));
}

#[test]
fn r40_expiry_refuses_and_leaves_the_status() {
    let world = World::new();
    let own = world.client("Own");
    let until = world.identity.now().plus(Duration::from_secs(60));
    let wanted = TokenInput {
        account: Member::Value(own.id.to_string()),
        expires_at: Member::Value(until.to_string()),
        ..input(&[BILLING])
    };
    let (token, value) = make(&world, &world.operator, wanted).unwrap();
    assert!(world.authenticate(&value).is_ok());
    world.clock.set(until);
    assert_eq!(world.authenticate(&value), Err(Error::Unauthenticated), "although it was verified before");
    let id = token.id;
    let stored = world.read(&world.operator, move |tx, call| visible(tx, call, id)).unwrap();
    assert_eq!(stored.state, TokenState::Active);
    let past = TokenInput { expires_at: Member::Value("2020-01-01".into()), ..TokenInput::default() };
    assert!(matches!(change(&world, &world.operator, id, past), Err(Error::Invalid(_))));
}

#[test]
fn r41_a_token_manages_itself_but_a_disabled_one_cannot_come_back() {
    let world = World::new();
    let own = world.client("Own");
    let (token, value) = world.token(own.id, &[ACCESS_MANAGEMENT]);
    let itself = world.authenticate(&value).unwrap();
    apply(&world, &itself, token.id, TokenVerb::Disable).unwrap();
    assert_eq!(world.authenticate(&value), Err(Error::Unauthenticated));
    let enable = apply(&world, &itself, token.id, TokenVerb::Enable);
    assert_eq!(enable, Err(Error::Unauthenticated), "a write reads its actor again");
    apply(&world, &world.operator, token.id, TokenVerb::Enable).unwrap();
    assert!(world.authenticate(&value).is_ok());
}

#[test]
fn r46_a_deleted_token_is_seen_by_the_operator_alone_and_refuses_everything() {
    let world = World::new();
    let own = world.client("Own");
    let admin = world.actor(own.id, &[ACCESS_MANAGEMENT]);
    let (token, value) = world.token(own.id, &[BILLING]);
    let id = token.id;
    world.write(&admin, move |tx, call| delete(tx, call, id)).unwrap();
    assert_eq!(world.authenticate(&value), Err(Error::Unauthenticated));
    assert_eq!(world.read(&admin, move |tx, call| visible(tx, call, id)), Err(Error::NotFound));
    assert!(world.read(&world.operator, move |tx, call| visible(tx, call, id)).is_ok());
    for verb in [TokenVerb::Disable, TokenVerb::Enable] {
        assert!(matches!(apply(&world, &world.operator, id, verb), Err(Error::Transition { .. })));
    }
    assert!(matches!(
        change(&world, &world.operator, id, TokenInput::default()),
        Err(Error::Transition { .. })
    ));
}

#[test]
fn holders_are_active_members() {
    let world = World::new();
    let own = world.client("Own");
    let group = world.default_group(own.id);
    let (_, member) = world.join(own.id, "mara@example.com", &[group.id]);
    let invited = world.invite(own.id, "tom@example.com", &[group.id]).user;
    let with = |holder: UserId| TokenInput {
        account: Member::Value(own.id.to_string()),
        holder: Member::Value(holder.to_string()),
        ..input(&[BILLING])
    };
    assert_eq!(make(&world, &world.operator, with(member.id)).unwrap().0.holder, Some(member.id));
    assert!(matches!(make(&world, &world.operator, with(invited.id)), Err(Error::Invalid(_))));
    assert!(matches!(make(&world, &world.operator, with(world.administrator)), Err(Error::Invalid(_))));
}

#[test]
fn uses_are_noted_once_a_minute_and_are_no_change() {
    let world = World::new();
    let (token, value) = world.token(world.client("Own").id, &[BILLING]);
    let last_use = || {
        crate::testing::contract::block_on(world.identity.flush_uses()).unwrap();
        let id = token.id;
        world.read(&world.operator, move |tx, call| visible(tx, call, id)).unwrap()
    };
    world.authenticate(&value).unwrap();
    let first = world.identity.now();
    assert_eq!(last_use().last_access_at, Some(first));
    world.clock.advance(Duration::from_secs(59));
    world.authenticate(&value).unwrap();
    assert_eq!(last_use().last_access_at, Some(first));
    world.clock.advance(Duration::from_secs(1));
    world.authenticate(&value).unwrap();
    let token = last_use();
    assert_eq!((token.last_access_at, token.revision), (Some(world.identity.now()), 1));
}

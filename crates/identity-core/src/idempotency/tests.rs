//! Keeping answers (platform.md §1.6): per actor, method, path and key, for a day, with the effect or not at all.

use std::time::Duration;

use super::{Claim, Claimant, KEPT_FOR, KeptAnswer};
use crate::actor::Principal;
use crate::audit::Origin;
use crate::condition::Terms;
use crate::error::{Error, StoreError, UniqueKey, Violations};
use crate::group::{self, GroupInput};
use crate::id::UserId;
use crate::port::{KeyedDigester as _, Reading};
use crate::secret::Digest;
use crate::testing::contract::block_on;
use crate::testing::fakes::FakeDigester;
use crate::testing::{BILLING, World};
use crate::value::Member;

fn claim_of(who: &Principal, path: &str, key: &str, body: &str) -> Claim {
    let body = FakeDigester.digest(&[body.as_bytes()]);
    Claim::new(&FakeDigester, Claimant::Principal(who), ["POST", path], key, body)
}

fn answer(text: &str) -> KeptAnswer {
    KeptAnswer { status: 201, place: Some("here".into()), tag: Some("1".into()), body: text.into() }
}

/// Makes a group once under the claim; its name is the answer.
fn make(world: &World, claim: Claim, name: &str) -> Result<KeptAnswer, Error> {
    let input = GroupInput { name: Member::Value(name.into()), ..GroupInput::default() };
    let terms = Terms { claim: Some(claim), ..Terms::NONE };
    block_on(world.identity.write_on(terms, &world.operator, Origin::default(), move |tx, call| {
        let made = group::create(tx, call, call.admit(Ok(&input)))?;
        call.keep(tx, || answer(made.name.as_str()))?;
        Ok(answer(made.name.as_str()))
    }))
}

fn replayed(text: &str) -> Result<KeptAnswer, Error> {
    Err(Error::Replayed(Box::new(answer(text))))
}

#[test]
fn the_same_request_is_answered_the_same_and_another_body_is_refused() {
    let world = World::new();
    let claim = claim_of(&world.operator, "/groups", "key", "one");
    assert_eq!(make(&world, claim, "one"), Ok(answer("one")));
    let before = world.audit_count();
    assert_eq!(make(&world, claim, "one"), replayed("one"));
    assert_eq!(
        make(&world, claim_of(&world.operator, "/groups", "key", "two"), "two"),
        Err(Error::KeyReused)
    );
    assert_eq!(world.audit_count(), before);
}

#[test]
fn a_claim_is_of_one_actor_in_one_account_one_path_and_one_key() {
    let world = World::new();
    let client = world.client("Own");
    let other = world.actor(client.id, &[BILLING]);
    let mut elsewhere = Principal::clone(&world.operator);
    elsewhere.actor.account = other.actor.account;
    let of = |who: &Principal, path: &str, key: &str| claim_of(who, path, key, "body");
    let own = of(&world.operator, "/a", "k");
    assert_eq!(own, of(&world.operator, "/a", "k"));
    for foreign in [
        of(&other, "/a", "k"),
        of(&elsewhere, "/a", "k"),
        of(&world.operator, "/b", "k"),
        of(&world.operator, "/a", "l"),
        Claim::new(&FakeDigester, Claimant::Code("c"), ["POST", "/a"], "k", Digest([0; 32])),
    ] {
        assert_ne!(own, foreign);
    }
}

#[test]
fn an_answer_is_kept_for_a_day_and_then_forgotten() {
    let world = World::new();
    let claim = claim_of(&world.operator, "/groups", "key", "one");
    assert_eq!(make(&world, claim, "one"), Ok(answer("one")));
    world.clock.advance(KEPT_FOR.saturating_sub(Duration::from_millis(1)));
    assert_eq!(make(&world, claim, "one"), replayed("one"));
    assert_eq!(block_on(world.identity.forget_expired()), Ok(0));
    world.clock.advance(Duration::from_millis(1));
    assert_eq!(make(&world, claim, "one"), Ok(answer("one")), "expired is free, removed or not");
    world.clock.advance(KEPT_FOR);
    assert_eq!(block_on(world.identity.forget_expired()), Ok(1));
    assert_eq!(block_on(world.identity.forget_expired()), Ok(0));
}

/// A use case that forgets to ask changes nothing all the same.
#[test]
fn an_effect_that_took_place_before_is_rolled_back() {
    let world = World::new();
    let claim = claim_of(&world.operator, "/groups", "key", "one");
    assert_eq!(make(&world, claim, "one"), Ok(answer("one")));
    let before = world.audit_count();
    let input = GroupInput { name: Member::Value("again".into()), ..GroupInput::default() };
    let terms = Terms { claim: Some(claim), ..Terms::NONE };
    let again = world.identity.write_on(terms, &world.operator, Origin::default(), move |tx, call| {
        group::create(tx, call, Ok(&input))?;
        call.keep(tx, || answer("again"))?;
        Ok(answer("again"))
    });
    assert_eq!(block_on(again), replayed("one"));
    assert_eq!(world.audit_count(), before);
}

#[test]
fn refusals_by_rules_are_kept_and_what_passes_is_not() {
    let store = |error: StoreError| Error::from(error);
    for kept in [
        Error::invalid("a", "b"),
        Error::conflict("a", "b"),
        Error::Query(Violations::one("a", "b")),
        Error::Transition { from: "a", verb: "b" },
        Error::Rule("a"),
        Error::LastAdministrator,
        store(StoreError::Duplicate(UniqueKey::UserEmail)),
    ] {
        assert!(kept.is_kept(), "{kept:?}");
    }
    for passing in [
        Error::Unauthenticated,
        Error::Forbidden,
        Error::NotFound,
        Error::PreconditionFailed,
        Error::KeyReused,
        Error::Throttled { retry_after_secs: 1 },
        Error::Overloaded { retry_after_ms: 1 },
        Error::Unread,
        Error::Internal(String::new()),
        store(StoreError::Duplicate(UniqueKey::IdempotencyKey)),
        store(StoreError::Busy { retry_after_ms: 1 }),
        store(StoreError::OutcomeUnknown(String::new())),
    ] {
        assert!(!passing.is_kept(), "{passing:?}");
    }
}

/// A refusal that was overtaken by the answer to the same request gives way to it.
#[test]
fn a_kept_refusal_never_replaces_an_answer() {
    let world = World::new();
    let claim = claim_of(&world.operator, "/groups", "key", "one");
    let refusal = KeptAnswer { status: 400, place: None, tag: None, body: b"no".to_vec() };
    assert_eq!(block_on(world.identity.keep(claim, refusal.clone())), Ok(()));
    assert_eq!(make(&world, claim, "one"), Err(Error::Replayed(Box::new(refusal.clone()))));
    let other = claim_of(&world.operator, "/groups", "other", "one");
    assert_eq!(make(&world, other, "one"), Ok(answer("one")));
    assert_eq!(block_on(world.identity.keep(other, refusal)).map(|()| answer("")), replayed("one"));
}

/// What is not visible or not allowed is told before what was answered (§1.7).
#[test]
fn visibility_and_rights_come_before_what_was_answered() {
    let world = World::new();
    let client = world.client("Own");
    let member = world.actor(client.id, &[BILLING]);
    let claim = claim_of(&member, "/groups", "key", "one");
    assert_eq!(block_on(world.identity.keep(claim, answer("secret"))), Ok(()));
    let terms = Terms { claim: Some(claim), ..Terms::NONE };
    let input = GroupInput::default();
    let refused =
        block_on(world.identity.write_on(terms.clone(), &member, Origin::default(), move |tx, call| {
            group::create(tx, call, call.admit(Ok(&input))).map(drop)
        }));
    assert_eq!(refused, Err(Error::Forbidden));
    let unseen = world.identity.read_on(terms, &member, Reading::Snapshot, |tx, call| {
        let user = crate::user::visible(tx, call, UserId::new(4711))?;
        call.expects(user.tag(call.now))
    });
    assert_eq!(block_on(unseen), Err(Error::NotFound));
}

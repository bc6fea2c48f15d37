//! How long sessions last (S-R6), and what ends them at once (S-R8).

use std::time::Duration;

use crate::account::{AccountInput, AccountVerb};
use crate::error::Error;
use crate::id::{AccountId, DeviceId, MembershipId, SessionId, UserId};
use crate::membership::MembershipKey;
use crate::session::{Level, Session};
use crate::state::Repeat;
use crate::testing::{BILLING, World};
use crate::timestamp::Timestamp;
use crate::user::UserVerb;
use crate::value::Member;

fn sessions(world: &World, user: UserId) -> Vec<SessionId> {
    let now = world.identity.now();
    let found = world.read(&world.operator, move |tx, _| Ok(tx.sessions().of_user(user, now)?));
    found.unwrap().into_iter().map(|session| session.id).collect()
}

/// A person who is in two accounts, the second below the first, with a session in each and one at no account.
fn member_of_both(world: &World) -> (UserId, AccountId, AccountId) {
    let (upper, lower) = (world.client("Upper").id, world.client("Lower").id);
    let input = AccountInput { parent: Member::Value(upper.to_string()), ..AccountInput::default() };
    world
        .write(&world.operator, move |tx, call| crate::account::update(tx, call, lower, Ok(&input)))
        .unwrap();
    let mut user = None;
    for account in [upper, lower] {
        let group = world.group(account, "Readers", &[BILLING]);
        user = Some(world.join(account, "mara@example.com", &[group]).1.id);
    }
    let user = user.unwrap();
    for place in [None, Some(upper), Some(lower)] {
        world.person(user, place);
    }
    (user, upper, lower)
}

#[test]
fn s_r8_blocking_and_deleting_a_person_ends_all_their_sessions() {
    let world = World::new();
    let (user, _, _) = member_of_both(&world);
    // `join` accepted the second invitation by a session of its own.
    assert_eq!(sessions(&world, user).len(), 6);
    world
        .write(&world.operator, move |tx, call| crate::user::block(tx, call, user, UserVerb::Block))
        .unwrap();
    assert_eq!(sessions(&world, user), []);
}

#[test]
fn s_r8_removing_a_member_ends_what_is_in_that_account_alone() {
    let world = World::new();
    let (user, upper, lower) = member_of_both(&world);
    let elsewhere = world.person(user, Some(upper));
    let before = sessions(&world, user).len();
    let key = MembershipKey::Pair(lower, user);
    world.write(&world.operator, move |tx, call| crate::membership::remove(tx, call, key)).unwrap();
    assert_eq!(sessions(&world, user).len(), before - 1);
    assert_eq!(world.write(&elsewhere, |_, _| Ok(())), Ok(()), "what was begun elsewhere goes on");
}

#[test]
fn s_r8_an_account_that_cannot_be_used_any_more_ends_what_is_in_it_and_below() {
    let world = World::new();
    let (user, upper, _) = member_of_both(&world);
    let inside = world.person(user, Some(upper));
    let before = sessions(&world, user).len();
    let steer = |verb| {
        world
            .write(&world.operator, move |tx, call| {
                let nothing = AccountInput::default();
                crate::account::steer(tx, call, upper, verb, Ok(&nothing), Repeat::Refuse)
            })
            .unwrap();
    };
    steer(AccountVerb::Disable);
    assert_eq!(sessions(&world, user).len(), before - 3, "two above, one below");
    steer(AccountVerb::Enable);
    let refused = world.write(&inside, |_, _| Ok(()));
    assert_eq!(refused, Err(Error::Unauthenticated), "what ended stays ended (R9)");
}

#[test]
fn r29_a_new_password_ends_all_other_sessions() {
    let world = World::new();
    let (user, upper, _) = member_of_both(&world);
    let own = world.person(user, Some(upper));
    assert!(sessions(&world, user).len() > 2);
    let changed = crate::user::SetPassword {
        password: crate::secret::Secret::new("another quiet river under stones".into()),
        current: Some(crate::secret::Secret::new(crate::testing::PASSWORD.into())),
        code: None,
    };
    let target = crate::user::PasswordTarget::User(user);
    crate::testing::contract::block_on(world.identity.set_password(
        Some(&own),
        Default::default(),
        target,
        Ok(changed),
        |_, _, user| Ok(user),
    ))
    .unwrap();
    let left = sessions(&world, user);
    assert_eq!(left.len(), 2, "the one that asked and the one that it lives in");
    assert!(own.credential.session().is_some_and(|session| left.contains(&session)));
}

fn session(level: Level) -> Session {
    let began = Timestamp::from_millis(0);
    Session {
        id: SessionId::new(1),
        user: UserId::new(1),
        level,
        refresh: None,
        cookie: None,
        created_at: began,
        last_used_at: began,
        expires_at: began,
        ip: None,
        user_agent: None,
    }
    .used(began)
}

fn day(n: u64) -> Timestamp {
    Timestamp::from_millis(0).plus(Duration::from_secs(n * 24 * 60 * 60))
}

#[test]
fn s_r6_a_session_ends_idle_or_at_its_absolute_end() {
    let person = session(Level::Person);
    assert!(!person.is_over(Timestamp::from_millis(day(7).millis() - 1)));
    assert!(person.is_over(day(7)));
    let mut used = person;
    for n in (6..=24).step_by(6) {
        used = used.used(day(n));
    }
    assert_eq!(used.expires_at, day(30), "not a week after the last use");
    let (device, account) = (DeviceId::new(1), AccountId::new(1));
    let till = session(Level::Device { device, account, membership: MembershipId::new(1) });
    assert_eq!(till.expires_at.millis(), 60 * 60 * 1000);
    let late = till.used(Timestamp::from_millis(12 * 60 * 60 * 1000 - 1));
    assert_eq!(late.expires_at.millis(), 12 * 60 * 60 * 1000);
}

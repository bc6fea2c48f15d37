//! A2 and A9: refresh tokens work once (S-R5), and ending by possession (S-R45).

use std::time::Duration;

use super::{authenticate, from, issue, mara, sign_in};
use crate::error::Error;
use crate::port::SecurityEvent;
use crate::secret::Secret;
use crate::session::{Begun, enter};
use crate::testing::World;
use crate::testing::contract::block_on;

fn refresh(world: &World, token: &Secret) -> Result<Begun, Error> {
    block_on(world.identity.refresh_session(from("192.0.2.1"), None, token.expose()))
}

fn revoke(world: &World, token: &Secret) {
    block_on(world.identity.revoke_session(from("192.0.2.1"), token.expose())).unwrap();
}

#[test]
fn s_r5_a_refresh_token_works_once_and_its_second_use_ends_the_session() {
    let world = World::new();
    let (user, _) = mara(&world);
    let first = sign_in(&world, "mara@example.com").unwrap();
    let second = refresh(&world, &first.secret.clone().unwrap()).unwrap();
    let token = issue(&world, &second);
    assert!(authenticate(&world, &token).is_ok());
    world.security.take();
    assert_eq!(refresh(&world, &first.secret.unwrap()).err(), Some(Error::Unauthenticated));
    let session = second.session.id;
    assert_eq!(world.security.take(), [SecurityEvent::RefreshReused { user, session }]);
    assert_eq!(authenticate(&world, &token), Err(Error::Unauthenticated), "the whole family ends");
    assert_eq!(refresh(&world, &second.secret.unwrap()).err(), Some(Error::Unauthenticated));
}

#[test]
fn s_r5_of_many_uses_at_once_at_most_one_gets_a_token_and_then_all_are_out() {
    let world = World::new();
    mara(&world);
    let begun = sign_in(&world, "mara@example.com").unwrap();
    let token = begun.secret.clone().unwrap();
    let won: usize = std::thread::scope(|threads| {
        let tries: Vec<_> =
            (0..8).map(|_| threads.spawn(|| usize::from(refresh(&world, &token).is_ok()))).collect();
        tries.into_iter().map(|one| one.join().unwrap()).sum()
    });
    assert_eq!(won, 1);
    assert_eq!(authenticate(&world, &issue(&world, &begun)), Err(Error::Unauthenticated));
}

#[test]
fn s_r6_refreshing_is_a_use_and_the_end_comes_all_the_same() {
    let world = World::new();
    mara(&world);
    let mut begun = sign_in(&world, "mara@example.com").unwrap();
    for _ in 0..4 {
        world.clock.advance(Duration::from_secs(6 * 24 * 60 * 60));
        begun = refresh(&world, &begun.secret.unwrap()).unwrap();
    }
    world.clock.advance(Duration::from_secs(6 * 24 * 60 * 60));
    assert_eq!(refresh(&world, &begun.secret.unwrap()).err(), Some(Error::Unauthenticated), "thirty days");
    let idle = sign_in(&world, "mara@example.com").unwrap();
    world.clock.advance(Duration::from_secs(7 * 24 * 60 * 60));
    assert_eq!(refresh(&world, &idle.secret.unwrap()).err(), Some(Error::Unauthenticated), "seven idle ones");
}

#[test]
fn tokens_are_good_for_a_quarter_of_an_hour() {
    let world = World::new();
    mara(&world);
    let begun = sign_in(&world, "mara@example.com").unwrap();
    let token = issue(&world, &begun);
    world.clock.advance(Duration::from_secs(15 * 60 - 1));
    assert!(authenticate(&world, &token).is_ok());
    world.clock.advance(Duration::from_secs(1));
    assert_eq!(authenticate(&world, &token), Err(Error::Unauthenticated));
}

#[test]
fn s_r45_whoever_has_a_token_ends_its_session() {
    let world = World::new();
    let (_, account) = mara(&world);
    let begun = sign_in(&world, "mara@example.com").unwrap();
    let auth = issue(&world, &begun);
    let person = authenticate(&world, &auth).unwrap();
    let inside = world.write(&person, move |tx, call| enter(tx, call, account)).unwrap();
    let access = issue(&world, &inside);
    revoke(&world, &access);
    assert_eq!(authenticate(&world, &access), Err(Error::Unauthenticated), "an access token ends its own");
    assert!(authenticate(&world, &auth).is_ok(), "and no more");
    let again = world.write(&person, move |tx, call| enter(tx, call, account)).unwrap();
    let access = issue(&world, &again);
    let before = world.audit_count();
    revoke(&world, &begun.secret.unwrap());
    assert_eq!(world.audit_count(), before + 1);
    for token in [&auth, &access] {
        assert_eq!(authenticate(&world, token), Err(Error::Unauthenticated));
        revoke(&world, token);
    }
    revoke(&world, &Secret::new("nonsense".into()));
    assert_eq!(world.audit_count(), before + 1, "what is unknown ends nothing");
}

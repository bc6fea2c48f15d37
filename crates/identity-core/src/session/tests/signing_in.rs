//! A1: one answer for everything that is wrong, counted before it is verified (S-R6, S-R9, S-R10).

use std::time::Duration;

use super::{authenticate, from, issue, mara, sign_in, sign_in_from};
use crate::account::{AccountInput, AccountVerb};
use crate::error::Error;
use crate::id::AccountId;
use crate::outbox::Notice;
use crate::port::SecurityEvent;
use crate::refusal::Refusal;
use crate::second_factor;
use crate::secret::Secret;
use crate::session::{Continued, SESSIONS_MAX, SignIn};
use crate::state::Repeat;
use crate::testing::contract::block_on;
use crate::testing::fakes::{FakeCodes, FakeHasher};
use crate::testing::{PASSWORD, World};
use crate::user::UserVerb;

const REFUSED: Error = Error::Refused(Refusal::InvalidCredentials);

fn steer(world: &World, account: AccountId, verb: AccountVerb) {
    world
        .write(&world.operator, move |tx, call| {
            crate::account::steer(tx, call, account, verb, Ok(&AccountInput::default()), Repeat::Refuse)
        })
        .unwrap();
}

#[test]
fn a_sign_in_gives_a_session_whose_token_is_the_person_alone() {
    let world = World::new();
    let (user, _) = mara(&world);
    let begun = sign_in(&world, "  Mara@Example.com ").unwrap();
    assert_eq!(begun.expires_in_secs(), 15 * 60);
    assert!(begun.secret.as_ref().unwrap().expose().starts_with("rft_"));
    let principal = authenticate(&world, &issue(&world, &begun)).unwrap();
    assert_eq!((principal.actor.person(), principal.actor.account), (Some(user), None));
    let now = world.identity.now();
    let person = world.read(&world.operator, move |tx, _| Ok(tx.users().find(user)?)).unwrap().unwrap();
    assert_eq!(person.last_login_at, Some(now));
    let events = world.security.take();
    assert!(matches!(events[..], [SecurityEvent::SignedIn { user: who, .. }] if who == user), "{events:?}");
}

#[test]
fn s_r9_everything_that_is_wrong_is_one_answer_after_one_hash() {
    let world = World::new();
    let (user, account) = mara(&world);
    let invited = world.invite(account, "invited@example.com", &[world.default_group(account).id]);
    assert!(invited.user.password.is_none());
    let cases = [
        ("nobody@example.com", PASSWORD),
        ("no e-mail at all", PASSWORD),
        ("mara@example.com", "another long password"),
        ("invited@example.com", PASSWORD),
        ("", ""),
    ];
    for (email, password) in cases {
        let before = world.hasher.verifications();
        assert_eq!(sign_in_from(&world, "192.0.2.9", email, password).err(), Some(REFUSED), "{email}");
        assert_eq!(world.hasher.verifications(), before + 1, "{email}");
    }
    let before = world.hasher.verifications();
    world
        .write(&world.operator, move |tx, call| crate::user::block(tx, call, user, UserVerb::Block))
        .unwrap();
    assert_eq!(sign_in(&world, "mara@example.com").err(), Some(REFUSED), "blocked");
    assert_eq!(world.hasher.verifications(), before + 1);
}

#[test]
fn s_r9_r9_without_a_usable_account_only_an_open_invitation_elsewhere_lets_in() {
    let world = World::new();
    let (_, account) = mara(&world);
    steer(&world, account, AccountVerb::Disable);
    assert_eq!(sign_in(&world, "mara@example.com").err(), Some(REFUSED));
    let other = world.client("Other").id;
    world.invite(other, "mara@example.com", &[world.default_group(other).id]);
    assert!(sign_in(&world, "mara@example.com").is_ok());
    world.clock.advance(Duration::from_secs(8 * 24 * 60 * 60));
    assert_eq!(sign_in(&world, "mara@example.com").err(), Some(REFUSED), "the invitation is over");
    steer(&world, account, AccountVerb::Enable);
    assert!(sign_in(&world, "mara@example.com").is_ok(), "the control");
}

#[test]
fn s_r10_a_stranger_delays_itself_and_not_the_owner() {
    let world = World::new();
    mara(&world);
    for n in 0..10 {
        let address = format!("198.51.100.{n}");
        assert_eq!(sign_in_from(&world, &address, "mara@example.com", "wrong").err(), Some(REFUSED));
    }
    let guess = sign_in_from(&world, "198.51.100.77", "mara@example.com", PASSWORD);
    assert_eq!(guess.err(), Some(REFUSED), "even the right one comes too early there");
    assert!(sign_in_from(&world, "192.0.2.1", "mara@example.com", PASSWORD).is_ok(), "and not here");
    world.clock.advance(Duration::from_secs(1));
    assert!(sign_in_from(&world, "198.51.100.77", "mara@example.com", PASSWORD).is_ok());
}

#[test]
fn s_r10_failures_count_although_the_request_fails_and_a_success_begins_anew() {
    let world = World::new();
    mara(&world);
    for _ in 0..3 {
        for _ in 0..4 {
            let _ = sign_in_from(&world, "192.0.2.1", "mara@example.com", "wrong").err();
        }
        assert!(sign_in(&world, "mara@example.com").is_ok());
    }
    for _ in 0..5 {
        let _ = sign_in_from(&world, "192.0.2.1", "mara@example.com", "wrong").err();
    }
    assert_eq!(sign_in(&world, "mara@example.com").err(), Some(REFUSED));
}

#[test]
fn s_r10_an_address_is_refused_after_thirty_failures_whoever_it_guesses_at() {
    let world = World::new();
    mara(&world);
    for n in 0..30 {
        let email = format!("guess{n}@example.com");
        assert_eq!(sign_in_from(&world, "198.51.100.1", &email, "wrong").err(), Some(REFUSED));
    }
    let before = world.hasher.verifications();
    let refused = sign_in_from(&world, "198.51.100.1", "mara@example.com", PASSWORD).err();
    assert!(matches!(refused, Some(Error::Throttled { retry_after_secs: 1..=60 })), "{refused:?}");
    assert_eq!(world.hasher.verifications(), before, "nothing is hashed for it");
    assert!(sign_in_from(&world, "198.51.100.2", "mara@example.com", PASSWORD).is_ok(), "a neighbour may");
    world.clock.advance(Duration::from_secs(60));
    assert!(sign_in_from(&world, "198.51.100.1", "mara@example.com", PASSWORD).is_ok());
}

#[test]
fn s_r10_a_hundred_failures_from_everywhere_void_the_password_and_the_person_is_told() {
    let world = World::new();
    let (user, _) = mara(&world);
    let guess = |n: u32| sign_in_from(&world, &format!("10.0.{n}.1"), "mara@example.com", "wrong").err();
    for n in 0..99 {
        assert_eq!(guess(n), Some(REFUSED));
    }
    assert!(sign_in(&world, "mara@example.com").is_ok(), "a success begins anew");
    for n in 0..100 {
        assert_eq!(guess(n), Some(REFUSED));
    }
    assert_eq!(sign_in(&world, "mara@example.com").err(), Some(REFUSED));
    world.clock.advance(Duration::from_secs(30 * 24 * 60 * 60));
    assert_eq!(sign_in(&world, "mara@example.com").err(), Some(REFUSED), "time does not help");
    let waiting = world.read(&world.operator, |tx, call| Ok(tx.outbox().due(call.now, 100)?)).unwrap();
    let voided = waiting.iter().filter(|entry| entry.notice == Notice::PasswordVoided { user }).count();
    assert_eq!(voided, 1);
    assert!(world.security.take().contains(&SecurityEvent::PasswordVoided { user }));
}

#[test]
fn s_r10_a_full_hashing_queue_is_no_failure() {
    let world = World::new();
    mara(&world);
    for _ in 0..40 {
        world.hasher.refuse_next();
        let refused = sign_in(&world, "mara@example.com").err();
        assert!(matches!(refused, Some(Error::Overloaded { .. })), "{refused:?}");
    }
    assert!(sign_in(&world, "mara@example.com").is_ok());
}

#[test]
fn s_r4_a_password_is_hashed_again_when_parameters_rose() {
    let world = World::new();
    let (user, _) = mara(&world);
    sign_in(&world, "mara@example.com").unwrap();
    assert_eq!(world.hasher.hashes(), 1, "the first one, by the invitation");
    world
        .write(&world.operator, move |tx, _| {
            let mut person = tx.users().find(user)?.unwrap();
            person.password = Some(FakeHasher::old_hash_of(PASSWORD));
            Ok(tx.users().update(&person)?)
        })
        .unwrap();
    for _ in 0..2 {
        sign_in(&world, "mara@example.com").unwrap();
        assert_eq!(world.hasher.hashes(), 2, "once");
    }
    let person = world.read(&world.operator, move |tx, _| Ok(tx.users().find(user)?)).unwrap().unwrap();
    assert_eq!(person.revision, 2, "and no change of the person");
}

#[test]
fn s_r6_one_session_too_many_ends_the_one_that_was_used_longest_ago() {
    let world = World::new();
    let (user, _) = mara(&world);
    let mut all = Vec::new();
    for _ in 0..SESSIONS_MAX {
        world.clock.advance(Duration::from_secs(1));
        all.push(sign_in(&world, "mara@example.com").unwrap());
    }
    let first = all.first().unwrap();
    world.clock.advance(Duration::from_secs(1));
    let refresh = first.secret.clone().unwrap();
    block_on(world.identity.refresh_session(from("192.0.2.1"), None, refresh.expose())).unwrap();
    world.clock.advance(Duration::from_secs(1));
    sign_in(&world, "mara@example.com").unwrap();
    let now = world.identity.now();
    let left = world.read(&world.operator, move |tx, _| Ok(tx.sessions().of_user(user, now)?)).unwrap();
    assert_eq!(left.len(), SESSIONS_MAX);
    let is_left = |n: usize| left.iter().any(|session| session.id == all[n].session.id);
    assert!(is_left(0), "it was used again");
    assert!(!is_left(1));
}

#[test]
fn a_password_of_more_than_a_kibibyte_is_refused_before_anything_is_counted_or_hashed() {
    let world = World::new();
    mara(&world);
    let before = world.hasher.verifications();
    let long = "x".repeat(1025);
    let refused = sign_in_from(&world, "192.0.2.1", "mara@example.com", &long).err();
    assert!(matches!(refused, Some(Error::Invalid(_))));
    assert_eq!(world.hasher.verifications(), before);
}

#[test]
fn a_browser_is_continued_by_a_cookie_that_is_no_refresh_token() {
    let world = World::new();
    mara(&world);
    let password = Secret::new(PASSWORD.into());
    let input = SignIn { email: "mara@example.com".into(), password, otp: None };
    let begun = block_on(world.identity.sign_in(from("192.0.2.1"), input, Continued::ByCookie)).unwrap();
    let cookie = begun.secret.unwrap();
    assert!(cookie.expose().starts_with("web_"));
    let refused = block_on(world.identity.refresh_session(from("192.0.2.1"), None, cookie.expose())).err();
    assert_eq!(refused, Some(Error::Unauthenticated));
}

/// Mara with a confirmed second factor; what her app shows in a step, and her recovery codes.
fn with_second_factor(world: &World) -> (Secret, Vec<Secret>) {
    let (user, _) = mara(world);
    let person = world.person(user, None);
    let password = Secret::new(PASSWORD.into());
    let enrolment =
        block_on(world.identity.enrol_second_factor(&person, from("192.0.2.1"), password)).unwrap();
    let code = FakeCodes::shown(&enrolment.secret, step(world));
    let recovery = world.write(&person, move |tx, call| second_factor::confirm(tx, call, &code)).unwrap();
    (enrolment.secret, recovery)
}

fn step(world: &World) -> u64 {
    u64::try_from(world.identity.now().millis()).unwrap() / 30_000
}

fn with_code(world: &World, address: &str, password: &str, otp: &str) -> Result<(), Error> {
    let (email, password) = ("mara@example.com".to_owned(), Secret::new(password.into()));
    let input = SignIn { email, password, otp: Some(otp.into()) };
    block_on(world.identity.sign_in(from(address), input, Continued::ByRefresh)).map(drop)
}

#[test]
fn s_r11_a_right_password_needs_a_code_that_works_once() {
    let world = World::new();
    let (secret, recovery) = with_second_factor(&world);
    let required = Some(Error::Refused(Refusal::OtpRequired));
    assert_eq!(sign_in(&world, "mara@example.com").err(), required);
    assert_eq!(with_code(&world, "192.0.2.1", PASSWORD, "").err(), required);
    assert_eq!(sign_in_from(&world, "192.0.2.1", "mara@example.com", "wrong").err(), Some(REFUSED));
    world.clock.advance(Duration::from_secs(60));
    let code = FakeCodes::shown(&secret, step(&world));
    assert_eq!(with_code(&world, "192.0.2.1", "wrong", &code).err(), Some(REFUSED));
    assert_eq!(with_code(&world, "192.0.2.1", PASSWORD, &code), Ok(()), "a wrong password used nothing up");
    assert_eq!(with_code(&world, "192.0.2.1", PASSWORD, &code).err(), Some(REFUSED), "used");
    let recovery = recovery.first().unwrap().expose();
    assert_eq!(with_code(&world, "192.0.2.1", PASSWORD, recovery), Ok(()));
    assert_eq!(with_code(&world, "192.0.2.1", PASSWORD, recovery).err(), Some(REFUSED), "used");
}

#[test]
fn s_r11_s_r10_codes_are_guessed_no_faster_than_passwords() {
    let world = World::new();
    let (secret, _) = with_second_factor(&world);
    world.clock.advance(Duration::from_secs(60));
    for n in 0..5 {
        assert_eq!(with_code(&world, "198.51.100.1", PASSWORD, &format!("00000{n}")).err(), Some(REFUSED));
        // A right password alone takes nothing back that failed before.
        let _ = sign_in_from(&world, "198.51.100.1", "mara@example.com", PASSWORD).err();
    }
    let code = FakeCodes::shown(&secret, step(&world));
    assert_eq!(with_code(&world, "198.51.100.1", PASSWORD, &code).err(), Some(REFUSED), "too early");
    assert_eq!(with_code(&world, "192.0.2.1", PASSWORD, &code), Ok(()), "and not used up by that");
}

#[test]
fn s_r10_of_two_hundred_guesses_at_once_five_are_compared_and_the_owner_gets_in() {
    let world = World::new();
    mara(&world);
    std::thread::scope(|threads| {
        for n in 0..200 {
            let world = &world;
            // Neighbours of one network, so that the counter of an address does not help.
            let address = format!("198.18.7.{n}");
            threads.spawn(move || {
                let refused = sign_in_from(world, &address, "mara@example.com", &format!("guess {n}")).err();
                assert_eq!(refused, Some(REFUSED));
            });
        }
    });
    assert_eq!((world.hasher.verifications(), world.hasher.compared()), (200, 5));
    assert!(sign_in(&world, "mara@example.com").is_ok());
}

#[test]
fn s_r10_spellings_of_an_address_count_together() {
    let world = World::new();
    let account = world.client("Own").id;
    let group = world.group(account, "Readers", &[crate::testing::BILLING]);
    world.join(account, "kiki@example.com", &[group]);
    // Each of these is looked up as the same person.
    let spellings =
        ["kiki@example.com", "KIKI@example.com", "k\u{130}ki@example.com", "\u{212a}iki@example.com"];
    for spelling in spellings.iter().cycle().take(20) {
        let refused = sign_in_from(&world, "198.51.100.1", spelling, "wrong").err();
        assert_eq!(refused, Some(REFUSED), "{spelling}");
    }
    assert_eq!((world.hasher.verifications(), world.hasher.compared()), (20, 5));
}

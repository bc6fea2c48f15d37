//! Lost passwords (S-R12 to S-R14), and what a new one ends (S-R8).

use std::time::Duration;

use crate::audit::Origin;
use crate::error::Error;
use crate::id::UserId;
use crate::outbox::{Notice, reset_seal_context};
use crate::port::SecretSealer as _;
use crate::refusal::Refusal;
use crate::secret::Secret;
use crate::session::{Continued, SignIn};
use crate::testing::contract::block_on;
use crate::testing::fakes::FakeSealer;
use crate::testing::{BILLING, PASSWORD, World};
use crate::user::UserVerb;

const NEW: &str = "another quiet river under stones";

fn from(address: &str) -> Origin {
    Origin { ip: Some(address.into()), ..Origin::default() }
}

fn ask(world: &World, email: &str) -> super::Answered {
    block_on(world.identity.ask_reset(&from("192.0.2.1"), email)).unwrap();
    block_on(world.identity.answer_resets()).unwrap()
}

fn mailed(world: &World, email: &str) -> bool {
    ask(world, email).mailed == 1
}

/// Codes that wait in the mail of a person, oldest first.
fn codes(world: &World, user: UserId) -> Vec<String> {
    let waiting = world.read(&world.operator, |tx, call| Ok(tx.outbox().due(call.now, 100)?)).unwrap();
    let sealed = waiting.into_iter().filter_map(|entry| match entry.notice {
        Notice::PasswordReset { user: whose, sealed_code } if whose == user => Some(sealed_code),
        _ => None,
    });
    sealed.map(|code| FakeSealer.open(&reset_seal_context(user), &code).unwrap().expose().into()).collect()
}

fn confirm(world: &World, code: &str, password: &str) -> Result<(), Error> {
    block_on(world.identity.confirm_reset(from("192.0.2.1"), code, Secret::new(password.into())))
}

fn signs_in(world: &World, password: &str) -> bool {
    let (email, password) = ("mara@example.com".to_owned(), Secret::new(password.into()));
    let input = SignIn { email, password, otp: None };
    block_on(world.identity.sign_in(from("192.0.2.1"), input, Continued::ByRefresh)).is_ok()
}

fn mara(world: &World) -> UserId {
    let account = world.client("Harbour Lane Foods").id;
    let group = world.group(account, "Readers", &[BILLING]);
    world.join(account, "mara@example.com", &[group]).1.id
}

const INVALID: Result<(), Error> = Err(Error::Refused(Refusal::InvalidCode));

#[test]
fn s_r14_a_code_sets_a_new_password_once_and_ends_all_sessions() {
    let world = World::new();
    let user = mara(&world);
    assert!(signs_in(&world, PASSWORD));
    assert!(mailed(&world, "Mara@Example.com"));
    let code = codes(&world, user).remove(0);
    assert!(code.starts_with("rst_"));
    let before = world.audit_count();
    confirm(&world, &code, NEW).unwrap();
    assert_eq!(world.audit_count(), before + 1);
    let now = world.identity.now();
    let sessions = world.read(&world.operator, move |tx, _| Ok(tx.sessions().of_user(user, now)?)).unwrap();
    assert_eq!(sessions, []);
    assert_eq!(confirm(&world, &code, NEW), INVALID, "it works once");
    assert!(!signs_in(&world, PASSWORD) && signs_in(&world, NEW), "nobody was signed in by it");
    let told = world.read(&world.operator, |tx, call| Ok(tx.outbox().due(call.now, 100)?)).unwrap();
    assert!(told.iter().any(|entry| entry.notice == Notice::PasswordChanged { user }));
}

#[test]
fn s_r14_a_weak_password_uses_nothing_up_and_a_code_ends_after_a_quarter_of_an_hour() {
    let world = World::new();
    let user = mara(&world);
    assert!(mailed(&world, "mara@example.com"));
    let code = codes(&world, user).remove(0);
    for weak in ["short", "mara@example.com", "Harbour Lane Foods"] {
        let refused = confirm(&world, &code, weak);
        assert!(matches!(refused, Err(Error::Refused(Refusal::WeakPassword(_)))), "{weak}: {refused:?}");
    }
    world.clock.advance(Duration::from_secs(15 * 60 - 1));
    let in_time = world.identity.now();
    world.clock.advance(Duration::from_secs(1));
    assert_eq!(confirm(&world, &code, NEW), INVALID);
    let stored = world.read(&world.operator, move |tx, _| Ok(tx.resets().find(user)?)).unwrap().unwrap();
    assert!(in_time < stored.expires_at);
    for other in ["", "rst_", "nonsense", &code[1..], &code.to_uppercase()] {
        assert_eq!(confirm(&world, other, NEW), INVALID, "{other}");
    }
}

#[test]
fn s_r12_three_mails_an_hour_and_a_new_code_voids_the_one_before() {
    let world = World::new();
    let user = mara(&world);
    for _ in 0..3 {
        world.clock.advance(Duration::from_secs(60));
        assert!(mailed(&world, "mara@example.com"));
    }
    assert!(!mailed(&world, "mara@example.com"));
    let all = codes(&world, user);
    assert_eq!(all.len(), 3);
    assert_eq!((confirm(&world, &all[0], NEW), confirm(&world, &all[1], NEW)), (INVALID, INVALID));
    assert_eq!(confirm(&world, &all[2], NEW), Ok(()));
    world.clock.advance(Duration::from_secs(60 * 60));
    assert!(mailed(&world, "mara@example.com"));
}

#[test]
fn s_r12_asking_is_the_same_for_everybody_and_bounded_by_address() {
    let world = World::new();
    mara(&world);
    for n in 0..30 {
        let email = if n % 2 == 0 { "mara@example.com" } else { "nobody at all" };
        assert_eq!(block_on(world.identity.ask_reset(&from("192.0.2.1"), email)), Ok(()));
    }
    let refused = block_on(world.identity.ask_reset(&from("192.0.2.1"), "mara@example.com"));
    assert!(matches!(refused, Err(Error::Throttled { .. })), "{refused:?}");
    assert_eq!(block_on(world.identity.answer_resets()).unwrap().mailed, 1, "once, however often");
}

#[test]
fn s_r13_only_who_signs_in_by_a_password_is_mailed() {
    let world = World::new();
    let user = mara(&world);
    assert_eq!(ask(&world, "nobody@example.com").dropped, 1);
    let account = world.client("Other").id;
    world.invite(account, "tom@example.com", &[world.default_group(account).id]);
    assert!(mailed(&world, "tom@example.com"), "a member of kind Full, without a password yet");
    world
        .write(&world.operator, move |tx, call| crate::user::block(tx, call, user, UserVerb::Block))
        .unwrap();
    assert!(!mailed(&world, "mara@example.com"), "blocked");
}

#[test]
fn s_r10_a_reset_makes_a_void_password_good_again() {
    let world = World::new();
    let user = mara(&world);
    for n in 0..100 {
        let input =
            SignIn { email: "mara@example.com".into(), password: Secret::new("wrong".into()), otp: None };
        let address = from(&format!("10.0.{n}.1"));
        let _ = block_on(world.identity.sign_in(address, input, Continued::ByRefresh)).err();
    }
    assert!(!signs_in(&world, PASSWORD));
    assert!(mailed(&world, "mara@example.com"));
    confirm(&world, &codes(&world, user).remove(0), NEW).unwrap();
    assert!(signs_in(&world, NEW));
}

#[test]
fn a_code_of_somebody_who_was_blocked_since_is_no_code() {
    let world = World::new();
    let user = mara(&world);
    assert!(mailed(&world, "mara@example.com"));
    world
        .write(&world.operator, move |tx, call| crate::user::block(tx, call, user, UserVerb::Block))
        .unwrap();
    assert_eq!(confirm(&world, &codes(&world, user).remove(0), NEW), INVALID);
}

#[test]
fn s_r14_a_first_invitation_is_accepted_by_setting_the_password() {
    let world = World::new();
    let account = world.client("Harbour Lane Foods").id;
    let minted = world.invite(account, "mara@example.com", &[world.default_group(account).id]);
    let (code, user) = (minted.code.unwrap().code, minted.user.id);
    assert!(matches!(confirm(&world, code.expose(), "short"), Err(Error::Refused(Refusal::WeakPassword(_)))));
    confirm(&world, code.expose(), NEW).unwrap();
    let (person, membership) = world
        .read(&world.operator, move |tx, _| {
            Ok((tx.users().find(user)?.unwrap(), tx.memberships().find_pair(account, user)?.unwrap()))
        })
        .unwrap();
    assert!(person.is_activated() && person.is_email_verified && membership.is_joined());
    assert_eq!(confirm(&world, code.expose(), NEW), INVALID, "used up");
    assert!(signs_in(&world, NEW));
    let other = world.client("Other").id;
    let second = world.invite(other, "mara@example.com", &[world.default_group(other).id]).code.unwrap().code;
    assert_eq!(
        confirm(&world, second.expose(), PASSWORD),
        INVALID,
        "whoever is activated signs in and accepts"
    );
    let late = world.invite(other, "tom@example.com", &[world.default_group(other).id]).code.unwrap().code;
    world.clock.advance(Duration::from_secs(7 * 24 * 60 * 60));
    assert_eq!(confirm(&world, late.expose(), NEW), INVALID, "over");
}

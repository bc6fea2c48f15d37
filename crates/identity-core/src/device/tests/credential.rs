//! The device's own token, and sessions on it.

use std::time::Duration;

use super::*;
use crate::account::{AccountInput, AccountVerb, steer as steer_account};
use crate::actor::{Credential, Rank, Who};
use crate::audit::Event;
use crate::auth::open_session;
use crate::state::Repeat;
use crate::testing::{BILLING, Till};

const REFUSED: Error = Error::Unauthenticated;

fn says(information: &str, name: Member<String>) -> DeviceUpdate {
    DeviceUpdate { system_information: text(information), name }
}

fn tell(world: &World, who: &Arc<Principal>, input: DeviceUpdate) -> Result<Device, Error> {
    world.write(who, move |tx, call| update(tx, call, Ok(&input)))
}

fn seen(world: &World, till: &Till) -> Option<Timestamp> {
    let id = till.device.id;
    world.read(&world.operator, move |tx, _| Ok(tx.devices().find(id)?)).unwrap().unwrap().last_seen_at
}

#[test]
fn s_r2_a_device_acts_in_its_account_without_modules() {
    let world = World::new();
    let (account, _) = shop(&world);
    let till = world.till(account);
    let principal = world.authenticate(&till.token).unwrap();
    assert_eq!(principal.actor.who, Who::Device(till.device.id));
    assert_eq!(principal.credential, Credential::Device(till.device.id));
    assert_eq!((principal.actor.rank(), principal.actor.modules.len()), (Rank::Member(account), 0));
    let own_device = world.read(&principal, own).unwrap();
    assert_eq!(own_device.id, till.device.id);
}

#[test]
fn s_r8_d4_ends_the_token_and_all_sessions_at_once() {
    let world = World::new();
    let (account, admin) = shop(&world);
    let (lost, kept) = (world.till(account), world.till(account));
    let user = admin.actor.person().unwrap();
    let (on_lost, by_lost) = world.signed_in(&lost, user);
    let (on_kept, by_kept) = world.signed_in(&kept, user);
    let device = world.authenticate(&lost.token).unwrap();
    let id = lost.device.id;
    world.write(&admin, move |tx, call| remove(tx, call, account, id)).unwrap();
    assert_eq!(world.authenticate(&lost.token).err(), Some(REFUSED));
    assert_eq!(
        tell(&world, &device, says("{}", Member::Absent)),
        Err(REFUSED),
        "a write reads its actor again"
    );
    assert_eq!(world.write(&by_lost, |_, _| Ok(())), Err(REFUSED));
    assert_eq!(world.write(&by_kept, |_, _| Ok(())), Ok(()));
    let (gone, stays) = (on_lost.id, on_kept.id);
    let found =
        world.read(&admin, move |tx, _| Ok((tx.sessions().find(gone)?, tx.sessions().find(stays)?))).unwrap();
    assert!(found.0.is_none() && found.1.is_some());
    assert!(world.authenticate(&kept.token).is_ok());
}

#[test]
fn s_r2_a_session_on_a_device_that_is_gone_is_refused_even_if_it_was_left_behind() {
    let world = World::new();
    let (account, admin) = shop(&world);
    let till = world.till(account);
    let (session, by_till) = world.signed_in(&till, admin.actor.person().unwrap());
    let device = till.device.end(DeviceVerb::Remove, world.identity.now()).unwrap();
    world.write(&world.operator, move |tx, _| Ok(tx.devices().update(&device)?)).unwrap();
    assert_eq!(world.write(&by_till, |_, _| Ok(())), Err(REFUSED));
    let opened = world.read(&admin, move |tx, call| open_session(tx, session.id, call.now));
    assert_eq!(opened, Err(REFUSED));
}

#[test]
fn s_r8_device_tokens_are_refused_while_their_account_is_unusable() {
    let world = World::new();
    let (account, _) = shop(&world);
    let till = world.till(account);
    let device = world.authenticate(&till.token).unwrap();
    let steer = |verb| {
        let work = move |tx: &mut dyn crate::port::Transaction, call: &crate::service::Call| {
            steer_account(tx, call, account, verb, Ok(&AccountInput::default()), Repeat::Refuse)
        };
        world.write(&world.operator, work).unwrap();
    };
    steer(AccountVerb::Disable);
    assert_eq!(world.authenticate(&till.token).err(), Some(REFUSED));
    assert_eq!(tell(&world, &device, says("{}", Member::Absent)), Err(REFUSED));
    steer(AccountVerb::Enable);
    assert!(world.authenticate(&till.token).is_ok());
}

#[test]
fn a_token_that_nobody_used_for_ninety_days_is_refused_for_good_and_a_use_keeps_it() {
    let world = World::new();
    let (account, _) = shop(&world);
    let (used, idle) = (world.till(account), world.till(account));
    let month = Duration::from_secs(30 * 24 * 60 * 60);
    for _ in 0..4 {
        world.clock.advance(month);
        assert!(
            world.authenticate(&used.token).is_ok(),
            "the same process remembers it, and must not for too long"
        );
        world.flush_uses();
    }
    assert_eq!(world.authenticate(&idle.token).err(), Some(REFUSED));
    world.flush_uses();
    assert_eq!(seen(&world, &idle), None);
    world.clock.advance(TOKEN_IDLE.saturating_sub(Duration::from_millis(1)));
    assert!(world.authenticate(&used.token).is_ok());
    world.flush_uses();
    world.clock.advance(TOKEN_IDLE);
    assert_eq!(world.authenticate(&used.token).err(), Some(REFUSED));
}

#[test]
fn uses_are_noted_to_the_minute_and_change_nothing_else() {
    let world = World::new();
    let (account, _) = shop(&world);
    let till = world.till(account);
    world.authenticate(&till.token).unwrap();
    let first = world.identity.now();
    world.clock.advance(Duration::from_secs(59));
    world.authenticate(&till.token).unwrap();
    world.flush_uses();
    assert_eq!(seen(&world, &till), Some(first));
    world.clock.advance(Duration::from_secs(1));
    world.authenticate(&till.token).unwrap();
    world.flush_uses();
    assert_eq!(seen(&world, &till), Some(first.plus(Duration::from_secs(60))));
    let principal = world.authenticate(&till.token).unwrap();
    assert_eq!(world.read(&principal, own).unwrap().modified_at, till.device.modified_at);
}

#[test]
fn s_r47_what_a_device_says_of_itself_is_recorded_once_and_masked() {
    let world = World::new();
    let (account, admin) = shop(&world);
    let till = world.till(account);
    let device = world.authenticate(&till.token).unwrap();
    let before = world.audit_count();
    let said = tell(&world, &device, says("{\"serial\":\"4711\"}", text("Till 9"))).unwrap();
    assert_eq!((said.name.as_str(), said.revision), ("Till 9", till.device.revision + 1));
    let again = tell(&world, &device, says("{\"serial\":\"4711\"}", Member::Absent)).unwrap();
    assert_eq!(again.revision, said.revision, "equal values change nothing");
    assert_eq!(world.audit_count(), before + 1);
    let record = world.audit().remove(0);
    assert_eq!((record.event, record.actor.id.clone()), (Event::DeviceUpdated, None));
    assert!(!format!("{record:?}").contains("4711"));
    let (_, on_device) = world.signed_in(&till, admin.actor.person().unwrap());
    assert_eq!(world.read(&on_device, own).unwrap().name.as_str(), "Till 9");
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(SystemInformation::BYTES_MAX));
    for bad in [says(&long, Member::Absent), says("{}", text("")), DeviceUpdate::default()] {
        assert!(matches!(tell(&world, &device, bad), Err(Error::Invalid(_))));
    }
}

#[test]
fn s_r1_other_credentials_are_no_device() {
    let world = World::new();
    let (account, admin) = shop(&world);
    let till = world.till(account);
    let (_, on_device) = world.signed_in(&till, admin.actor.person().unwrap());
    for who in [&admin, &world.actor(account, &[BILLING])] {
        assert_eq!(world.read(who, own), Err(REFUSED));
    }
    for who in [admin, on_device] {
        assert_eq!(tell(&world, &who, says("{}", Member::Absent)), Err(REFUSED));
    }
}

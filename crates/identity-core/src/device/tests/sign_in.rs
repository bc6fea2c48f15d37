//! Signing in at a device, S-R16 to S-R19, S-R32.

use std::time::Duration;

use super::shop::{PIN, QUARTER, Shop, WRONG, denied, pair};
use super::*;
use crate::actor::Credential;
use crate::audit::Origin;
use crate::membership::pin::StoredPin;
use crate::membership::{Membership, MembershipKind, MembershipState, UserCode};
use crate::port::{SecurityEvent, Transaction};
use crate::session::ChannelName;
use crate::testing::contract::block_on;
use crate::testing::fakes::FakeHasher;
use crate::user::{UserVerb, block};

#[test]
fn s_r16_user_code_and_pin_open_a_session_of_the_membership() {
    let shop = Shop::new();
    let SignedIn { begun, user, must_change_pin } = shop.at(&shop.till, " KARI ", PIN).ok().unwrap();
    assert!(!must_change_pin);
    assert_eq!((user.membership.id, user.user_code.as_str()), (shop.kari.id, "kari"));
    assert_eq!(user.membership.stamps.access.map(|stamp| stamp.at), Some(begun.session.created_at));
    assert_eq!(begun.expires_in_secs(), 900);
    let access = begun.claims.access.clone().unwrap();
    assert_eq!(
        (access.account, access.membership, access.channel),
        (shop.account, shop.kari.id, ChannelName::Device)
    );
    assert_eq!(access.modules, ["billing"]);
    let token = block_on(shop.world.identity.issue(&begun.claims)).unwrap();
    let principal = shop.world.authenticate(&token).unwrap();
    let (session, membership, device) = (begun.session.id, shop.kari.id, shop.till.device.id);
    assert_eq!(principal.credential, Credential::DeviceAccess { session, membership, device });
    let entered = shop.change(move |tx| Ok(tx.memberships().find(membership)?.unwrap()));
    assert_eq!(entered.stamps.access.map(|stamp| stamp.at), Some(begun.session.created_at));
    assert_eq!(entered.revision, shop.kari.revision, "S-R20: a use, no change");
    assert_eq!(shop.world.security.take(), [SecurityEvent::SignedIn { user: shop.kari.user, session }]);
}

#[test]
fn s_r33_the_default_code_signs_in_too() {
    let shop = Shop::new();
    let id = shop.kari.id;
    shop.change(move |tx| Ok(tx.profiles().remove(id)?));
    assert_eq!(shop.enter("kari", PIN), denied());
    assert_eq!(shop.enter(UserCode::default_of(id).as_str(), PIN), Ok(()));
}

/// What is wrong, how it comes about, and what is typed.
type Case = (&'static str, fn(&Shop, Membership), &'static str, &'static str);

#[test]
fn s_r16_every_failure_is_the_same_and_costs_one_run() {
    let kari = |shop: &Shop| shop.kari.clone();
    let cases: [Case; 13] = [
        ("unknown code", |_, _| (), "ola", PIN),
        ("no code at all", |_, _| (), "not a code!", PIN),
        ("wrong", |_, _| (), "kari", WRONG),
        ("not even a PIN", |_, _| (), "kari", "quiet river under stones"),
        ("empty", |_, _| (), "kari", ""),
        ("missing", |shop, m| shop.change(move |tx| Ok(tx.pins().remove(m.id)?)), "kari", PIN),
        ("void", |shop, _| shop.pin(|pin| StoredPin { is_void: true, ..pin }), "kari", PIN),
        (
            "outdated",
            |shop, _| shop.pin(|pin| StoredPin { temporary_until: Some(pin.set_at), ..pin }),
            "kari",
            PIN,
        ),
        ("a robot", |shop, m| shop.put(Membership { kind: MembershipKind::Integration, ..m }), "kari", PIN),
        (
            "blocked here",
            |shop, m| shop.put(Membership { state: MembershipState::Blocked, ..m }),
            "kari",
            PIN,
        ),
        (
            "blocked everywhere",
            |shop, m| {
                let work = move |tx: &mut dyn Transaction, call: &crate::service::Call| {
                    block(tx, call, m.user, UserVerb::Block)
                };
                shop.world.write(&shop.world.operator, work).map(drop).unwrap();
            },
            "kari",
            PIN,
        ),
        (
            "elsewhere",
            |shop, _| {
                let other = shop.world.client("Other").id;
                let group = shop.world.default_group(other).id;
                let (member, _) = shop.world.join(other, "nils@other.example", &[group]);
                shop.world.give_pin(&member, "nils", PIN);
            },
            "nils",
            PIN,
        ),
        (
            "another store",
            |shop, _| {
                shop.stores(&["st_01"]);
                shop.stand_in(Some("st_02"));
            },
            "kari",
            PIN,
        ),
    ];
    for (name, prepare, code, pin) in cases {
        let shop = Shop::new();
        prepare(&shop, kari(&shop));
        shop.world.security.take();
        let before = shop.world.hasher.verifications();
        assert_eq!(shop.enter(code, pin), denied(), "{name}");
        assert_eq!(shop.world.hasher.verifications(), before + 1, "{name}");
        let membership = (code == "kari").then_some(shop.kari.id);
        let told = SecurityEvent::DeviceSignInFailed { device: shop.till.device.id, membership };
        assert_eq!(shop.world.security.take(), [told], "{name}");
    }
}

#[test]
fn s_r16_a_pin_that_is_too_long_is_refused_unread() {
    let shop = Shop::new();
    let before = shop.world.hasher.verifications();
    assert!(matches!(shop.enter("kari", &"5".repeat(1025)), Err(Error::Invalid(_))));
    assert_eq!(shop.world.hasher.verifications(), before);
}

#[test]
fn s_r17_five_wrong_pins_lock_the_member_at_all_devices_for_a_quarter_of_an_hour() {
    let shop = Shop::new();
    let web = shop.world.person(shop.kari.user, Some(shop.account));
    shop.fail(4);
    shop.world.security.take();
    shop.fail(1);
    let locked = SecurityEvent::PinLocked { membership: shop.kari.id, is_void: false };
    assert!(shop.world.security.take().contains(&locked));
    let before = shop.world.hasher.verifications();
    assert_eq!(shop.enter("kari", PIN), denied(), "a right one, at another device");
    assert_eq!(shop.world.hasher.verifications(), before + 1, "the work is done in vain");
    assert_eq!(shop.world.write(&web, |_, _| Ok(())), Ok(()), "the web is untouched");
    shop.world.clock.advance(QUARTER);
    assert_eq!(shop.enter("kari", PIN), Ok(()));
}

#[test]
fn s_r17_success_begins_the_count_anew() {
    let shop = Shop::new();
    for _ in 0..5 {
        shop.fail(4);
        assert_eq!(shop.enter("kari", PIN), Ok(()));
    }
}

#[test]
fn s_r17_twenty_failures_void_the_pin() {
    let shop = Shop::new();
    for _ in 0..4 {
        shop.world.clock.advance(QUARTER);
        shop.fail(5);
    }
    let void = SecurityEvent::PinLocked { membership: shop.kari.id, is_void: true };
    assert!(shop.world.security.take().contains(&void));
    shop.world.clock.advance(QUARTER * 1000);
    assert_eq!(shop.enter("kari", PIN), denied());
    let id = shop.kari.id;
    assert!(shop.change(move |tx| Ok(tx.pins().find(id)?)).unwrap().is_void);
}

#[test]
fn s_r18_ten_failures_close_the_device_before_anything_is_looked_up() {
    let shop = Shop::new();
    for n in 0..10 {
        assert_eq!(shop.enter(&format!("nobody{n}"), PIN), denied());
        assert_eq!(shop.at(&shop.world.till(shop.account), "kari", PIN).map(drop), Ok(()));
    }
    let before = (shop.world.hasher.verifications(), shop.world.security.take().len());
    assert_eq!(shop.enter("kari", PIN), Err(Error::Throttled { retry_after_secs: 300 }));
    assert_eq!((shop.world.hasher.verifications(), before.1 + shop.world.security.take().len()), before);
    assert_eq!(shop.at(&shop.world.till(shop.account), "kari", PIN).map(drop), Ok(()), "that device alone");
    shop.world.clock.advance(Duration::from_secs(300));
    assert_eq!(shop.enter("kari", PIN), Ok(()));
}

#[test]
fn s_r18_successes_do_not_count() {
    let shop = Shop::new();
    for _ in 0..30 {
        assert_eq!(shop.enter("kari", PIN), Ok(()));
    }
}

#[test]
fn s_r10_a_full_queue_counts_nowhere() {
    let shop = Shop::new();
    for _ in 0..12 {
        shop.world.hasher.refuse_next();
        assert_eq!(shop.enter("kari", PIN), Err(Error::Overloaded { retry_after_ms: 100 }));
    }
    assert_eq!(shop.enter("kari", PIN), Ok(()));
}

#[test]
fn s_r4_a_hash_that_was_made_with_less_work_is_made_again() {
    let shop = Shop::new();
    shop.pin(|pin| StoredPin { hash: FakeHasher::old_hash_of(PIN), ..pin });
    assert_eq!(shop.enter("kari", PIN), Ok(()));
    let id = shop.kari.id;
    let pin = shop.change(move |tx| Ok(tx.pins().find(id)?)).unwrap();
    assert_eq!((pin.hash, pin.is_own_by_web), (FakeHasher::hash_of(PIN), true));
    assert_eq!(shop.enter("kari", PIN), Ok(()));
}

#[test]
fn s_r19_a_temporary_pin_says_that_another_is_due() {
    let shop = Shop::new();
    shop.pin(|pin| StoredPin {
        temporary_until: Some(pin.set_at.plus(Duration::from_secs(60))),
        hash: FakeHasher::hash_of("8602"),
        ..pin
    });
    assert!(shop.at(&shop.till, "kari", "8602").ok().unwrap().must_change_pin);
}

#[test]
fn s_r32_stores_admit_only_where_they_are_listed() {
    let cases = [
        (&[][..], Some("st_02"), false, true),
        (&["st_01"][..], None, false, true),
        (&["st_01", "st_02"][..], Some("st_02"), false, true),
        (&["st_01"][..], Some("st_02"), false, false),
        (&["st_01"][..], Some("st_02"), true, true),
    ];
    for (stores, stands_in, is_administrator, is_admitted) in cases {
        let shop = Shop::new();
        shop.stores(stores);
        shop.stand_in(stands_in);
        if is_administrator {
            let default = shop.world.default_group(shop.account).id;
            shop.put(Membership { groups: [shop.group, default].into(), ..shop.kari.clone() });
        }
        let expected = if is_admitted { Ok(()) } else { denied() };
        assert_eq!(shop.enter("kari", PIN), expected, "{stores:?} {stands_in:?} {is_administrator}");
    }
}

#[test]
fn s_r1_only_a_device_signs_members_in() {
    let shop = Shop::new();
    let user = shop.kari.user;
    let (_, on_device) = shop.world.signed_in(&shop.till, user);
    for who in [shop.world.person(user, Some(shop.account)), shop.world.operator.clone(), on_device] {
        let answer =
            block_on(shop.world.identity.sign_in_at_device(&who, Origin::default(), pair("kari", PIN)));
        assert_eq!(answer.err(), Some(Error::Unauthenticated));
    }
}

//! PINs, S-R8, S-R15, S-R17, S-R19, S-R30.

use std::sync::Arc;

use super::*;
use crate::actor::Principal;
use crate::audit::Origin;
use crate::error::Error;
use crate::id::UserId;
use crate::membership::{Membership, UserCode};
use crate::outbox::Notice;
use crate::refusal::Refusal;
use crate::secret::Secret;
use crate::testing::contract::block_on;
use crate::testing::{BILLING, Till, World};

/// A member with a PIN, and whoever may set it.
struct Shop {
    world: World,
    member: Membership,
    user: UserId,
    till: Till,
}

const FIRST: &str = "5937";
const SECOND: &str = "860214";

fn secret(text: &str) -> Secret {
    Secret::new(text.into())
}

impl Shop {
    fn new() -> Self {
        let world = World::new();
        let account = world.client("Sport AS").id;
        let group = world.group(account, "Staff", &[BILLING]);
        let (member, user) = world.join(account, "kari@sport.example", &[group]);
        let till = world.till(account);
        Self { world, member, user: user.id, till }
    }

    fn by_web(&self) -> Arc<Principal> {
        self.world.person(self.user, Some(self.member.account))
    }

    fn by_till(&self) -> Arc<Principal> {
        self.world.signed_in(&self.till, self.user).1
    }

    fn give(&self, pin: &str, code: &str) -> Result<(), Error> {
        let new = block_on(self.world.identity.hash_pin(Pin::parse(secret(pin))?))?;
        let (member, code) = (self.member.clone(), code.parse::<UserCode>().unwrap());
        self.world.write(&self.world.operator, move |tx, call| set_temporary(tx, call, &member, &code, &new))
    }

    fn set(&self, who: &Arc<Principal>, pin: &str, current: Option<&str>) -> Result<(), Error> {
        let pin = Pin::parse(secret(pin))?;
        let own =
            block_on(self.world.identity.prepare_own_pin(who, &Origin::default(), pin, current.map(secret)))?;
        let member = self.member.clone();
        let code = UserCode::default_of(member.id);
        self.world.write(who, move |tx, call| set_own(tx, call, &member, &code, &own))
    }

    fn stored(&self) -> Option<StoredPin> {
        let id = self.member.id;
        self.world.read(&self.world.operator, move |tx, _| Ok(tx.pins().find(id)?)).unwrap()
    }
}

fn wrong() -> Result<(), Error> {
    Err(Refusal::CurrentPasswordWrong.into())
}

#[test]
fn s_r15_a_pin_is_four_to_six_digits() {
    for bad in ["", "593", "5937123", "59a7", "593 ", "５９３７", "-593"] {
        assert!(matches!(Pin::parse(secret(bad)), Err(Error::Invalid(_))), "{bad}");
    }
    for good in [
        FIRST, SECOND, "59371", "1357", "2468", "12121", "1223", "1899", "2100", "19001", "25800", "123412",
        "0001",
    ] {
        assert!(Pin::parse(secret(good)).is_ok(), "{good}");
    }
}

#[test]
fn s_r15_what_everybody_tries_first_is_weak() {
    for (weak, why) in [
        ("1111", "a repeated block"),
        ("00000", "a repeated block"),
        ("1212", "a repeated block"),
        ("121212", "a repeated block"),
        ("123123", "a repeated block"),
        ("1234", "run of digits"),
        ("7890", "run of digits"),
        ("890123", "run of digits"),
        ("9876", "run of digits"),
        ("10987", "run of digits"),
        ("2580", "a column of the keypad"),
        ("0852", "a column of the keypad"),
        ("1900", "a year"),
        ("2099", "a year"),
    ] {
        let refused = Pin::parse(secret(weak)).err();
        assert_eq!(refused, Some(Refusal::WeakPin(why.into()).into()), "{weak}");
    }
}

#[test]
fn s_r15_a_pin_is_not_the_user_code() {
    let shop = Shop::new();
    let refusal = Err(Refusal::WeakPin("the user code".into()).into());
    assert_eq!(shop.give(FIRST, FIRST), refusal);
    assert_eq!(shop.stored(), None);
    assert_eq!(shop.give(FIRST, "59370"), Ok(()));
}

#[test]
fn s_r19_a_pin_set_by_an_administrator_is_good_for_seven_days_and_told_by_mail() {
    let shop = Shop::new();
    shop.give(FIRST, "kari").unwrap();
    let (pin, now) = (shop.stored().unwrap(), shop.world.identity.now());
    assert!(pin.must_change() && pin.is_valid(now) && !pin.is_own_by_web);
    let end = now.plus(TEMPORARY_SPAN);
    assert!(pin.is_valid(Timestamp::from_millis(end.millis() - 1)) && !pin.is_valid(end));
    let due = shop.world.read(&shop.world.operator, |tx, call| Ok(tx.outbox().due(call.now, 100)?)).unwrap();
    let told = Notice::PinSet { membership: shop.member.id };
    assert!(due.iter().any(|entry| entry.notice == told));
}

#[test]
fn s_r19_the_member_sets_another_and_not_the_same() {
    let shop = Shop::new();
    shop.give(FIRST, "kari").unwrap();
    let web = shop.by_web();
    let same = Err(Refusal::WeakPin("the temporary PIN".into()).into());
    assert_eq!(shop.set(&web, FIRST, None), same);
    assert_eq!(shop.set(&web, SECOND, None), Ok(()));
    let pin = shop.stored().unwrap();
    assert!(!pin.must_change() && pin.is_own_by_web);
    assert!(pin.is_valid(shop.world.identity.now().plus(TEMPORARY_SPAN * 100)));
    assert_eq!(shop.set(&web, SECOND, None), Ok(()), "an own PIN may be set again");
    shop.set(&shop.by_till(), FIRST, None).unwrap();
    assert!(!shop.stored().unwrap().is_own_by_web);
}

#[test]
fn s_r8_a_new_pin_ends_the_other_sessions_on_devices() {
    let shop = Shop::new();
    let (web, asking, other) = (shop.by_web(), shop.by_till(), shop.by_till());
    let stands = |who: &Arc<Principal>| shop.world.write(who, |_, _| Ok(())).is_ok();
    shop.set(&asking, FIRST, None).unwrap();
    assert_eq!([&web, &asking, &other].map(stands), [true, true, false]);
    shop.give(SECOND, "kari").unwrap();
    assert_eq!([&web, &asking].map(stands), [true, false]);
}

#[test]
fn s_r30_a_current_pin_has_to_match_if_it_is_sent() {
    let shop = Shop::new();
    let web = shop.by_web();
    assert_eq!(shop.set(&web, SECOND, Some(FIRST)), wrong(), "there is none yet");
    shop.give(FIRST, "kari").unwrap();
    assert_eq!(shop.set(&web, SECOND, Some("4444")), wrong());
    assert_eq!(shop.set(&web, SECOND, Some(FIRST)), Ok(()));
}

#[test]
fn s_r30_another_pin_in_between_makes_the_current_one_wrong() {
    let shop = Shop::new();
    shop.give(FIRST, "kari").unwrap();
    let web = shop.by_web();
    let pin = Pin::parse(secret(SECOND)).unwrap();
    let own =
        block_on(shop.world.identity.prepare_own_pin(&web, &Origin::default(), pin, Some(secret(FIRST))))
            .unwrap();
    shop.give("4826", "kari").unwrap();
    let (member, code) = (shop.member.clone(), UserCode::default_of(shop.member.id));
    assert_eq!(shop.world.write(&web, move |tx, call| set_own(tx, call, &member, &code, &own)), wrong());
}

#[test]
fn s_r30_wrong_current_pins_count_as_failed_sign_ins_do() {
    let shop = Shop::new();
    shop.give(FIRST, "kari").unwrap();
    let web = shop.by_web();
    let lock = || (0..5).for_each(|_| assert_eq!(shop.set(&web, SECOND, Some("4444")), wrong()));
    lock();
    assert_eq!(shop.set(&web, SECOND, Some(FIRST)), wrong(), "a right one fails too while it is locked");
    shop.give("4826", "kari").unwrap();
    assert_eq!(shop.set(&web, SECOND, Some("4826")), Ok(()), "S-R19: a new PIN forgets failures");
    lock();
    shop.world.clock.advance(Duration::from_secs(15 * 60));
    assert_eq!(shop.set(&web, FIRST, Some(SECOND)), Ok(()));
}

#[test]
fn s_r17_after_twenty_failures_the_pin_is_void_until_an_administrator_sets_another() {
    let shop = Shop::new();
    shop.give(FIRST, "kari").unwrap();
    let web = shop.by_web();
    for n in 0..20 {
        assert!(!shop.stored().unwrap().is_void, "{n}");
        assert_eq!(shop.set(&web, SECOND, Some("4444")), wrong());
        if n % 5 == 4 {
            shop.world.clock.advance(Duration::from_secs(15 * 60));
        }
    }
    assert!(shop.stored().unwrap().is_void);
    assert_eq!(shop.set(&web, SECOND, Some(FIRST)), wrong());
    assert_eq!(shop.set(&web, SECOND, None), Err(Error::Forbidden));
    shop.give(SECOND, "kari").unwrap();
    assert!(shop.stored().unwrap().is_valid(shop.world.identity.now()));
    assert_eq!(shop.set(&web, FIRST, Some(SECOND)), Ok(()));
}

#[test]
fn s_r10_a_full_queue_counts_nothing() {
    let shop = Shop::new();
    shop.give(FIRST, "kari").unwrap();
    let web = shop.by_web();
    for _ in 0..10 {
        shop.world.hasher.refuse_next();
        assert_eq!(shop.set(&web, SECOND, Some(FIRST)), Err(Error::Overloaded { retry_after_ms: 100 }));
    }
    assert_eq!(shop.set(&web, SECOND, Some(FIRST)), Ok(()));
}

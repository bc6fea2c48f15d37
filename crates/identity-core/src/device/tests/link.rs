//! Linking a device, S-R16, S-R18, S-R36, S-R42.

use std::time::Duration;

use super::*;
use crate::account::{AccountInput, AccountVerb, steer as steer_account};
use crate::audit::{Event, Fact, Origin};
use crate::membership::{Membership, MembershipKind};
use crate::refusal::Refusal;
use crate::secret::Secret;
use crate::state::Repeat;
use crate::testing::BILLING;
use crate::testing::contract::block_on;

const PIN: &str = "5937";
const WRONG: &str = "4826";

/// An account with a device that waits, and a member who may link it.
struct Shop {
    world: World,
    account: AccountId,
    admin: Arc<Principal>,
    waiting: Registered,
    kari: Membership,
}

fn denied<T>() -> Result<T, Error> {
    Err(Refusal::InvalidCredentials.into())
}

impl Shop {
    fn new() -> Self {
        let world = World::new();
        let (account, admin) = shop(&world);
        let waiting = register_as(&world, &admin, account, input()).ok().unwrap();
        let group = world.group(account, "Staff", &[BILLING]);
        let (kari, _) = world.join(account, "kari@sport.example", &[group]);
        world.give_pin(&kari, "kari", PIN);
        Self { world, account, admin, waiting, kari }
    }

    fn link(&self, code: &str, user_code: &str, pin: &str) -> Result<Linked, Error> {
        let pair = Pair { user_code: user_code.into(), pin: Secret::new(pin.into()) };
        let input = LinkInput { app: text("no.flow.till"), system_information: text("{\"os\":\"linux\"}") };
        let origin = Origin { ip: Some("192.0.2.7".into()), ..Origin::default() };
        block_on(self.world.identity.link_device(origin, code, pair, &input))
    }

    fn try_pair(&self, user_code: &str, pin: &str) -> Result<(), Error> {
        self.link(self.waiting.code.expose(), user_code, pin).map(drop)
    }

    fn become_of(&self, kind: MembershipKind) {
        let changed = Membership { kind, ..self.kari.clone() };
        self.world.write(&self.world.operator, move |tx, _| Ok(tx.memberships().update(&changed)?)).unwrap();
    }
}

#[test]
fn s_r42_a_code_and_an_entitled_pair_give_the_token_once() {
    let shop = Shop::new();
    let typed = shop.waiting.code.expose().to_lowercase().replace('-', "");
    let Linked { device, token } = shop.link(&typed, "Kari", PIN).ok().unwrap();
    assert_eq!((device.id, device.account), (shop.waiting.device.id, shop.account));
    assert_eq!(device.system_information.as_ref().map(SystemInformation::as_str), Some("{\"os\":\"linux\"}"));
    let principal = shop.world.authenticate(&token).unwrap();
    assert_eq!(shop.world.read(&principal, own).unwrap().state.status(), DeviceStatus::Active);
    assert_eq!(shop.try_pair("kari", PIN), Err(Error::NotFound), "consumed");
    let record = shop.world.audit().remove(0);
    assert_eq!((record.event, record.actor.id), (Event::DeviceLinked, Some(shop.kari.user.to_string())));
    assert_eq!(record.viewers, [shop.account]);
    let after = &record.documents.after;
    assert!(after.contains(&("appId".into(), Fact::Text("no.flow.till".into()))), "{after:?}");
    assert!(after.contains(&("deviceToken".into(), Fact::secret())), "{after:?}");
}

#[test]
fn s_r42_what_is_no_open_code_is_not_found_and_costs_no_run() {
    let shop = Shop::new();
    let before = shop.world.hasher.verifications();
    for code in ["", "AAAA", "0000-0000-0000", "U000-0000-0000", "../../account"] {
        assert_eq!(shop.link(code, "kari", PIN).map(drop), Err(Error::NotFound), "{code}");
    }
    shop.world.clock.advance(CODE_SPAN);
    assert_eq!(shop.try_pair("kari", PIN), Err(Error::NotFound), "expired");
    assert_eq!(shop.world.hasher.verifications(), before);
}

#[test]
fn s_r42_a_removed_device_and_an_unusable_account_are_not_found() {
    let shop = Shop::new();
    let account = shop.account;
    let steer = |verb| {
        let work = move |tx: &mut dyn crate::port::Transaction, call: &crate::service::Call| {
            steer_account(tx, call, account, verb, Ok(&AccountInput::default()), Repeat::Refuse)
        };
        shop.world.write(&shop.world.operator, work).unwrap();
    };
    steer(AccountVerb::Disable);
    assert_eq!(shop.try_pair("kari", PIN), Err(Error::NotFound));
    steer(AccountVerb::Enable);
    let id = shop.waiting.device.id;
    // Its sessions ended when the account was disabled.
    let admin = shop.world.person(shop.admin.actor.person().unwrap(), Some(account));
    shop.world.write(&admin, move |tx, call| remove(tx, call, account, id)).unwrap();
    assert_eq!(shop.try_pair("kari", PIN), Err(Error::NotFound));
}

#[test]
fn s_r16_a_failing_pair_is_one_answer_and_consumes_nothing() {
    let shop = Shop::new();
    for (code, pin) in [("kari", WRONG), ("ola", PIN), ("?", PIN)] {
        let before = shop.world.hasher.verifications();
        assert_eq!(shop.try_pair(code, pin), denied());
        assert_eq!(shop.world.hasher.verifications(), before + 1);
    }
    assert_eq!(shop.try_pair("kari", PIN), Ok(()));
}

#[test]
fn s_r18_five_failures_void_the_code() {
    let shop = Shop::new();
    for n in 0..5 {
        assert_eq!(shop.try_pair(&format!("nobody{n}"), PIN), denied());
    }
    let before = shop.world.hasher.verifications();
    assert_eq!(shop.try_pair("kari", PIN), Err(Error::NotFound));
    assert_eq!(shop.world.hasher.verifications(), before);
}

#[test]
fn s_r18_thirty_failures_a_minute_from_one_address_are_enough() {
    let shop = Shop::new();
    let other = register_as(&shop.world, &shop.admin, shop.account, input()).ok().unwrap();
    for _ in 0..30 {
        assert_eq!(shop.link("0000-0000-0000", "kari", PIN).map(drop), Err(Error::NotFound));
    }
    assert!(matches!(shop.try_pair("kari", PIN), Err(Error::Throttled { .. })));
    shop.world.clock.advance(Duration::from_secs(60));
    assert_eq!(shop.try_pair("kari", PIN), Ok(()));
    assert_eq!(shop.link(other.code.expose(), "kari", PIN).map(drop), Ok(()));
}

#[test]
fn s_r36_a_failing_pair_counts_for_the_lock() {
    let shop = Shop::new();
    for _ in 0..5 {
        let waiting = register_as(&shop.world, &shop.admin, shop.account, input()).ok().unwrap();
        assert_eq!(shop.link(waiting.code.expose(), "kari", WRONG).map(drop), denied());
    }
    assert_eq!(shop.try_pair("kari", PIN), denied());
    let till = shop.world.till(shop.account);
    let device = shop.world.authenticate(&till.token).unwrap();
    let pair = Pair { user_code: "kari".into(), pin: Secret::new(PIN.into()) };
    let answer = block_on(shop.world.identity.sign_in_at_device(&device, Origin::default(), pair));
    assert_eq!(answer.map(drop), denied());
}

#[test]
fn s_r42_a_right_pair_that_links_no_devices_is_forbidden_and_counts_nowhere() {
    let shop = Shop::new();
    shop.become_of(MembershipKind::Regular);
    for _ in 0..12 {
        assert_eq!(shop.try_pair("kari", PIN), Err(Error::Forbidden));
    }
    shop.become_of(MembershipKind::Integration);
    assert_eq!(shop.try_pair("kari", PIN), denied());
    for kind in [MembershipKind::Support, MembershipKind::Full] {
        shop.become_of(kind);
        let waiting = register_as(&shop.world, &shop.admin, shop.account, input()).ok().unwrap();
        assert_eq!(shop.link(waiting.code.expose(), "kari", PIN).map(drop), Ok(()), "{kind:?}");
    }
}

#[test]
fn s_r42_whoever_manages_access_links_devices() {
    let shop = Shop::new();
    let default = shop.world.default_group(shop.account).id;
    let changed = Membership { kind: MembershipKind::Regular, groups: [default].into(), ..shop.kari.clone() };
    shop.world.write(&shop.world.operator, move |tx, _| Ok(tx.memberships().update(&changed)?)).unwrap();
    assert_eq!(shop.try_pair("kari", PIN), Ok(()));
}

#[test]
fn s_r3_a_member_of_another_account_links_nothing_here() {
    let shop = Shop::new();
    let other = shop.world.client("Other").id;
    let group = shop.world.default_group(other).id;
    let (nils, _) = shop.world.join(other, "nils@other.example", &[group]);
    shop.world.give_pin(&nils, "nils", PIN);
    assert_eq!(shop.try_pair("nils", PIN), denied());
}

//! Sessions at a device, S-R5 to S-R7.

use std::time::Duration;

use super::shop::Shop;
use super::*;
use crate::audit::Origin;
use crate::membership::Membership;
use crate::module::{ACCESS_MANAGEMENT, ACCOUNT_MANAGEMENT};
use crate::secret::Secret;
use crate::session::{Begun, ChannelName};
use crate::testing::Till;
use crate::testing::contract::block_on;

#[test]
fn s_r7_what_a_device_is_given_manages_nothing() {
    let shop = Shop::new();
    let default = shop.world.default_group(shop.account).id;
    shop.put(Membership { groups: [default].into(), ..shop.kari.clone() });
    let begun = shop.begun();
    let token = block_on(shop.world.identity.issue(&begun.claims)).unwrap();
    let modules = &shop.world.authenticate(&token).unwrap().actor.modules;
    assert!(!modules.contains(&ACCESS_MANAGEMENT) && !modules.contains(&ACCOUNT_MANAGEMENT));
    let codes = begun.claims.access.unwrap().modules;
    assert!(codes.iter().all(|code| !code.ends_with("-management")), "{codes:?}");
}

fn refresh(shop: &Shop, till: Option<&Till>, value: &Secret) -> Result<Begun, Error> {
    let device = till.map(|till| shop.world.authenticate(&till.token).unwrap());
    block_on(shop.world.identity.refresh_session(Origin::default(), device.as_ref(), value.expose()))
}

#[test]
fn s_r5_the_refresh_token_works_with_the_token_of_its_device_only() {
    let shop = Shop::new();
    let value = shop.begun().secret.unwrap();
    let other = shop.world.till(shop.account);
    assert_eq!(refresh(&shop, None, &value).err(), Some(Error::Unauthenticated));
    assert_eq!(refresh(&shop, Some(&other), &value).err(), Some(Error::Unauthenticated));
    let renewed = refresh(&shop, Some(&shop.till), &value).ok().unwrap();
    assert_eq!(renewed.claims.access.map(|access| access.channel), Some(ChannelName::Device));
}

#[test]
fn s_r5_a_used_refresh_token_ends_the_session() {
    let shop = Shop::new();
    let begun = shop.begun();
    let first = begun.secret.unwrap();
    let second = refresh(&shop, Some(&shop.till), &first).ok().unwrap().secret.unwrap();
    assert_eq!(refresh(&shop, Some(&shop.till), &first).err(), Some(Error::Unauthenticated));
    assert_eq!(refresh(&shop, Some(&shop.till), &second).err(), Some(Error::Unauthenticated));
    let id = begun.session.id;
    assert_eq!(shop.change(move |tx| Ok(tx.sessions().find(id)?)), None);
}

#[test]
fn s_r6_a_session_on_a_device_lasts_an_hour_idle_and_half_a_day_at_most() {
    let shop = Shop::new();
    let mut value = shop.begun().secret.unwrap();
    for _ in 0..12 {
        shop.world.clock.advance(Duration::from_secs(59 * 60));
        value = refresh(&shop, Some(&shop.till), &value).ok().unwrap().secret.unwrap();
    }
    shop.world.clock.advance(Duration::from_secs(12 * 60));
    assert_eq!(refresh(&shop, Some(&shop.till), &value).err(), Some(Error::Unauthenticated), "12 h");
    let idle = shop.begun().secret.unwrap();
    shop.world.clock.advance(Duration::from_secs(60 * 60));
    assert_eq!(refresh(&shop, Some(&shop.till), &idle).err(), Some(Error::Unauthenticated), "60 min");
}

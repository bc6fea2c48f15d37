//! Devices.

use super::Stage;
use crate::device::{Device, DeviceOrder, DeviceQuery, DeviceState, DeviceStatus, DeviceVerb, LinkCode};
use crate::error::{StoreError, UniqueKey};
use crate::id::{AccountId, DeviceId, Id as _};
use crate::list::Direction;
use crate::testing::fixture::{Rows, account, active_device, at, device, digest, filled_device, parsed};

const ACCOUNT: AccountId = AccountId::new(1);
const OTHER: AccountId = AccountId::new(2);

fn put(stage: &Stage, devices: Vec<Device>) {
    stage.put(Rows { accounts: vec![account(1), account(2)], devices, ..Rows::default() });
}

fn find(stage: &Stage, n: u64) -> Option<Device> {
    stage.look(move |tx| Ok(tx.devices().find(DeviceId::new(n))?))
}

fn removed(device: Device) -> Device {
    device.end(DeviceVerb::Remove, at(9)).unwrap()
}

/// Whatever is stored is found again.
pub fn every_field_survives(stage: &Stage) {
    let wide = Device { id: DeviceId::new(1_234_567_890_123_456), ..device(4, OTHER) };
    let all = vec![device(1, ACCOUNT), filled_device(2, ACCOUNT), removed(filled_device(3, ACCOUNT)), wide];
    put(stage, all.clone());
    for device in all {
        assert_eq!(find(stage, device.id.number()), Some(device));
    }
    assert_eq!(find(stage, 77), None);
    let by = |code| stage.look(move |tx| Ok(tx.devices().find_by_code(&digest(code))?.map(|found| found.id)));
    assert_eq!((by(1), by(2)), (Some(DeviceId::new(1)), None));
}

/// A taken identifier is told and changes nothing.
pub fn a_taken_identifier_stores_nothing(stage: &Stage) {
    put(stage, vec![device(1, ACCOUNT)]);
    let twin = Device { id: DeviceId::new(1), ..filled_device(2, OTHER) };
    assert!(!stage.change(move |tx| Ok(tx.devices().insert(&twin)?)));
    assert_eq!(find(stage, 1), Some(device(1, ACCOUNT)));
}

/// An update replaces all columns; the last use stays.
pub fn an_update_replaces_everything_but_last_use(stage: &Stage) {
    put(stage, vec![filled_device(1, ACCOUNT)]);
    stage.change(|tx| Ok(tx.devices().note_seen(&[(DeviceId::new(1), at(60))])?));
    for new in [removed(filled_device(1, ACCOUNT)), device(1, ACCOUNT), filled_device(1, ACCOUNT)] {
        let stored = new.clone();
        stage.change(move |tx| Ok(tx.devices().update(&stored)?));
        assert_eq!(find(stage, 1), Some(Device { last_seen_at: Some(at(60)), ..new }));
    }
}

/// What is not there cannot be updated.
pub fn an_update_of_nothing_is_refused(stage: &Stage) {
    put(stage, vec![]);
    let refusal = stage.refuse(|tx| Ok(tx.devices().update(&device(1, ACCOUNT))?));
    assert!(matches!(refusal, StoreError::Constraint(_)), "{refusal:?}");
}

/// Two devices of an account share no number and no two a code; removal sets both free.
pub fn numbers_and_codes_are_unique_until_removal(stage: &Stage) {
    put(stage, vec![device(1, ACCOUNT)]);
    let same_number = Device { number: device(1, ACCOUNT).number, ..device(2, ACCOUNT) };
    let same_code = Device { state: device(1, ACCOUNT).state, ..device(3, OTHER) };
    for twin in [same_number.clone(), same_code.clone()] {
        stage.clash(UniqueKey::Device, move |tx| Ok(tx.devices().insert(&twin)?));
    }
    let elsewhere = Device { account: OTHER, ..same_number.clone() };
    stage.change(move |tx| Ok(tx.devices().insert(&elsewhere)?));
    let has = |account, n| {
        let number = device(n, ACCOUNT).number;
        stage.look(move |tx| Ok(tx.devices().has_number(account, number)?))
    };
    assert_eq!((has(ACCOUNT, 1), has(ACCOUNT, 2), has(OTHER, 1)), (true, false, true));
    stage.change(|tx| Ok(tx.devices().update(&removed(device(1, ACCOUNT)))?));
    assert!(!has(ACCOUNT, 1));
    let again = Device { number: device(1, ACCOUNT).number, ..device(4, ACCOUNT) };
    stage.change(move |tx| Ok(tx.devices().insert(&again)? && tx.devices().insert(&same_code)?));
}

/// A use that is noted late does not push a later one out.
pub fn later_uses_win(stage: &Stage) {
    put(stage, vec![active_device(1, ACCOUNT), active_device(2, ACCOUNT)]);
    for (n, secs) in [(1, 60), (1, 30), (2, 10), (2, 20)] {
        stage.change(move |tx| Ok(tx.devices().note_seen(&[(DeviceId::new(n), at(secs))])?));
    }
    let seen = |n| find(stage, n).unwrap().last_seen_at;
    assert_eq!((seen(1), seen(2)), (Some(at(60)), Some(at(20))));
}

/// Those whose codes are over come in the order of their ends; linked and removed ones never.
pub fn unlinked_devices_wait_in_order(stage: &Stage) {
    let until = |n, secs| {
        let DeviceState::Pending(code) = device(n, ACCOUNT).state else { panic!("a pending device") };
        let waiting = DeviceState::Pending(LinkCode { expires_at: at(secs), ..code });
        Device { state: waiting, ..device(n, ACCOUNT) }
    };
    put(
        stage,
        vec![until(1, 30), until(2, 10), until(3, 20), active_device(4, ACCOUNT), removed(until(5, 1))],
    );
    let due = |secs, limit| {
        stage.look(move |tx| {
            let found = tx.devices().unlinked_since(at(secs), limit)?;
            Ok(found.iter().map(|device| device.id.number()).collect::<Vec<_>>())
        })
    };
    assert_eq!((due(9, 9), due(10, 9), due(99, 9), due(99, 2)), (vec![], vec![2], vec![2, 3, 1], vec![2, 3]));
}

/// A page shows the account's devices that are not removed, those asked for, in the order asked for.
pub fn pages_of_an_account(stage: &Stage) {
    let named = |device: Device, name: &str, store: &str| Device {
        name: parsed(name),
        store: Some(parsed(store)),
        ..device
    };
    let older = Device { created_at: at(-5), ..named(active_device(1, ACCOUNT), "B", "s2") };
    put(
        stage,
        vec![
            older,
            named(device(2, ACCOUNT), "A", "s1"),
            named(active_device(3, ACCOUNT), "B", "s1"),
            named(removed(device(4, ACCOUNT)), "A", "s1"),
            named(active_device(5, OTHER), "A", "s1"),
        ],
    );
    let everything = DeviceQuery {
        store: None,
        status: None,
        order: DeviceOrder::Name,
        direction: Direction::Ascending,
        offset: 0,
        limit: 10,
    };
    let shown = |query: DeviceQuery| {
        stage.look(move |tx| {
            let page = tx.devices().page(ACCOUNT, &query)?;
            Ok((page.items.iter().map(|device| device.id.number()).collect::<Vec<_>>(), page.total))
        })
    };
    let by = |order, direction| shown(DeviceQuery { order, direction, ..everything.clone() });
    assert_eq!(by(DeviceOrder::Name, Direction::Ascending), (vec![2, 1, 3], 3));
    assert_eq!(by(DeviceOrder::Name, Direction::Descending), (vec![1, 3, 2], 3));
    assert_eq!(by(DeviceOrder::CreatedAt, Direction::Ascending), (vec![1, 2, 3], 3));
    assert_eq!(by(DeviceOrder::CreatedAt, Direction::Descending), (vec![2, 3, 1], 3));
    assert_eq!(shown(DeviceQuery { offset: 1, limit: 1, ..everything.clone() }), (vec![1], 3));
    assert_eq!(shown(DeviceQuery { offset: 9, ..everything.clone() }), (vec![], 3));
    assert_eq!(shown(DeviceQuery { store: Some(parsed("s1")), ..everything.clone() }), (vec![2, 3], 2));
    assert_eq!(shown(DeviceQuery { status: Some(DeviceStatus::Active), ..everything }), (vec![1, 3], 2));
    assert_eq!(stage.look(|tx| Ok(tx.devices().count(ACCOUNT)?)), 3);
}

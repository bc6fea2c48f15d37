//! Registering, showing, removing, expiring.

use std::time::Duration;

use super::*;
use crate::audit::{Event, Fact};
use crate::id::DeviceId;
use crate::refusal::Refusal;
use crate::testing::contract::block_on;
use crate::testing::fixture::device as plain_device;
use crate::testing::{BILLING, REPORTS};

fn registered(world: &World, who: &Arc<Principal>, account: AccountId) -> Registered {
    register_as(world, who, account, input()).unwrap_or_else(|error| panic!("{error}"))
}

fn refused<T>(result: Result<T, Error>) -> Error {
    result.err().unwrap()
}

#[test]
fn s_r42_a_device_waits_with_a_code_that_is_shown_once_and_stored_as_a_digest() {
    let world = World::new();
    let (account, admin) = shop(&world);
    let wanted = DeviceInput { name: text(" Till 3 "), store: text("st_01"), till: text(""), ..input() };
    let Registered { device, code } = register_as(&world, &admin, account, wanted).ok().unwrap();
    assert_eq!(
        (device.name.as_str(), device.store.clone(), device.till.clone()),
        ("Till 3", Some("st_01".parse().unwrap()), None)
    );
    let tools = world.identity.tools();
    let digest = DeviceCode::parse(code.expose()).unwrap().digest(&*tools.digester);
    let expires_at = world.identity.now().plus(Duration::from_secs(900));
    assert_eq!(device.state, DeviceState::Pending(LinkCode { digest, expires_at }));
    let id = device.id;
    assert_eq!(world.read(&admin, move |tx, call| get(tx, call, account, id)), Ok(device));
    let unnamed = registered(&world, &admin, account).device;
    assert_eq!(unnamed.name.as_str(), format!("Device {}", unnamed.number));
}

#[test]
fn s_r42_the_code_is_masked_in_the_trail() {
    let world = World::new();
    let (account, admin) = shop(&world);
    let code = registered(&world, &admin, account).code;
    let record = world.audit().remove(0);
    assert_eq!(record.event, Event::DeviceCreated);
    assert_eq!(record.viewers, [account]);
    assert!(record.documents.after.contains(&("deviceCode".into(), Fact::secret())));
    let told = format!("{record:?}");
    assert!(!told.contains(code.expose()) && !told.contains(&code.expose().replace('-', "")));
}

#[test]
fn bodies_are_read_before_anything_is_made() {
    let world = World::new();
    let (account, admin) = shop(&world);
    for (bad, path) in [
        (DeviceInput::default(), "app"),
        (DeviceInput { app: text("client"), ..input() }, "app"),
        (DeviceInput { name: text(""), ..input() }, "name"),
        (DeviceInput { name: Member::Null, ..input() }, "name"),
        (DeviceInput { store: text("a b"), ..input() }, "storeUid"),
        (DeviceInput { till: Member::Null, ..input() }, "tillUid"),
    ] {
        let error = refused(register_as(&world, &admin, account, bad));
        let Error::Invalid(violations) = error else { panic!("{path}: {error:?}") };
        assert_eq!(violations.iter().map(|(path, _)| path.to_owned()).collect::<Vec<_>>(), [path]);
    }
    assert_eq!(world.read(&admin, move |tx, call| list(tx, call, account, &everything())).unwrap().total, 0);
}

#[test]
fn s_r3_only_the_own_tenant_is_entered_and_only_by_who_manages_access() {
    let world = World::new();
    let (account, admin) = shop(&world);
    let other = world.client("Other").id;
    let group = world.group(account, "Staff", &[BILLING, REPORTS]);
    let (_, member) = world.join(account, "staff@sport.example", &[group]);
    let (staff, machine) =
        (world.person(member.id, Some(account)), world.actor(account, &[crate::module::ACCESS_MANAGEMENT]));
    let till = world.till(account);
    let owner = admin.actor.person().unwrap();
    let on_device = world.signed_in(&till, owner).1;
    let device = world.authenticate(&till.token).unwrap();
    let id = till.device.id;
    for (who, tenant, expected) in [
        (&admin, other, Error::Refused(Refusal::TenantAccessDenied)),
        (&world.person(owner, None), account, Error::Refused(Refusal::TenantAccessDenied)),
        (&staff, account, Error::Forbidden),
        (&machine, account, Error::Refused(Refusal::TenantAccessDenied)),
        (&on_device, account, Error::Forbidden),
        (&device, account, Error::Refused(Refusal::TenantAccessDenied)),
    ] {
        assert_eq!(refused(register_as(&world, who, tenant, DeviceInput::default())), expected);
        assert_eq!(refused(world.read(who, move |tx, call| list(tx, call, tenant, &everything()))), expected);
        assert_eq!(refused(world.read(who, move |tx, call| get(tx, call, tenant, id))), expected);
        assert_eq!(refused(world.write(who, move |tx, call| remove(tx, call, tenant, id))), expected);
    }
    let stranger = world.join(other, "admin@other.example", &[world.default_group(other).id]).1;
    let stranger = world.person(stranger.id, Some(other));
    assert_eq!(world.read(&stranger, move |tx, call| get(tx, call, other, id)), Err(Error::NotFound));
    assert_eq!(world.write(&stranger, move |tx, call| remove(tx, call, other, id)), Err(Error::NotFound));
}

#[test]
fn s_r42_a_thousand_devices_are_enough() {
    let world = World::new();
    let (account, admin) = shop(&world);
    world
        .write(&world.operator, move |tx, _| {
            for n in 1..=DEVICES_MAX {
                assert!(tx.devices().insert(&plain_device(n, account))?);
            }
            Ok(())
        })
        .unwrap();
    let refusal = Error::Refused(Refusal::LimitReached);
    assert_eq!(refused(register_as(&world, &admin, account, input())), refusal);
    world.write(&admin, move |tx, call| remove(tx, call, account, DeviceId::new(7))).unwrap();
    registered(&world, &admin, account);
    assert_eq!(refused(register_as(&world, &admin, account, input())), refusal);
}

#[test]
fn s_r42_removal_is_final() {
    let world = World::new();
    let (account, admin) = shop(&world);
    let id = registered(&world, &admin, account).device.id;
    world.write(&admin, move |tx, call| remove(tx, call, account, id)).unwrap();
    assert_eq!(world.audit()[0].event, Event::DeviceRemoved);
    assert_eq!(world.write(&admin, move |tx, call| remove(tx, call, account, id)), Err(Error::NotFound));
    assert_eq!(world.read(&admin, move |tx, call| get(tx, call, account, id)), Err(Error::NotFound));
    let stored = world.read(&admin, move |tx, _| Ok(tx.devices().find(id)?)).unwrap().unwrap();
    assert_eq!(stored.state, DeviceState::Removed, "so that the identifier is never used again");
}

#[test]
fn s_r42_pending_devices_vanish_a_day_after_their_code() {
    let world = World::new();
    let (account, admin) = shop(&world);
    let pending = registered(&world, &admin, account).device.id;
    let linked = world.till(account).device.id;
    let expire = || block_on(world.identity.expire_devices()).unwrap();
    world.clock.advance((CODE_SPAN + PENDING_KEPT).saturating_sub(Duration::from_millis(10)));
    assert_eq!(expire(), 0);
    world.clock.advance(Duration::from_millis(10));
    assert_eq!((expire(), expire()), (1, 0));
    let record = world.audit().remove(0);
    assert_eq!((record.event, record.object.id), (Event::DeviceExpired, pending.to_string()));
    assert_eq!(record.viewers, [account]);
    let left =
        world.read(&world.operator, move |tx, _| Ok(tx.devices().page(account, &everything())?)).unwrap();
    assert_eq!(left.items.iter().map(|device| device.id).collect::<Vec<_>>(), [linked]);
}

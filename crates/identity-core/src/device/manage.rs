//! Registering, showing and removing devices (D1–D4).

use super::facts::{audit_object, changed, made};
use super::input::Wanted;
use super::{
    CODE_SPAN, Device, DeviceCode, DeviceInput, DeviceNumber, DeviceQuery, DeviceState, DeviceVerb, LinkCode,
};
use crate::audit::Event;
use crate::auth::Forget;
use crate::error::Error;
use crate::id::{AccountId, DeviceId};
use crate::list::Page;
use crate::port::Transaction;
use crate::refusal::Refusal;
use crate::secret::Secret;
use crate::service::Call;
use crate::session::{self, SessionSet};
use crate::tenant::administered;
use crate::value::Text;

/// The most devices that one account has (S-R42).
pub const DEVICES_MAX: u64 = 1000;
/// Draws of a number before it is given up; with a thousand taken of 900,000 the second is hardly ever needed.
const DRAWS_MAX: usize = 64;

/// A new device and the code that links it, which is shown this once.
pub struct Registered {
    /// The device.
    pub device: Device,
    /// `XXXX-XXXX-XXXX`
    pub code: Secret,
}

/// Registers a device (D1).
///
/// # Errors
/// [`Refusal::TenantAccessDenied`], [`Error::Forbidden`]; [`Error::Invalid`]; [`Refusal::LimitReached`].
pub fn register(
    tx: &mut dyn Transaction,
    call: &Call,
    tenant: AccountId,
    input: Result<&DeviceInput, Error>,
) -> Result<Registered, Error> {
    administered(call.principal, tenant)?;
    let wanted = call.admit(input)?.read()?;
    if tx.devices().count(tenant)? >= DEVICES_MAX {
        return Err(Refusal::LimitReached.into());
    }
    let code = DeviceCode::draw(&*call.tools.entropy);
    let mut device = new(call, tenant, draw_number(tx, call, tenant)?, wanted, &code);
    call.place(|id| {
        device.id = id;
        tx.devices().insert(&device)
    })?;
    call.record(Event::DeviceCreated, audit_object(&device)).with(made(&device)).append(tx, call)?;
    Ok(Registered { device, code: code.shown() })
}

fn new(call: &Call, account: AccountId, number: DeviceNumber, wanted: Wanted, code: &DeviceCode) -> Device {
    let code = LinkCode { digest: code.digest(&*call.tools.digester), expires_at: call.now.plus(CODE_SPAN) };
    Device {
        id: DeviceId::new(0),
        revision: 1,
        account,
        number,
        name: wanted.name.unwrap_or_else(|| Text::from_stored(format!("Device {number}"))),
        app: wanted.app,
        state: DeviceState::Pending(code),
        store: wanted.store,
        till: wanted.till,
        system_information: None,
        created_at: call.now,
        modified_at: call.now,
        last_seen_at: None,
    }
}

fn draw_number(tx: &mut dyn Transaction, call: &Call, account: AccountId) -> Result<DeviceNumber, Error> {
    for _ in 0..DRAWS_MAX {
        let number = DeviceNumber::draw(&*call.tools.entropy);
        if !tx.devices().has_number(account, number)? {
            return Ok(number);
        }
    }
    Err(Error::Internal("no free device number was found".into()))
}

/// One page of an account's devices (D2).
///
/// # Errors
/// [`Refusal::TenantAccessDenied`], [`Error::Forbidden`].
pub fn list(
    tx: &mut dyn Transaction,
    call: &Call,
    tenant: AccountId,
    query: &DeviceQuery,
) -> Result<Page<Device>, Error> {
    administered(call.principal, tenant)?;
    Ok(tx.devices().page(tenant, query)?)
}

/// One device (D3).
///
/// # Errors
/// [`Refusal::TenantAccessDenied`], [`Error::Forbidden`]; [`Error::NotFound`].
pub fn get(tx: &mut dyn Transaction, call: &Call, tenant: AccountId, id: DeviceId) -> Result<Device, Error> {
    administered(call.principal, tenant)?;
    let is_there = |device: &Device| device.account == tenant && device.state != DeviceState::Removed;
    tx.devices().find(id)?.filter(is_there).ok_or(Error::NotFound)
}

/// Removes a device for good. Its token and all sessions begun on it are dead once this is answered (D4, S-R8, F7).
///
/// # Errors
/// As [`get`].
pub fn remove(tx: &mut dyn Transaction, call: &Call, tenant: AccountId, id: DeviceId) -> Result<(), Error> {
    let before = get(tx, call, tenant, id)?;
    let after = end(tx, call, before.clone(), DeviceVerb::Remove)?;
    call.record(Event::DeviceRemoved, audit_object(&after)).with(changed(&before, &after)).append(tx, call)
}

/// Ends the device, its sessions and whatever is remembered of both.
pub(crate) fn end(
    tx: &mut dyn Transaction,
    call: &Call,
    device: Device,
    verb: DeviceVerb,
) -> Result<Device, Error> {
    let ended = device.end(verb, call.now)?;
    tx.devices().update(&ended)?;
    session::end(tx, SessionSet::OnDevice(ended.id))?;
    tx.forget(Forget::Device(ended.id))?;
    Ok(ended)
}

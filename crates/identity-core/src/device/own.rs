//! The device itself, by its own token or a session on it (D6, D7).

use super::facts::{audit_object, changed};
use super::{Device, DeviceUpdate, DeviceVerb};
use crate::actor::Credential;
use crate::audit::Event;
use crate::auth::device_in_use;
use crate::error::Error;
use crate::port::Transaction;
use crate::service::Call;

/// The device that asks, or on which somebody does (D6).
///
/// # Errors
/// [`Error::Unauthenticated`] for any other credential.
pub fn own(tx: &mut dyn Transaction, call: &Call) -> Result<Device, Error> {
    let id = call.principal.credential.device().ok_or(Error::Unauthenticated)?;
    device_in_use(tx, id, call.now)
}

/// The device that asks, by its own token.
pub(super) fn asking(tx: &mut dyn Transaction, call: &Call) -> Result<Device, Error> {
    let Credential::Device(id) = call.principal.credential else { return Err(Error::Unauthenticated) };
    device_in_use(tx, id, call.now)
}

/// Notes what the device says of itself (D7).
///
/// # Errors
/// [`Error::Unauthenticated`] unless the device asks; [`Error::Invalid`].
pub fn update(
    tx: &mut dyn Transaction,
    call: &Call,
    input: Result<&DeviceUpdate, Error>,
) -> Result<Device, Error> {
    let before = asking(tx, call)?;
    let said = call.admit(input)?.read()?;
    before.state.status().after(DeviceVerb::Update)?;
    let mut after = before.clone();
    after.system_information = Some(said.system_information);
    after.name = said.name.unwrap_or(after.name);
    if after == before {
        return Ok(after);
    }
    after.revision += 1;
    after.modified_at = call.now;
    tx.devices().update(&after)?;
    call.record(Event::DeviceUpdated, audit_object(&after))
        .with(changed(&before, &after))
        .append(tx, call)?;
    Ok(after)
}

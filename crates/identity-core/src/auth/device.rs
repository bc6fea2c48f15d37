//! What makes a device a principal (S-R2): in use, not forgotten in a drawer, its account usable; judged in one place for
//! its own token, for sessions begun on it, and for every write.

use std::collections::BTreeSet;

use crate::account::is_usable;
use crate::actor::{ActingAccount, Actor, Credential, Principal, Who};
use crate::device::Device;
use crate::error::Error;
use crate::id::DeviceId;
use crate::port::Transaction;
use crate::timestamp::Timestamp;

/// The device, if it is in use and its token was used within 90 days.
///
/// # Errors
/// [`Error::Unauthenticated`].
pub fn device_in_use(tx: &mut dyn Transaction, id: DeviceId, now: Timestamp) -> Result<Device, Error> {
    tx.devices().find(id)?.filter(|device| device.token(now).is_some()).ok_or(Error::Unauthenticated)
}

/// The device by itself: it holds no modules.
///
/// # Errors
/// [`Error::Unauthenticated`] unless it is in use and its account usable.
pub fn principal_of_device(
    tx: &mut dyn Transaction,
    id: DeviceId,
    now: Timestamp,
) -> Result<(Principal, Device), Error> {
    let device = device_in_use(tx, id, now)?;
    if !is_usable(tx, device.account)? {
        return Err(Error::Unauthenticated);
    }
    let account = tx.accounts().summaries(&[device.account])?.pop().ok_or(Error::Unauthenticated)?;
    let principal = Principal {
        actor: Actor {
            who: Who::Device(id),
            account: Some(ActingAccount { id: account.id, kind: account.kind }),
            modules: BTreeSet::new(),
            reseller: None,
        },
        credential: Credential::Device(id),
        name: device.name.to_string(),
        account_name: Some(account.name.to_string()),
        not_after: device.token(now).map(|token| device.unused_until(token)),
    };
    Ok((principal, device))
}

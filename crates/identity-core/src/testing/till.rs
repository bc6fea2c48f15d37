//! A device in use and who is signed in on it, without the steps of a real sign-in.

use std::sync::Arc;

use super::World;
use super::contract::block_on;
use super::fakes::FakeHasher;
use super::fixture::{active_device, parsed};
use super::world::place_session;
use crate::actor::Principal;
use crate::auth::principal_of;
use crate::device::{Device, DeviceNumber, DeviceState, DeviceToken};
use crate::error::Error;
use crate::id::{AccountId, DeviceId, UserId};
use crate::membership::pin::StoredPin;
use crate::membership::{Membership, Profile};
use crate::secret::Secret;
use crate::session::{Level, Session};

/// A device in use.
pub struct Till {
    /// The device.
    pub device: Device,
    /// Its token.
    pub token: Secret,
}

#[expect(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a world that cannot be built is a defect of the test"
)]
impl<S: ?Sized> World<S> {
    /// A device of the account, linked now.
    pub fn till(&self, account: AccountId) -> Till {
        let system = Arc::new(Principal::system());
        self.write(&system, move |tx, call| {
            let number = u32::try_from(call.tools.entropy.next() % 900_000 + 100_000).ok();
            let number = number.and_then(DeviceNumber::new).unwrap();
            let mut device = Device { number, created_at: call.now, ..active_device(0, account) };
            let mut token = None;
            call.place(|id: DeviceId| {
                let minted = call.tools.minter.device_token(id);
                device.id = id;
                device.state =
                    DeviceState::Active(DeviceToken { digest: minted.digest, linked_at: call.now });
                token = Some(minted.value);
                tx.devices().insert(&device)
            })?;
            Ok(Till { device: device.clone(), token: token.unwrap() })
        })
        .unwrap()
    }

    /// A session of a member on a device.
    pub fn signed_in(&self, till: &Till, user: UserId) -> (Session, Arc<Principal>) {
        let (device, account) = (till.device.id, till.device.account);
        let system = Arc::new(Principal::system());
        let (session, principal) = self
            .write(&system, move |tx, call| {
                let membership = tx.memberships().find_pair(account, user)?.ok_or(Error::NotFound)?.id;
                let session = place_session(tx, call, user, Level::Device { device, account, membership })?;
                Ok((session.clone(), principal_of(tx, &call.tools.catalogue, &session)?))
            })
            .unwrap();
        (session, Arc::new(principal))
    }

    /// Gives a member a PIN of their own and a user code.
    pub fn give_pin(&self, member: &Membership, code: &str, pin: &str) {
        let pin = StoredPin {
            membership: member.id,
            hash: FakeHasher::hash_of(pin),
            temporary_until: None,
            is_own_by_web: true,
            is_void: false,
            set_at: self.identity.now(),
        };
        let profile = Profile { user_code: Some(parsed(code)), ..Profile::blank(member) };
        let system = Arc::new(Principal::system());
        self.write(&system, move |tx, _| {
            tx.profiles().save(&profile)?;
            Ok(tx.pins().save(&pin)?)
        })
        .unwrap();
    }

    /// Writes the uses that were noted.
    pub fn flush_uses(&self) {
        block_on(self.identity.flush_uses()).unwrap();
    }
}

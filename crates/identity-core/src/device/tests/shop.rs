//! A till of an account, and a member with a PIN.

use std::time::Duration;

use super::*;
use crate::audit::Origin;
use crate::id::{GroupId, MembershipId, StoreAccessId};
use crate::membership::pin::StoredPin;
use crate::membership::{Membership, StoreAccess, StoreRole};
use crate::port::Transaction;
use crate::refusal::Refusal;
use crate::secret::Secret;
use crate::session::Begun;
use crate::testing::contract::block_on;
use crate::testing::fixture::NOW;
use crate::testing::{BILLING, Till};
use crate::value::Uid;

pub(super) const PIN: &str = "5937";
pub(super) const WRONG: &str = "4826";
pub(super) const QUARTER: Duration = Duration::from_secs(15 * 60);

/// A till of an account, and a member with a PIN who is not in the default group.
pub(super) struct Shop {
    pub(super) world: World,
    pub(super) account: AccountId,
    pub(super) till: Till,
    pub(super) group: GroupId,
    pub(super) kari: Membership,
}

pub(super) fn pair(code: &str, pin: &str) -> Pair {
    Pair { user_code: code.into(), pin: Secret::new(pin.into()) }
}

pub(super) fn denied<T>() -> Result<T, Error> {
    Err(Refusal::InvalidCredentials.into())
}

impl Shop {
    pub(super) fn new() -> Self {
        let world = World::new();
        let account = world.client("Sport AS").id;
        let group = world.group(account, "Staff", &[BILLING]);
        let till = world.till(account);
        let (kari, _) = world.join(account, "kari@sport.example", &[group]);
        world.give_pin(&kari, "kari", PIN);
        world.security.take();
        Self { world, account, till, group, kari }
    }

    pub(super) fn at(&self, till: &Till, code: &str, pin: &str) -> Result<SignedIn, Error> {
        let device = self.world.authenticate(&till.token)?;
        block_on(self.world.identity.sign_in_at_device(&device, Origin::default(), pair(code, pin)))
    }

    pub(super) fn enter(&self, code: &str, pin: &str) -> Result<(), Error> {
        self.at(&self.till, code, pin).map(drop)
    }

    pub(super) fn begun(&self) -> Begun {
        self.at(&self.till, "kari", PIN).ok().unwrap().begun
    }

    pub(super) fn change<T: Send + 'static>(
        &self,
        mut work: impl FnMut(&mut dyn Transaction) -> Result<T, Error> + Send + 'static,
    ) -> T {
        self.world.write(&self.world.operator, move |tx, _| work(tx)).unwrap()
    }

    pub(super) fn put(&self, membership: Membership) {
        self.change(move |tx| Ok(tx.memberships().update(&membership)?));
    }

    pub(super) fn pin(&self, change: impl Fn(StoredPin) -> StoredPin + Send + 'static) {
        let id = self.kari.id;
        self.change(move |tx| {
            let pin = tx.pins().find(id)?.unwrap();
            Ok(tx.pins().save(&change(pin))?)
        });
    }

    pub(super) fn stores(&self, stores: &[&str]) {
        let (id, stores): (MembershipId, Vec<Uid>) =
            (self.kari.id, stores.iter().map(|store| store.parse().unwrap()).collect());
        self.change(move |tx| {
            for (n, store) in (1..).zip(&stores) {
                let access = StoreAccess {
                    id: StoreAccessId::new(n),
                    membership: id,
                    store: store.clone(),
                    role: StoreRole::Access,
                    created_at: NOW,
                    modified_at: NOW,
                };
                tx.profiles().insert_store(&access)?;
            }
            Ok(())
        });
    }

    pub(super) fn stand_in(&self, store: Option<&str>) {
        let id = self.till.device.id;
        let store = store.map(|store| store.parse().unwrap());
        self.change(move |tx| {
            let device = tx.devices().find(id)?.unwrap();
            Ok(tx.devices().update(&Device { store: store.clone(), ..device })?)
        });
    }

    /// Fails `count` times, at as many tills as it takes to be heard.
    pub(super) fn fail(&self, count: usize) {
        for n in 0..count {
            let till = self.world.till(self.account);
            assert_eq!(self.at(&till, "kari", WRONG).map(drop), denied(), "{n}");
        }
    }
}

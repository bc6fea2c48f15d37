//! A service from nothing: ports, catalogue and first rows.

use std::sync::Arc;

use super::{BILLING, PASSWORD, REPORTS, World};
use crate::account::AccountKind;
use crate::actor::Principal;
use crate::audit::Origin;
use crate::auth::Epochs;
use crate::error::Error;
use crate::id::{AccountId, Id as _, TokenId, UserId};
use crate::module::{ACCESS_MANAGEMENT, ACCOUNT_MANAGEMENT, Module};
use crate::port::{Clock as _, Store, TokenMinter as _, Transaction};
use crate::secret::Secret;
use crate::service::{Bootstrap, Call, Identity, Ports, Settings, apply_catalogue, bootstrap};
use crate::testing::contract::block_on;
use crate::testing::fakes::{
    FakeAuthenticator, FakeCodes, FakeDigester, FakeHasher, FakeMinter, FakeSealer, FakeSigner, FixedClock,
    MemoryMailer, MemorySecurityLog, SeededEntropy,
};
use crate::testing::fixture::{module, parsed};

/// A small catalogue: the two built-in modules, [`BILLING`] and [`REPORTS`].
pub fn catalogue() -> Vec<Module> {
    let every = || AccountKind::ALL.into_iter().collect();
    let mut access = module(ACCESS_MANAGEMENT.number());
    access.code = parsed("access-management");
    access.account_kinds = every();
    access.settings.is_default = true;
    access.settings.is_configurable = false;
    let mut accounts = module(ACCOUNT_MANAGEMENT.number());
    accounts.code = parsed("account-management");
    accounts.account_kinds = [AccountKind::Operations].into();
    accounts.settings.is_configurable = true;
    let mut modules = vec![access, accounts];
    for (id, code) in [(BILLING, "billing"), (REPORTS, "reports")] {
        let mut extra = module(id.number());
        extra.code = parsed(code);
        extra.account_kinds = every();
        extra.settings.is_configurable = true;
        modules.push(extra);
    }
    modules
}

/// What every service over fakes has of its own.
#[derive(Default)]
struct Fakes {
    clock: Arc<FixedClock>,
    hasher: Arc<FakeHasher>,
    security: Arc<MemorySecurityLog>,
}

#[expect(clippy::unwrap_used, reason = "a world that cannot be built is a defect of the test")]
impl Fakes {
    fn identity(
        &self,
        store: Arc<dyn Store>,
        epochs: Arc<Epochs>,
        entropy: &Arc<SeededEntropy>,
    ) -> Result<Identity, Error> {
        let ports = Ports {
            store,
            epochs,
            clock: self.clock.clone(),
            entropy: entropy.clone(),
            minter: Arc::new(FakeMinter::new(entropy.clone())),
            sealer: Arc::new(FakeSealer),
            digester: Arc::new(FakeDigester),
            otp: Arc::new(FakeCodes::new(entropy.clone())),
            authenticator: Arc::new(FakeAuthenticator),
            hasher: self.hasher.clone(),
            security: self.security.clone(),
            signer: Arc::new(FakeSigner::new(entropy.clone())),
        };
        block_on(Identity::new(ports, Settings::default()))
    }

    fn world(
        self,
        store: Arc<dyn Store>,
        identity: Identity,
        (operations, administrator): (AccountId, UserId),
        operator_token: Secret,
    ) -> World<dyn Store> {
        let operator = block_on(identity.authenticate(operator_token.expose())).unwrap().principal.clone();
        World {
            identity,
            clock: self.clock,
            mailer: MemoryMailer::default(),
            store,
            hasher: self.hasher,
            security: self.security,
            operations,
            administrator,
            operator,
            operator_token,
        }
    }
}

#[expect(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a world that cannot be built is a defect of the test"
)]
impl World<dyn Store> {
    /// Bootstraps over an empty store that forgets through the epochs. Everything that is drawn comes from the entropy.
    pub fn over(store: Arc<dyn Store>, epochs: Arc<Epochs>, entropy: &Arc<SeededEntropy>) -> Self {
        let fakes = Fakes::default();
        let wanted = first_rows(&FakeMinter::new(entropy.clone()));
        let operator_token = wanted.token.value.clone();
        let now = fakes.clock.now();
        block_on(store.write(move |tx| apply_catalogue(tx, &catalogue(), now))).unwrap();
        let identity = fakes.identity(store.clone(), epochs, entropy).unwrap();
        let system = Arc::new(Principal::system());
        let work = move |tx: &mut dyn Transaction, call: &Call| bootstrap(tx, call, &wanted);
        let made = block_on(identity.write(&system, Origin::default(), work)).unwrap().unwrap();
        fakes.world(store, identity, (made.account, made.administrator), operator_token)
    }

    /// The service started again over the same store or a copy of it, at the same moment.
    #[must_use]
    pub fn again(&self, store: Arc<dyn Store>, epochs: Arc<Epochs>, entropy: &Arc<SeededEntropy>) -> Self {
        let fakes = Fakes::default();
        fakes.clock.set(self.clock.now());
        let identity = fakes.identity(store.clone(), epochs, entropy).unwrap();
        fakes.world(store, identity, (self.operations, self.administrator), self.operator_token.clone())
    }

    /// The same world, with its store by the type that it has.
    pub(super) fn with_store<S>(self, store: Arc<S>) -> World<S> {
        World {
            store,
            identity: self.identity,
            clock: self.clock,
            mailer: self.mailer,
            hasher: self.hasher,
            security: self.security,
            operations: self.operations,
            administrator: self.administrator,
            operator: self.operator,
            operator_token: self.operator_token,
        }
    }
}

/// What every world starts with.
fn first_rows(minter: &FakeMinter) -> Bootstrap {
    Bootstrap {
        account_name: parsed("Platform Operations"),
        email: parsed("operator@example.com"),
        first_name: parsed("Olga"),
        last_name: parsed("Operator"),
        password: FakeHasher::hash_of(PASSWORD),
        token_id: TokenId::new(9_073_321),
        token: minter.token(TokenId::new(9_073_321)),
        token_name: parsed("Ops automation"),
    }
}

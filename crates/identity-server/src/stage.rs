//! A service over the store in memory, for unit tests.

use std::sync::Arc;

use identity_core::port::{Clock as _, Store};
use identity_core::service::{Identity, Ports, Settings, apply_catalogue};
use identity_core::testing::MemoryStore;
use identity_core::testing::fakes::{
    FakeAuthenticator, FakeCodes, FakeDigester, FakeHasher, FakeMinter, FakeSealer, FakeSigner, FixedClock,
    MemorySecurityLog, SeededEntropy,
};

use crate::catalogue;
use crate::config::ModulesConfig;

/// A service whose store has a catalogue and nothing else.
pub(crate) struct Stage {
    pub(crate) identity: Arc<Identity>,
    pub(crate) memory: Arc<MemoryStore>,
    pub(crate) clock: Arc<FixedClock>,
}

pub(crate) async fn stage() -> Stage {
    let memory = Arc::new(MemoryStore::default());
    let store: Arc<dyn Store> = memory.clone();
    let clock = Arc::new(FixedClock::default());
    let now = clock.now();
    let modules = catalogue::read(&ModulesConfig::default()).unwrap();
    store.write(move |tx| apply_catalogue(tx, &modules, now)).await.unwrap();
    let ports = Ports {
        store,
        epochs: memory.epochs().clone(),
        clock: clock.clone(),
        entropy: Arc::new(SeededEntropy::new(3)),
        minter: Arc::new(FakeMinter::default()),
        sealer: Arc::new(FakeSealer),
        digester: Arc::new(FakeDigester),
        otp: Arc::new(FakeCodes::default()),
        authenticator: Arc::new(FakeAuthenticator),
        hasher: Arc::new(FakeHasher::default()),
        security: Arc::new(MemorySecurityLog::default()),
        signer: Arc::new(FakeSigner::default()),
    };
    let identity = Identity::new(ports, Settings::default()).await.unwrap();
    Stage { identity: Arc::new(identity), memory, clock }
}

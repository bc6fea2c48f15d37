//! The races of cached rights (design: a revoked credential is refused at once), with barriers and a dropped future.

use std::any::Any;
use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::task::{Context, Waker};

use async_trait::async_trait;

use crate::api_token::{TokenVerb, steer};
use crate::audit::Origin;
use crate::error::{Error, StoreError};
use crate::port::{Job, Reading, Store};
use crate::service::{Identity, Ports, Settings};
use crate::state::Repeat;
use crate::testing::contract::block_on;
use crate::testing::fakes::{
    FakeAuthenticator, FakeCodes, FakeDigester, FakeHasher, FakeMinter, FakeSealer, FakeSigner, FixedClock,
    MemorySecurityLog, SeededEntropy,
};
use crate::testing::{BILLING, CommitFault, MemoryStore, World};

/// Stops a read after it was made and before its result is handed on.
struct Halting {
    inner: Arc<MemoryStore>,
    gate: Mutex<Option<Arc<(Barrier, Barrier)>>>,
}

#[async_trait]
impl Store for Halting {
    async fn run_read(&self, reading: Reading, job: Job) -> Result<Box<dyn Any + Send>, Error> {
        let result = self.inner.run_read(reading, job).await;
        let gate = self.gate.lock().unwrap().take();
        if let Some(gate) = gate {
            gate.0.wait();
            gate.1.wait();
        }
        result
    }

    async fn run_write(&self, job: Job) -> Result<Box<dyn Any + Send>, Error> {
        self.inner.run_write(job).await
    }
}

fn second_service(world: &World, store: Arc<dyn Store>) -> Identity {
    let ports = Ports {
        store,
        epochs: world.store.epochs().clone(),
        clock: Arc::new(FixedClock::new(world.identity.now())),
        entropy: Arc::new(SeededEntropy::new(99)),
        minter: Arc::new(FakeMinter::default()),
        sealer: Arc::new(FakeSealer),
        digester: Arc::new(FakeDigester),
        otp: Arc::new(FakeCodes::default()),
        authenticator: Arc::new(FakeAuthenticator),
        hasher: Arc::new(FakeHasher::default()),
        security: Arc::new(MemorySecurityLog::default()),
        signer: Arc::new(FakeSigner::default()),
    };
    block_on(Identity::new(ports, Settings::default())).unwrap()
}

#[test]
fn a_fill_that_read_before_a_revocation_is_never_believed_after_it() {
    let world = World::new();
    let (token, value) = world.token(world.client("Own").id, &[BILLING]);
    let halting = Arc::new(Halting { inner: world.store.clone(), gate: Mutex::new(None) });
    let identity = second_service(&world, halting.clone());
    let gate = Arc::new((Barrier::new(2), Barrier::new(2)));
    *halting.gate.lock().unwrap() = Some(gate.clone());
    std::thread::scope(|threads| {
        let fill = threads.spawn(|| block_on(identity.authenticate(value.expose())).map(drop));
        gate.0.wait();
        let id = token.id;
        let revoked = world
            .write(&world.operator, move |tx, call| steer(tx, call, id, TokenVerb::Disable, Repeat::Refuse));
        gate.1.wait();
        // The overtaken request was asked before the revocation answered, so either answer is right for it.
        let _ = fill.join().unwrap();
        // Looked at behind the gate, so that a refusal fails the test and does not hang it.
        revoked.unwrap();
    });
    assert_eq!(block_on(identity.authenticate(value.expose())).map(drop), Err(Error::Unauthenticated));
}

#[test]
fn the_control_without_invalidation_would_believe_it() {
    let world = World::new();
    let (token, value) = world.token(world.client("Own").id, &[BILLING]);
    let deaf = Ports {
        store: world.store.clone(),
        // Epochs that no store raises: what a node without invalidation would be.
        epochs: Arc::default(),
        clock: Arc::new(FixedClock::new(world.identity.now())),
        entropy: Arc::new(SeededEntropy::new(99)),
        minter: Arc::new(FakeMinter::default()),
        sealer: Arc::new(FakeSealer),
        digester: Arc::new(FakeDigester),
        otp: Arc::new(FakeCodes::default()),
        authenticator: Arc::new(FakeAuthenticator),
        hasher: Arc::new(FakeHasher::default()),
        security: Arc::new(MemorySecurityLog::default()),
        signer: Arc::new(FakeSigner::default()),
    };
    let deaf = block_on(Identity::new(deaf, Settings::default())).unwrap();
    block_on(deaf.authenticate(value.expose())).unwrap();
    let id = token.id;
    world
        .write(&world.operator, move |tx, call| steer(tx, call, id, TokenVerb::Disable, Repeat::Refuse))
        .unwrap();
    assert!(block_on(deaf.authenticate(value.expose())).is_ok(), "so the test above can fail");
    assert_eq!(world.authenticate(&value), Err(Error::Unauthenticated));
}

#[test]
fn a_writer_that_hangs_up_still_revokes_if_it_committed() {
    let world = World::new();
    let (token, value) = world.token(world.client("Own").id, &[BILLING]);
    world.authenticate(&value).unwrap();
    let id = token.id;
    {
        let write = world.identity.write(&world.operator, Origin::default(), move |tx, call| {
            steer(tx, call, id, TokenVerb::Disable, Repeat::Refuse)
        });
        // Polled once and dropped, as when a client hangs up; the in-memory store commits within the first poll.
        let _ = pin!(write).as_mut().poll(&mut Context::from_waker(Waker::noop()));
    }
    assert_eq!(world.authenticate(&value), Err(Error::Unauthenticated));
}

#[test]
fn a_commit_that_failed_revokes_nothing_and_is_told_as_failed() {
    let world = World::new();
    let (token, value) = world.token(world.client("Own").id, &[BILLING]);
    world.authenticate(&value).unwrap();
    world.store.fail_next_commit(CommitFault::Refused(StoreError::Unavailable("disk full".into())));
    let id = token.id;
    let write =
        world.write(&world.operator, move |tx, call| steer(tx, call, id, TokenVerb::Disable, Repeat::Refuse));
    assert!(matches!(write, Err(Error::Store(StoreError::Unavailable(_)))));
    assert!(world.authenticate(&value).is_ok());
}

/// Counts what is asked of the store.
struct Counting {
    inner: Arc<MemoryStore>,
    reads: AtomicUsize,
}

#[async_trait]
impl Store for Counting {
    async fn run_read(&self, reading: Reading, job: Job) -> Result<Box<dyn Any + Send>, Error> {
        self.reads.fetch_add(1, Ordering::SeqCst);
        self.inner.run_read(reading, job).await
    }

    async fn run_write(&self, job: Job) -> Result<Box<dyn Any + Send>, Error> {
        self.inner.run_write(job).await
    }
}

#[test]
fn text_that_is_no_token_never_reaches_the_store() {
    let world = World::new();
    let value = world.operator_token.expose();
    let store = Arc::new(Counting { inner: world.store.clone(), reads: AtomicUsize::new(0) });
    let identity = second_service(&world, store.clone());
    let asked = |text: &str| {
        let before = store.reads.load(Ordering::SeqCst);
        let answer = block_on(identity.authenticate(text)).map(drop);
        (answer, store.reads.load(Ordering::SeqCst) - before)
    };
    let swapped: String = value
        .chars()
        .map(|c| if c.is_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() })
        .collect();
    let cut = &value[..value.len() - 1];
    for text in ["", "idt:", cut, &format!("{value}0"), &format!(" {value}"), &swapped] {
        assert_eq!(asked(text), (Err(Error::Unauthenticated), 0), "{text}");
    }
    assert_eq!(asked(value), (Ok(()), 1));
    assert_eq!(asked(value), (Ok(()), 0), "answered from memory");
}

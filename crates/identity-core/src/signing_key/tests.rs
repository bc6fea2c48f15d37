//! Tokens of sessions from issue to refusal, and keys from birth to removal, over a store that is shared.

use std::any::Any;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::time::Duration;

use async_trait::async_trait;

use super::*;
use crate::actor::{Credential, Principal};
use crate::auth::{Forget, Verified};
use crate::error::{Error, StoreError};
use crate::id::UserId;
use crate::port::{Job, Reading, Store};
use crate::secret::Secret;
use crate::service::{Identity, Ports, Settings};
use crate::session::{AccessClaims, ChannelName, Claims, SessionSet};
use crate::testing::contract::block_on;
use crate::testing::fakes::{
    FakeAuthenticator, FakeCodes, FakeDigester, FakeHasher, FakeMinter, FakeSealer, FakeSigner, FixedClock,
    MemorySecurityLog, SeededEntropy,
};
use crate::testing::{BILLING, CommitFault, MemoryStore, World};

/// What the principal's token says.
fn claims_of(world: &World, principal: &Principal) -> Claims {
    let settings = Settings::default();
    let now = world.identity.now();
    let access =
        principal.credential.membership().zip(principal.actor.account).map(|(membership, account)| {
            let (modules, channel) = (vec!["billing".into()], ChannelName::Web);
            AccessClaims { account: account.id, account_kind: account.kind, membership, modules, channel }
        });
    Claims {
        audience: if access.is_some() { settings.audience } else { settings.issuer.clone() },
        issuer: settings.issuer,
        user: principal.actor.person().unwrap(),
        session: principal.credential.session().unwrap(),
        issued_at: now,
        expires_at: now.plus(TOKEN_SPAN),
        id: "one".into(),
        access,
    }
}

fn issue(identity: &Identity, claims: &Claims) -> Secret {
    block_on(identity.issue(claims)).unwrap()
}

fn present(identity: &Identity, token: &Secret) -> Result<Arc<Verified>, Error> {
    block_on(identity.authenticate(token.expose()))
}

fn is_refused(identity: &Identity, token: &Secret) -> bool {
    present(identity, token).map(drop) == Err(Error::Unauthenticated)
}

/// A member of a new account who is signed in there and at person level.
fn member(world: &World) -> (UserId, Arc<Principal>, Arc<Principal>) {
    let client = world.client("Own").id;
    let group = world.group(client, "Billing", &[BILLING]);
    let (_, user) = world.join(client, "mara@example.com", &[group]);
    (user.id, world.person(user.id, None), world.person(user.id, Some(client)))
}

#[test]
fn s_r1_tokens_of_sessions_are_accepted_as_what_they_are() {
    let world = World::new();
    let (user, auth, access) = member(&world);
    for principal in [&auth, &access] {
        let token = issue(&world.identity, &claims_of(&world, principal));
        for _ in 0..2 {
            let verified = present(&world.identity, &token).unwrap();
            assert_eq!(&verified.principal, principal, "first from the store, then from memory");
        }
    }
    assert_eq!(auth.actor.person(), Some(user));
    assert!(
        matches!(access.credential, Credential::Access { .. }) && access.actor.modules.contains(&BILLING)
    );
}

#[test]
fn s_r1_claims_of_another_kind_of_token_are_refused() {
    let world = World::new();
    let (_, auth, access) = member(&world);
    let (own, inner) = (claims_of(&world, &auth), claims_of(&world, &access));
    let settings = Settings::default();
    let device = inner.access.clone().map(|access| AccessClaims { channel: ChannelName::Device, ..access });
    for wrong in [
        // The session of the one with the form of the other.
        Claims { access: inner.access.clone(), audience: settings.audience.clone(), ..own.clone() },
        Claims { access: None, audience: settings.issuer.clone(), ..inner.clone() },
        Claims { access: device, ..inner.clone() },
        // Each for the other's audience.
        Claims { audience: settings.audience, ..own.clone() },
        Claims { audience: settings.issuer, ..inner },
        Claims { user: world.administrator, ..own },
    ] {
        assert!(is_refused(&world.identity, &issue(&world.identity, &wrong)), "{wrong:?}");
    }
}

#[test]
fn s_r2_claims_hold_from_issuer_to_expiry() {
    let world = World::new();
    let (_, auth, _) = member(&world);
    let good = claims_of(&world, &auth);
    let now = good.issued_at;
    let second = Duration::from_secs(1);
    let late = |n: u32| now.plus(second * n);
    assert!(present(&world.identity, &issue(&world.identity, &good)).is_ok());
    for wrong in [
        Claims { issuer: "https://other.example.com".into(), ..good.clone() },
        Claims { audience: "other".into(), ..good.clone() },
        Claims { expires_at: now, ..good.clone() },
        Claims { expires_at: late(901), ..good.clone() },
        Claims { issued_at: late(61), ..good.clone() },
    ] {
        assert!(is_refused(&world.identity, &issue(&world.identity, &wrong)), "{wrong:?}");
    }
    let token = issue(&world.identity, &good);
    world.clock.advance(TOKEN_SPAN.saturating_sub(Duration::from_millis(1)));
    assert!(present(&world.identity, &token).is_ok());
    world.clock.advance(Duration::from_millis(1));
    assert!(is_refused(&world.identity, &token));
}

#[test]
fn s_r2_an_ended_session_is_refused_at_once_though_its_tokens_have_not_expired() {
    let world = World::new();
    let (_, auth, access) = member(&world);
    let tokens = [&auth, &access].map(|principal| issue(&world.identity, &claims_of(&world, principal)));
    for token in &tokens {
        present(&world.identity, token).unwrap();
    }
    for (principal, token) in [&auth, &access].into_iter().zip(&tokens) {
        let session = principal.credential.session().unwrap();
        let system = Arc::new(Principal::system());
        world
            .write(&system, move |tx, _| {
                for ended in tx.sessions().end(SessionSet::One(session))? {
                    tx.forget(Forget::Session(ended))?;
                }
                Ok(())
            })
            .unwrap();
        assert!(is_refused(&world.identity, token));
    }
}

#[test]
fn what_was_altered_or_signed_by_a_stranger_is_refused() {
    let world = World::new();
    let (_, auth, _) = member(&world);
    let claims = claims_of(&world, &auth);
    let token = issue(&world.identity, &claims);
    for place in 0..token.expose().len() {
        let mut altered = token.expose().to_owned();
        altered.remove(place);
        assert!(is_refused(&world.identity, &Secret::new(altered)));
    }
    let elsewhere = World::new();
    block_on(elsewhere.identity.rotate_signing_keys()).unwrap();
    assert!(is_refused(&world.identity, &issue(&elsewhere.identity, &claims)), "an unknown key");
}

/// Counts reads, and fails them when told so.
struct Watched {
    inner: Arc<MemoryStore>,
    reads: AtomicUsize,
    is_down: AtomicBool,
}

#[async_trait]
impl Store for Watched {
    async fn run_read(&self, reading: Reading, job: Job) -> Result<Box<dyn Any + Send>, Error> {
        self.reads.fetch_add(1, Ordering::SeqCst);
        if self.is_down.load(Ordering::SeqCst) {
            return Err(StoreError::Unavailable("unplugged".into()).into());
        }
        self.inner.run_read(reading, job).await
    }

    async fn run_write(&self, job: Job) -> Result<Box<dyn Any + Send>, Error> {
        self.inner.run_write(job).await
    }
}

/// Another process over the same store.
struct Node {
    identity: Identity,
    store: Arc<Watched>,
}

fn service(store: Arc<dyn Store>, memory: &MemoryStore, clock: Arc<FixedClock>, seed: u64) -> Identity {
    let ports = Ports {
        store,
        epochs: memory.epochs().clone(),
        clock,
        entropy: Arc::new(SeededEntropy::new(seed)),
        minter: Arc::new(FakeMinter::default()),
        sealer: Arc::new(FakeSealer),
        digester: Arc::new(FakeDigester),
        otp: Arc::new(FakeCodes::default()),
        authenticator: Arc::new(FakeAuthenticator),
        hasher: Arc::new(FakeHasher::default()),
        security: Arc::new(MemorySecurityLog::default()),
        signer: Arc::new(FakeSigner::new(Arc::new(SeededEntropy::new(seed)))),
    };
    block_on(Identity::new(ports, Settings::default())).unwrap()
}

fn node(world: &World, seed: u64) -> Node {
    let store = Watched { inner: world.store.clone(), reads: 0.into(), is_down: false.into() };
    let store = Arc::new(store);
    Node { identity: service(store.clone(), &world.store, world.clock.clone(), seed), store }
}

impl Node {
    fn reads(&self) -> usize {
        self.store.reads.load(Ordering::SeqCst)
    }
}

fn ids(identity: &Identity) -> Vec<String> {
    block_on(identity.verifying_keys()).unwrap().into_iter().map(|key| key.id).collect()
}

/// Holds the second read back until another process has made it too: both then have seen no key.
struct Racing {
    inner: Arc<MemoryStore>,
    reads: AtomicUsize,
    both: Arc<Barrier>,
}

#[async_trait]
impl Store for Racing {
    async fn run_read(&self, reading: Reading, job: Job) -> Result<Box<dyn Any + Send>, Error> {
        let result = self.inner.run_read(reading, job).await;
        if self.reads.fetch_add(1, Ordering::SeqCst) == 1 {
            self.both.wait();
        }
        result
    }

    async fn run_write(&self, job: Job) -> Result<Box<dyn Any + Send>, Error> {
        self.inner.run_write(job).await
    }
}

#[test]
fn processes_that_start_at_once_agree_on_one_key() {
    let (memory, both) = (Arc::new(MemoryStore::default()), Arc::new(Barrier::new(2)));
    let start = |seed| {
        let racing = Racing { inner: memory.clone(), reads: 0.into(), both: both.clone() };
        ids(&service(Arc::new(racing), &memory, Arc::default(), seed))
    };
    let (one, other) = std::thread::scope(|threads| {
        let one = threads.spawn(|| start(1));
        (start(2), one.join().unwrap())
    });
    assert_eq!((one.len(), &one), (1, &other));
}

#[test]
fn a_rotated_key_verifies_until_nothing_it_signed_is_good() {
    let world = World::new();
    let (_, auth, _) = member(&world);
    let claims = claims_of(&world, &auth);
    let old = issue(&world.identity, &claims);
    let first = ids(&world.identity);
    let made = block_on(world.identity.rotate_signing_keys()).unwrap();
    assert_eq!(ids(&world.identity), [&[made.id.clone()][..], &first].concat());
    let new = issue(&world.identity, &claims);
    assert!(new.expose().contains(&made.id) && !old.expose().contains(&made.id));
    assert!(present(&world.identity, &old).is_ok() && present(&world.identity, &new).is_ok());
    let stored = block_on(world.identity.signing_keys()).unwrap();
    assert_eq!(stored[1].state, KeyState::Retiring { until: world.identity.now().plus(OVERLAP) });

    // Just before the end a token that is fresh would still be accepted under it; then none is.
    world.clock.advance(OVERLAP.saturating_sub(Duration::from_millis(1)));
    assert_eq!(ids(&world.identity).len(), 2);
    world.clock.advance(Duration::from_millis(1));
    assert_eq!(ids(&world.identity), std::slice::from_ref(&made.id));
    let latest = block_on(world.identity.rotate_signing_keys()).unwrap();
    let left: Vec<_> =
        block_on(world.identity.signing_keys()).unwrap().into_iter().map(|key| key.id).collect();
    assert_eq!(left, [latest.id, made.id], "what verifies no more is removed");
}

#[test]
fn a_key_past_its_end_is_not_trusted_by_who_still_holds_it() {
    let world = World::new();
    let other = node(&world, 3);
    block_on(world.identity.rotate_signing_keys()).unwrap();
    ids(&other.identity);
    world.clock.advance(READ_FOR);
    // It has read the end of the old key; nothing is read again before that end.
    assert_eq!(ids(&other.identity).len(), 2);
    world.clock.advance(OVERLAP.saturating_sub(READ_FOR + Duration::from_secs(1)));
    assert_eq!(ids(&other.identity).len(), 2);
    world.clock.advance(Duration::from_secs(1));
    let before = other.reads();
    assert_eq!(ids(&other.identity).len(), 1);
    assert_eq!(other.reads(), before);
}

#[test]
fn another_process_learns_of_a_rotation_when_it_meets_the_key_or_within_a_minute() {
    let world = World::new();
    let (_, auth, _) = member(&world);
    let (meets, waits) = (node(&world, 4), node(&world, 5));
    world.clock.advance(Duration::from_secs(2));
    let made = block_on(world.identity.rotate_signing_keys()).unwrap();
    let token = issue(&world.identity, &claims_of(&world, &auth));
    assert!(present(&meets.identity, &token).is_ok(), "an unknown key is looked for");
    assert!(!ids(&waits.identity).contains(&made.id));
    world.clock.advance(READ_FOR);
    let signed = issue(&waits.identity, &claims_of(&world, &auth));
    assert!(signed.expose().contains(&made.id), "it signs with the new key as well");
}

#[test]
fn inventing_keys_costs_one_read_now_and_then() {
    let world = World::new();
    let node = node(&world, 6);
    world.clock.advance(Duration::from_secs(2));
    let invented = |n: u32| Secret::new(format!("key{n}.claims.check"));
    let before = node.reads();
    assert!((0..50).all(|n| is_refused(&node.identity, &invented(n))));
    assert_eq!(node.reads() - before, 1);
    world.clock.advance(Duration::from_secs(2));
    assert!((0..50).all(|n| is_refused(&node.identity, &invented(n))));
    assert_eq!(node.reads() - before, 2);
}

#[test]
fn stale_keys_are_not_believed_when_they_cannot_be_read() {
    let world = World::new();
    let (_, auth, _) = member(&world);
    let node = node(&world, 7);
    node.store.is_down.store(true, Ordering::SeqCst);
    world.clock.advance(READ_FOR);
    let down = Error::Store(StoreError::Unavailable("unplugged".into()));
    let claims = claims_of(&world, &auth);
    assert_eq!(block_on(node.identity.issue(&claims)).map(drop), Err(down.clone()));
    let token = issue(&world.identity, &claims);
    assert_eq!(present(&node.identity, &token).map(drop), Err(down));
}

#[test]
fn a_rotation_that_was_not_committed_changes_nothing() {
    let world = World::new();
    let before = ids(&world.identity);
    world.store.fail_next_commit(CommitFault::Refused(StoreError::Unavailable("disk full".into())));
    assert!(block_on(world.identity.rotate_signing_keys()).is_err());
    assert_eq!(ids(&world.identity), before);
}

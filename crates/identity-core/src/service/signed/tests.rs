//! Signed requests against the store in memory.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use crate::account::{self, AccountInput, AccountVerb};
use crate::actor::{Actor, Credential, Principal, Rank};
use crate::api_token::{ApiToken, HmacScope, TokenKind, TokenState, hmac_seal_context};
use crate::audit::Origin;
use crate::auth::{Forget, KeyHeader, Signature, SignedRequest};
use crate::error::{Error, StoreError};
use crate::id::{AccountId, TokenId};
use crate::module::ACCOUNT_MANAGEMENT;
use crate::port::{CodeKind, MessageAuthenticator as _, SecretSealer as _, SecurityEvent, TokenMinter as _};
use crate::secret::{Digest, Secret};
use crate::state::{Repeat, Stamp};
use crate::testing::contract::block_on;
use crate::testing::fakes::{FakeAuthenticator, FakeMinter, FakeSealer};
use crate::testing::{BILLING, CommitFault, World};

const ANY: KeyHeader = KeyHeader::Any;

/// A key and its secret.
struct Key {
    id: TokenId,
    secret: Secret,
}

/// What is sent.
#[derive(Clone)]
struct Sent {
    header: KeyHeader,
    key: String,
    timestamp: String,
    sign: Digest,
    body: &'static str,
    is_write: bool,
}

impl Key {
    fn of(world: &World, account: AccountId, scope: HmacScope) -> Self {
        let made = world.write(&world.operator, move |tx, call| {
            let stamp = Stamp { at: call.now, by: None };
            let mut token = ApiToken {
                hmac_scope: Some(scope),
                ..ApiToken::new(account, TokenKind::Hmac, "key".parse().unwrap(), stamp)
            };
            let minted = call.tools.minter.code(CodeKind::Hmac);
            token.digests.current = minted.digest;
            token.id = call.place(|id| {
                token.id = id;
                token.sealed = FakeSealer.seal(&hmac_seal_context(id, account), &minted.value).ok();
                tx.api_tokens().insert(&token)
            })?;
            Ok((token.id, minted.value))
        });
        let (id, secret) = made.unwrap();
        Self { id, secret }
    }

    /// A request of now.
    fn sign(&self, world: &World, body: &'static str, is_write: bool) -> Sent {
        world.clock.advance(Duration::from_millis(1));
        self.sign_at(world.identity.now().millis(), body, is_write)
    }

    fn sign_at(&self, millis: i64, body: &'static str, is_write: bool) -> Sent {
        let (key, timestamp) = (self.id.to_string(), format!("{millis:013}"));
        let parts = [key.as_bytes(), body.as_bytes(), timestamp.as_bytes()];
        let sign = FakeAuthenticator.tag(&self.secret, &parts);
        Sent { header: ANY, key, timestamp, sign, body, is_write }
    }
}

fn send(world: &World, sent: &Sent) -> Result<Arc<Principal>, Error> {
    let mut sign = String::new();
    for byte in sent.sign.0 {
        write!(sign, "{byte:02x}").unwrap();
    }
    let signature = Signature::read(sent.header, &sent.key, &sent.timestamp, &sign).unwrap();
    let request = SignedRequest { signature, body: sent.body.as_bytes(), is_write: sent.is_write };
    block_on(world.identity.authenticate_signed(&request, &Origin::default()))
        .map(|verified| Arc::clone(&verified.principal))
}

#[track_caller]
fn refused(world: &World, sent: &Sent) {
    assert_eq!(send(world, sent), Err(Error::Unauthenticated));
    assert_eq!(world.security.take(), [SecurityEvent::AuthenticationFailed]);
}

/// Changes what is stored of a key, as whoever manages it does.
fn change(world: &World, id: TokenId, work: fn(&mut ApiToken)) {
    let changed = world.write(&world.operator, move |tx, _| {
        let mut token = tx.api_tokens().find(id)?.ok_or(Error::NotFound)?;
        work(&mut token);
        tx.api_tokens().update(&token)?;
        Ok(tx.forget(Forget::Token(id))?)
    });
    changed.unwrap();
}

#[test]
fn p_r1_a_signed_request_is_its_keys() {
    let world = World::new();
    let account = world.client("Own").id;
    let key = Key::of(&world, account, HmacScope::Domain);
    let principal = send(&world, &key.sign(&world, "{}", true)).unwrap();
    assert_eq!((principal.credential, principal.actor.token()), (Credential::Hmac(key.id), Some(key.id)));
    assert_eq!(principal.actor.rank(), Rank::Admin(account));
    assert_eq!(principal.actor.modules, world.default_group(account).modules);
    assert!(!principal.actor.is_multitenant());
    assert_eq!((principal.name.as_str(), principal.account_name.as_deref()), ("key", Some("Own")));
    // Once it is remembered, it is the same.
    assert_eq!(send(&world, &key.sign(&world, "", false)).unwrap(), principal);
    assert!(world.security.take().is_empty());
    let written = world.write(&principal, |_, call| Ok(call.principal.clone())).unwrap();
    assert_eq!(written, *principal);
}

#[test]
fn p_r3_the_key_of_a_reseller_has_no_account_of_its_own() {
    let world = World::new();
    let account = world.client("Own").id;
    let key = Key::of(&world, account, HmacScope::Reseller);
    let principal = send(&world, &key.sign(&world, "", true)).unwrap();
    let Actor { account: acting, modules, reseller, .. } = &principal.actor;
    assert_eq!((*acting, modules.is_empty(), reseller.map(|own| own.id)), (None, true, Some(account)));
    assert_eq!(principal.actor.rank(), Rank::Nobody);
    assert_eq!(world.write(&principal, |_, call| Ok(call.principal.clone())).unwrap(), *principal);
}

#[test]
fn p_r2_a_key_of_the_operations_account_reaches_no_other() {
    let world = World::new();
    let key = Key::of(&world, world.operations, HmacScope::Domain);
    let principal = send(&world, &key.sign(&world, "", true)).unwrap();
    assert_eq!(principal.actor.rank(), Rank::Admin(world.operations));
    assert!(!principal.actor.modules.contains(&ACCOUNT_MANAGEMENT) && !principal.actor.is_multitenant());
}

#[test]
fn p_r1_each_part_of_a_signed_request_counts() {
    let world = World::new();
    let account = world.client("Own").id;
    let key = Key::of(&world, account, HmacScope::Domain);
    let (token, _) = world.token(account, &[BILLING]);
    for cached in [false, true] {
        let sent = key.sign(&world, "{}", true);
        for bad in [
            Sent { body: "{ }", ..sent.clone() },
            Sent { key: token.id.to_string(), ..sent.clone() },
            Sent { key: "TKN-9191-9191".into(), ..sent.clone() },
            Sent { key: "demoKey".into(), ..sent.clone() },
            Sent { header: KeyHeader::Of(HmacScope::Reseller), ..sent.clone() },
            Sent { timestamp: format!("{:013}", world.identity.now().millis() + 1), ..sent.clone() },
            Sent { sign: Digest([0; 32]), ..sent.clone() },
            key.sign_at(world.identity.now().millis() - 300_001, "", false),
            key.sign_at(world.identity.now().millis() + 300_001, "", false),
        ] {
            refused(&world, &bad);
        }
        // None of it was remembered as seen.
        assert!(send(&world, &sent).is_ok(), "{cached}");
        for off in [-300_000, 300_000] {
            assert!(send(&world, &key.sign_at(world.identity.now().millis() + off, "", false)).is_ok());
        }
    }
    // A secret that is right for nobody is right for nobody.
    let nobody = Key { id: TokenId::new(91_919_191), secret: Secret::new(super::NOBODYS.into()) };
    refused(&world, &nobody.sign(&world, "", false));
}

#[test]
fn p_r1_a_key_that_ended_is_refused_at_once() {
    let world = World::new();
    let account = world.client("Own").id;
    let ends: [fn(&mut ApiToken); 3] = [
        |token| token.state = TokenState::Disabled,
        |token| token.state = TokenState::Deleted,
        |token| token.expires_at = token.stamps.created.map(|created| created.at),
    ];
    for end in ends {
        let key = Key::of(&world, account, HmacScope::Domain);
        let principal = send(&world, &key.sign(&world, "", false)).unwrap();
        change(&world, key.id, end);
        refused(&world, &key.sign(&world, "", false));
        assert_eq!(world.write(&principal, |_, _| Ok(())), Err(Error::Unauthenticated));
    }
    let key = Key::of(&world, account, HmacScope::Domain);
    assert!(send(&world, &key.sign(&world, "", false)).is_ok());
    let input = AccountInput::default();
    let disabled = world.write(&world.operator, move |tx, call| {
        account::steer(tx, call, account, AccountVerb::Disable, Ok(&input), Repeat::Refuse)
    });
    disabled.unwrap();
    refused(&world, &key.sign(&world, "", false));
}

#[test]
fn p_r1_a_key_is_no_bearer_and_a_bearer_no_key() {
    let world = World::new();
    let account = world.client("Own").id;
    let key = Key::of(&world, account, HmacScope::Domain);
    let value = FakeMinter::default().token(key.id).value;
    for _ in 0..2 {
        assert_eq!(world.authenticate(&value), Err(Error::Unauthenticated));
        assert_eq!(world.authenticate(&key.secret), Err(Error::Unauthenticated));
        // The second time it is remembered.
        assert!(send(&world, &key.sign(&world, "", false)).is_ok());
    }
    let (token, value) = world.token(account, &[BILLING]);
    let bearer = Key { id: token.id, secret: value };
    for _ in 0..2 {
        refused(&world, &bearer.sign(&world, "", false));
        assert!(world.authenticate(&bearer.secret).is_ok());
    }
}

#[test]
fn p_r4_a_write_is_taken_once_and_a_reading_as_often_as_it_comes() {
    let world = World::new();
    let key = Key::of(&world, world.client("Own").id, HmacScope::Domain);
    let replayed = |sent: &Sent| {
        assert_eq!(send(&world, sent), Err(Error::Unauthenticated));
        assert_eq!(world.security.take(), [SecurityEvent::Replayed { token: key.id }]);
    };
    let written = key.sign(&world, "{}", true);
    assert!(send(&world, &written).is_ok());
    replayed(&written);
    replayed(&Sent { is_write: false, ..written });
    let read = key.sign(&world, "", false);
    for _ in 0..3 {
        assert!(send(&world, &read).is_ok());
    }
    replayed(&Sent { is_write: true, ..read.clone() });
    assert!(send(&world, &read).is_ok());
}

#[test]
fn p_r4_what_was_seen_is_remembered_for_as_long_as_it_could_come_again() {
    let world = World::new();
    let key = Key::of(&world, world.client("Own").id, HmacScope::Domain);
    let early = key.sign_at(world.identity.now().millis() + 300_000, "", true);
    assert!(send(&world, &early).is_ok());
    world.clock.advance(Duration::from_secs(600));
    block_on(world.identity.forget_expired()).unwrap();
    assert_eq!(send(&world, &early), Err(Error::Unauthenticated));
    assert_eq!(world.security.take(), [SecurityEvent::Replayed { token: key.id }]);
    world.clock.advance(Duration::from_millis(1));
    refused(&world, &early);
    world.clock.advance(Duration::from_secs(60));
    assert!(block_on(world.identity.forget_expired()).unwrap() > 0);
}

#[test]
fn p_r4_without_the_store_nothing_is_taken() {
    let world = World::new();
    let key = Key::of(&world, world.client("Own").id, HmacScope::Domain);
    for fault in [
        CommitFault::Refused(StoreError::Unavailable("disk full".into())),
        CommitFault::Refused(StoreError::OutcomeUnknown("no answer".into())),
        CommitFault::Unanswered,
    ] {
        world.store.fail_next_commit(fault);
        let answer = send(&world, &key.sign(&world, "", false));
        assert!(matches!(answer, Err(Error::Store(StoreError::Unavailable(_)))), "{answer:?}");
    }
    let busy = StoreError::Busy { retry_after_ms: 7 };
    world.store.fail_next_commit(CommitFault::Refused(busy.clone()));
    assert_eq!(send(&world, &key.sign(&world, "", false)), Err(busy.into()));
    assert!(world.security.take().is_empty(), "nobody failed");
    assert!(send(&world, &key.sign(&world, "", false)).is_ok());
}

#[test]
fn uses_of_keys_are_noted() {
    let world = World::new();
    let key = Key::of(&world, world.client("Own").id, HmacScope::Domain);
    // Those of the operator.
    block_on(world.identity.flush_uses()).unwrap();
    let sent = key.sign(&world, "", false);
    send(&world, &sent).unwrap();
    assert_eq!(block_on(world.identity.flush_uses()), Ok(1));
    let used = world.read(&world.operator, move |tx, _| Ok(tx.api_tokens().find(key.id)?));
    let last = used.unwrap().unwrap().last_access_at.unwrap();
    assert_eq!(format!("{:013}", last.millis()), sent.timestamp);
}

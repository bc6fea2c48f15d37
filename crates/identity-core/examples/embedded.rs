//! Identity inside another service, over the in-memory store: wire the ports, start, invite, check a token.
//!
//! `cargo run -p identity-core --features testing --example embedded`

use std::sync::Arc;

use identity_core::account::{self, AccountInput};
use identity_core::actor::Principal;
use identity_core::api_token::{self, TokenInput};
use identity_core::audit::Origin;
use identity_core::auth::Epochs;
use identity_core::error::Error;
use identity_core::id::TokenId;
use identity_core::membership::{self, InviteInput};
use identity_core::module::ACCESS_MANAGEMENT;
use identity_core::port::{Clock as _, Store, TokenMinter as _};
use identity_core::service::{Bootstrap, Identity, Ports, Settings, apply_catalogue, bootstrap};
use identity_core::testing::contract::block_on;
use identity_core::testing::fakes::{
    FakeAuthenticator, FakeCodes, FakeDigester, FakeHasher, FakeMinter, FakeSealer, FakeSigner, FixedClock,
    MemorySecurityLog, SeededEntropy,
};
use identity_core::testing::{MemoryStore, catalogue};
use identity_core::user::UserInput;
use identity_core::value::Member::Value;

async fn run() -> Result<(), Error> {
    // Production takes these from identity-diesel and identity-crypto; nothing below changes with them.
    let epochs = Arc::new(Epochs::default());
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new(epochs.clone()));
    let (clock, minter) = (Arc::new(FixedClock::default()), Arc::new(FakeMinter::default()));
    let now = clock.now();
    store.write(move |tx| apply_catalogue(tx, &catalogue(), now)).await?;
    let token = minter.token(TokenId::new(9_073_321));
    let (entropy, sealer) = (Arc::new(SeededEntropy::new(1)), Arc::new(FakeSealer));
    let (digester, hasher) = (Arc::new(FakeDigester), Arc::new(FakeHasher::default()));
    let authenticator = Arc::new(FakeAuthenticator);
    let (otp, signer) = (Arc::new(FakeCodes::default()), Arc::new(FakeSigner::default()));
    // What happens to credentials: a log of yours.
    let security = Arc::new(MemorySecurityLog::default());
    let ports = Ports {
        store,
        epochs,
        clock,
        entropy,
        minter,
        sealer,
        digester,
        otp,
        authenticator,
        hasher,
        signer,
        security,
    };
    let identity = Identity::new(ports, Settings::default()).await?;

    // An empty store gets its Operations account, an administrator and a first token.
    let first =
        Bootstrap::new("Platform Operations", "ops@example.com", FakeHasher::hash_of("…"), token.clone())?;
    let system = Arc::new(Principal::system());
    identity.write(&system, Origin::default(), move |tx, call| bootstrap(tx, call, &first)).await?;
    let operator = identity.authenticate(token.value.expose()).await?.principal.clone();

    // Use cases are plain functions over a transaction; what they do happens whole or not at all.
    let wanted = AccountInput {
        name: Value("Harbour Lane Foods".into()),
        kind: Value("Client".into()),
        ..AccountInput::default()
    };
    let client = identity
        .write(&operator, Origin::default(), move |tx, call| account::create(tx, call, Ok(&wanted)))
        .await?;
    let invited = identity
        .write(&operator, Origin::default(), move |tx, call| {
            let groups = tx.groups().default_of(client.id)?.map(|group| vec![group.id.to_string()]);
            let (first_name, last_name) = (Value("Mara".into()), Value("Lindqvist".into()));
            let profile = UserInput { first_name, last_name, ..UserInput::default() };
            let (email, groups) = (Value("mara@example.com".into()), Value(groups.unwrap_or_default()));
            let input = InviteInput { email, profile, groups, ..InviteInput::default() };
            membership::invite(tx, call, Some(client.id), Ok(&input))
        })
        .await?;
    println!("{} is invited into {}", invited.user.email, client.name);

    // Who is this, in which account, what may they do, and is that still true right now?
    let modules = Value(vec![ACCESS_MANAGEMENT.to_string()]);
    let wanted = TokenInput { account: Value(client.id.to_string()), modules, ..TokenInput::default() };
    let (_, value) = identity
        .write(&operator, Origin::default(), move |tx, call| api_token::create(tx, call, Ok(&wanted)))
        .await?;
    let actor = identity.authenticate(value.expose()).await?.principal.actor.clone();
    println!("the token acts in {:?} with {:?}", actor.account_id(), actor.modules);
    Ok(())
}

fn main() -> Result<(), Error> {
    block_on(run())
}

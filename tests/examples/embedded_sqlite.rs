//! Identity inside another service, over the SQLite store: what is not in memory any more, and nothing else changes.
//!
//! `cargo run -p identity-tests --example embedded_sqlite`

use std::error::Error;
use std::sync::Arc;

use identity_core::account::{self, AccountInput};
use identity_core::actor::Principal;
use identity_core::audit::Origin;
use identity_core::auth::Epochs;
use identity_core::id::{Id as _, TokenId};
use identity_core::port::{
    Clock as _, Entropy as _, PasswordHasher as _, Reading, SecurityEvent, SecurityLog, Store,
    TokenMinter as _,
};
use identity_core::secret::Secret;
use identity_core::service::{Bootstrap, Identity, Ports, Settings, apply_catalogue, bootstrap};
use identity_core::testing::catalogue;
use identity_core::value::Member::Value;
use identity_crypto::{
    ArgonHasher, Digester, EdSigner, HashingLimits, HashingParameters, HmacAuthenticator, MasterKey, Minter,
    OsEntropy, Sealer, SystemClock, Totp,
};
use identity_diesel::{SqliteOptions, SqliteStore};

/// What happens to credentials, on standard error.
struct SecurityLines;

impl SecurityLog for SecurityLines {
    fn note(&self, event: SecurityEvent, origin: &Origin) {
        eprintln!("{} from {:?}: {event:?}", event.name(), origin.ip);
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let entropy = Arc::new(OsEntropy::new()?);
    let key = MasterKey::create(&folder.path().join("master.key"), &*entropy)?;
    let epochs = Arc::new(Epochs::default());
    let database = folder.path().join("identity.db");
    let store: Arc<dyn Store> =
        Arc::new(SqliteStore::open(&database, SqliteOptions::default(), epochs.clone())?);
    let now = SystemClock.now();
    store.write(move |tx| apply_catalogue(tx, &catalogue(), now)).await?;
    let minter = Arc::new(Minter::new(entropy.clone()));
    let limits = HashingLimits { threads: 1, waiting: 8 };
    let hasher = Arc::new(ArgonHasher::start(HashingParameters::default(), limits, entropy.clone())?);
    let ports = Ports {
        store,
        epochs,
        clock: Arc::new(SystemClock),
        entropy: entropy.clone(),
        minter: minter.clone(),
        digester: Arc::new(Digester::new(&key)),
        otp: Arc::new(Totp::new(entropy.clone())),
        authenticator: Arc::new(HmacAuthenticator),
        sealer: Arc::new(Sealer::new(&key, [], entropy.clone())),
        hasher: hasher.clone(),
        security: Arc::new(SecurityLines),
        signer: Arc::new(EdSigner::new(entropy.clone())),
    };
    let identity = Identity::new(ports, Settings::default()).await?;

    let token = minter.token(TokenId::from_number(entropy.next() % 99_999_999 + 1));
    let password = hasher.hash(Secret::new("quiet river under stones".into())).await?;
    let first = Bootstrap::new("Platform Operations", "ops@example.com", password, token.clone())?;
    let system = Arc::new(Principal::system());
    identity.write(&system, Origin::default(), move |tx, call| bootstrap(tx, call, &first)).await?;

    let operator = identity.authenticate(token.value.expose()).await?.principal.clone();
    let wanted = AccountInput {
        name: Value("Harbour Lane Foods".into()),
        kind: Value("Client".into()),
        ..AccountInput::default()
    };
    let client = identity
        .write(&operator, Origin::default(), move |tx, call| account::create(tx, call, Ok(&wanted)))
        .await?;
    let id = client.id;
    let read =
        identity.read(&operator, Reading::Point, move |tx, call| account::visible(tx, call, id)).await?;
    println!("{} is {} in {}", read.name, read.id, database.display());
    Ok(())
}

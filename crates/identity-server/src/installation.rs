//! What stands on the disk: the database and the master key that belongs to it.

use std::path::Path;
use std::sync::Arc;

use identity_core::auth::Epochs;
use identity_core::error::Error;
use identity_core::port::{Clock as _, Entropy};
use identity_core::service::{Identity, Ports, Settings, apply_catalogue};
use identity_crypto::{
    ArgonHasher, Digester, EdSigner, HmacAuthenticator, KeyFileError, MasterKey, Minter, OsEntropy, Sealer,
    SystemClock, Totp,
};
use identity_diesel::dump::DumpError;
use identity_diesel::{FINGERPRINT, IMPORT};

use crate::catalogue;
use crate::config::{Config, ConfigError};
use crate::error::StartError;
use crate::naming::name_accounts;
use crate::security::SecurityLines;
use crate::storage::Storage;

/// An open database and its master key.
pub(crate) struct Installation {
    storage: Storage,
    epochs: Arc<Epochs>,
    entropy: Arc<dyn Entropy>,
    key: MasterKey,
}

impl Installation {
    /// Opens the database, makes it if there is none, and brings its schema up to date. The master key is made when
    /// neither it nor anything that was sealed with it exists.
    ///
    /// # Errors
    /// [`StartError`]; a database that was made with another key is refused, and one whose import did not end.
    pub(crate) async fn open(config: &Config) -> Result<Self, StartError> {
        let entropy: Arc<dyn Entropy> = Arc::new(OsEntropy::new()?);
        let (storage, epochs) = Storage::open(&config.database)?;
        if storage.meta(IMPORT).await?.is_some() {
            return Err(DumpError::HalfImported.into());
        }
        let key = master_key(&storage, &config.keys.master_file, &*entropy).await?;
        Ok(Self { storage, epochs, entropy, key })
    }

    /// As [`open`](Self::open), but never makes a database.
    ///
    /// # Errors
    /// [`StartError::NoDatabase`], and those of [`open`](Self::open).
    pub(crate) async fn open_existing(config: &Config) -> Result<Self, StartError> {
        if !Storage::is_made(&config.database)? {
            return Err(StartError::NoDatabase(config.database.url.to_string()));
        }
        Self::open(config).await
    }

    /// Makes the stored catalogue equal to the configured one.
    ///
    /// # Errors
    /// [`ConfigError`] for a catalogue that breaks a rule; those of the store.
    pub(crate) async fn apply_catalogue(&self, config: &Config) -> Result<(), StartError> {
        let modules = catalogue::read(&config.modules)?;
        let now = SystemClock.now();
        match self.storage.store().write(move |tx| apply_catalogue(tx, &modules, now)).await {
            Ok(0) => Ok(()),
            Ok(changed) => {
                tracing::info!(changed, "the module catalogue was applied");
                Ok(())
            }
            Err(Error::Rule(rule)) => Err(ConfigError::new("modules.catalogue", rule).into()),
            Err(error) => Err(error.into()),
        }
    }

    /// Names accounts of databases from before accounts had slugs.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn name_accounts(&self) -> Result<(), StartError> {
        let named = name_accounts(&*self.storage.store()).await?;
        if named > 0 {
            tracing::info!(named, "accounts without a slug were given one");
        }
        Ok(())
    }

    /// Wires the service. Links lead to `portal_url`, and tokens name it as their issuer.
    ///
    /// # Errors
    /// When a hashing thread does not start, and those of the store.
    pub(crate) async fn identity(self, config: &Config, portal_url: String) -> Result<Identity, StartError> {
        let (parameters, limits) = config.hashing.argon()?;
        let hasher = ArgonHasher::start(parameters, limits, Arc::clone(&self.entropy))?;
        let ports = Ports {
            store: self.storage.store(),
            epochs: self.epochs,
            clock: Arc::new(SystemClock),
            minter: Arc::new(Minter::new(Arc::clone(&self.entropy))),
            digester: Arc::new(Digester::new(&self.key)),
            otp: Arc::new(Totp::new(Arc::clone(&self.entropy))),
            authenticator: Arc::new(HmacAuthenticator),
            sealer: Arc::new(Sealer::new(&self.key, [], Arc::clone(&self.entropy))),
            security: Arc::new(SecurityLines),
            signer: Arc::new(EdSigner::new(Arc::clone(&self.entropy))),
            entropy: self.entropy,
            hasher: Arc::new(hasher),
        };
        let settings = Settings {
            issuer: portal_url.clone(),
            portal_url,
            audience: config.auth.audience.clone(),
            principals_max: config.auth.principals_max,
            password: config.auth.password(),
            icon_bytes_max: config.icon.max_bytes,
            limits: config.limits.limits(),
            ..Settings::default()
        };
        Ok(Identity::new(ports, settings).await?)
    }
}

/// The master key of this database. A database that has none yet adopts the one in the file or a new one, before
/// anything is sealed.
async fn master_key(storage: &Storage, path: &Path, entropy: &dyn Entropy) -> Result<MasterKey, StartError> {
    let known = storage.meta(FINGERPRINT).await?;
    let key = match MasterKey::load(path) {
        Err(KeyFileError::Missing(_)) if known.is_none() => MasterKey::create(path, entropy)?,
        other => other?,
    };
    let fingerprint = key.fingerprint();
    // Of several nodes that start on an empty database the first one's key is the database's.
    let known = match known {
        Some(known) => known,
        None => storage.note(FINGERPRINT, &fingerprint).await?,
    };
    if known == fingerprint { Ok(key) } else { Err(StartError::OtherKey(path.into())) }
}

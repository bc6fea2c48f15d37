//! The database that the settings name, opened.

use std::fs::{DirBuilder, OpenOptions};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::sync::Arc;

use identity_core::auth::Epochs;
use identity_core::port::Store;
#[cfg(feature = "postgres")]
use identity_crypto::SystemClock;
use identity_diesel::{MigrationStep, OpenError, SqliteOptions, SqliteStore};
#[cfg(feature = "postgres")]
use identity_diesel::{PostgresStore, StartLock};

use crate::config::{DatabaseConfig, DatabaseUrl};
use crate::error::StartError;

/// For as long as it lives no other node starts.
#[derive(Debug, Default)]
pub(crate) struct Alone {
    #[cfg(feature = "postgres")]
    _lock: Option<StartLock>,
}

/// An open database.
pub(crate) enum Storage {
    /// A file, locked against every other process.
    Sqlite(Arc<SqliteStore>),
    /// A database on a server, which other nodes may use as well.
    #[cfg(feature = "postgres")]
    Postgres(Arc<PostgresStore>),
}

impl Storage {
    /// Opens the database, makes a file that is missing, and brings the schema up to date. What commits make untrue is
    /// forgotten through the epochs, which are made here because only the database knows whether there are other nodes.
    ///
    /// # Errors
    /// [`StartError`].
    pub(crate) fn open(config: &DatabaseConfig) -> Result<(Self, Arc<Epochs>), StartError> {
        match &config.url {
            DatabaseUrl::Sqlite(path) => {
                make_place(path)?;
                let epochs = Arc::new(Epochs::default());
                let store = SqliteStore::open(path, SqliteOptions::default(), Arc::clone(&epochs))?;
                Ok((Self::Sqlite(Arc::new(store)), epochs))
            }
            #[cfg(feature = "postgres")]
            DatabaseUrl::Postgres(url) => {
                let epochs = Arc::new(Epochs::followed());
                let store =
                    PostgresStore::open(url, config.postgres(), Arc::clone(&epochs), Arc::new(SystemClock))?;
                Ok((Self::Postgres(Arc::new(store)), epochs))
            }
        }
    }

    /// Waits until no other node starts on this database, for which a file that one process locks needs nothing.
    ///
    /// # Errors
    /// When that takes too long, or the database cannot be reached.
    #[cfg_attr(
        not(feature = "postgres"),
        expect(clippy::unused_async, reason = "only PostgreSQL has to be waited for")
    )]
    pub(crate) async fn start_alone(config: &DatabaseConfig) -> Result<Alone, StartError> {
        match &config.url {
            DatabaseUrl::Sqlite(_) => Ok(Alone::default()),
            #[cfg(feature = "postgres")]
            DatabaseUrl::Postgres(url) => {
                let (url, options) = (url.clone(), config.postgres());
                let lock = tokio::task::spawn_blocking(move || StartLock::take(&url, &options)).await;
                let lock = lock.map_err(|lost| StartError::Io(lost.into()))??;
                Ok(Alone { _lock: Some(lock) })
            }
        }
    }

    /// Whether there is a database with a schema of ours.
    ///
    /// # Errors
    /// When that cannot be found out.
    #[cfg_attr(
        not(feature = "postgres"),
        expect(clippy::unnecessary_wraps, reason = "a server can fail to answer")
    )]
    pub(crate) fn is_made(config: &DatabaseConfig) -> Result<bool, StartError> {
        match &config.url {
            DatabaseUrl::Sqlite(path) => Ok(path.exists()),
            #[cfg(feature = "postgres")]
            DatabaseUrl::Postgres(url) => Ok(identity_diesel::has_schema(url, &config.postgres())?),
        }
    }

    /// Brings the schema up to date without serving it; answers how many migrations were missing.
    ///
    /// # Errors
    /// [`StartError`].
    pub(crate) fn migrate(config: &DatabaseConfig) -> Result<usize, StartError> {
        match &config.url {
            DatabaseUrl::Sqlite(path) => {
                make_place(path)?;
                Ok(identity_diesel::migrate(path)?)
            }
            #[cfg(feature = "postgres")]
            DatabaseUrl::Postgres(url) => Ok(identity_diesel::migrate_postgres(url, &config.postgres())?),
        }
    }

    /// What [`migrate`](Self::migrate) would apply. Changes and makes nothing.
    ///
    /// # Errors
    /// [`StartError`].
    pub(crate) fn plan(config: &DatabaseConfig) -> Result<Vec<MigrationStep>, StartError> {
        match &config.url {
            DatabaseUrl::Sqlite(path) => Ok(identity_diesel::plan(path)?),
            #[cfg(feature = "postgres")]
            DatabaseUrl::Postgres(url) => Ok(identity_diesel::plan_postgres(url, &config.postgres())?),
        }
    }

    /// The store of the use cases.
    pub(crate) fn store(&self) -> Arc<dyn Store> {
        match self {
            Self::Sqlite(store) => Arc::clone(store) as Arc<dyn Store>,
            #[cfg(feature = "postgres")]
            Self::Postgres(store) => Arc::clone(store) as Arc<dyn Store>,
        }
    }

    /// A fact about the database itself.
    ///
    /// # Errors
    /// When the database cannot be read.
    #[cfg_attr(not(feature = "postgres"), expect(clippy::unused_async, reason = "a server is waited for"))]
    pub(crate) async fn meta(&self, key: &str) -> Result<Option<String>, StartError> {
        match self {
            Self::Sqlite(store) => Ok(store.meta(key)?),
            #[cfg(feature = "postgres")]
            Self::Postgres(store) => Ok(store.meta(key).await?),
        }
    }

    /// Notes a fact about the database itself, durably, unless it is known; answers what is known from then on.
    ///
    /// # Errors
    /// As every write.
    pub(crate) async fn note(&self, key: &str, value: &str) -> Result<String, StartError> {
        match self {
            Self::Sqlite(store) => Ok(store.note(key, value).await?),
            #[cfg(feature = "postgres")]
            Self::Postgres(store) => Ok(store.note(key, value).await?),
        }
    }
}

/// Makes the folder and the file of the database, for their owner alone, where they are missing; what SQLite puts
/// beside the file gets the file's mode.
///
/// # Errors
/// [`StartError::Database`].
fn make_place(database: &Path) -> Result<(), StartError> {
    // The parent of a bare file name is the empty path, which means the current folder.
    let parent = database.parent().filter(|folder| !folder.as_os_str().is_empty());
    let made =
        DirBuilder::new().recursive(true).mode(0o700).create(parent.unwrap_or(Path::new("."))).and_then(
            |()| {
                // An empty file is an empty database.
                OpenOptions::new().create(true).append(true).mode(0o600).open(database)
            },
        );
    made.map(drop).map_err(|error| OpenError::Io(database.into(), error).into())
}

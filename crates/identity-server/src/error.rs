//! Why the service did not start.

use std::net::SocketAddr;
use std::path::PathBuf;

use identity_core::error::{Error, StoreError};
use identity_core::port::HashError;
use identity_crypto::{EntropyUnavailable, HasherError, KeyFileError};

use identity_diesel::OpenError;
#[cfg(feature = "postgres")]
use identity_diesel::PostgresError;
use identity_diesel::dump::DumpError;

use crate::config::ConfigError;

/// Why a command ended without success. The text is one line and has no secret in it.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A setting cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The address cannot be listened on.
    #[error("http.listen: {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The database cannot be opened.
    #[error("database.url: {0}")]
    Database(#[from] OpenError),
    /// The database cannot be opened.
    #[cfg(feature = "postgres")]
    #[error("database.url: {0}")]
    Postgres(#[from] PostgresError),
    /// What an export or import ran into.
    #[error(transparent)]
    Dump(#[from] DumpError),
    /// There is no database yet.
    #[error("database.url: there is no database at {0}")]
    NoDatabase(String),
    /// The master key cannot be used.
    #[error("keys.master_file: {0}")]
    Key(#[from] KeyFileError),
    /// The data was sealed under another master key.
    #[error("keys.master_file: {} is not the key of this database", .0.display())]
    OtherKey(PathBuf),
    /// The token cannot be kept, so nothing was bootstrapped.
    #[error("bootstrap.token_file: {}: {source}", path.display())]
    TokenFile {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// Hashing threads did not start.
    #[error("hashing: {0}")]
    Hasher(#[from] HasherError),
    /// The administrator's password was not hashed.
    #[error("hashing: {0}")]
    Hash(#[from] HashError),
    /// No randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyUnavailable),
    /// A rule or the store refused.
    #[error("{}", one_line(.0))]
    Core(#[from] Error),
    /// The server, the runtime or standard output failed.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// What was asked for on the command line cannot be done.
    #[error("{0}")]
    Refused(String),
}

impl StartError {
    /// What the process ends with: 2 for a setting that cannot be used, else 1.
    pub fn exit_code(&self) -> u8 {
        if matches!(self, Self::Config(_)) { 2 } else { 1 }
    }
}

impl From<StoreError> for StartError {
    fn from(error: StoreError) -> Self {
        Self::Core(error.into())
    }
}

/// Everything a refusal says, member by member.
fn one_line(error: &Error) -> String {
    let (Error::Invalid(violations) | Error::Query(violations) | Error::Conflict(violations)) = error else {
        return error.to_string();
    };
    let members = violations.iter().map(|(member, messages)| format!("{member}: {}", messages.join(" ")));
    members.collect::<Vec<_>>().join("; ")
}

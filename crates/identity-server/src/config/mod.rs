//! Settings: what there is, and what holds when nothing is said. docs/CONFIGURATION.md lists them all.

mod address;
mod check;
mod defaults;
mod error;
mod layers;
mod log;
mod secret;
mod text;

use std::net::SocketAddr;
use std::path::PathBuf;

use identity_core::value::{EmailAddress, Text};
use serde::{Deserialize, Serialize};

pub use self::address::{DatabaseUrl, MailUrl, PublicUrl};
pub(crate) use self::check::ADMINISTRATOR;
pub use self::error::ConfigError;
pub use self::layers::{Layers, PREFIX};
pub use self::log::{LogFormat, LogLevel};
pub use self::secret::SecretText;

/// All settings.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Web server.
    pub http: HttpConfig,
    /// Database.
    pub database: DatabaseConfig,
    /// First start on an empty database.
    pub bootstrap: BootstrapConfig,
    /// Master key.
    pub keys: KeysConfig,
    /// Mail.
    pub mail: MailConfig,
    /// Log.
    pub log: LogConfig,
    /// Module catalogue.
    pub modules: ModulesConfig,
    /// Password hashing.
    pub hashing: HashingConfig,
    /// Verified credentials.
    pub auth: AuthConfig,
    /// Pictures.
    pub icon: IconConfig,
    /// How much an account has at most.
    pub limits: LimitsConfig,
}

/// Web server.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HttpConfig {
    /// Address and port to listen on; port 0 takes a free one.
    #[serde(with = "text")]
    pub listen: SocketAddr,
    /// Where the outside finds this service; links are built from it. The listen address when absent.
    #[serde(with = "text::option", skip_serializing_if = "Option::is_none")]
    pub public_url: Option<PublicUrl>,
    /// Peers whose `X-Forwarded-For` is believed: addresses, or networks in CIDR form.
    #[serde(deserialize_with = "text::list")]
    pub trusted_proxies: Vec<String>,
    /// How long the body of a request may take to arrive, in seconds.
    #[serde(deserialize_with = "text::deserialize")]
    pub body_timeout_secs: u64,
    /// Whether the OpenAPI document and the page that shows it are served.
    #[serde(deserialize_with = "text::deserialize")]
    pub documents: bool,
    /// Whether the pages for people are served: where the links of mails lead to.
    #[serde(deserialize_with = "text::deserialize")]
    pub pages: bool,
}

/// Database.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DatabaseConfig {
    /// Where the data is.
    #[serde(with = "text")]
    pub url: DatabaseUrl,
    /// Connections to PostgreSQL at most.
    #[serde(deserialize_with = "text::deserialize")]
    pub connections_max: u32,
    /// How long a request waits for one of them before it is told to come again, in milliseconds.
    #[serde(deserialize_with = "text::deserialize")]
    pub wait_ms: u64,
    /// How long PostgreSQL may say nothing before a request is answered without it, in milliseconds.
    #[serde(deserialize_with = "text::deserialize")]
    pub answer_within_ms: u64,
    /// How long a statement may run on PostgreSQL, in milliseconds.
    #[serde(deserialize_with = "text::deserialize")]
    pub statement_timeout_ms: u64,
    /// How long a statement waits for a lock on PostgreSQL, in milliseconds.
    #[serde(deserialize_with = "text::deserialize")]
    pub lock_timeout_ms: u64,
    /// How long a transaction may stand still on PostgreSQL before it is cut, in milliseconds.
    #[serde(deserialize_with = "text::deserialize")]
    pub idle_timeout_ms: u64,
    /// Whether statements are prepared on PostgreSQL.
    #[serde(deserialize_with = "text::deserialize")]
    pub prepared: bool,
    /// Where the changes of other nodes are followed, if not at `url`.
    #[serde(with = "text::option", skip_serializing_if = "Option::is_none")]
    pub feed_url: Option<DatabaseUrl>,
}

/// First start on an empty database; without effect later.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BootstrapConfig {
    /// E-mail of the administrator.
    #[serde(with = "text")]
    pub email: EmailAddress,
    /// Password of the administrator; drawn and printed once when absent.
    #[serde(with = "text::option", skip_serializing_if = "Option::is_none")]
    pub password: Option<SecretText>,
    /// Name of the Operations account.
    #[serde(with = "text")]
    pub account_name: Text<500>,
    /// Where the Operations token is written to, besides being printed once.
    #[serde(deserialize_with = "text::path_option", skip_serializing_if = "Option::is_none")]
    pub token_file: Option<PathBuf>,
}

/// Master key.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KeysConfig {
    /// The file with the key that everything else is sealed with and derived from.
    #[serde(deserialize_with = "text::path")]
    pub master_file: PathBuf,
}

/// Mail.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MailConfig {
    /// Where mail goes to.
    #[serde(with = "text")]
    pub url: MailUrl,
    /// The sender of every mail.
    #[serde(with = "text")]
    pub from: String,
    /// A folder of templates that replace the built-in ones.
    #[serde(deserialize_with = "text::path_option", skip_serializing_if = "Option::is_none")]
    pub templates: Option<PathBuf>,
}

/// Log.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogConfig {
    /// The least important lines that are written.
    #[serde(with = "text")]
    pub level: LogLevel,
    /// The form of a line; text on a terminal and JSON elsewhere when absent.
    #[serde(with = "text::option", skip_serializing_if = "Option::is_none")]
    pub format: Option<LogFormat>,
}

/// Module catalogue.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ModulesConfig {
    /// A catalogue that replaces the built-in one.
    #[serde(deserialize_with = "text::path_option", skip_serializing_if = "Option::is_none")]
    pub catalogue: Option<PathBuf>,
}

/// Password hashing: argon2id.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HashingConfig {
    /// Work memory of one hash, in KiB.
    #[serde(deserialize_with = "text::deserialize")]
    pub memory_kib: u32,
    /// Passes over the memory.
    #[serde(deserialize_with = "text::deserialize")]
    pub iterations: u32,
    /// Passwords hashed at once.
    #[serde(deserialize_with = "text::deserialize")]
    pub threads: usize,
}

/// Verified credentials.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AuthConfig {
    /// Whom access tokens are for.
    #[serde(with = "text")]
    pub audience: String,
    /// The most verified tokens kept in memory.
    #[serde(deserialize_with = "text::deserialize")]
    pub principals_max: usize,
    /// The fewest characters of a password.
    #[serde(deserialize_with = "text::deserialize")]
    pub password_chars_min: usize,
    /// The fewest characters of a password beside a second factor.
    #[serde(deserialize_with = "text::deserialize")]
    pub password_chars_min_with_second_factor: usize,
}

/// Pictures.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IconConfig {
    /// The most bytes that a picture has.
    #[serde(deserialize_with = "text::deserialize")]
    pub max_bytes: usize,
}

/// How much an account has at most.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LimitsConfig {
    /// Tokens that are neither deleted nor expired.
    #[serde(deserialize_with = "text::deserialize")]
    pub tokens_per_account: u32,
    /// Roles.
    #[serde(deserialize_with = "text::deserialize")]
    pub roles_per_account: u32,
    /// Accounts right below it.
    #[serde(deserialize_with = "text::deserialize")]
    pub children_per_account: u32,
}

impl Config {
    /// All settings as a TOML file, secrets as stars.
    ///
    /// # Errors
    /// When a value has no form in TOML, such as a path that is not UTF-8.
    pub fn to_toml(&self) -> Result<String, ConfigError> {
        toml::to_string(self).map_err(|error| ConfigError::new("configuration", error))
    }
}

#[cfg(test)]
mod documented;
#[cfg(test)]
mod tests;

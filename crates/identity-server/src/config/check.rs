//! Values that are well formed and still cannot be used.

use std::time::Duration;

use identity_actix::HttpSettings;
use identity_core::error::Error;
use identity_core::port::Mailer;
use identity_core::secret::Secret;
use identity_core::service::{Limits, PasswordRules, Settings};
use identity_core::user::{PASSWORD_CHARS_MIN, PasswordContext, check_password};
use identity_crypto::{HashingLimits, HashingParameters};
#[cfg(feature = "postgres")]
use identity_diesel::{PostgresOptions, check_postgres_address};
use identity_mail::MailConfigError;

use super::{
    AuthConfig, BootstrapConfig, Config, ConfigError, DatabaseConfig, DatabaseUrl, HashingConfig, HttpConfig,
    LimitsConfig, MailConfig,
};
use crate::catalogue;

/// The least and the most of what is counted.
const THREADS_MAX: usize = 1024;
const MEMORY_KIB_MAX: u32 = 1_048_576;
const ITERATIONS_MAX: u32 = 64;
const AUDIENCE_CHARS_MAX: usize = 200;
const PRINCIPALS_MAX: usize = 10_000_000;
const BODY_TIMEOUT_SECS_MAX: u64 = 600;
/// Nobody is asked for more than a sentence.
const PASSWORD_CHARS_MIN_MAX: usize = 64;
/// What a body in parts has room for beside the object and the lines between the parts.
const ICON_BYTES_MAX: usize = 2_000_000;
/// What an account can still be asked for whole.
const PER_ACCOUNT_MAX: u32 = 10_000;
const CONNECTIONS_MAX: u32 = 1000;
const WAIT_MS_MAX: u64 = 60_000;
const TIMEOUT_MS_MAX: u64 = 600_000;
/// Passwords that may wait for each hashing thread: about two seconds of work with the default parameters.
const WAITING_PER_THREAD: usize = 32;

/// Name of the bootstrapped administrator.
pub(crate) const ADMINISTRATOR: (&str, &str) = ("Operations", "Administrator");

impl Config {
    /// Checks what no single value can know.
    ///
    /// # Errors
    /// [`ConfigError`] for the first value that cannot be used.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        self.http.api()?;
        self.hashing.argon()?;
        self.mail.mailer()?;
        self.bootstrap.checked_password()?;
        catalogue::read(&self.modules)?;
        within("icon.max_bytes", self.icon.max_bytes, 1024, ICON_BYTES_MAX)?;
        self.auth.check_audience()?;
        within("auth.principals_max", self.auth.principals_max, 1, PRINCIPALS_MAX)?;
        let PasswordRules { chars_min, chars_min_with_second_factor } = self.auth.password();
        within("auth.password_chars_min", chars_min, PASSWORD_CHARS_MIN, PASSWORD_CHARS_MIN_MAX)?;
        let setting = "auth.password_chars_min_with_second_factor";
        within(setting, chars_min_with_second_factor, PASSWORD_CHARS_MIN, chars_min)?;
        self.database.check()?;
        self.limits.check()
    }
}

fn within<T: PartialOrd + std::fmt::Display>(
    setting: &str,
    value: T,
    least: T,
    most: T,
) -> Result<(), ConfigError> {
    if (&least..=&most).contains(&&value) {
        Ok(())
    } else {
        Err(ConfigError::new(setting, format_args!("must be from {least} to {most}")))
    }
}

impl HttpConfig {
    /// What the API needs to know.
    ///
    /// # Errors
    /// [`ConfigError`] for a proxy that is neither an address nor a network, and for a time out of bounds.
    pub fn api(&self) -> Result<HttpSettings, ConfigError> {
        let network = |text: &String| {
            text.parse().map_err(|error| {
                ConfigError::new("http.trusted_proxies", format_args!("`{text}` is {error}"))
            })
        };
        let trusted_proxies = self.trusted_proxies.iter().map(network).collect::<Result<_, _>>()?;
        within("http.body_timeout_secs", self.body_timeout_secs, 1, BODY_TIMEOUT_SECS_MAX)?;
        Ok(HttpSettings { trusted_proxies, body_within: Duration::from_secs(self.body_timeout_secs) })
    }
}

impl AuthConfig {
    /// Lengths of passwords (R30).
    pub fn password(&self) -> PasswordRules {
        PasswordRules {
            chars_min: self.password_chars_min,
            chars_min_with_second_factor: self.password_chars_min_with_second_factor,
        }
    }

    /// One word that others compare with: printable ASCII without spaces.
    fn check_audience(&self) -> Result<(), ConfigError> {
        let is_word = self.audience.bytes().all(|byte| byte.is_ascii_graphic());
        if is_word && (1..=AUDIENCE_CHARS_MAX).contains(&self.audience.len()) {
            Ok(())
        } else {
            Err(ConfigError::new("auth.audience", "must be from 1 to 200 characters without spaces"))
        }
    }
}

impl DatabaseConfig {
    fn check(&self) -> Result<(), ConfigError> {
        within("database.connections_max", self.connections_max, 1, CONNECTIONS_MAX)?;
        within("database.wait_ms", self.wait_ms, 1, WAIT_MS_MAX)?;
        within("database.answer_within_ms", self.answer_within_ms, 100, TIMEOUT_MS_MAX)?;
        within("database.statement_timeout_ms", self.statement_timeout_ms, 100, TIMEOUT_MS_MAX)?;
        within("database.lock_timeout_ms", self.lock_timeout_ms, 100, TIMEOUT_MS_MAX)?;
        within("database.idle_timeout_ms", self.idle_timeout_ms, 100, TIMEOUT_MS_MAX)?;
        #[cfg(feature = "postgres")]
        self.url.check("database.url")?;
        match &self.feed_url {
            Some(DatabaseUrl::Sqlite(_)) => Err(ConfigError::new(
                "database.feed_url",
                "must be like postgres://identity@db.example.com/identity",
            )),
            #[cfg(feature = "postgres")]
            Some(url @ DatabaseUrl::Postgres(_)) => url.check("database.feed_url"),
            None => Ok(()),
        }
    }

    /// What the store over PostgreSQL needs to know.
    #[cfg(feature = "postgres")]
    pub(crate) fn postgres(&self) -> PostgresOptions {
        PostgresOptions {
            connections_max: self.connections_max,
            wait: Duration::from_millis(self.wait_ms),
            answer_within: Duration::from_millis(self.answer_within_ms),
            statement_timeout: Duration::from_millis(self.statement_timeout_ms),
            lock_timeout: Duration::from_millis(self.lock_timeout_ms),
            idle_timeout: Duration::from_millis(self.idle_timeout_ms),
            prepared: self.prepared,
            feed_url: match &self.feed_url {
                Some(DatabaseUrl::Postgres(url)) => Some(url.clone()),
                _ => None,
            },
        }
    }
}

#[cfg(feature = "postgres")]
impl DatabaseUrl {
    fn check(&self, setting: &str) -> Result<(), ConfigError> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(url) => {
                check_postgres_address(url).map_err(|error| ConfigError::new(setting, error))
            }
        }
    }
}

impl LimitsConfig {
    /// How much an account has at most (P-R36).
    pub fn limits(&self) -> Limits {
        Limits {
            tokens_max: self.tokens_per_account,
            roles_max: self.roles_per_account,
            children_max: self.children_per_account,
        }
    }

    fn check(&self) -> Result<(), ConfigError> {
        within("limits.tokens_per_account", self.tokens_per_account, 1, PER_ACCOUNT_MAX)?;
        within("limits.roles_per_account", self.roles_per_account, 1, PER_ACCOUNT_MAX)?;
        within("limits.children_per_account", self.children_per_account, 1, PER_ACCOUNT_MAX)
    }
}

impl HashingConfig {
    /// Parameters and limits of the hasher; never below the OWASP minimum.
    ///
    /// # Errors
    /// [`ConfigError`] for a value beyond its bounds.
    pub fn argon(&self) -> Result<(HashingParameters, HashingLimits), ConfigError> {
        let floor = HashingParameters::default();
        within("hashing.memory_kib", self.memory_kib, floor.memory_kib, MEMORY_KIB_MAX)?;
        within("hashing.iterations", self.iterations, floor.iterations, ITERATIONS_MAX)?;
        within("hashing.threads", self.threads, 1, THREADS_MAX)?;
        let parameters =
            HashingParameters { memory_kib: self.memory_kib, iterations: self.iterations, ..floor };
        let waiting = self.threads.saturating_mul(WAITING_PER_THREAD);
        Ok((parameters, HashingLimits { threads: self.threads, waiting }))
    }
}

impl MailConfig {
    /// The mailer; nothing is connected or written yet.
    ///
    /// # Errors
    /// [`ConfigError`] for a wrong address or sender, and for a template that cannot be used.
    pub fn mailer(&self) -> Result<Box<dyn Mailer>, ConfigError> {
        identity_mail::connect(self.url.expose(), &self.from, self.templates.as_deref()).map_err(|error| {
            let setting = match error {
                MailConfigError::Sender => "mail.from",
                MailConfigError::Scheme | MailConfigError::Address(_) => "mail.url",
                MailConfigError::Template(_) => "mail.templates",
            };
            ConfigError::new(setting, error)
        })
    }
}

impl BootstrapConfig {
    /// The administrator's password, normalised, if one is set (R30).
    ///
    /// # Errors
    /// [`ConfigError`] when it is too short, too long or too easy to guess.
    pub fn checked_password(&self) -> Result<Option<Secret>, ConfigError> {
        let Some(password) = &self.password else { return Ok(None) };
        let (first, last) = ADMINISTRATOR;
        let words = vec![
            self.email.to_string(),
            self.email.local_part().to_owned(),
            first.to_owned(),
            last.to_owned(),
            format!("{first} {last}"),
            self.account_name.to_string(),
            Settings::default().product_name,
        ];
        let context = PasswordContext { words, has_second_factor: false };
        check_password(password.secret(), &context, PasswordRules::default()).map(Some).map_err(|error| {
            let messages = match &error {
                Error::Invalid(violations) => violations
                    .iter()
                    .flat_map(|(_, messages)| messages.to_vec())
                    .collect::<Vec<_>>()
                    .join(" "),
                other => other.to_string(),
            };
            ConfigError::new("bootstrap.password", messages)
        })
    }
}

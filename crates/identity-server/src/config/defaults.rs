//! What holds when nothing is said.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use identity_actix::HttpSettings;
use identity_core::service::{Limits, Settings};
use identity_core::value::{EmailAddress, Text};
use identity_crypto::HashingParameters;

use super::{
    AuthConfig, BootstrapConfig, DatabaseConfig, DatabaseUrl, HashingConfig, HttpConfig, IconConfig,
    KeysConfig, LimitsConfig, LogConfig, LogLevel, MailConfig, MailUrl,
};

impl Default for HttpConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            public_url: None,
            trusted_proxies: Vec::new(),
            body_timeout_secs: HttpSettings::default().body_within.as_secs(),
            documents: true,
            pages: true,
        }
    }
}

impl Default for DatabaseConfig {
    fn default() -> Self {
        Self {
            url: DatabaseUrl::sqlite("data/identity.db"),
            connections_max: 16,
            wait_ms: 1000,
            answer_within_ms: 1500,
            statement_timeout_ms: 10_000,
            lock_timeout_ms: 5000,
            idle_timeout_ms: 5000,
            prepared: true,
            feed_url: None,
        }
    }
}

impl Default for BootstrapConfig {
    fn default() -> Self {
        Self {
            email: EmailAddress::from_stored("admin@example.com".into()),
            password: None,
            account_name: Text::from_stored("Operations".into()),
            token_file: None,
        }
    }
}

impl Default for KeysConfig {
    fn default() -> Self {
        Self { master_file: "data/master.key".into() }
    }
}

impl Default for MailConfig {
    fn default() -> Self {
        Self {
            url: MailUrl::folder(Path::new("data/mail")),
            from: "Identity <no-reply@localhost>".into(),
            templates: None,
        }
    }
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { level: LogLevel::Info, format: None }
    }
}

impl Default for HashingConfig {
    fn default() -> Self {
        let HashingParameters { memory_kib, iterations, .. } = HashingParameters::default();
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { memory_kib, iterations, threads }
    }
}

impl Default for AuthConfig {
    fn default() -> Self {
        let Settings { audience, principals_max, password, .. } = Settings::default();
        Self {
            audience,
            principals_max,
            password_chars_min: password.chars_min,
            password_chars_min_with_second_factor: password.chars_min_with_second_factor,
        }
    }
}

impl Default for IconConfig {
    fn default() -> Self {
        Self { max_bytes: Settings::default().icon_bytes_max }
    }
}

impl Default for LimitsConfig {
    fn default() -> Self {
        let Limits { tokens_max, roles_max, children_max } = Limits::default();
        Self {
            tokens_per_account: tokens_max,
            roles_per_account: roles_max,
            children_per_account: children_max,
        }
    }
}

//! Addresses among the settings: the public one, the database's, the mail system's.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::secret::STARS;

/// Where the outside finds this service: `http` or `https`, a host, maybe a port and a path; no trailing slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// The address, without a trailing slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PublicUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let address = text.trim_end_matches('/');
        let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
        let host = rest.map(|rest| rest.split('/').next().unwrap_or_default());
        let is_fine = host.is_some_and(|host| !host.is_empty() && !host.starts_with(':'))
            && !address.contains(|c: char| c.is_whitespace() || c.is_control() || "?#@\"<>\\".contains(c));
        if is_fine { Ok(Self(address.to_owned())) } else { Err("must be like https://identity.example.com") }
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where the data is: `sqlite://path`, where a third slash makes the path absolute, or `postgres://…`, which may hold a
/// password that is never shown.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A database file.
    Sqlite(PathBuf),
    /// A PostgreSQL database, as its whole address.
    #[cfg(feature = "postgres")]
    Postgres(String),
}

impl DatabaseUrl {
    /// A database file.
    pub fn sqlite(path: impl Into<PathBuf>) -> Self {
        Self::Sqlite(path.into())
    }
}

impl FromStr for DatabaseUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once("://") {
            Some(("sqlite", path)) if !path.is_empty() && !path.contains(['?', '#']) => {
                Ok(Self::sqlite(path))
            }
            #[cfg(feature = "postgres")]
            Some(("postgres" | "postgresql", rest)) if !rest.is_empty() => {
                Ok(Self::Postgres(text.to_owned()))
            }
            #[cfg(not(feature = "postgres"))]
            Some(("postgres" | "postgresql", _)) => Err("this program was built without PostgreSQL"),
            _ => Err("must be like sqlite://data/identity.db or postgres://identity@db.example.com/identity"),
        }
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite://{}", path.display()),
            // Parameters may hold a password as well.
            #[cfg(feature = "postgres")]
            Self::Postgres(url) => show_without_secrets(f, url.split('?').next().unwrap_or_default()),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// An address with stars for whoever it names before the host.
fn show_without_secrets(f: &mut fmt::Formatter<'_>, url: &str) -> fmt::Result {
    match url.split_once("://") {
        Some((scheme, rest)) => match rest.rsplit_once('@') {
            Some((_, host)) => write!(f, "{scheme}://{STARS}@{host}"),
            None => f.write_str(url),
        },
        // Not an address at all; whatever it is, it is not repeated.
        None => f.write_str(STARS),
    }
}

/// Where mail goes to; it may hold a password, which is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct MailUrl(String);

impl MailUrl {
    /// A folder of .eml files.
    pub fn folder(path: &Path) -> Self {
        Self(format!("file://{}", path.display()))
    }

    /// The whole address, for the mailer.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The folder, if mail goes to one.
    pub fn as_folder(&self) -> Option<&Path> {
        self.0.strip_prefix("file://").map(Path::new)
    }
}

impl FromStr for MailUrl {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for MailUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.as_folder().is_some() { f.write_str(&self.0) } else { show_without_secrets(f, &self.0) }
    }
}

impl fmt::Debug for MailUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_addresses_are_whole_and_end_without_a_slash() {
        let shown = |text: &str| text.parse::<PublicUrl>().map(|url| url.to_string());
        assert_eq!(shown("https://id.example.com/").as_deref(), Ok("https://id.example.com"));
        assert_eq!(shown("http://127.0.0.1:8080/id").as_deref(), Ok("http://127.0.0.1:8080/id"));
        for bad in [
            "",
            "id.example.com",
            "https://",
            "http://:80",
            "ftp://a",
            "https://a?b",
            "https://u@h",
            "http://a b",
        ] {
            assert!(shown(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn databases_are_files_or_on_servers() {
        let parsed = |text: &str| text.parse::<DatabaseUrl>();
        assert_eq!(parsed("sqlite://data/identity.db"), Ok(DatabaseUrl::sqlite("data/identity.db")));
        assert_eq!(parsed("sqlite:///var/identity.db"), Ok(DatabaseUrl::sqlite("/var/identity.db")));
        for bad in
            ["", "data/identity.db", "sqlite:", "sqlite://", "sqlite://a?mode=ro", "mysql://a", "postgres:"]
        {
            assert!(parsed(bad).is_err(), "{bad}");
        }
    }

    #[cfg(feature = "postgres")]
    #[test]
    fn the_password_of_a_database_is_never_shown() {
        let shown = |text: &str| text.parse::<DatabaseUrl>().unwrap().to_string();
        assert_eq!(shown("postgres://me:hunter2@a,b:5433/id"), "postgres://********@a,b:5433/id");
        assert_eq!(shown("postgresql://a/id?user=me&password=hunter2"), "postgresql://a/id");
    }

    #[test]
    fn the_password_of_a_mail_system_is_never_shown() {
        let shown = |text: &str| text.parse::<MailUrl>().unwrap().to_string();
        assert_eq!(shown("smtps://me:hunter2@mail.example.com"), "smtps://********@mail.example.com");
        assert_eq!(shown("smtps://me:hun@ter2@mail.example.com"), "smtps://********@mail.example.com");
        assert_eq!(shown("smtp://localhost:25"), "smtp://localhost:25");
        assert_eq!(shown("file://data/mail"), "file://data/mail");
        assert_eq!(shown("hunter2"), "********");
    }
}

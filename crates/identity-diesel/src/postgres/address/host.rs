//! One host of an address.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

use crate::postgres::options::PostgresError;

/// A host, still encoded, and maybe its port.
pub(super) struct Host {
    /// An IPv6 address without its brackets; nothing where none is named.
    pub(super) name: String,
    port: Option<u16>,
}

impl FromStr for Host {
    type Err = PostgresError;

    fn from_str(text: &str) -> Result<Self, PostgresError> {
        let bracketed = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let (name, rest) = bracketed.unwrap_or_else(|| text.split_at(text.find(':').unwrap_or(text.len())));
        let is_name = match bracketed {
            Some(_) => name.parse::<Ipv6Addr>().is_ok(),
            None => name.chars().all(|c| c.is_ascii_alphanumeric() || "-._%".contains(c)),
        };
        if !is_name {
            return Err(PostgresError::Address("has a host that cannot be one; %40 is an @ in a password"));
        }
        let port = match rest.strip_prefix(':').map(str::parse) {
            None if rest.is_empty() => None,
            Some(Ok(port @ 1..)) => Some(port),
            _ => return Err(PostgresError::Address("has a port that is no number from 1 to 65535")),
        };
        Ok(Self { name: name.to_owned(), port })
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_bracketed = self.name.contains(':');
        let (open, close) = if is_bracketed { ("[", "]") } else { ("", "") };
        write!(f, "{open}{}{close}", self.name)?;
        self.port.map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

/// Whether a host is this machine: a socket's folder, its name, or an address of its own.
pub(super) fn is_local(host: &str) -> bool {
    host.starts_with(['/', '@'])
        || host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

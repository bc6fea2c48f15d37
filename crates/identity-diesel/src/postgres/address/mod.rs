//! Addresses of databases: libpq's URI form, and the parameters that everybody should have given.
//!
//! libpq repeats what it does not understand in its messages, a password with a wrong character in it among that. So
//! nothing reaches it that was not understood here, and what is said here repeats nothing.

mod completion;
mod host;
mod parameters;

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use self::host::Host;
use super::options::PostgresError;

/// An address that was understood. It may hold a password, so it shows itself to libpq alone.
pub(super) struct Address {
    /// Name and password with the `@` after them; still encoded, as everything here.
    user: String,
    hosts: Vec<Host>,
    database: String,
    parameters: Vec<(String, String)>,
}

impl Address {
    /// Understands `postgres://user:password@host:port,host:port/database?parameter=value` and adds what was not said.
    ///
    /// # Errors
    /// [`PostgresError::Address`].
    pub(super) fn new(url: &str) -> Result<Self, PostgresError> {
        Self::parse(url)?.completed()
    }

    fn parse(url: &str) -> Result<Self, PostgresError> {
        let rest = url.strip_prefix("postgres://").or_else(|| url.strip_prefix("postgresql://"));
        let rest = rest.ok_or(PostgresError::Address("must begin with postgres://"))?;
        check_characters(rest)?;
        let before_slash = rest.split('/').next().unwrap_or_default();
        let (user, rest) = rest.split_at(before_slash.find('@').map_or(0, |at| at + 1));
        let (place, parameters) = rest.split_once('?').unwrap_or((rest, ""));
        let (hosts, database) = place.split_once('/').unwrap_or((place, ""));
        if database.contains(['/', '@', ':']) {
            return Err(PostgresError::Address(
                "must have %2F for a / and %40 for an @ in names and passwords",
            ));
        }
        Ok(Self {
            user: user.to_owned(),
            hosts: hosts.split(',').map(str::parse).collect::<Result<_, _>>()?,
            database: database.to_owned(),
            parameters: parameters::parse(parameters)?,
        })
    }

    /// The value of a parameter, if it is given; of several the last holds.
    fn get(&self, name: &str) -> Option<String> {
        let found = self.parameters.iter().rev().find(|(key, _)| key == name);
        found.map(|(_, value)| decoded(value))
    }

    fn set(&mut self, name: &str, value: &str) {
        self.parameters.retain(|(key, _)| key != name);
        self.parameters.push((name.to_owned(), utf8_percent_encode(value, NON_ALPHANUMERIC).to_string()));
    }

    /// The whole address.
    pub(super) fn expose(&self) -> String {
        let hosts = self.hosts.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        let parameters = self.parameters.iter().map(|(key, value)| format!("{key}={value}"));
        let parameters = parameters.collect::<Vec<_>>().join("&");
        format!("postgresql://{}{hosts}/{}?{parameters}", self.user, self.database)
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Refuses what libpq stumbles over.
fn check_characters(text: &str) -> Result<(), PostgresError> {
    if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err(PostgresError::Address("must not have spaces or line ends; %20 is a space"));
    }
    let mut codes = text.split('%').skip(1).map(|rest| rest.get(..2).unwrap_or_default());
    let is_code = |code: &str| code != "00" && code.bytes().filter(u8::is_ascii_hexdigit).count() == 2;
    if codes.all(is_code) && percent_decode_str(text).decode_utf8().is_ok() {
        Ok(())
    } else {
        Err(PostgresError::Address("must have two hexadecimal digits after each %; %25 is a percent sign"))
    }
}

#[cfg(test)]
mod tests;

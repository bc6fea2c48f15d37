//! What stands after the question mark.

use crate::postgres::options::PostgresError;

/// What libpq knows and a service may use: neither another file with addresses, nor a log of the keys, nor replication.
const KNOWN: &[&str] = &[
    "application_name",
    "channel_binding",
    "client_encoding",
    "connect_timeout",
    "dbname",
    "fallback_application_name",
    "gssencmode",
    "host",
    "hostaddr",
    "keepalives",
    "keepalives_count",
    "keepalives_idle",
    "keepalives_interval",
    "load_balance_hosts",
    "max_protocol_version",
    "min_protocol_version",
    "options",
    "passfile",
    "password",
    "port",
    "require_auth",
    "requirepeer",
    "ssl_max_protocol_version",
    "ssl_min_protocol_version",
    "sslcert",
    "sslcertmode",
    "sslcrl",
    "sslcrldir",
    "sslkey",
    "sslmode",
    "sslnegotiation",
    "sslpassword",
    "sslrootcert",
    "sslsni",
    "target_session_attrs",
    "tcp_user_timeout",
    "user",
];

/// Names and encoded values.
///
/// # Errors
/// [`PostgresError::Address`].
pub(super) fn parse(text: &str) -> Result<Vec<(String, String)>, PostgresError> {
    text.split('&').filter(|part| !part.is_empty()).map(one).collect()
}

fn one(part: &str) -> Result<(String, String), PostgresError> {
    match part.split_once('=') {
        None => Err(PostgresError::Address("has a parameter without a value")),
        Some((_, value)) if value.contains('=') => {
            Err(PostgresError::Address("must have %3D for an = in the value of a parameter"))
        }
        Some((name, value)) if KNOWN.contains(&name) => Ok((name.to_owned(), value.to_owned())),
        Some(_) => Err(PostgresError::Address("has a parameter that there is not")),
    }
}

//! Credentials as they are presented.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use identity_tests::format_request;
use ring::hmac::{HMAC_SHA256, Key, sign};

/// The module whose loss is seen.
const MODULE: &str = "billing";

/// A credential, and what is asked with it.
#[derive(Debug, Clone)]
pub enum Credential {
    /// Presented as it is; asked whether it is good.
    Bearer(String),
    /// Presented as it is; asked whether it is good for the module.
    Holder(String),
    /// Signs; asked for the account.
    Key {
        /// Its public part.
        key: String,
        /// Its secret part.
        secret: String,
        /// The account.
        account: String,
    },
}

impl Credential {
    /// A whole request, answered with 200 only if the credential is good.
    pub fn request(&self) -> Vec<u8> {
        match self {
            Self::Bearer(value) => format_request("GET", "/v1/auth/check", Some(value), None),
            Self::Holder(value) => with_headers(
                "/v1/auth/check",
                &[("authorization", &format!("Bearer {value}")), ("x-check-module", MODULE)],
            ),
            Self::Key { key, secret, account } => {
                let timestamp = fresh_millis().to_string();
                let message = [key.as_bytes(), timestamp.as_bytes()].concat();
                let tag = sign(&Key::new(HMAC_SHA256, secret.as_bytes()), &message);
                let tag = tag.as_ref().iter().fold(String::new(), |mut text, byte| {
                    // Writing to a string cannot fail.
                    let _ = write!(text, "{byte:02x}");
                    text
                });
                let headers = [
                    ("x-logtrust-apikey", &**key),
                    ("x-logtrust-timestamp", &timestamp),
                    ("x-logtrust-sign", &tag),
                ];
                with_headers(&format!("/v2/domain/{account}"), &headers)
            }
        }
    }
}

/// A GET with these headers.
pub fn with_headers(path: &str, headers: &[(&str, &str)]) -> Vec<u8> {
    let mut request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n");
    for (name, value) in headers {
        request.extend([*name, ": ", *value, "\r\n"]);
    }
    request.push_str("\r\n");
    request.into_bytes()
}

/// Milliseconds of now that no request of this process was signed with before.
#[expect(clippy::disallowed_methods, reason = "a client has its own clock")]
fn fresh_millis() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
    let now = u64::try_from(now).unwrap_or(u64::MAX);
    let next = |last: u64| now.max(last + 1);
    match LAST.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(next(last))) {
        Ok(last) | Err(last) => next(last),
    }
}

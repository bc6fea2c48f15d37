//! Codes by time: which step a code is of, and what an authenticator app has to know.

use subtle::ConstantTimeEq as _;

use super::SecondFactor;
use crate::error::Error;
use crate::id::UserId;
use crate::secret::Secret;
use crate::service::Tools;
use crate::timestamp::Timestamp;

const STEP_MILLIS: i64 = 30_000;
/// Clocks of phones may be that many steps behind or ahead.
const STEPS_OFF: u64 = 1;

/// What a shared secret is sealed for.
pub(super) fn context(user: UserId) -> String {
    format!("second-factor/{user}")
}

/// The step of a moment.
pub(super) fn step_at(now: Timestamp) -> u64 {
    u64::try_from(now.millis() / STEP_MILLIS).unwrap_or(0)
}

/// The step around now that the code is of.
///
/// # Errors
/// [`Error::Internal`] when the secret does not open.
pub(super) fn step_of(
    tools: &Tools,
    factor: &SecondFactor,
    code: &str,
    now: Timestamp,
) -> Result<Option<u64>, Error> {
    let internal = |why: String| Error::Internal(format!("second factor of {}: {why}", factor.user));
    let opened = tools.sealer.open(&context(factor.user), &factor.sealed);
    let secret = opened.map_err(|error| internal(error.to_string()))?;
    let present = step_at(now);
    let mut found = None;
    // All steps are compared, so that time does not tell which one it was.
    for step in present.saturating_sub(STEPS_OFF)..=present.saturating_add(STEPS_OFF) {
        let expected = tools.otp.code(&secret, step).ok_or_else(|| internal("it is no secret".into()))?;
        if expected.expose().as_bytes().ct_eq(code.as_bytes()).into() {
            found = Some(step);
        }
    }
    Ok(found)
}

/// `otpauth://totp/…`, which an app reads from a picture.
pub(super) fn uri(product: &str, email: &str, secret: &Secret) -> Secret {
    let (product, email) = (escaped(product), escaped(email));
    let secret = secret.expose();
    Secret::new(format!(
        "otpauth://totp/{product}:{email}?secret={secret}&issuer={product}&algorithm=SHA1&digits=6&period=30"
    ))
}

/// Everything but the unreserved characters of RFC 3986 percent-encoded.
fn escaped(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_uri_is_what_apps_read() {
        let secret = Secret::new("JBSWY3DPEHPK3PXP".into());
        assert_eq!(
            uri("Flöw & Co", "mara+x@example.com", &secret).expose(),
            "otpauth://totp/Fl%C3%B6w%20%26%20Co:mara%2Bx%40example.com?secret=JBSWY3DPEHPK3PXP\
             &issuer=Fl%C3%B6w%20%26%20Co&algorithm=SHA1&digits=6&period=30"
        );
    }

    #[test]
    fn a_step_lasts_thirty_seconds() {
        let step = |millis| step_at(Timestamp::from_millis(millis));
        assert_eq!((step(0), step(29_999), step(30_000), step(59_000)), (0, 0, 1, 1));
        assert_eq!(step(-1), 0);
    }
}

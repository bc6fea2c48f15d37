//! The credential of a request (platform.md §1.2).

use std::sync::Arc;

use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use identity_core::Error;
use identity_core::auth::Verified;
use identity_core::service::Identity;

use super::failure::Failure;

/// What stands after `Bearer`; `None` without an `Authorization` header.
///
/// # Errors
/// [`Failure::TwoCredentials`]; [`Error::Unauthenticated`] for any other scheme.
pub(crate) fn presented(headers: &HeaderMap) -> Result<Option<&str>, Failure> {
    let mut sent = headers.get_all(AUTHORIZATION);
    let Some(value) = sent.next() else { return Ok(None) };
    if sent.next().is_some() {
        return Err(Failure::TwoCredentials);
    }
    let unreadable = || Failure::Core(Error::Unauthenticated);
    let text = value.to_str().map_err(|_| unreadable())?;
    let (scheme, credential) = text.split_once(' ').ok_or_else(unreadable)?;
    if scheme.eq_ignore_ascii_case("bearer") { Ok(Some(credential.trim_start())) } else { Err(unreadable()) }
}

/// Verifies the credential of a request; `None` without one.
///
/// # Errors
/// Those of [`presented`]; [`Error::Unauthenticated`], whatever is wrong with it; those of the store.
pub(crate) async fn verify(
    identity: &Identity,
    headers: &HeaderMap,
) -> Result<Option<Arc<Verified>>, Failure> {
    match presented(headers)? {
        Some(credential) => Ok(Some(identity.authenticate(credential).await?)),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    fn headers(values: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(AUTHORIZATION, HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    #[test]
    fn one_bearer_credential_is_read() {
        assert_eq!(presented(&headers(&[])).unwrap(), None);
        assert_eq!(presented(&headers(&["Bearer abc"])).unwrap(), Some("abc"));
        assert_eq!(presented(&headers(&["bearer  abc"])).unwrap(), Some("abc"));
        for bad in ["Basic abc", "Bearer", "abc", ""] {
            let sent = headers(&[bad]);
            assert!(matches!(presented(&sent), Err(Failure::Core(Error::Unauthenticated))), "{bad}");
        }
        assert!(matches!(presented(&headers(&["Bearer a", "Bearer a"])), Err(Failure::TwoCredentials)));
    }
}

//! The credential of a request (platform.md §1.2).

use std::sync::Arc;

use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use identity_core::Error;
use identity_core::auth::Verified;
use identity_core::service::Identity;

use super::failure::Failure;
use super::route::Opening;

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

/// Verifies the credential of a request, if what opens the route is one; `None` without one where that is enough. A
/// good credential of another kind is as good as none (S-R1).
///
/// # Errors
/// Those of [`presented`]; [`Error::Unauthenticated`], whatever is wrong with it; those of the store.
pub(crate) async fn admit(
    identity: &Identity,
    headers: &HeaderMap,
    opening: Opening,
) -> Result<Option<Arc<Verified>>, Failure> {
    if opening == Opening::Anybody {
        return Ok(None);
    }
    match presented(headers)? {
        Some(credential) => {
            let verified = identity.authenticate(credential).await?;
            let is_known = opening.kinds().contains(&verified.principal.credential.kind());
            if is_known { Ok(Some(verified)) } else { Err(Error::Unauthenticated.into()) }
        }
        None if opening.is_open() => Ok(None),
        None => Err(Error::Unauthenticated.into()),
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

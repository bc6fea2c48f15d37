//! The credential of a request (provisioning.md §1.3): one bearer token, in either of two headers.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::header::HeaderName;
use identity_core::Error;
use identity_core::auth::Verified;

use crate::Api;
use crate::http::credential::presented;
use crate::http::failure::Failure;
use crate::http::route::Opening;

/// Takes a bearer token without a scheme before it.
static STAND_ALONE: HeaderName = HeaderName::from_static("standalonetoken");

/// Verifies the credential; one of another kind than the route takes is as good as none (P-R1).
///
/// # Errors
/// [`Failure::TwoCredentials`]; [`Error::Unauthenticated`], whatever is wrong; those of the store.
pub(crate) async fn admit(
    api: &Api,
    request: &HttpRequest,
    opening: Opening,
) -> Result<Arc<Verified>, Failure> {
    let mut alone = request.headers().get_all(&STAND_ALONE);
    let bearer = presented(request.headers())?;
    let value = match (bearer, alone.next(), alone.next()) {
        (None, None, _) => None,
        (Some(value), None, _) => Some(value),
        (None, Some(value), None) => value.to_str().ok(),
        _ => return Err(Failure::TwoCredentials),
    };
    let verified = api.identity.authenticate(value.ok_or(Error::Unauthenticated)?).await?;
    let is_known = opening.kinds().contains(&verified.principal.credential.kind());
    if is_known { Ok(verified) } else { Err(Error::Unauthenticated.into()) }
}

//! The credential of a request (provisioning.md §1.3): a bearer token in either of two headers, or a signature.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use identity_core::Error;
use identity_core::api_token::HmacScope::{Domain, Reseller};
use identity_core::auth::{KeyHeader, Signature, SignedRequest, Verified};
use identity_core::port::SecurityEvent;

use crate::Api;
use crate::http::body::read_ahead;
use crate::http::credential::presented;
use crate::http::dialect::Dialect;
use crate::http::failure::Failure;
use crate::http::origin;
use crate::http::route::{Opening, reads};
use crate::http::trace::Trace;

static TIMESTAMP: HeaderName = HeaderName::from_static("x-logtrust-timestamp");
static SIGN: HeaderName = HeaderName::from_static("x-logtrust-sign");

/// How a credential is presented.
#[derive(Clone, Copy)]
enum Scheme {
    /// After the word `Bearer`.
    Bearer,
    /// A bearer token without a word before it.
    StandAlone,
    /// The name of a key, with a signature in other headers.
    Key(KeyHeader),
}

/// The headers that present one; two of them are two credentials.
static SCHEMES: [(HeaderName, Scheme); 5] = [
    (AUTHORIZATION, Scheme::Bearer),
    (HeaderName::from_static("standalonetoken"), Scheme::StandAlone),
    (HeaderName::from_static("x-logtrust-apikey"), Scheme::Key(KeyHeader::Any)),
    (HeaderName::from_static("x-logtrust-domain-apikey"), Scheme::Key(KeyHeader::Of(Domain))),
    (HeaderName::from_static("x-logtrust-reseller-apikey"), Scheme::Key(KeyHeader::Of(Reseller))),
];

/// Verifies the credential; one of another kind than the route takes is as good as none (P-R1). What fails is noted in
/// the security log (P-R38).
///
/// # Errors
/// [`Failure::TwoCredentials`]; [`Error::Unauthenticated`], whatever is wrong; those of the store; for signed requests
/// [`Failure::TooLarge`] and [`Failure::Slow`], because the body is signed.
pub(crate) async fn admit(
    api: &Api,
    request: &HttpRequest,
    opening: Opening,
    trace: Trace,
) -> Result<Arc<Verified>, Failure> {
    let origin = || origin::of(request, &api.settings.trusted_proxies, trace);
    let headers = request.headers();
    let admitted = match sent(headers)? {
        Some((Scheme::Key(header), name)) => match signature(headers, header, name) {
            Some(signature) => {
                let body = read_ahead(request, Dialect::Provisioning, api.settings.body_within).await?;
                let is_write = !reads(request.method());
                let signed = SignedRequest { signature, body: &body, is_write };
                return Ok(api.identity.authenticate_signed(&signed, &origin()).await?);
            }
            None => Err(Error::Unauthenticated.into()),
        },
        Some((Scheme::StandAlone, value)) => bearer(api, value.to_str().ok(), opening).await,
        Some((Scheme::Bearer, _)) => match presented(headers) {
            Ok(value) => bearer(api, value, opening).await,
            Err(failure) => Err(failure),
        },
        None => Err(Error::Unauthenticated.into()),
    };
    if let Err(Failure::Core(Error::Unauthenticated)) = admitted {
        api.identity.note(SecurityEvent::AuthenticationFailed, &origin());
    }
    admitted
}

/// The one header that presents a credential.
fn sent(headers: &HeaderMap) -> Result<Option<(Scheme, &HeaderValue)>, Failure> {
    let mut sent =
        SCHEMES.iter().flat_map(|(name, scheme)| headers.get_all(name).map(move |value| (*scheme, value)));
    match (sent.next(), sent.next()) {
        (_, Some(_)) => Err(Failure::TwoCredentials),
        (one, None) => Ok(one),
    }
}

/// The signature by that key; what is sent twice is not well formed.
fn signature<'r>(headers: &'r HeaderMap, header: KeyHeader, name: &'r HeaderValue) -> Option<Signature<'r>> {
    let one = |name: &HeaderName| {
        let mut values = headers.get_all(name);
        let value = values.next()?;
        if values.next().is_none() { value.to_str().ok() } else { None }
    };
    Signature::read(header, name.to_str().ok()?, one(&TIMESTAMP)?, one(&SIGN)?)
}

async fn bearer(api: &Api, value: Option<&str>, opening: Opening) -> Result<Arc<Verified>, Failure> {
    let verified = api.identity.authenticate(value.ok_or(Error::Unauthenticated)?).await?;
    let is_known = opening.kinds().contains(&verified.principal.credential.kind());
    if is_known { Ok(verified) } else { Err(Error::Unauthenticated.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNED: &str = "0000000000000000000000000000000000000000000000000000000000000000";

    fn headers(lines: &[(&str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(HeaderName::try_from(*name).unwrap(), HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    #[test]
    fn p_r1_one_header_presents_a_credential() {
        let schemes = SCHEMES.iter().map(|(name, _)| name.as_str());
        let all: Vec<_> = schemes.map(|name| (name, "x")).collect();
        assert!(sent(&headers(&[("x-logtrust-timestamp", "1")])).unwrap().is_none());
        for one in &all {
            assert!(sent(&headers(&[*one])).unwrap().is_some(), "{one:?}");
            for other in &all {
                let two = headers(&[*one, *other]);
                assert!(matches!(sent(&two), Err(Failure::TwoCredentials)), "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn p_r1_a_signature_is_in_three_headers_each_sent_once() {
        let all = [("x-logtrust-timestamp", "1700000000000"), ("x-logtrust-sign", SIGNED)];
        let name = HeaderValue::from_static("TKN-4134-7330");
        let read = |lines: &[(&str, &str)]| signature(&headers(lines), KeyHeader::Any, &name).is_some();
        assert!(read(&all));
        for bad in [&all[..1], &all[1..], &[all[0], all[1], all[1]], &[all[0], all[0], all[1]]] {
            assert!(!read(bad), "{bad:?}");
        }
    }
}

//! The check that gateways make for every request (self-service.md A11, S-R46).

use actix_web::http::header::{CACHE_CONTROL, HeaderMap, HeaderName, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder};
use identity_core::Error;
use identity_core::actor::{Actor, Credential, CredentialKind, Principal};
use identity_core::module::Catalogue;
use identity_core::session::ChannelName;

use crate::http::answer::Cache;
use crate::http::context::Context;
use crate::http::failure::Failure;
use crate::http::route::Answer;

static CHECK_MODULE: HeaderName = HeaderName::from_static("x-check-module");
static CHECK_ACCOUNT: HeaderName = HeaderName::from_static("x-check-account");
static KIND: HeaderName = HeaderName::from_static("x-identity-kind");
static SUBJECT: HeaderName = HeaderName::from_static("x-identity-subject");
static ACCOUNT: HeaderName = HeaderName::from_static("x-identity-account");
static ACCOUNT_TYPE: HeaderName = HeaderName::from_static("x-identity-account-type");
static MEMBERSHIP: HeaderName = HeaderName::from_static("x-identity-membership");
static MODULES: HeaderName = HeaderName::from_static("x-identity-modules");
static SESSION: HeaderName = HeaderName::from_static("x-identity-session");
static CHANNEL: HeaderName = HeaderName::from_static("x-identity-channel");

/// 200 without a body, and who it is in headers; 403 when a module or account asked for is not covered. Incoming
/// `X-Identity-*` are not looked at.
pub(crate) async fn check(cx: Context) -> Answer {
    let principal = cx.principal()?;
    let catalogue = &cx.identity().tools().catalogue;
    covers(cx.request.headers(), &principal.actor, catalogue)?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CACHE_CONTROL, Cache::Never.header()));
    identify(&mut answer, principal, catalogue)?;
    Ok(answer.finish())
}

/// The name of a kind on the wire.
pub(in crate::self_service) const fn name_of(kind: CredentialKind) -> &'static str {
    match kind {
        CredentialKind::Api => "api",
        CredentialKind::Integration => "integration",
        CredentialKind::Hmac => "hmac",
        CredentialKind::Auth => "auth",
        CredentialKind::Access | CredentialKind::DeviceAccess => "access",
        CredentialKind::Device => "device",
        CredentialKind::Invitation => "invitation",
        CredentialKind::System => "system",
    }
}

fn identify(
    answer: &mut HttpResponseBuilder,
    principal: &Principal,
    catalogue: &Catalogue,
) -> Result<(), Error> {
    let (actor, credential) = (&principal.actor, principal.credential);
    answer.insert_header((KIND.clone(), HeaderValue::from_static(name_of(credential.kind()))));
    if let Some(subject) = subject_of(principal) {
        answer.insert_header((SUBJECT.clone(), header(subject)?));
    }
    if let Some(account) = actor.account {
        answer.insert_header((ACCOUNT.clone(), header(account.id.to_string())?));
        answer.insert_header((ACCOUNT_TYPE.clone(), HeaderValue::from_static(account.kind.as_str())));
    }
    if let Some(membership) = credential.membership() {
        answer.insert_header((MEMBERSHIP.clone(), header(membership.to_string())?));
    }
    let codes: Vec<&str> = catalogue.codes(actor.modules.iter().copied()).collect();
    if !codes.is_empty() {
        answer.insert_header((MODULES.clone(), header(codes.join(","))?));
    }
    if let Some(session) = credential.session() {
        answer.insert_header((SESSION.clone(), header(session.to_string())?));
    }
    if let Some(channel) = channel_of(credential) {
        answer.insert_header((CHANNEL.clone(), HeaderValue::from_static(channel.as_str())));
    }
    Ok(())
}

/// Whose credential it is: a person's, or an API token's own.
pub(super) fn subject_of(principal: &Principal) -> Option<String> {
    principal.actor.reference().map(|reference| reference.to_string())
}

/// The channel of an access token.
pub(super) const fn channel_of(credential: Credential) -> Option<ChannelName> {
    match credential {
        Credential::Access { .. } => Some(ChannelName::Web),
        Credential::DeviceAccess { .. } => Some(ChannelName::Device),
        _ => None,
    }
}

fn header(text: String) -> Result<HeaderValue, Error> {
    HeaderValue::try_from(text).map_err(|_| Error::Internal("a code or an identifier is no header".into()))
}

/// Every module and account that is asked for has to be covered; a header sent twice asks for both.
fn covers(headers: &HeaderMap, actor: &Actor, catalogue: &Catalogue) -> Result<(), Failure> {
    let malformed = || Failure::Malformed("A header of the check cannot be read.");
    for asked in headers.get_all(&CHECK_MODULE) {
        let asked = asked.to_str().map_err(|_| malformed())?;
        // The two levels are always granted together, so it does not matter which one is asked for.
        let code = match asked.split_once(':') {
            Some((code, "read" | "edit")) => code,
            Some(_) => return Err(malformed()),
            None => asked,
        };
        if !catalogue.codes(actor.modules.iter().copied()).any(|own| own == code) {
            return Err(Error::Forbidden.into());
        }
    }
    for asked in headers.get_all(&CHECK_ACCOUNT) {
        let asked = asked.to_str().map_err(|_| malformed())?;
        if asked.parse().ok() != actor.account_id() || actor.account.is_none() {
            return Err(Error::Forbidden.into());
        }
    }
    Ok(())
}

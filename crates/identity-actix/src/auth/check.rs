//! The check that gateways make for every request (self-service.md A11, S-R46).

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, HeaderMap, HeaderName, HeaderValue};
use identity_core::Error;
use identity_core::actor::{Actor, Who};
use identity_core::module::Catalogue;

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
static MODULES: HeaderName = HeaderName::from_static("x-identity-modules");

/// 200 without a body, and who it is in headers; 403 when a module or account asked for is not covered. Incoming
/// `X-Identity-*` are not looked at.
pub(crate) async fn check(cx: Context) -> Answer {
    let actor = &cx.principal()?.actor;
    let catalogue = &cx.identity().tools().catalogue;
    covers(cx.request.headers(), actor, catalogue)?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CACHE_CONTROL, Cache::Never.header()));
    match actor.who {
        Who::Token(id) => {
            answer.insert_header((KIND.clone(), HeaderValue::from_static("api")));
            answer.insert_header((SUBJECT.clone(), header(id.to_string())?));
        }
        // No other credential authenticates yet; one that does says here what it is.
        Who::Person(_) | Who::Device(_) | Who::Invitee(_) | Who::System => {
            return Err(Error::Unauthenticated.into());
        }
    }
    if let Some(account) = actor.account {
        answer.insert_header((ACCOUNT.clone(), header(account.id.to_string())?));
        answer.insert_header((ACCOUNT_TYPE.clone(), HeaderValue::from_static(account.kind.as_str())));
    }
    let mut codes = String::new();
    for code in catalogue.codes(actor.modules.iter().copied()) {
        if !codes.is_empty() {
            codes.push(',');
        }
        codes.push_str(code);
    }
    if !codes.is_empty() {
        answer.insert_header((MODULES.clone(), header(codes)?));
    }
    Ok(answer.finish())
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

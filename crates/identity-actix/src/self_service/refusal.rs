//! Refusals as the Self-service API writes them (self-service.md §1.4): the one place where they become codes.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use identity_core::Error;
use identity_core::error::{StoreError, UniqueKey, Violations};
use identity_core::refusal::Refusal;

use super::list::list;
use crate::http::failure::Failure;
use crate::http::problem::Problem;
use crate::http::writer::Object;

/// A refusal on its way to the wire.
struct Told {
    status: u16,
    code: &'static str,
    message: &'static str,
    details: Vec<(String, String)>,
}

impl Told {
    fn new(status: u16, code: &'static str, message: &'static str) -> Self {
        Self { status, code, message, details: Vec::new() }
    }

    fn about(self, field: &str, message: &str) -> Self {
        Self { details: vec![(field.to_owned(), message.to_owned())], ..self }
    }
}

/// Writes a refusal in this dialect; OAuth's endpoints have one of their own.
pub(crate) fn refuse(path: &str, failure: &Failure, problem: &Problem) -> HttpResponse {
    let told = told(failure, problem.status);
    let mut body = Vec::with_capacity(128);
    let mut object = Object::plain(&mut body);
    if path.starts_with("/oauth/") {
        object.text("error", oauth_code(failure, told.status));
        object.text("error_description", told.message);
    } else {
        object.text("code", told.code);
        object.text("message", told.message);
        list(&mut object, "details", &told.details, |item, (field, message)| {
            item.text("field", field);
            item.text("message", message);
        });
    }
    object.close();
    let status = StatusCode::from_u16(told.status).unwrap_or(problem.status);
    let mut answer = HttpResponse::build(status);
    answer.insert_header((CONTENT_TYPE, HeaderValue::from_static("application/json")));
    answer.insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")));
    if status == StatusCode::UNAUTHORIZED {
        let is_credential = told.code == "UNAUTHENTICATED";
        let challenge = if is_credential { "Bearer error=\"invalid_token\"" } else { "Bearer" };
        answer.insert_header((WWW_AUTHENTICATE, HeaderValue::from_static(challenge)));
    }
    for header in problem.waiting() {
        answer.insert_header(header);
    }
    if let Some(allow) = problem.allow() {
        answer.insert_header(allow);
    }
    answer.body(body)
}

/// What RFC 6749 and RFC 7009 call it.
fn oauth_code(failure: &Failure, status: u16) -> &'static str {
    match (failure, status) {
        (Failure::UnsupportedTokenType, _) => "unsupported_token_type",
        (_, 401) => "invalid_client",
        (_, 429 | 503) => "temporarily_unavailable",
        (_, 500..) => "server_error",
        _ => "invalid_request",
    }
}

fn told(failure: &Failure, status: StatusCode) -> Told {
    match failure {
        Failure::TwoCredentials => {
            Told::new(400, "MULTIPLE_CREDENTIALS", "The request has more than one credential.")
        }
        Failure::UnknownMember(name) => {
            Told::new(400, "UNKNOWN_FIELD", "The request has a field that is not known.")
                .about(name, "Is not known.")
        }
        Failure::ReadOnlyMember(name) => {
            Told::new(400, "READ_ONLY_FIELD", "The request has a field that is read-only.")
                .about(name, "Is read-only.")
        }
        Failure::Core(Error::Refused(refusal)) => refused(refusal),
        Failure::Core(Error::Invalid(violations)) => invalid(violations),
        Failure::Core(Error::LastAdministrator) => {
            Told::new(409, "LAST_ADMIN", "The last administrator has to stay.")
        }
        Failure::Core(Error::Store(StoreError::Duplicate(key))) => duplicate(*key),
        _ => of_status(status.as_u16()),
    }
}

fn invalid(violations: &Violations) -> Told {
    let details = violations.iter().flat_map(|(field, messages)| {
        messages.iter().map(move |message| (field.to_owned(), message.clone()))
    });
    let details = details.collect();
    Told { details, ..Told::new(400, "INVALID_VALUE", "A value is not valid.") }
}

/// Races that the database decides.
fn duplicate(key: UniqueKey) -> Told {
    match key {
        UniqueKey::UserEmail => refused(&Refusal::EmailTaken),
        UniqueKey::MembershipPair => refused(&Refusal::MemberExists),
        UniqueKey::UserCode => refused(&Refusal::UserCodeTaken),
        UniqueKey::MemberExternalId => refused(&Refusal::ExternalIdTaken),
        _ => Told::new(409, "LIMIT_REACHED", "The request conflicts with another."),
    }
}

fn refused(refusal: &Refusal) -> Told {
    match refusal {
        Refusal::WeakPassword(text) => {
            Told::new(400, "WEAK_PASSWORD", "The password is too easy to guess.").about("password", text)
        }
        Refusal::WeakPin(text) => {
            Told::new(400, "WEAK_PIN", "The PIN is too easy to guess.").about("password", text)
        }
        Refusal::CurrentPasswordWrong => {
            Told::new(400, "CURRENT_PASSWORD_WRONG", "The current password is another one.")
        }
        Refusal::InvalidCode => Told::new(400, "INVALID_CODE", "The code is not valid."),
        Refusal::InvalidCredentials => Told::new(401, "INVALID_CREDENTIALS", "The sign-in failed."),
        Refusal::OtpRequired => Told::new(401, "OTP_REQUIRED", "A second factor is needed."),
        Refusal::TenantAccessDenied => {
            Told::new(403, "TENANT_ACCESS_DENIED", "The credential does not enter this tenant.")
        }
        Refusal::InviteEmailMismatch => {
            Told::new(403, "INVITE_EMAIL_MISMATCH", "The invitation is for another e-mail.")
        }
        Refusal::NoTenant => Told::new(404, "NO_TENANT", "The person is in no tenant."),
        Refusal::UserCodeTaken => Told::new(409, "USER_CODE_TAKEN", "The user code is taken."),
        Refusal::ExternalIdTaken => Told::new(409, "EXTERNAL_ID_TAKEN", "The external id is taken."),
        Refusal::EmailTaken => Told::new(409, "EMAIL_TAKEN", "The e-mail is taken."),
        Refusal::MemberExists => Told::new(409, "MEMBER_EXISTS", "The person is a member already."),
        Refusal::OwnerProtected => Told::new(409, "OWNER_PROTECTED", "The owner is protected."),
        Refusal::SelfForbidden => Told::new(409, "SELF_FORBIDDEN", "Nobody does this to themselves."),
        Refusal::InviteTaken => Told::new(409, "INVITE_TAKEN", "Another person accepted the invitation."),
        Refusal::NotPending => Told::new(409, "NOT_PENDING", "No invitation is pending."),
        Refusal::OtpState => Told::new(409, "OTP_STATE", "The second factor is not in the state for this."),
        Refusal::LimitReached => Told::new(409, "LIMIT_REACHED", "As many as may be are there already."),
        Refusal::InviteExpired => Told::new(410, "INVITE_EXPIRED", "The invitation has expired."),
        Refusal::InviteUsed => Told::new(410, "INVITE_USED", "The invitation was used."),
    }
}

fn of_status(status: u16) -> Told {
    let (code, message) = match status {
        401 => ("UNAUTHENTICATED", "The request has no valid credential."),
        403 => ("FORBIDDEN", "The credential does not cover this."),
        404 => ("NOT_FOUND", "There is nothing here."),
        405 => ("METHOD_NOT_ALLOWED", "The method is not served here."),
        409 => ("LIMIT_REACHED", "The request conflicts with another."),
        413 => ("PAYLOAD_TOO_LARGE", "The body is too large."),
        415 => ("UNSUPPORTED_MEDIA_TYPE", "The body is of a type that is not read here."),
        429 => ("RATE_LIMITED", "Too many requests. Nothing was done."),
        503 => ("UNAVAILABLE", "The service cannot answer now. Nothing was done."),
        500.. => ("INTERNAL_ERROR", "The service failed."),
        _ => ("INVALID_REQUEST", "The request is not valid."),
    };
    Told::new(status, code, message)
}

//! Problem details of the Platform API (RFC 9457, platform.md §1.7): the one place where refusals become answers.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE,
};
use identity_core::error::{UniqueKey, Violations};
use identity_core::refusal::Refusal;
use identity_core::{Error, StoreError};

use super::failure::Failure;
use super::json;
use super::trace::Trace;
use super::writer::{Object, texts};

/// Everything that may follow `/problems/` (platform.md §1.7).
pub(crate) const KINDS: [&str; 20] = [
    "malformed-request",
    "validation-failed",
    "invalid-query",
    "invalid-transition",
    "rule-violated",
    "last-administrator",
    "authentication-failed",
    "forbidden",
    "not-found",
    "method-not-allowed",
    "request-timeout",
    "conflict",
    "precondition-failed",
    "content-too-large",
    "unsupported-media-type",
    "idempotency-key-reused",
    "too-many-requests",
    "internal-error",
    "outcome-unknown",
    "unavailable",
];

/// A problem on its way to the wire.
pub(crate) struct Problem {
    /// Status.
    pub status: StatusCode,
    /// What follows `/problems/`.
    pub kind: &'static str,
    detail: &'static str,
    errors: Violations,
    /// Seconds after which a repetition may succeed.
    pub retry_after_secs: Option<u32>,
    allow: Option<String>,
}

impl Problem {
    fn new(status: StatusCode, kind: &'static str, detail: &'static str) -> Self {
        Self { status, kind, detail, errors: Violations::default(), retry_after_secs: None, allow: None }
    }

    fn with(self, errors: Violations) -> Self {
        Self { errors, ..self }
    }

    fn bad(kind: &'static str, detail: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, kind, detail)
    }

    /// Nothing was done; whole seconds, at least one.
    fn later(retry_after_ms: u32) -> Self {
        let detail = "The service cannot answer now. Nothing was changed.";
        Self {
            retry_after_secs: Some(retry_after_ms.div_ceil(1000).max(1)),
            ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail)
        }
    }

    fn internal() -> Self {
        let detail = "The service failed. Quote the trace id when you report this.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal-error", detail)
    }

    /// What a refusal becomes.
    pub(crate) fn of(failure: &Failure) -> Self {
        match failure {
            Failure::Core(error) => Self::of_core(error),
            Failure::Malformed(detail) => Self::bad("malformed-request", detail),
            Failure::TwoCredentials => {
                Self::bad("malformed-request", "The request has more than one credential.")
            }
            Failure::UnknownMember(_) => Self::bad("malformed-request", "The request has an unknown member."),
            Failure::ReadOnlyMember(_) => {
                Self::bad("malformed-request", "The request has a member that is read-only.")
            }
            Failure::UnsupportedTokenType => {
                Self::bad("malformed-request", "Tokens of this kind are not revoked here.")
            }
            Failure::Method(allow) => Self {
                allow: Some(allow.clone()),
                ..Self::new(
                    StatusCode::METHOD_NOT_ALLOWED,
                    "method-not-allowed",
                    "The method is not served here.",
                )
            },
            Failure::TooLarge => {
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, "content-too-large", "The body is too large.")
            }
            Failure::Slow => Self::new(
                StatusCode::REQUEST_TIMEOUT,
                "request-timeout",
                "The body did not arrive in time. Nothing was changed.",
            ),
            Failure::MediaType => Self::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported-media-type",
                "The body has to be JSON in UTF-8, or in parts where a picture may come with it.",
            ),
            Failure::Panicked => Self::internal(),
        }
    }

    fn of_core(error: &Error) -> Self {
        match error {
            Error::Unauthenticated => Self::new(
                StatusCode::UNAUTHORIZED,
                "authentication-failed",
                "The request has no valid credential.",
            ),
            Error::Forbidden => {
                Self::new(StatusCode::FORBIDDEN, "forbidden", "The credential does not allow this.")
            }
            Error::NotFound => Self::new(StatusCode::NOT_FOUND, "not-found", "There is no such object."),
            Error::Invalid(violations) => {
                Self::bad("validation-failed", "One or more validation errors occurred.")
                    .with(violations.clone())
            }
            Error::Query(violations) => {
                Self::bad("invalid-query", "The query is not valid.").with(violations.clone())
            }
            Error::Transition { from, verb } => {
                let text = format!("'{verb}' is not possible while the status is {from}.");
                Self::bad("invalid-transition", "The status does not allow this.")
                    .with(Violations::one("status", text))
            }
            Error::Rule(text) => Self::bad("rule-violated", text),
            Error::LastAdministrator => {
                let text = "The last administrator has to stay.";
                Self::bad("last-administrator", text).with(Violations::one("groups", text))
            }
            Error::Conflict(violations) => {
                Self::new(StatusCode::CONFLICT, "conflict", "Another object has this already.")
                    .with(violations.clone())
            }
            Error::Refused(refusal) => Self::of_refusal(refusal),
            // Only the Provisioning API gets these, and tells them by number.
            Error::Domain(_) => Self::bad("rule-violated", "The request breaks a rule."),
            Error::PreconditionFailed => Self::new(
                StatusCode::PRECONDITION_FAILED,
                "precondition-failed",
                "The object is not in the state that If-Match names.",
            ),
            Error::Throttled { retry_after_secs } => Self {
                retry_after_secs: Some((*retry_after_secs).max(1)),
                ..Self::new(
                    StatusCode::TOO_MANY_REQUESTS,
                    "too-many-requests",
                    "Too many attempts. Nothing was changed.",
                )
            },
            Error::Overloaded { retry_after_ms } => Self::later(*retry_after_ms),
            Error::Store(error) => Self::of_store(error),
            Error::KeyReused => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "idempotency-key-reused",
                "The Idempotency-Key was used for another body.",
            ),
            Error::Unread | Error::Replayed(_) | Error::Internal(_) => Self::internal(),
        }
    }

    /// Refusals of the Self-service API as the Platform API tells them: by status, in words.
    fn of_refusal(refusal: &Refusal) -> Self {
        let conflict = |detail| Self::new(StatusCode::CONFLICT, "conflict", detail);
        match refusal {
            Refusal::InvalidCredentials | Refusal::OtpRequired => Self::of_core(&Error::Unauthenticated),
            Refusal::TenantAccessDenied | Refusal::InviteEmailMismatch => Self::of_core(&Error::Forbidden),
            Refusal::NoTenant => Self::of_core(&Error::NotFound),
            Refusal::WeakPassword(text) | Refusal::WeakPin(text) => {
                Self::of_core(&Error::invalid("password", text))
            }
            Refusal::CurrentPasswordWrong => {
                Self::of_core(&Error::invalid("currentPassword", "Is not the current password."))
            }
            Refusal::InvalidCode => Self::bad("rule-violated", "The code is not valid."),
            Refusal::InviteExpired | Refusal::InviteUsed => {
                Self::bad("rule-violated", "The invitation is not open any more.")
            }
            Refusal::UserCodeTaken => conflict("The user code is taken."),
            Refusal::ExternalIdTaken => conflict("The external id is taken."),
            Refusal::EmailTaken => conflict("The e-mail is taken."),
            Refusal::MemberExists => conflict("The person is a member already."),
            Refusal::OwnerProtected => conflict("The owner is protected."),
            Refusal::SelfForbidden => conflict("Nobody does this to themselves."),
            Refusal::InviteTaken => conflict("Another person accepted the invitation."),
            Refusal::NotPending => conflict("No invitation is pending."),
            Refusal::OtpState => conflict("The second factor is not in the state for this."),
            Refusal::LimitReached => conflict("As many as may be are there already."),
        }
    }

    fn of_store(error: &StoreError) -> Self {
        match error {
            StoreError::Busy { retry_after_ms } => Self::later(*retry_after_ms),
            StoreError::Unavailable(_) | StoreError::Serialization => Self::later(1000),
            StoreError::OutcomeUnknown(_) => Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "outcome-unknown",
                "It is not known whether the change took place.",
            ),
            StoreError::Duplicate(UniqueKey::IdempotencyKey) => Self::new(
                StatusCode::CONFLICT,
                "conflict",
                "The first request with this Idempotency-Key is still running.",
            ),
            StoreError::Duplicate(key) => {
                Self::of_core(&Error::conflict(member_of(*key), "Is taken already."))
            }
            StoreError::Corrupt { .. } | StoreError::Constraint(_) | StoreError::Poisoned => Self::internal(),
        }
    }

    /// When a repetition may succeed: `Retry-After`, and for too many attempts `RateLimit` as well, in the form of the
    /// IETF's draft: nothing is left of the quota until then.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
        let retry_after = self.retry_after_secs.map(|secs| (RETRY_AFTER, HeaderValue::from(secs)));
        let is_limit = self.status == StatusCode::TOO_MANY_REQUESTS;
        let quota = self.retry_after_secs.filter(|_| is_limit).and_then(|secs| {
            let text = format!("\"attempts\";r=0;t={secs}");
            Some((HeaderName::from_static("ratelimit"), HeaderValue::try_from(text).ok()?))
        });
        retry_after.into_iter().chain(quota)
    }

    /// The methods that the path serves, if the method was wrong.
    pub(crate) fn allow(&self) -> Option<(HeaderName, HeaderValue)> {
        let methods = HeaderValue::from_str(self.allow.as_ref()?).ok()?;
        Some((ALLOW, methods))
    }

    /// Status and body. `path` is the path of the request, without its query.
    pub(crate) fn document(&self, path: &str, trace: Trace) -> (StatusCode, Vec<u8>) {
        (self.status, self.body(path, trace))
    }

    /// The finished answer. `path` is the path of the request, without its query.
    pub(crate) fn answer(&self, path: &str, trace: Trace) -> HttpResponse {
        let body = self.body(path, trace);
        let mut answer = HttpResponse::build(self.status);
        answer.insert_header((CONTENT_TYPE, HeaderValue::from_static("application/problem+json")));
        answer.insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")));
        if self.status == StatusCode::UNAUTHORIZED {
            answer.insert_header((WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")));
        }
        for header in self.waiting() {
            answer.insert_header(header);
        }
        if let Some(allow) = self.allow() {
            answer.insert_header(allow);
        }
        answer.body(body)
    }

    fn body(&self, path: &str, trace: Trace) -> Vec<u8> {
        let mut out = Vec::with_capacity(512);
        let mut object = Object::plain(&mut out);
        object.raw("type", |out| json::string(out, &format!("/problems/{}", self.kind)));
        object.text("title", title(self.status));
        object.raw("status", |out| json::plain(out, self.status.as_u16()));
        object.text("detail", self.detail);
        object.text("instance", path);
        object.text("traceId", &trace.parent());
        if !self.errors.is_empty() {
            object.raw("errors", |out| errors(out, &self.errors));
        }
        object.close();
        out
    }
}

fn errors(out: &mut Vec<u8>, violations: &Violations) {
    for (n, (path, messages)) in violations.iter().enumerate() {
        out.push(if n == 0 { b'{' } else { b',' });
        json::string(out, path);
        out.push(b':');
        texts(out, messages);
    }
    out.push(b'}');
}

/// The member that a client sent and that clashes.
fn member_of(key: UniqueKey) -> &'static str {
    match key {
        UniqueKey::UserEmail | UniqueKey::MembershipPair => "user.email",
        UniqueKey::AccountExternalId | UniqueKey::MemberExternalId => "externalId",
        UniqueKey::AccountSlug => "name",
        UniqueKey::UserCode => "userCode",
        UniqueKey::BuyerErpCompanyContact => "externalIds.erpCompanyContact",
        UniqueKey::AccountOwner => "owner",
        UniqueKey::Session => "session",
        UniqueKey::Device => "deviceIdentifier",
        UniqueKey::SigningKey => "key",
        UniqueKey::IdempotencyKey => "Idempotency-Key",
    }
}

fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "Authentication Failed",
        StatusCode::PAYLOAD_TOO_LARGE => "Content Too Large",
        StatusCode::UNPROCESSABLE_ENTITY => "Unprocessable Content",
        _ => status.canonical_reason().unwrap_or("Error"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::body::MessageBody as _;
    use actix_web::http::header::HeaderMap;

    fn answer(failure: Failure) -> (HttpResponse, serde_json::Value) {
        let trace = Trace::of(&HeaderMap::new());
        let answer = Problem::of(&failure).answer("/v1/x \"y\"", trace);
        let (head, body) = answer.into_parts();
        let body = body.try_into_bytes().unwrap();
        (head.set_body(actix_web::body::BoxBody::new(())), serde_json::from_slice(&body).unwrap())
    }

    #[test]
    fn the_document_has_what_the_contract_shows() {
        let mut violations = Violations::one("name", "Must not be empty.");
        violations.add("groups[0].id", "Not found.");
        let (head, body) = answer(Error::Invalid(violations).into());
        assert_eq!(head.status(), 400);
        assert_eq!(head.headers().get("content-type").unwrap(), "application/problem+json");
        assert_eq!(body["type"], "/problems/validation-failed");
        assert_eq!(body["title"], "Bad Request");
        assert_eq!(body["status"], 400);
        assert_eq!(body["instance"], "/v1/x \"y\"");
        assert_eq!(body["traceId"].as_str().unwrap().len(), 55);
        assert_eq!(body["errors"]["name"][0], "Must not be empty.");
        assert_eq!(body["errors"]["groups[0].id"][0], "Not found.");
    }

    #[test]
    fn every_refusal_has_its_status_and_type() {
        let store = |error: StoreError| Failure::Core(error.into());
        let cases = [
            (Error::Unauthenticated.into(), 401, "authentication-failed"),
            (Error::Forbidden.into(), 403, "forbidden"),
            (Error::NotFound.into(), 404, "not-found"),
            (Error::Query(Violations::one("a", "b")).into(), 400, "invalid-query"),
            (Error::Transition { from: "Active", verb: "enable" }.into(), 400, "invalid-transition"),
            (Error::Rule("No.").into(), 400, "rule-violated"),
            (Error::LastAdministrator.into(), 400, "last-administrator"),
            (Error::conflict("a", "b").into(), 409, "conflict"),
            (Error::PreconditionFailed.into(), 412, "precondition-failed"),
            (Error::KeyReused.into(), 422, "idempotency-key-reused"),
            (store(StoreError::Duplicate(UniqueKey::IdempotencyKey)), 409, "conflict"),
            (Error::Throttled { retry_after_secs: 0 }.into(), 429, "too-many-requests"),
            (Error::Overloaded { retry_after_ms: 1 }.into(), 503, "unavailable"),
            (store(StoreError::Busy { retry_after_ms: 1001 }), 503, "unavailable"),
            (store(StoreError::Unavailable("secret".into())), 503, "unavailable"),
            (store(StoreError::OutcomeUnknown("secret".into())), 500, "outcome-unknown"),
            (store(StoreError::Duplicate(UniqueKey::UserEmail)), 409, "conflict"),
            (store(StoreError::Constraint("secret".into())), 500, "internal-error"),
            (store(StoreError::Poisoned), 500, "internal-error"),
            (Error::Internal("secret".into()).into(), 500, "internal-error"),
            (Failure::Panicked, 500, "internal-error"),
            (Failure::Malformed("No."), 400, "malformed-request"),
            (Failure::Method("GET, HEAD".into()), 405, "method-not-allowed"),
            (Failure::TooLarge, 413, "content-too-large"),
            (Failure::Slow, 408, "request-timeout"),
            (Failure::MediaType, 415, "unsupported-media-type"),
        ];
        for (failure, status, kind) in cases {
            let text = format!("{failure:?}");
            let (head, body) = answer(failure);
            assert_eq!(head.status(), status, "{text}");
            assert_eq!(body["type"], format!("/problems/{kind}"), "{text}");
            assert!(KINDS.contains(&kind), "{kind}");
            assert!(!body.to_string().contains("secret"), "{text}");
            assert_eq!(head.headers().contains_key(RETRY_AFTER), matches!(status, 429 | 503), "{text}");
            assert_eq!(head.headers().contains_key("ratelimit"), status == 429, "{text}");
            assert_eq!(head.headers().contains_key(ALLOW), status == 405, "{text}");
            assert_eq!(head.headers().contains_key(WWW_AUTHENTICATE), status == 401, "{text}");
        }
    }

    #[test]
    fn waiting_is_counted_in_whole_seconds_from_one() {
        for (ms, secs) in [(0, "1"), (1, "1"), (1000, "1"), (1001, "2")] {
            let (head, _) = answer(Error::Overloaded { retry_after_ms: ms }.into());
            assert_eq!(head.headers().get(RETRY_AFTER).unwrap(), secs);
        }
        let (_, body) = answer(Failure::Core(StoreError::Duplicate(UniqueKey::AccountExternalId).into()));
        assert!(body["errors"]["externalId"].is_array());
    }
}

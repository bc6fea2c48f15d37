//! Refusals, shared by all operations (self-service.md §1.4).

use serde_json::{Value, json};

use super::terms::{array, closed, line, of, one_of};
use crate::openapi::{Schemas, refusal_headers};

/// Statuses, with what they mean.
const REFUSALS: [(u16, &str); 12] = [
    (400, "The request cannot be read, or a value is not valid; `details` names fields."),
    (401, "There is no valid credential of a kind that is taken here, or the sign-in failed."),
    (403, "The credential does not cover this, or does not enter this tenant."),
    (404, "There is no such object."),
    (408, "The body took too long to arrive."),
    (409, "The state of things does not allow it; `code` says which rule."),
    (410, "The invitation has expired or was used."),
    (413, "The body is too large."),
    (415, "The body is of a type that is not read here."),
    (429, "Too many attempts; nothing was done."),
    (500, "The service failed."),
    (503, "The service cannot answer now; nothing was done."),
];

const CODES: [&str; 36] = [
    "INVALID_REQUEST",
    "UNKNOWN_FIELD",
    "READ_ONLY_FIELD",
    "INVALID_VALUE",
    "WEAK_PASSWORD",
    "WEAK_PIN",
    "CURRENT_PASSWORD_WRONG",
    "INVALID_CODE",
    "MULTIPLE_CREDENTIALS",
    "UNAUTHENTICATED",
    "INVALID_CREDENTIALS",
    "OTP_REQUIRED",
    "FORBIDDEN",
    "TENANT_ACCESS_DENIED",
    "INVITE_EMAIL_MISMATCH",
    "NOT_FOUND",
    "NO_TENANT",
    "METHOD_NOT_ALLOWED",
    "USER_CODE_TAKEN",
    "EXTERNAL_ID_TAKEN",
    "EMAIL_TAKEN",
    "MEMBER_EXISTS",
    "OWNER_PROTECTED",
    "LAST_ADMIN",
    "SELF_FORBIDDEN",
    "INVITE_TAKEN",
    "NOT_PENDING",
    "OTP_STATE",
    "LIMIT_REACHED",
    "INVITE_EXPIRED",
    "INVITE_USED",
    "PAYLOAD_TOO_LARGE",
    "UNSUPPORTED_MEDIA_TYPE",
    "RATE_LIMITED",
    "UNAVAILABLE",
    "INTERNAL_ERROR",
];

const OAUTH_ERRORS: [&str; 5] = [
    "invalid_request",
    "invalid_client",
    "unsupported_token_type",
    "temporarily_unavailable",
    "server_error",
];

/// The bodies of refusals.
pub(super) fn schemas() -> Schemas {
    let detail = closed(json!({"field": text(65_536), "message": text(65_536)}), &[]);
    let refusal = json!({"code": one_of(&CODES), "message": line(1000), "details": array(detail, 100_000)});
    let oauth = json!({"error": one_of(&OAUTH_ERRORS), "error_description": line(1000)});
    Schemas::from_iter([
        ("Refusal".to_owned(), closed(refusal, &[])),
        ("OAuthRefusal".to_owned(), closed(oauth, &[])),
    ])
}

/// A field may be called anything that a body or a query can hold.
fn text(max: usize) -> Value {
    json!({"type": "string", "maxLength": max})
}

/// The dialect of a path.
fn schema_of(pattern: &str) -> &'static str {
    if pattern.starts_with("/oauth/") { "OAuthRefusal" } else { "Refusal" }
}

/// A reference to the shared answer.
pub(super) fn reference(pattern: &str, status: u16) -> Value {
    json!({"$ref": format!("#/components/responses/{}{status}", schema_of(pattern))})
}

/// The refusals of all operations, by name.
pub(crate) fn refusals() -> Schemas {
    let mut refusals = Schemas::new();
    for (status, meaning) in REFUSALS {
        for schema in ["Refusal", "OAuthRefusal"] {
            let headers = refusal_headers(status);
            let answer = json!({
                "description": meaning, "headers": headers,
                "content": {"application/json": {"schema": of(schema)}},
            });
            refusals.insert(format!("{schema}{status}"), answer);
        }
    }
    refusals
}

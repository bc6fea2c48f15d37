//! Signing in, sessions, resets and second factors (self-service.md §2.4, A1–A7 and A12–A14).

use identity_core::id::{AccountId, DeviceId, SessionId};
use identity_core::user::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN};
use serde_json::{Value, json};

use super::operation::{Answer, Operation, Section, Sent};
use super::terms::{
    array, closed, email, form, id, jwt, line, moment, of, one_of, refresh_token, seconds, secret, sent,
};

/// Sessions of one person, those in accounts among them.
const SESSIONS_MAX: usize = 100_000;
/// Characters of what a browser says of itself.
const USER_AGENT: usize = 1000;

pub(super) static SECTION: Section = Section { tag: "Sign-in", operations: OPERATIONS, schemas };

const OPERATIONS: &[Operation] = &[
    Operation::makes("auth.sessions.sign-in", "Sign in", "AuthTokens").taking(Sent::Object(sign_in)),
    Operation::shows("auth.sessions.refresh", "The next token of a session", "RefreshedTokens")
        .taking(Sent::Object(refresh)),
    Operation::shows("auth.sessions.list", "List one's sessions", "SelfSessions"),
    Operation::does("auth.sessions.end", "End a session").refusing(&[404]),
    Operation::does("auth.sessions.end-all", "End all other sessions"),
    Operation::other("auth.password-reset", "Ask for a reset by mail", Answer::Object(202, "ResetAsked"))
        .taking(Sent::Object(reset)),
    Operation::does("auth.password-reset.confirm", "Set a password by a code")
        .taking(Sent::Object(reset_confirm)),
    Operation::makes("auth.otp.enrol", "Enrol a second factor", "OtpEnrolment")
        .taking(Sent::Object(otp_enrol))
        .refusing(&[409]),
    Operation::shows("auth.otp.confirm", "Confirm the second factor", "OtpRecoveryCodes")
        .taking(Sent::Object(otp_confirm))
        .refusing(&[409]),
    Operation::does("auth.otp.remove", "Remove the second factor")
        .taking(Sent::Object(otp_remove))
        .refusing(&[409]),
];

fn schemas() -> Vec<(&'static str, Value)> {
    let tokens = |name: &str| {
        let tokens = json!({
            name: jwt(), "refreshToken": refresh_token(), "expiresIn": seconds(), "tokenType": one_of(&["Bearer"]),
        });
        closed(tokens, &[])
    };
    let enrolment = json!({"secret": form("^[A-Z2-7]+$", 128), "otpauthUri": form("^otpauth://", 2000)});
    let codes = json!({"recoveryCodes": {
        "type": "array", "minItems": 10, "maxItems": 10, "items": line(64),
    }});
    vec![
        ("AuthTokens", tokens("authToken")),
        ("DeviceTokens", tokens("accessToken")),
        ("RefreshedTokens", json!({"anyOf": [of("AuthTokens"), of("DeviceTokens")]})),
        ("SelfSession", session()),
        ("SelfSessions", closed(json!({"items": array(of("SelfSession"), SESSIONS_MAX)}), &[])),
        ("ResetAsked", closed(json!({}), &[])),
        ("OtpEnrolment", closed(enrolment, &[])),
        ("OtpRecoveryCodes", closed(codes, &[])),
    ]
}

fn session() -> Value {
    let session = json!({
        "id": id::<SessionId>(),
        "level": one_of(&["PERSON", "ACCOUNT"]),
        "channel": one_of(&["web", "device"]),
        "tenantUid": id::<AccountId>(),
        "deviceUid": id::<DeviceId>(),
        "createdAt": moment(),
        "lastUsedAt": moment(),
        "expiresAt": moment(),
        "ip": line(64),
        "userAgent": line(USER_AGENT),
        "current": {"type": "boolean"},
    });
    closed(session, &["tenantUid", "deviceUid"])
}

/// A password that is compared with another: any length that is read.
fn password() -> Value {
    secret(1024)
}

/// A code of a second factor, or one of those for its loss.
fn otp() -> Value {
    line(64)
}

fn sign_in() -> Value {
    sent(json!({"email": email(), "password": password(), "otp": otp()}), &["email", "password"])
}

fn refresh() -> Value {
    sent(json!({"refreshToken": line(512)}), &["refreshToken"])
}

fn reset() -> Value {
    sent(json!({"email": email()}), &["email"])
}

fn reset_confirm() -> Value {
    let new = json!({
        "type": "string", "format": "password",
        "minLength": PASSWORD_CHARS_MIN, "maxLength": PASSWORD_CHARS_MAX,
    });
    sent(json!({"code": line(512), "password": new}), &["code", "password"])
}

fn otp_enrol() -> Value {
    sent(json!({"password": password()}), &["password"])
}

fn otp_confirm() -> Value {
    sent(json!({"otp": otp()}), &["otp"])
}

fn otp_remove() -> Value {
    sent(json!({"password": password(), "otp": otp()}), &["password", "otp"])
}

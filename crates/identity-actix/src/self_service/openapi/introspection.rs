//! What others ask about credentials: introspection, revocation, keys, and the check of gateways (self-service.md §2.4).

use identity_core::account::AccountKind;
use identity_core::id::{AccountId, Id, MembershipId, SessionId};
use serde_json::{Value, json};

use super::operation::{Answer, Operation, Section, Sent};
use super::terms::{CODES_MAX, array, closed, form, id, line, of, one_of};

pub(super) static SECTION: Section = Section { tag: "Check", operations: OPERATIONS, schemas };

const OPERATIONS: &[Operation] = &[
    Operation::shows("oauth.introspect", "What is behind a token (RFC 7662)", "Introspection")
        .taking(Sent::TokenForm),
    Operation::other("oauth.revoke", "End a session by one of its tokens (RFC 7009)", Answer::Bare(200))
        .taking(Sent::TokenForm),
    Operation::shows("keys", "The keys that verify tokens (RFC 7517)", "KeySet"),
    Operation::other("auth.check", "Is this credential good, and for what?", Answer::Identity)
        .with_headers(check_headers)
        .refusing(&[403]),
    Operation::other("auth.check.post", "The same by POST", Answer::Identity)
        .with_headers(check_headers)
        .refusing(&[403]),
];

/// Fifty data scopes with a space after each.
const SCOPES_CHARS_MAX: usize = 50 * 220;

fn check_headers() -> Vec<Value> {
    let header = |name: &str, about: &str, schema: Value| json!({"name": name, "in": "header", "description": about, "schema": schema});
    let account = format!("^{}-[0-9]{{4}}(-[0-9]{{4}})+$", AccountId::SHAPE.prefix);
    vec![
        header("X-Check-Module", "A module that has to be covered.", form("^[a-z0-9-]+(:read|:edit)?$", 110)),
        header("X-Check-Account", "The account that has to be acted in.", form(&account, 24)),
    ]
}

fn schemas() -> Vec<(&'static str, Value)> {
    let key = json!({
        "kty": one_of(&["OKP"]),
        "crv": one_of(&["Ed25519"]),
        "use": one_of(&["sig"]),
        "alg": one_of(&["EdDSA"]),
        "kid": line(100),
        "x": form("^[A-Za-z0-9_-]{43}$", 43),
    });
    vec![
        ("InactiveToken", closed(json!({"active": {"const": false}}), &[])),
        ("ActiveToken", active()),
        ("Introspection", json!({"anyOf": [of("ActiveToken"), of("InactiveToken")]})),
        ("PublicKey", closed(key, &[])),
        ("KeySet", closed(json!({"keys": array(of("PublicKey"), 1000)}), &[])),
    ]
}

/// What a good token says; parts that its kind does not have are missing (§1.3).
fn active() -> Value {
    let secs = || json!({"type": "integer", "minimum": 0, "maximum": i64::MAX});
    let types: Vec<&str> = AccountKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let account = json!({"id": id::<AccountId>(), "type": one_of(&types)});
    let modules = json!({
        "type": "object", "maxProperties": CODES_MAX, "propertyNames": {"maxLength": 100},
        "additionalProperties": array(one_of(&["read", "edit"]), 2),
    });
    let members = json!({
        "active": {"const": true},
        "token_type": one_of(&["Bearer"]),
        "kind": one_of(&["auth", "access", "device", "integration", "api"]),
        "iss": line(2000),
        "sub": line(100),
        "aud": line(2000),
        "exp": secs(),
        "iat": secs(),
        "jti": line(100),
        "sid": id::<SessionId>(),
        "account": closed(account, &[]),
        "membership": id::<MembershipId>(),
        "modules": modules,
        // Codes of modules, and the data scopes of an API token.
        "scope": line(CODES_MAX * 100 + SCOPES_CHARS_MAX),
        "channel": one_of(&["web", "device"]),
    });
    let optional =
        ["sub", "aud", "exp", "iat", "jti", "sid", "account", "membership", "modules", "scope", "channel"];
    closed(members, &optional)
}

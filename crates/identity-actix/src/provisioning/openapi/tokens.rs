//! Tokens (provisioning.md §2.1, §3.1, §3.2).

use identity_core::id::{Id as _, TokenId};
use serde_json::{Value, json};

use super::operation::{Operation, Section};
use super::terms::{array, closed, count, date, full_name, id, line, nullable, of, one_of};

pub(super) static SECTION: Section = Section { tag: "Tokens", operations: OPERATIONS, schemas };

const LIST: Operation =
    Operation::lists("provisioned-tokens.list", "List the tokens of an account", "TokenInfo")
        .refusing(&[138]);
const GET: Operation = Operation::shows("provisioned-tokens.get", "Read a token", "TokenWithValue");
const CREATE: Operation = Operation::shows("provisioned-tokens.create", "Make a token", "NewToken")
    .taking(sent)
    .refusing(&[134, 135, 136, 137, 138, 140]);
const ENABLE: Operation =
    Operation::shows("provisioned-tokens.enable", "Enable a token", "TokenInfo").refusing(&[137]);
const DISABLE: Operation = Operation::shows("provisioned-tokens.disable", "Disable a token", "TokenInfo");
const RENAME: Operation =
    Operation::shows("provisioned-tokens.rename", "Rename a token", "TokenInfo").maybe_taking(sent_name);
const DELETE: Operation = Operation::deletes("provisioned-tokens.delete", "Delete a token for good");

const OPERATIONS: &[Operation] = &[
    LIST,
    GET,
    CREATE,
    ENABLE,
    DISABLE,
    RENAME,
    DELETE,
    LIST.called("provisioned-tokens.alias.list"),
    GET.called("provisioned-tokens.alias.get"),
    CREATE.called("provisioned-tokens.alias.create"),
    ENABLE.called("provisioned-tokens.alias.enable"),
    DISABLE.called("provisioned-tokens.alias.disable"),
    RENAME.called("provisioned-tokens.alias.rename"),
    DELETE.called("provisioned-tokens.alias.delete"),
];

/// Scopes that are sent at most, and audiences.
const SCOPES_MAX: u32 = 50;
const AUDIENCES_MAX: u32 = 20;
/// Characters of a scope and of an audience at most.
const SCOPE_CHARS_MAX: u32 = 219;
const AUDIENCE_CHARS_MAX: u32 = 32;
/// Characters of an e-mail at most.
const EMAIL_CHARS_MAX: usize = 320;

/// An array of texts, or one text with spaces between them.
fn words(word: Value, max: u32, chars_max: u32) -> Value {
    let text = json!({"type": "string", "maxLength": max * (chars_max + 1)});
    json!({"oneOf": [{"type": "null"}, text, array(word, max)]})
}

fn scopes() -> Value {
    let scope = json!({"type": "string", "pattern": "^[a-z][a-z0-9]{1,15}://[!-~]{1,200}$", "maxLength": SCOPE_CHARS_MAX});
    words(scope, SCOPES_MAX, SCOPE_CHARS_MAX)
}

fn sent() -> Value {
    let audience =
        json!({"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,31}$", "maxLength": AUDIENCE_CHARS_MAX});
    json!({
        "type": "object", "additionalProperties": false, "required": ["name"],
        "properties": {
            "name": line(200),
            "user": nullable(line(EMAIL_CHARS_MAX)),
            "audience": words(audience, AUDIENCES_MAX, AUDIENCE_CHARS_MAX),
            "scopes": scopes(),
            "scope": scopes(),
            "expiration": nullable(line(40)),
            "expires_in_seconds": {"type": ["integer", "null"], "minimum": 1, "maximum": 253_402_300_799_i64},
            "token_type": {"enum": ["Bearer", "HMAC", null]},
            "hmac_scope": {"enum": ["domain", "reseller", null]},
        },
    })
}

fn sent_name() -> Value {
    let name = json!({"type": ["string", "null"], "maxLength": 200});
    json!({"type": "object", "additionalProperties": false, "properties": {"name": name}})
}

/// What is always shown.
fn info() -> Value {
    let number = json!({"type": "integer", "minimum": 1, "maximum": 9_999_999_999_999_999_u64});
    json!({
        "id": number,
        "uid": id(&[TokenId::SHAPE]),
        "name": line(200),
        "scope": {"type": "string", "maxLength": 100_000},
        "owner": nullable(line(EMAIL_CHARS_MAX)),
        "user": nullable(line(EMAIL_CHARS_MAX)),
        "audience": {"type": "string", "maxLength": AUDIENCES_MAX * (AUDIENCE_CHARS_MAX + 1)},
        "token_type": one_of(&["Bearer", "HMAC"]),
        "active": {"type": "boolean"},
        "expiration": nullable(date()),
        "expires_in_seconds": nullable(count()),
        "account": full_name(),
        "created": date(),
        "updated": date(),
        "last_used": nullable(date()),
        "retrievable": {"type": "boolean"},
    })
}

/// A token of a type with further members, all of them always shown.
fn token(token_type: &str, further: Value) -> Value {
    let mut members = info();
    if let (Value::Object(members), Value::Object(further)) = (&mut members, further) {
        members.extend(further);
        members.insert("token_type".into(), one_of(&[token_type]));
    }
    closed(members)
}

/// What keys show besides.
fn key(mut further: Value) -> Value {
    if let Value::Object(members) = &mut further {
        members.insert("api_key".into(), id(&[TokenId::SHAPE]));
        members.insert("hmac_scope".into(), one_of(&["domain", "reseller"]));
    }
    token("HMAC", further)
}

fn schemas() -> Vec<(&'static str, Value)> {
    let either = |bearer: &str, key: &str| json!({"oneOf": [of(bearer), of(key)]});
    // The value, or a mask of it.
    let value = || json!({"token": line(100)});
    let secret =
        json!({"api_secret": {"type": "string", "pattern": "^hms_[A-Za-z0-9_-]{43}$", "maxLength": 47}});
    vec![
        ("BearerToken", token("Bearer", json!({}))),
        ("SigningKeyInfo", key(json!({}))),
        ("TokenInfo", either("BearerToken", "SigningKeyInfo")),
        ("BearerTokenWithValue", token("Bearer", value())),
        ("SigningKeyWithMask", key(value())),
        ("TokenWithValue", either("BearerTokenWithValue", "SigningKeyWithMask")),
        ("NewSigningKey", key(secret)),
        ("NewToken", either("BearerTokenWithValue", "NewSigningKey")),
    ]
}

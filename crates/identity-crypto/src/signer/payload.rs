//! Header and claims as JSON.

use std::collections::BTreeMap;

use identity_core::account::AccountKind;
use identity_core::session::{AccessClaims, ChannelName, Claims};
use identity_core::timestamp::Timestamp;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize};

const ALGORITHM: &str = "EdDSA";
/// What `kid` may be as long as.
const KEY_ID_MAX: usize = 64;
/// The two levels of a module are always granted together.
const LEVELS: [&str; 2] = ["read", "edit"];

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Kind {
    /// At person level.
    #[serde(rename = "auth+jwt")]
    Auth,
    /// In one account.
    #[serde(rename = "at+jwt")]
    Access,
}

impl Kind {
    /// What these claims make.
    pub(super) const fn of(claims: &Claims) -> Self {
        if claims.access.is_some() { Self::Access } else { Self::Auth }
    }
}

/// The header. Members that it does not know are ignored, keys among them.
#[derive(Serialize, Deserialize)]
pub(super) struct Header {
    alg: String,
    pub(super) kid: String,
    pub(super) typ: Kind,
    /// Demands what this reader does not know, whatever it is (RFC 7515 §4.1.11).
    #[serde(rename = "crit", default, skip_serializing, deserialize_with = "present")]
    is_critical: bool,
}

fn present<'de, D: Deserializer<'de>>(value: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(value).map(|_| true)
}

impl Header {
    /// The header of a token under that key.
    pub(super) fn of(kid: &str, typ: Kind) -> Self {
        Self { alg: ALGORITHM.into(), kid: kid.into(), typ, is_critical: false }
    }

    /// As JSON.
    pub(super) fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }

    /// Reads a header that this signer could have made.
    pub(super) fn read(json: &[u8]) -> Option<Self> {
        let header: Self = serde_json::from_slice(json).ok()?;
        let is_ours = header.alg == ALGORITHM && header.kid.len() <= KEY_ID_MAX && !header.is_critical;
        is_ours.then_some(header)
    }
}

/// The claims; a member twice is refused, as nobody could say which counts.
#[derive(Serialize, Deserialize)]
struct Payload {
    iss: String,
    sub: String,
    aud: String,
    iat: i64,
    exp: i64,
    jti: String,
    sid: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    account: Option<Account>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    membership: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    modules: Option<BTreeMap<String, Vec<String>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    channel: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct Account {
    id: String,
    #[serde(rename = "type")]
    kind: String,
}

/// The claims as JSON.
pub(super) fn write(claims: &Claims) -> serde_json::Result<String> {
    let access = claims.access.as_ref();
    let levels = || LEVELS.map(str::to_owned).to_vec();
    serde_json::to_string(&Payload {
        iss: claims.issuer.clone(),
        sub: claims.user.to_string(),
        aud: claims.audience.clone(),
        iat: seconds(claims.issued_at),
        exp: seconds(claims.expires_at),
        jti: claims.id.clone(),
        sid: claims.session.to_string(),
        account: access.map(|access| Account {
            id: access.account.to_string(),
            kind: access.account_kind.as_str().into(),
        }),
        membership: access.map(|access| access.membership.to_string()),
        modules: access.map(|access| access.modules.iter().map(|code| (code.clone(), levels())).collect()),
        channel: access.map(|access| access.channel.as_str().into()),
    })
}

/// Reads claims of that kind: an auth token has none of an access token's, an access token all of them.
pub(super) fn read(json: &[u8], kind: Kind) -> Option<Claims> {
    let payload: Payload = serde_json::from_slice(json).ok()?;
    let access = match (kind, payload.account, payload.membership, payload.modules, payload.channel) {
        (Kind::Auth, None, None, None, None) => None,
        (Kind::Access, Some(account), Some(membership), Some(modules), Some(channel)) => Some(AccessClaims {
            account: account.id.parse().ok()?,
            account_kind: AccountKind::parse(&account.kind)?,
            membership: membership.parse().ok()?,
            modules: modules.into_keys().collect(),
            channel: ChannelName::parse(&channel)?,
        }),
        _ => return None,
    };
    Some(Claims {
        issuer: payload.iss,
        audience: payload.aud,
        user: payload.sub.parse().ok()?,
        session: payload.sid.parse().ok()?,
        issued_at: moment(payload.iat)?,
        expires_at: moment(payload.exp)?,
        id: payload.jti,
        access,
    })
}

const MILLIS: i64 = 1000;

fn seconds(moment: Timestamp) -> i64 {
    moment.millis().div_euclid(MILLIS)
}

fn moment(seconds: i64) -> Option<Timestamp> {
    let millis = seconds.checked_mul(MILLIS).filter(|millis| *millis >= 0)?;
    Some(Timestamp::from_millis(millis))
}

//! Signatures without cryptography: whoever alters a token is noticed, as with the real one.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{SeededEntropy, fake_digest};
use crate::account::AccountKind;
use crate::port::{Entropy, KeyPair, PublicKey, SignError, TokenSigner};
use crate::secret::Secret;
use crate::session::{AccessClaims, ChannelName, Claims};
use crate::timestamp::Timestamp;

/// Signs to `kid.claims.check`, where the check is a digest of the rest and of the key.
pub struct FakeSigner(Arc<dyn Entropy>);

impl std::fmt::Debug for FakeSigner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FakeSigner")
    }
}

impl Default for FakeSigner {
    fn default() -> Self {
        Self::new(Arc::new(SeededEntropy::new(25)))
    }
}

impl FakeSigner {
    /// Draws keys from this entropy.
    pub fn new(entropy: Arc<dyn Entropy>) -> Self {
        Self(entropy)
    }
}

fn text_of(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn check_of(key: &PublicKey, signed: &str) -> String {
    text_of(&fake_digest(&format!("{}.{signed}", text_of(&key.0))).0)
}

fn write(claims: &Claims) -> String {
    let mut fields = vec![
        claims.issuer.clone(),
        claims.audience.clone(),
        claims.user.to_string(),
        claims.session.to_string(),
        claims.issued_at.millis().to_string(),
        claims.expires_at.millis().to_string(),
        claims.id.clone(),
    ];
    if let Some(access) = &claims.access {
        fields.extend([
            access.account.to_string(),
            access.account_kind.as_str().into(),
            access.membership.to_string(),
            access.modules.join(","),
            access.channel.as_str().into(),
        ]);
    }
    fields.join("\n")
}

fn read(text: &str) -> Option<Claims> {
    let fields: Vec<&str> = text.split('\n').collect();
    let (own, rest) = fields.split_first_chunk::<7>()?;
    let [issuer, audience, user, session, issued_at, expires_at, id] = *own;
    let access = match *rest {
        [] => None,
        [account, kind, membership, modules, channel] => Some(AccessClaims {
            account: account.parse().ok()?,
            account_kind: AccountKind::parse(kind)?,
            membership: membership.parse().ok()?,
            modules: modules.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect(),
            channel: ChannelName::parse(channel)?,
        }),
        _ => return None,
    };
    let moment = |millis: &str| millis.parse().ok().map(Timestamp::from_millis);
    Some(Claims {
        issuer: issuer.into(),
        audience: audience.into(),
        user: user.parse().ok()?,
        session: session.parse().ok()?,
        issued_at: moment(issued_at)?,
        expires_at: moment(expires_at)?,
        id: id.into(),
        access,
    })
}

impl TokenSigner for FakeSigner {
    fn generate(&self) -> KeyPair {
        let public = PublicKey(fake_digest(&self.0.next().to_string()).0);
        let id = text_of(&public.0).chars().take(16).collect();
        KeyPair { id, public, private: Secret::new(text_of(&public.0)) }
    }

    fn sign(&self, key: &KeyPair, claims: &Claims) -> Result<Secret, SignError> {
        if key.private.expose() != text_of(&key.public.0) {
            return Err(SignError("the private half is of another key".into()));
        }
        let signed = format!("{}.{}", key.id, text_of(write(claims).as_bytes()));
        let check = check_of(&key.public, &signed);
        Ok(Secret::new(format!("{signed}.{check}")))
    }

    fn key_id(&self, text: &str) -> Option<String> {
        let mut parts = text.split('.');
        let id = parts.next()?;
        (parts.count() == 2).then(|| id.to_owned())
    }

    fn read(&self, text: &str, key: &PublicKey) -> Option<Claims> {
        let (signed, check) = text.rsplit_once('.')?;
        let (_, body) = signed.split_once('.')?;
        if check != check_of(key, signed) {
            return None;
        }
        read(&String::from_utf8(URL_SAFE_NO_PAD.decode(body).ok()?).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{AccountId, MembershipId, SessionId, UserId};

    #[test]
    fn reads_what_it_signed_and_notices_every_change() {
        let signer = FakeSigner::default();
        let (key, other) = (signer.generate(), signer.generate());
        let auth = Claims {
            issuer: "https://id.example.com".into(),
            audience: "api".into(),
            user: UserId::new(1),
            session: SessionId::new(2),
            issued_at: Timestamp::from_millis(1000),
            expires_at: Timestamp::from_millis(2000),
            id: "one".into(),
            access: None,
        };
        let access = AccessClaims {
            account: AccountId::new(3),
            account_kind: AccountKind::Client,
            membership: MembershipId::new(4),
            modules: vec!["billing".into(), "reports".into()],
            channel: ChannelName::Device,
        };
        for claims in [auth.clone(), Claims { access: Some(access), ..auth }] {
            let token = signer.sign(&key, &claims).unwrap();
            assert_eq!(signer.key_id(token.expose()), Some(key.id.clone()));
            assert_eq!(signer.read(token.expose(), &key.public), Some(claims));
            assert_eq!(signer.read(token.expose(), &other.public), None);
            for place in 0..token.expose().len() {
                let mut altered = token.expose().to_owned();
                altered.remove(place);
                assert_eq!(signer.read(&altered, &key.public), None, "{altered}");
            }
        }
        let mixed = KeyPair { private: other.private, ..key };
        let claims = Claims { id: "two".into(), ..signer_claims() };
        assert!(signer.sign(&mixed, &claims).is_err());
        assert_eq!(signer.key_id("idt:TKN-1"), None);
    }

    fn signer_claims() -> Claims {
        read("a\nb\nUSR-0000-0001\nSES-0000-0000-0001\n0\n1\nc").unwrap()
    }
}

//! JSON web tokens of sessions (self-service.md §1.3): Ed25519 signatures in the compact form of RFC 7515.

mod payload;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use identity_core::port::{Entropy, KeyPair, PublicKey, SignError, TokenSigner};
use identity_core::secret::Secret;
use identity_core::session::Claims;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use self::payload::{Header, Kind};
use crate::entropy;

/// Longer texts are neither made nor looked at.
const TOKEN_BYTES_MAX: usize = 8 * 1024;
const SEED_BYTES: usize = 32;

/// Makes keys, signs tokens and reads them.
///
/// A private half is the seed of 32 bytes in URL-safe base64. A key is named by the thumbprint of its public half
/// (RFC 7638, RFC 8037), so no two processes name it differently. Reading is strict where a forger would gain from
/// leniency (RFC 8725): one algorithm, two types, canonical base64, no `crit`, and keys in the header mean nothing.
pub struct EdSigner {
    entropy: Arc<dyn Entropy>,
}

impl EdSigner {
    /// A signer whose keys come from `entropy`.
    pub fn new(entropy: Arc<dyn Entropy>) -> Self {
        Self { entropy }
    }
}

impl TokenSigner for EdSigner {
    fn generate(&self) -> KeyPair {
        let seed = Zeroizing::new(entropy::bytes::<SEED_BYTES>(&*self.entropy));
        let mut public = [0; 32];
        // Any 32 bytes are a seed, so there is always a pair.
        if let Ok(pair) = Ed25519KeyPair::from_seed_unchecked(&*seed) {
            public.copy_from_slice(pair.public_key().as_ref());
        }
        let public = PublicKey(public);
        KeyPair {
            id: thumbprint(&public),
            public,
            private: Secret::new(URL_SAFE_NO_PAD.encode(seed.as_slice())),
        }
    }

    fn sign(&self, key: &KeyPair, claims: &Claims) -> Result<Secret, SignError> {
        let header = Header::of(&key.id, Kind::of(claims)).to_json();
        let payload = payload::write(claims);
        let token = sign(key, &header.map_err(failure)?, &payload.map_err(failure)?)?;
        let token = Secret::new(token);
        // Nobody would read it, so nobody is given it.
        if token.expose().len() > TOKEN_BYTES_MAX {
            return Err(failure("the claims are too long"));
        }
        Ok(token)
    }

    fn key_id(&self, text: &str) -> Option<String> {
        Some(Header::read(&decode(Parts::of(text)?.header)?)?.kid)
    }

    fn read(&self, text: &str, key: &PublicKey) -> Option<Claims> {
        let parts = Parts::of(text)?;
        let kind = Header::read(&decode(parts.header)?)?.typ;
        let signature = decode(parts.signature)?;
        UnparsedPublicKey::new(&ED25519, key.0).verify(parts.signed.as_bytes(), &signature).ok()?;
        payload::read(&decode(parts.payload)?, kind)
    }
}

/// A token taken apart.
struct Parts<'t> {
    /// What the signature is over: header and payload with the point between them.
    signed: &'t str,
    header: &'t str,
    payload: &'t str,
    signature: &'t str,
}

impl<'t> Parts<'t> {
    fn of(text: &'t str) -> Option<Self> {
        if text.len() > TOKEN_BYTES_MAX {
            return None;
        }
        let (signed, signature) = text.rsplit_once('.')?;
        let (header, payload) = signed.split_once('.')?;
        // A point is no base64, so a fourth part is refused where the payload is decoded.
        Some(Self { signed, header, payload, signature })
    }
}

/// Only canonical text is accepted: no padding, no bits that stand for nothing.
fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// The compact form with the signature of this key.
fn sign(key: &KeyPair, header: &str, payload: &str) -> Result<String, SignError> {
    let seed = decode(key.private.expose()).map(Zeroizing::new);
    let seed = seed.ok_or_else(|| failure("the private half is no base64"))?;
    let pair = Ed25519KeyPair::from_seed_and_public_key(&seed, &key.public.0)
        .map_err(|_| failure("the private half is not that of the public one"))?;
    let mut token = URL_SAFE_NO_PAD.encode(header);
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(payload, &mut token);
    let signature = pair.sign(token.as_bytes());
    token.push('.');
    URL_SAFE_NO_PAD.encode_string(signature, &mut token);
    Ok(token)
}

/// SHA-256 of the members that make the key, in the order and form of RFC 7638.
fn thumbprint(key: &PublicKey) -> String {
    let x = URL_SAFE_NO_PAD.encode(key.0);
    let members = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
    URL_SAFE_NO_PAD.encode(Sha256::digest(members))
}

fn failure(why: impl ToString) -> SignError {
    SignError(why.to_string())
}

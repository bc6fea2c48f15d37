//! A service that verifies access tokens by itself, with the published keys and nothing else (docs/GATEWAYS.md).
//!
//! `cargo run -p identity-tests --example verify_offline` starts a throw-away server, signs a person in, and then
//! verifies her token as a service somewhere else would. It needs the server: `cargo build -p identity-server`.

use std::error::Error;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use identity_core::port::Clock as _;
use identity_crypto::SystemClock;
use identity_tests::{Api, Failure, Home, PASSWORD, at, ready};
use ring::signature::{ED25519, UnparsedPublicKey};
use serde_json::{Value, json};

type Any = Box<dyn Error>;

fn told(failure: Failure) -> Any {
    failure.to_string().into()
}

/// All that a service knows: the keys, who issues, and what it is called itself.
struct Verifier {
    keys: Value,
    issuer: String,
    audience: String,
}

impl Verifier {
    /// The claims of a token that is good now.
    fn claims(&self, token: &str, now_secs: u64) -> Result<Value, Any> {
        let mut parts = token.split('.');
        let (Some(header), Some(claims), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err("not a token".into());
        };
        let decoded: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header)?)?;
        // The algorithm is ours to say, never the token's (RFC 8725).
        if at(&decoded, "/alg") != "EdDSA" || at(&decoded, "/typ") != "at+jwt" {
            return Err("another kind of token".into());
        }
        let keys = at(&self.keys, "/keys").as_array().ok_or("no keys")?;
        let key = keys.iter().find(|key| at(key, "/kid") == at(&decoded, "/kid")).ok_or("an unknown key")?;
        let public = URL_SAFE_NO_PAD.decode(at(key, "/x").as_str().ok_or("no public half")?)?;
        let signed = format!("{header}.{claims}");
        UnparsedPublicKey::new(&ED25519, public)
            .verify(signed.as_bytes(), &URL_SAFE_NO_PAD.decode(signature)?)
            .map_err(|_| "a wrong signature")?;
        let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims)?)?;
        let is_ours =
            at(&claims, "/iss") == self.issuer.as_str() && at(&claims, "/aud") == self.audience.as_str();
        let is_alive = at(&claims, "/exp").as_u64().is_some_and(|end| now_secs < end);
        if is_ours && is_alive { Ok(claims) } else { Err("for somebody else, or expired".into()) }
    }
}

#[tokio::main]
async fn main() -> Result<(), Any> {
    let home = Home::new().map_err(told)?;
    let process = home.start().map_err(told)?;
    ready(process.address()).await.map_err(told)?;
    let issuer = format!("http://{}", process.address());
    let mut anyone = Api::new(process.address(), None);

    // Somebody signs in and enters an account.
    let body = json!({"email": "admin@example.com", "password": PASSWORD});
    let tokens = anyone.expect(201, "POST", "/v1/auth/sessions", Some(&body)).await.map_err(told)?;
    let auth = at(&tokens, "/authToken").as_str().ok_or("no token")?;
    let mut person = Api::new(process.address(), Some(auth));
    let own = person.expect(200, "GET", "/account", None).await.map_err(told)?;
    let tenant = at(&own, "/defaultTenantUid").as_str().ok_or("no tenant")?;
    let entered =
        person.expect(200, "POST", &format!("/tenants/{tenant}/account"), None).await.map_err(told)?;
    let token = at(&entered, "/accessToken").as_str().ok_or("no token")?;

    // The service fetched the keys at some time; then the server goes away.
    let keys = anyone.expect(200, "GET", "/.well-known/jwks.json", None).await.map_err(told)?;
    drop(process);
    let verifier = Verifier { keys, issuer, audience: "accounts-api".into() };
    let now_secs = u64::try_from(SystemClock.now().millis())? / 1000;
    let claims = verifier.claims(token, now_secs)?;
    println!("{claims:#}");
    for bad in [auth, &token.to_lowercase(), &token[..token.len() - 4]] {
        assert!(verifier.claims(bad, now_secs).is_err(), "a bad token was believed");
    }
    assert!(verifier.claims(token, now_secs + 900).is_err(), "an expired token was believed");
    Ok(())
}

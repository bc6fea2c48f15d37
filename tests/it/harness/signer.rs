//! A client that signs its requests, as automation does (provisioning.md F1).

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use identity_core::port::Clock as _;
use identity_crypto::SystemClock;
use ring::hmac::{HMAC_SHA256, Key, sign};
use serde_json::{Value, json};

use super::answer::Answer;
use super::client::Client;

/// A key that signs, and the server it is for.
#[derive(Debug, Clone)]
pub struct Signer {
    anyone: Client,
    /// The header that the key is named in.
    pub header: &'static str,
    pub key: String,
    pub secret: String,
}

/// Of which accounts a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Domain,
    Reseller,
}

/// Milliseconds of now that no request of this process was signed with before.
pub fn fresh() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let now = u64::try_from(SystemClock.now().millis()).unwrap();
    let next = |last: u64| now.max(last + 1);
    let last = LAST.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(next(last)));
    next(last.unwrap())
}

impl Signer {
    /// A new key of an account, made by whoever may (A3).
    #[track_caller]
    pub fn make(maker: &Client, account: &str, scope: Scope) -> Self {
        let scope = if scope == Scope::Domain { "domain" } else { "reseller" };
        let body = json!({"name": format!("{scope} key"), "token_type": "HMAC", "hmac_scope": scope});
        Self::of(maker, &maker.post(&format!("/v2/accounts/{account}/tokens"), &body).expect(200))
    }

    /// Reads what A3 answered.
    #[track_caller]
    pub fn of(anyone: &Client, made: &Value) -> Self {
        let text = |name: &str| made[name].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
        let (key, secret) = (text("api_key"), text("api_secret"));
        Self { anyone: anyone.anonymous(), header: "x-logtrust-apikey", key, secret }
    }

    /// The same key, named in another header.
    pub fn named_in(&self, header: &'static str) -> Self {
        Self { header, ..self.clone() }
    }

    /// Another key, which may be nobody's.
    pub fn pretending(&self, key: &str, secret: &str) -> Self {
        Self { key: key.to_owned(), secret: secret.to_owned(), ..self.clone() }
    }

    /// The signature of a body at a moment.
    pub fn sign(&self, body: &[u8], timestamp: &str) -> String {
        let message = [self.key.as_bytes(), body, timestamp.as_bytes()].concat();
        let tag = sign(&Key::new(HMAC_SHA256, self.secret.as_bytes()), &message);
        let mut text = String::new();
        for byte in tag.as_ref() {
            write!(text, "{byte:02x}").unwrap();
        }
        text
    }

    pub fn get(&self, path: &str) -> Answer {
        self.call("GET", path, None)
    }

    pub fn delete(&self, path: &str) -> Answer {
        self.call("DELETE", path, None)
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.call("POST", path, Some(body))
    }

    pub fn put(&self, path: &str, body: &Value) -> Answer {
        self.call("PUT", path, Some(body))
    }

    /// A POST verb without a body.
    pub fn verb(&self, path: &str) -> Answer {
        self.call("POST", path, None)
    }

    /// A request with a JSON body or none, signed now.
    pub fn call(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let body = body.map(Value::to_string).unwrap_or_default();
        let timestamp = fresh().to_string();
        let sign = self.sign(body.as_bytes(), &timestamp);
        self.send(method, path, body.as_bytes(), &timestamp, &sign)
    }

    /// A request with these headers, whatever they are worth.
    pub fn send(&self, method: &str, path: &str, body: &[u8], timestamp: &str, sign: &str) -> Answer {
        let mut headers =
            vec![(self.header, &*self.key), ("x-logtrust-timestamp", timestamp), ("x-logtrust-sign", sign)];
        if body.is_empty() {
            return self.anyone.send(method, path, &headers, None);
        }
        headers.push(("content-type", "application/json"));
        self.anyone.send(method, path, &headers, Some(body))
    }
}

//! A person who is signed in.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use super::answer::Answer;
use super::client::Client;
use super::person::{PASSWORD, Person};
use super::wait::until;

/// An address that no other test comes from.
pub fn own_address() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("10.{}.{}.1", number / 256, number % 256)
}

/// A session at person level.
#[derive(Debug, Clone)]
pub struct Session {
    /// The person, by the auth token.
    pub auth: Client,
    pub refresh: String,
}

impl Session {
    /// Reads AuthTokens.
    #[track_caller]
    pub fn of(anyone: &Client, tokens: &Value) -> Self {
        let text = |name: &str| tokens[name].as_str().unwrap_or_else(|| panic!("{tokens}")).to_owned();
        Self { auth: anyone.with(&text("authToken")), refresh: text("refreshToken") }
    }

    /// Signs in, from an address of its own.
    #[track_caller]
    pub fn begin(anyone: &Client, email: &str, password: &str) -> Self {
        let anyone = anyone.anonymous().from(&own_address());
        Self::of(&anyone, &sign_in(&anyone, email, password).expect(201))
    }

    /// Signs an invited person in who accepted.
    #[track_caller]
    pub fn of_person(anyone: &Client, person: &Person) -> Self {
        Self::begin(anyone, &person.email, PASSWORD)
    }

    /// An access token of the account (U5).
    #[track_caller]
    pub fn enter(&self, account: &str) -> Client {
        let entered = self.auth.verb(&format!("/tenants/{account}/account")).expect(200);
        self.auth.with(entered["accessToken"].as_str().unwrap())
    }
}

/// A1. A full hashing queue says that nothing was done, so that is asked again, as clients do.
#[track_caller]
pub fn sign_in(anyone: &Client, email: &str, password: &str) -> Answer {
    let body = json!({"email": email, "password": password});
    until("an answer other than 503", || {
        let answer = anyone.anonymous().post("/v1/auth/sessions", &body);
        (answer.status != 503).then_some(answer)
    })
}

/// A refusal of the Self-service API: its code, after its shape was checked (self-service.md §1.4).
#[track_caller]
pub fn refusal(answer: &Answer, status: u16) -> String {
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(answer.header("content-type"), Some("application/json"), "{answer:?}");
    assert_eq!(answer.header("cache-control"), Some("no-store"), "{answer:?}");
    assert_eq!(answer.header("www-authenticate").is_some(), status == 401, "{answer:?}");
    assert_eq!(answer.header("retry-after").is_some(), matches!(status, 429 | 503), "{answer:?}");
    let body = answer.json();
    let members: Vec<&String> = body.as_object().unwrap().keys().collect();
    assert_eq!(members, ["code", "details", "message"], "{answer:?}");
    for detail in body["details"].as_array().unwrap() {
        assert!(detail["field"].is_string() && detail["message"].is_string(), "{answer:?}");
    }
    body["code"].as_str().unwrap().to_owned()
}

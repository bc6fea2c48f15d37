//! A12 to A14: the second factor of a person who signed in.

use std::time::Duration;

use actix_web::http::Method;
use identity_core::id::UserId;
use identity_core::port::{Clock as _, Store};
use identity_core::secret::Secret;
use identity_core::testing::fakes::{FakeCodes, FakeHasher};
use identity_core::user::User;
use serde_json::{Value, json};

use super::stage::{Asker, Reply, Stage, request, stage};

const PASSWORD: &str = "quiet river under stones";
const PATH: &str = "/v1/auth/otp";
const CONFIRM: &str = "/v1/auth/otp/confirm";

/// A person who signed in, and their auth token.
struct Signed {
    stage: Stage,
    token: String,
}

async fn signed() -> Signed {
    let stage = stage().await;
    let store: &dyn Store = &*stage.store;
    let with_password = |tx: &mut dyn identity_core::port::Transaction| {
        let user = tx.users().find(UserId::new(1))?.unwrap();
        Ok(tx.users().update(&User { password: Some(FakeHasher::hash_of(PASSWORD)), ..user })?)
    };
    store.write(with_password).await.unwrap();
    let body = json!({"email": "user1@example.com", "password": PASSWORD});
    let reply = stage.post(Asker::Nobody, "/v1/auth/sessions", &body).await;
    assert_eq!(reply.status, 201, "{reply:?}");
    let token = reply.body["authToken"].as_str().unwrap().to_owned();
    Signed { stage, token }
}

impl Signed {
    async fn send(&self, method: Method, path: &str, body: &Value) -> Reply {
        let request = request(Asker::Nobody, method, path)
            .insert_header(("authorization", format!("Bearer {}", self.token)))
            .insert_header(("content-type", "application/json"));
        self.stage.send(request.set_payload(body.to_string())).await
    }

    async fn enrol(&self) -> Secret {
        let reply = self.send(Method::POST, PATH, &json!({"password": PASSWORD})).await;
        assert_eq!((reply.status, reply.header("cache-control")), (201, "no-store"), "{reply:?}");
        let secret = reply.body["secret"].as_str().unwrap();
        assert!(reply.body["otpauthUri"].as_str().unwrap().contains(secret));
        assert_eq!(reply.body.as_object().unwrap().len(), 2);
        Secret::new(secret.to_owned())
    }

    /// What the app shows now.
    fn shown(&self, secret: &Secret) -> String {
        let step = self.stage.clock.now().millis() / 30_000;
        FakeCodes::shown(secret, step.try_into().unwrap())
    }
}

#[track_caller]
fn refused(reply: &Reply, status: u16, code: &str) {
    assert_eq!((reply.status, &reply.body["code"]), (status, &json!(code)), "{reply:?}");
}

#[actix_web::test]
async fn s_r11_a_second_factor_is_enrolled_confirmed_and_removed() {
    let person = signed().await;
    let secret = person.enrol().await;
    let wrong = person.send(Method::POST, CONFIRM, &json!({"otp": "999999"})).await;
    refused(&wrong, 400, "INVALID_CODE");
    let confirmed = person.send(Method::POST, CONFIRM, &json!({"otp": person.shown(&secret)})).await;
    assert_eq!((confirmed.status, confirmed.header("cache-control")), (200, "no-store"), "{confirmed:?}");
    let codes = confirmed.body["recoveryCodes"].as_array().unwrap();
    assert_eq!((codes.len(), confirmed.body.as_object().unwrap().len()), (10, 1));
    for (path, body) in [(PATH, json!({"password": PASSWORD})), (CONFIRM, json!({"otp": "123456"}))] {
        refused(&person.send(Method::POST, path, &body).await, 409, "OTP_STATE");
    }
    person.stage.clock.advance(Duration::from_secs(30));
    let otp = person.shown(&secret);
    for body in [json!({"password": "wrong", "otp": otp}), json!({"password": PASSWORD, "otp": "999999"})] {
        refused(&person.send(Method::DELETE, PATH, &body).await, 401, "INVALID_CREDENTIALS");
    }
    let removed = person.send(Method::DELETE, PATH, &json!({"password": PASSWORD, "otp": codes[9]})).await;
    assert_eq!((removed.status, removed.bytes.len()), (204, 0));
    refused(
        &person.send(Method::DELETE, PATH, &json!({"password": PASSWORD, "otp": otp})).await,
        409,
        "OTP_STATE",
    );
}

#[actix_web::test]
async fn s_r11_a_wrong_password_and_a_wrong_body_enrol_nothing() {
    let person = signed().await;
    let wrong = person.send(Method::POST, PATH, &json!({"password": "wrong"})).await;
    refused(&wrong, 401, "INVALID_CREDENTIALS");
    assert_eq!(wrong.header("www-authenticate"), "Bearer");
    for (body, code) in [
        (json!({}), "INVALID_VALUE"),
        (json!({"password": ""}), "INVALID_VALUE"),
        (json!({"password": 1}), "INVALID_VALUE"),
        (json!({"password": "x".repeat(1025)}), "INVALID_VALUE"),
        (json!({"password": PASSWORD, "otp": "1"}), "UNKNOWN_FIELD"),
        (json!([]), "INVALID_REQUEST"),
    ] {
        refused(&person.send(Method::POST, PATH, &body).await, 400, code);
    }
    refused(&person.send(Method::POST, CONFIRM, &json!({"otp": "123456"})).await, 409, "OTP_STATE");
}

#[actix_web::test]
async fn s_r1_only_a_person_at_person_level_has_a_second_factor() {
    let stage = stage().await;
    let body = json!({"password": PASSWORD, "otp": "123456"}).to_string();
    for asker in [Asker::Nobody, Asker::Operator, Asker::Admin] {
        for (method, path) in [(Method::POST, PATH), (Method::POST, CONFIRM), (Method::DELETE, PATH)] {
            refused(&stage.json(asker, method, path, body.clone()).await, 401, "UNAUTHENTICATED");
        }
    }
}

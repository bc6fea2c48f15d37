//! Signed requests at the real binary: what is remembered of them outlives it, and what fails is told to operators.

use std::fmt::Write as _;

use identity_core::port::{Clock as _, MessageAuthenticator as _};
use identity_core::secret::Secret;
use identity_crypto::{HmacAuthenticator, SystemClock};
use serde_json::{Value, json};

use crate::house::{House, Service, text};

type Headers<'h> = &'h [(&'h str, &'h str)];

fn post(service: &Service, path: &str, headers: Headers<'_>, body: &str) -> (u16, Value) {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut request = agent.post(format!("{}{path}", service.url)).header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut response = request.send(body).unwrap();
    let status = response.status().as_u16();
    (status, serde_json::from_str(&response.body_mut().read_to_string().unwrap()).unwrap())
}

fn sign(key: &str, secret: &str, body: &str, timestamp: &str) -> String {
    let parts = [key.as_bytes(), body.as_bytes(), timestamp.as_bytes()];
    let tag = HmacAuthenticator.tag(&Secret::new(secret.to_owned()), &parts);
    let mut text = String::new();
    for byte in tag.0 {
        write!(text, "{byte:02x}").unwrap();
    }
    text
}

#[test]
fn p_r4_p_r38_a_replay_is_refused_after_a_restart_and_told_without_a_secret() {
    let house = House::new();
    let first = house.serve();
    let operations = format!("Bearer {}", first.told("Operations token"));
    let bearer: Headers<'_> = &[("authorization", &operations)];
    let account = json!({"name": "Night Traders", "type": "Client"}).to_string();
    let (status, account) = post(&first, "/v1/accounts/accounts", bearer, &account);
    assert_eq!(status, 201, "{account}");
    let id = account["id"].as_str().unwrap();
    let wanted = json!({"name": "key", "token_type": "HMAC"}).to_string();
    let (status, made) = post(&first, &format!("/v2/accounts/{id}/tokens"), bearer, &wanted);
    assert_eq!(status, 200, "{made}");
    let (key, secret) = (made["api_key"].as_str().unwrap(), made["api_secret"].as_str().unwrap());

    let timestamp = SystemClock.now().millis().to_string();
    let (path, body) = (format!("/v2/domain/{id}/roles"), r#"{"name":"night shift"}"#);
    let signature = sign(key, secret, body, &timestamp);
    let signed: Headers<'_> = &[
        ("x-logtrust-apikey", key),
        ("x-logtrust-timestamp", &timestamp),
        ("x-logtrust-sign", &signature),
        ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
    ];
    assert_eq!(post(&first, &path, signed, body).0, 200);
    assert_eq!(post(&first, &path, &[("standalonetoken", "idt:TKN-0000-0001:wrong")], body).0, 401);
    let log = text(&first.end("-TERM").stderr);
    assert!(log.contains("authentication-failed") && !log.contains("replayed"), "{log}");
    assert!(!log.contains("wrong"), "{log}");

    let second = house.serve();
    assert_eq!(post(&second, &path, signed, body).0, 401);
    let log = text(&second.end("-TERM").stderr);
    let line = log.lines().find(|line| line.contains("replayed")).unwrap_or_else(|| panic!("{log}"));
    let number = key.trim_start_matches("TKN-").replace('-', "");
    assert!(line.contains("4bf92f3577b34da6a3ce929d0e0e4736") && line.contains("127.0.0.1"), "{line}");
    assert!(line.contains(key) || line.contains(number.trim_start_matches('0')), "{line}");
    assert!(!log.contains(secret) && !log.contains(&signature), "{log}");
}

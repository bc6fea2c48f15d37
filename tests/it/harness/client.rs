//! A blocking client of one credential.

use std::sync::LazyLock;
use std::time::Duration;

use serde_json::Value;
use ureq::Agent;
use ureq::http::Request;

use super::answer::Answer;

/// Answers later than this are hangs.
const PATIENCE: Duration = Duration::from_secs(30);

static AGENT: LazyLock<Agent> = LazyLock::new(|| {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .proxy(None)
        .max_idle_connections_per_host(64)
        .allow_non_standard_methods(true);
    config.build().new_agent()
});

/// Whoever asks: an address and, maybe, a credential.
#[derive(Debug, Clone)]
pub struct Client {
    address: String,
    credential: Option<String>,
    /// Whom the request is forwarded for.
    source: Option<String>,
}

impl Client {
    pub fn new(address: &str, credential: Option<&str>) -> Self {
        Self { address: address.to_owned(), credential: credential.map(str::to_owned), source: None }
    }

    /// The same server, asked with another credential.
    pub fn with(&self, credential: &str) -> Self {
        Self { credential: Some(credential.to_owned()), ..self.clone() }
    }

    /// The same credential at another server.
    #[cfg(feature = "postgres-tests")]
    pub fn at(&self, other: &Self) -> Self {
        Self { address: other.address.clone(), ..self.clone() }
    }

    /// The same server, asked without a credential.
    pub fn anonymous(&self) -> Self {
        Self { credential: None, ..self.clone() }
    }

    /// The same, as if it came from that address through the proxy that the tests are.
    pub fn from(&self, source: &str) -> Self {
        Self { source: Some(source.to_owned()), ..self.clone() }
    }

    /// `http://`, host and port.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The credential, for tests that bend it.
    pub fn credential(&self) -> &str {
        self.credential.as_deref().unwrap_or_default()
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], None)
    }

    pub fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, &[], None)
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

    /// A request with a JSON body or none.
    pub fn call(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let text = body.map(Value::to_string);
        let headers: &[_] = if body.is_some() { &[("content-type", "application/json")] } else { &[] };
        self.send(method, path, headers, text.as_deref().map(str::as_bytes))
    }

    /// A request as it is given, with the credential if there is one.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&[u8]>) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.address));
        if let Some(credential) = &self.credential {
            request = request.header("authorization", format!("Bearer {credential}"));
        }
        if let Some(source) = &self.source {
            request = request.header("x-forwarded-for", source);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let sent = match body {
            Some(body) => AGENT.run(request.body(body).unwrap()),
            None => AGENT.run(request.body(()).unwrap()),
        };
        let mut response = sent.unwrap_or_else(|error| panic!("{method} {path}: {error}"));
        let readable = |value: &ureq::http::HeaderValue| value.to_str().unwrap().to_owned();
        let headers = response.headers().iter().map(|(name, value)| (name.to_string(), readable(value)));
        let headers = headers.collect();
        let bytes = response.body_mut().read_to_vec().unwrap();
        let answer = Answer {
            request: format!("{method} {path}"),
            status: response.status().as_u16(),
            headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
        };
        answer.described(method, path);
        answer
    }
}

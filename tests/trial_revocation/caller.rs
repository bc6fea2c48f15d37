//! Calls that set the stage and make things happen, asked again while the service is busy.

use std::net::SocketAddr;
use std::time::Duration;

use identity_tests::{Api, Failure, Reply};
use serde_json::Value;
use tokio::time::{interval, timeout};

const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(20);

/// Somebody who asks one node.
#[derive(Clone)]
pub struct Caller {
    address: SocketAddr,
    bearer: Option<String>,
}

impl Caller {
    /// With a credential.
    pub fn new(address: SocketAddr, bearer: &str) -> Self {
        Self { address, bearer: Some(bearer.to_owned()) }
    }

    /// The same node with another credential.
    pub fn with(&self, bearer: &str) -> Self {
        Self::new(self.address, bearer)
    }

    /// The same node without one.
    pub fn anonymous(&self) -> Self {
        Self { address: self.address, bearer: None }
    }

    /// An answer other than 503, which says that nothing was done.
    ///
    /// # Errors
    /// A failed call; half a minute without such an answer.
    pub async fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Reply, Failure> {
        let mut tick = interval(PAUSE);
        let asking = async {
            loop {
                tick.tick().await;
                let reply = Api::new(self.address, self.bearer.as_deref()).call(method, path, body).await;
                match reply {
                    Ok(reply) if reply.status == 503 => {}
                    other => break other,
                }
            }
        };
        let late = |_| Failure::new(format!("{method} {path} was answered 503 for half a minute"));
        Ok(timeout(PATIENCE, asking).await.map_err(late)??)
    }

    /// The body of a success.
    ///
    /// # Errors
    /// As [`ask`](Self::ask); any other answer.
    pub async fn done(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, Failure> {
        let reply = self.ask(method, path, body).await?;
        if (200..300).contains(&reply.status) {
            return Ok(reply.body);
        }
        Err(Failure::new(format!("{method} {path} was answered {}: {}", reply.status, reply.body)))
    }

    /// POST with a body.
    ///
    /// # Errors
    /// As [`done`](Self::done).
    pub async fn post(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        self.done("POST", path, Some(body)).await
    }
}

/// The text at a JSON pointer.
///
/// # Errors
/// When there is none.
pub fn text(value: &Value, pointer: &str) -> Result<String, Failure> {
    let found = value.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    found.ok_or_else(|| Failure::new(format!("no text at {pointer} of {value}")))
}

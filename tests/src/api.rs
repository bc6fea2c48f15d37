//! JSON calls, one at a time.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use tokio::time::{interval, timeout};

use crate::{Connection, Failure};

const ANSWER_WITHIN: Duration = Duration::from_secs(30);
const READY_WITHIN: Duration = Duration::from_secs(60);
const READY_EVERY: Duration = Duration::from_millis(2);

/// Somebody who calls the server, with a credential or without.
pub struct Api {
    address: SocketAddr,
    bearer: Option<String>,
    connection: Option<Connection>,
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    /// Status code.
    pub status: u16,
    /// Status line and headers.
    pub head: String,
    /// The JSON of the body, null when there is none.
    pub body: Value,
}

impl Api {
    /// A caller that connects when it first calls.
    pub fn new(address: SocketAddr, bearer: Option<&str>) -> Self {
        Self { address, bearer: bearer.map(str::to_owned), connection: None }
    }

    /// Makes one call. The connection is kept for the next one; after an error a new one is made then, but nothing
    /// is ever sent twice.
    ///
    /// # Errors
    /// Those of the connection, [`ErrorKind::TimedOut`] after thirty seconds, [`ErrorKind::InvalidData`] for a body
    /// that is no JSON. Whether the call took effect is unknown then.
    pub async fn call(&mut self, method: &str, path: &str, body: Option<&Value>) -> io::Result<Reply> {
        let request = format_request(method, path, self.bearer.as_deref(), body);
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => Connection::open(self.address).await?,
        };
        let answer = timeout(ANSWER_WITHIN, connection.exchange(&request)).await;
        let answer = answer.map_err(|_| io::Error::from(ErrorKind::TimedOut))??;
        let body = if answer.body.is_empty() { Value::Null } else { serde_json::from_slice(answer.body)? };
        let reply =
            Reply { status: answer.status, head: String::from_utf8_lossy(answer.head).into_owned(), body };
        self.connection = Some(connection);
        Ok(reply)
    }

    /// Reads an object or a list.
    ///
    /// # Errors
    /// A failed call, and any status but 200.
    pub async fn get(&mut self, path: &str) -> Result<Value, Failure> {
        self.expect(200, "GET", path, None).await
    }

    /// Makes a call that has to be answered with a status.
    ///
    /// # Errors
    /// A failed call, and any other status.
    pub async fn expect(
        &mut self,
        status: u16,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, Failure> {
        let reply = self.call(method, path, body).await?;
        if reply.status == status {
            return Ok(reply.body);
        }
        Err(Failure::new(format!(
            "{method} {path} was answered {} and not {status}: {}",
            reply.status, reply.body
        )))
    }
}

/// What stands at a JSON pointer; null when nothing does.
pub fn at<'v>(value: &'v Value, pointer: &str) -> &'v Value {
    value.pointer(pointer).unwrap_or(&Value::Null)
}

/// A whole request, ready to be sent.
pub fn format_request(method: &str, path: &str, bearer: Option<&str>, body: Option<&Value>) -> Vec<u8> {
    let bearer = bearer.map(|bearer| format!("authorization: Bearer {bearer}\r\n")).unwrap_or_default();
    let kind = if body.is_some() { "content-type: application/json\r\n" } else { "" };
    let body = body.map(Value::to_string).unwrap_or_default();
    let length = if method == "GET" { String::new() } else { format!("content-length: {}\r\n", body.len()) };
    format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\n{bearer}{kind}{length}\r\n{body}").into_bytes()
}

/// Returns when the server says that it is ready.
///
/// # Errors
/// When it does not within a minute.
pub async fn ready(address: SocketAddr) -> Result<(), Failure> {
    let mut tick = interval(READY_EVERY);
    let wait = async {
        loop {
            tick.tick().await;
            if Api::new(address, None).call("GET", "/health/ready", None).await.is_ok_and(|r| r.status == 200)
            {
                return;
            }
        }
    };
    timeout(READY_WITHIN, wait).await.map_err(|_| Failure::new("the server was not ready within a minute"))
}

//! Requests as they are, and answers as they come.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::time::Duration;

use identity_tests::{Connection, Failure};
use tokio::time::timeout;

use crate::request::Request;

const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// Somebody who calls with one credential.
pub struct Caller {
    address: SocketAddr,
    token: String,
    connection: Option<Connection>,
}

/// An answer.
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Caller {
    pub fn new(address: SocketAddr, token: String) -> Self {
        Self { address, token, connection: None }
    }

    /// Makes a request. A connection that the server closed after an answer is replaced, once.
    pub async fn send(&mut self, request: &Request) -> Result<Answer, Failure> {
        let bytes = self.format(request);
        let kept = self.connection.take();
        if let Some(connection) = kept
            && let Ok(answer) = self.exchange(connection, &bytes).await
        {
            return Ok(answer);
        }
        let connection = Connection::open(self.address).await?;
        let answer = self.exchange(connection, &bytes).await;
        answer.map_err(|failure| Failure::new(format!("{} {}: {failure}", request.method, request.target)))
    }

    async fn exchange(&mut self, mut connection: Connection, bytes: &[u8]) -> Result<Answer, Failure> {
        let answer = timeout(ANSWER_WITHIN, connection.exchange(bytes)).await??;
        let head = String::from_utf8_lossy(answer.head).into_owned();
        let lines = head.lines().skip(1).filter_map(|line| line.split_once(": "));
        let answer = Answer {
            status: answer.status,
            headers: lines.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect(),
            body: String::from_utf8_lossy(answer.body).into_owned(),
        };
        self.connection = Some(connection);
        Ok(answer)
    }

    fn format(&self, request: &Request) -> Vec<u8> {
        let Request { method, target, headers, body } = request;
        let mut head = format!(
            "{method} {target} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {}\r\n",
            self.token
        );
        for (name, value) in headers {
            // Writing to a string cannot fail.
            let _ = write!(head, "{name}: {value}\r\n");
        }
        if method != "GET" {
            let _ = write!(head, "content-length: {}\r\n", body.len());
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(body);
        bytes
    }
}

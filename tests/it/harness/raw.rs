//! Requests as bytes on a socket, for what no client library sends.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use super::answer::Answer;

const PATIENCE: Duration = Duration::from_secs(20);

/// Sends the bytes on a connection of their own and reads the one answer, if there is any. The request has to ask
/// for the end of the connection.
pub fn exchange(address: &str, request: &[u8]) -> Option<Answer> {
    let host = address.strip_prefix("http://").unwrap_or(address);
    let mut socket = TcpStream::connect(host).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    // A server that answers early may close before everything was written.
    let _ = socket.write_all(request);
    let mut bytes = Vec::new();
    let end = socket.read_to_end(&mut bytes);
    assert!(!bytes.is_empty() || end.is_ok(), "no answer within {PATIENCE:?}: {end:?}");
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n")?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers = lines.filter_map(|line| line.split_once(": "));
    let shown = String::from_utf8_lossy(request.split(|b| *b == b'\r').next()?).chars().take(300).collect();
    Some(Answer {
        request: shown,
        status,
        headers: headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect(),
        text: body.to_owned(),
        bytes: body.as_bytes().to_vec(),
    })
}

/// A request line and headers, ready for a body.
pub fn head(method: &str, target: &str, headers: &[(&str, &str)]) -> Vec<u8> {
    let mut head = format!("{method} {target} HTTP/1.1\r\nhost: identity.test\r\nconnection: close\r\n");
    for (name, value) in headers {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    (head + "\r\n").into_bytes()
}

/// Sends the bytes and hangs up without reading; returns when the other side has noticed.
pub fn abandon(address: &str, request: &[u8]) {
    let host = address.strip_prefix("http://").unwrap_or(address);
    let mut socket = TcpStream::connect(host).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    socket.write_all(request).unwrap();
    socket.shutdown(Shutdown::Write).unwrap();
    let _ = socket.read_to_end(&mut Vec::new());
}

//! One HTTP/1.1 connection that is kept alive, with just enough parsing to find the end of an answer: a load
//! generator on the machine it measures has to be cheap.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const RECEIVE_BYTES: usize = 16 * 1024;
const HEAD_END: &[u8] = b"\r\n\r\n";

/// A connection on which one request at a time is made.
pub struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
}

/// An answer, read to its end.
pub struct Answer<'a> {
    /// Status code.
    pub status: u16,
    /// Status line and headers, up to and including the empty line.
    pub head: &'a [u8],
    /// Body.
    pub body: &'a [u8],
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// Those of the operating system.
    pub async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, received: Vec::with_capacity(RECEIVE_BYTES) })
    }

    /// Sends a finished request and reads its answer. After an error the connection is of no use, and whether the
    /// request took effect is unknown.
    ///
    /// # Errors
    /// Those of the connection; [`ErrorKind::InvalidData`] for what is no answer with a known length.
    pub async fn exchange(&mut self, request: &[u8]) -> io::Result<Answer<'_>> {
        self.received.clear();
        self.stream.write_all(request).await?;
        let head_bytes = self.receive_head().await?;
        let (status, body_bytes) = self.received.get(..head_bytes).and_then(read_head).ok_or_else(invalid)?;
        while self.received.len() < head_bytes + body_bytes {
            self.receive().await?;
        }
        let (head, body) = self.received.split_at_checked(head_bytes).ok_or_else(invalid)?;
        if body.len() == body_bytes { Ok(Answer { status, head, body }) } else { Err(invalid()) }
    }

    async fn receive_head(&mut self) -> io::Result<usize> {
        let mut searched = 0;
        loop {
            self.receive().await?;
            let rest = self.received.get(searched..).unwrap_or_default();
            if let Some(at) = rest.windows(HEAD_END.len()).position(|window| window == HEAD_END) {
                return Ok(searched + at + HEAD_END.len());
            }
            searched = self.received.len().saturating_sub(HEAD_END.len() - 1);
        }
    }

    async fn receive(&mut self) -> io::Result<()> {
        self.received.reserve(RECEIVE_BYTES);
        match self.stream.read_buf(&mut self.received).await? {
            0 => Err(ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

/// Status and length of the body; `None` for what is no HTTP/1.1 head or says no length beforehand.
fn read_head(head: &[u8]) -> Option<(u16, usize)> {
    let status = head.strip_prefix(b"HTTP/1.1 ")?.get(..3)?;
    let mut length = 0;
    for line in head.split(|byte| *byte == b'\n') {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        let (name, value) = line.split_at(colon);
        if name.eq_ignore_ascii_case(b"content-length") {
            length = number(value.get(1..)?)?;
        } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
            return None;
        }
    }
    Some((u16::try_from(number(status)?).ok()?, length))
}

fn number(text: &[u8]) -> Option<usize> {
    std::str::from_utf8(text).ok()?.trim().parse().ok()
}

fn invalid() -> io::Error {
    io::Error::new(ErrorKind::InvalidData, "no HTTP/1.1 answer of a known length")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_says_status_and_length() {
        assert_eq!(read_head(b"HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n"), Some((200, 17)));
        assert_eq!(read_head(b"HTTP/1.1 204 No Content\r\ndate: 10:15\r\n\r\n"), Some((204, 0)));
        assert_eq!(read_head(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"), None);
        assert_eq!(read_head(b"SSH-2.0\r\n\r\n"), None);
        assert_eq!(read_head(b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n"), None);
    }
}

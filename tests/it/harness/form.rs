//! Bodies in parts, as clients write them.

use serde_json::Value;

use super::answer::Answer;
use super::client::Client;

/// As curl writes it.
pub const CURL: &str = "------------------------d74496d66958873e";
/// As browsers write it.
pub const BROWSER: &str = "----WebKitFormBoundary7MA4YWxkTrZu0gW";

/// A body in parts on its way.
#[derive(Debug, Clone)]
pub struct Form {
    boundary: &'static str,
    bytes: Vec<u8>,
}

impl Form {
    pub fn new(boundary: &'static str) -> Self {
        Self { boundary, bytes: Vec::new() }
    }

    /// Another part of that head and content.
    #[must_use]
    pub fn part(mut self, head: &str, content: &[u8]) -> Self {
        self.bytes
            .extend(format!("--{}\r\nContent-Disposition: form-data; {head}\r\n\r\n", self.boundary).bytes());
        self.bytes.extend_from_slice(content);
        self.bytes.extend_from_slice(b"\r\n");
        self
    }

    #[must_use]
    pub fn object(self, name: &str, object: &Value) -> Self {
        self.part(
            &format!("name=\"{name}\"\r\nContent-Type: application/json"),
            object.to_string().as_bytes(),
        )
    }

    /// A file that says to be something else than it is.
    #[must_use]
    pub fn file(self, name: &str, content: &[u8]) -> Self {
        self.part(&format!("name=\"{name}\"; filename=\"page.html\"\r\nContent-Type: text/html"), content)
    }

    /// The finished body.
    pub fn bytes(&self) -> Vec<u8> {
        [&self.bytes[..], format!("--{}--\r\n", self.boundary).as_bytes()].concat()
    }

    /// The value of `Content-Type`.
    pub fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    pub fn send(&self, client: &Client, method: &str, path: &str) -> Answer {
        client.send(method, path, &[("content-type", &self.content_type())], Some(&self.bytes()))
    }

    pub fn put(&self, client: &Client, path: &str) -> Answer {
        self.send(client, "PUT", path)
    }
}

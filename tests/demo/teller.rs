//! Makes requests, shows them and their answers, and checks the status.

use std::net::SocketAddr;

use identity_tests::{Api, Failure, Reply};
use serde_json::Value;

/// Characters of a secret that are shown.
const SHOWN_CHARS: usize = 4;
/// Members of answers that are shown with their first characters only.
const SECRETS: [&str; 7] = [
    "/token",
    "/invitation/code",
    "/authToken",
    "/accessToken",
    "/refreshToken",
    "/deviceToken",
    "/deviceCode",
];
const IDENTITY_HEADERS: &str = "x-identity-";

/// Tells the story on standard output.
pub struct Teller {
    address: SocketAddr,
    secrets: Vec<(String, String)>,
    steps: usize,
}

impl Teller {
    /// A teller that calls this server.
    pub fn new(address: SocketAddr) -> Self {
        Self { address, secrets: Vec::new(), steps: 0 }
    }

    /// How many requests were made.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// From now on this text is shown with only its first characters; of an API token its id is shown as well.
    pub fn hide(&mut self, secret: &str) {
        let secret = secret.rsplit(':').next().unwrap_or(secret);
        let start: String = secret.chars().take(SHOWN_CHARS).collect();
        self.secrets.push((secret.to_owned(), start + "…"));
    }

    /// Says what comes next.
    #[expect(clippy::unused_self, reason = "a story is told by its teller")]
    pub fn say(&self, text: &str) {
        println!("\n# {text}");
    }

    /// Shows a text without its secrets.
    pub fn show(&self, text: &str) {
        let shown =
            self.secrets.iter().fold(text.to_owned(), |text, (secret, short)| text.replace(secret, short));
        for line in shown.lines() {
            println!("  {line}");
        }
    }

    /// Makes a request without a body that has to be answered with this status.
    pub async fn call(&mut self, bearer: Option<&str>, request: &str, status: u16) -> Result<Value, Failure> {
        self.send(bearer, request, None, status).await.map(|reply| reply.body)
    }

    /// Makes a request with a body that has to be answered with this status.
    pub async fn call_with(
        &mut self,
        bearer: Option<&str>,
        request: &str,
        body: &Value,
        status: u16,
    ) -> Result<Value, Failure> {
        self.send(bearer, request, Some(body), status).await.map(|reply| reply.body)
    }

    /// Makes one request, `METHOD path`, and gives the whole answer.
    pub async fn send(
        &mut self,
        bearer: Option<&str>,
        request: &str,
        body: Option<&Value>,
        status: u16,
    ) -> Result<Reply, Failure> {
        let (method, path) =
            request.split_once(' ').ok_or_else(|| Failure::new(format!("{request} is no request")))?;
        let credential = bearer.map(|bearer| format!(" -H 'Authorization: Bearer {bearer}'"));
        let content = body.map(|body| format!(" -H 'Content-Type: application/json' -d '{body}'"));
        self.show(&format!(
            "curl -X {method} 'http://{}{path}'{}{}",
            self.address,
            credential.unwrap_or_default(),
            content.unwrap_or_default()
        ));
        // A connection of its own: the story may pause for longer than the server keeps an idle one.
        let reply = Api::new(self.address, bearer).call(method, path, body).await?;
        self.steps += 1;
        self.learn(&reply.body);
        let is_told =
            |line: &&str| line.starts_with("HTTP/") || line.to_lowercase().starts_with(IDENTITY_HEADERS);
        reply.head.lines().filter(is_told).for_each(|line| self.show(line));
        if !reply.body.is_null() {
            self.show(&format!("{:#}", without_inner_meta(reply.body.clone())));
        }
        if reply.status == status {
            return Ok(reply);
        }
        Err(Failure::new(format!("{request} was answered {} and not {status}", reply.status)))
    }

    /// Hides the secrets that an answer has.
    fn learn(&mut self, body: &Value) {
        for pointer in SECRETS {
            if let Some(secret) = body.pointer(pointer).and_then(Value::as_str) {
                self.hide(secret);
            }
        }
        if let Some((_, code)) =
            body.pointer("/invitation/url").and_then(Value::as_str).and_then(|url| url.split_once("code="))
        {
            self.hide(code);
        }
    }
}

/// The answer without the `$meta` that every element of its list has as well.
fn without_inner_meta(mut body: Value) -> Value {
    for element in body.get_mut("data").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(members) = element.as_object_mut() {
            members.remove("$meta");
        }
    }
    body
}

/// The text at a JSON pointer.
pub fn text(value: &Value, pointer: &str) -> Result<String, Failure> {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found.map(str::to_owned).ok_or_else(|| Failure::new(format!("the answer has no {pointer}")))
}

/// The story goes on only if this is so.
pub fn check(is_so: bool, otherwise: &str) -> Result<(), Failure> {
    if is_so { Ok(()) } else { Err(Failure::new(otherwise)) }
}

//! An answer, and the checks that hold for every answer.

use std::fmt;
use std::sync::LazyLock;

use identity_tests::{Reference, Seen};
use serde_json::Value;

/// What the service says of itself; every answer of every test is checked against it.
static REFERENCE: LazyLock<Reference> = LazyLock::new(|| Reference::new(identity_actix::document()).unwrap());

/// What a request was answered with.
#[derive(Clone)]
pub struct Answer {
    /// Method and path, for messages.
    pub request: String,
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub text: String,
    /// The body as it came.
    pub bytes: Vec<u8>,
}

/// What a failed check shows.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.400} -> {} {:?}\n{}", self.request, self.status, self.headers, self.text)
    }
}

impl Answer {
    /// Whether the OpenAPI document describes this answer, closed schemas and all.
    #[track_caller]
    pub fn described(&self, method: &str, target: &str) {
        let seen = Seen { method, target, status: self.status, headers: &self.headers, body: &self.text };
        if let Err(why) = REFERENCE.check(&seen) {
            panic!("not as the reference says: {why}\n{self:?}");
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{self:?}: {error}"))
    }

    /// The body of a success with that status; a problem document must not come with one.
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self:?}");
        if self.text.is_empty() {
            return Value::Null;
        }
        assert_eq!(self.header("content-type"), Some("application/json"), "{self:?}");
        self.json()
    }

    /// A refusal: the document is checked in full (platform.md §1.7) and returned.
    #[track_caller]
    pub fn problem(&self, status: u16, kind: &str) -> Value {
        assert_eq!(self.status, status, "{self:?}");
        let problem = self.any_problem();
        assert_eq!(problem["type"], format!("/problems/{kind}"), "{self:?}");
        problem
    }

    /// A refusal that names exactly these members, parameters or properties.
    #[track_caller]
    pub fn refuses(&self, status: u16, kind: &str, keys: &[&str]) -> Value {
        let problem = self.problem(status, kind);
        let named: Vec<_> =
            problem["errors"].as_object().into_iter().flat_map(|errors| errors.keys()).collect();
        assert_eq!(named, keys, "{self:?}");
        problem
    }

    /// The body of whatever refusal this is, well formed.
    #[track_caller]
    pub fn any_problem(&self) -> Value {
        assert!((400..600).contains(&self.status), "{self:?}");
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        assert_eq!(self.header("www-authenticate").is_some(), self.status == 401, "{self:?}");
        let problem = self.json();
        assert_eq!(problem["status"], self.status, "{self:?}");
        assert_eq!(problem["title"], title(self.status), "{self:?}");
        assert!(problem["type"].as_str().is_some_and(|kind| kind.starts_with("/problems/")), "{self:?}");
        let instance = problem["instance"].as_str().unwrap_or_else(|| panic!("{self:?}"));
        assert!(instance.starts_with('/') && !instance.contains('?'), "{self:?}");
        assert!(problem["traceId"].as_str().is_some_and(is_traceparent), "{self:?}");
        problem
    }

    /// Status and body without what differs between any two refusals.
    #[track_caller]
    pub fn likeness(&self) -> (u16, Value) {
        let mut body = if self.text.is_empty() { Value::Null } else { self.json() };
        if let (Some(members), 400..) = (body.as_object_mut(), self.status) {
            members.remove("traceId");
            members.remove("instance");
        }
        (self.status, body)
    }
}

fn title(status: u16) -> &'static str {
    match status {
        400 => "Bad Request",
        401 => "Authentication Failed",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        other => panic!("platform.md knows no status {other}"),
    }
}

fn is_traceparent(text: &str) -> bool {
    let lengths: Vec<_> = text.split('-').map(str::len).collect();
    lengths == [2, 32, 16, 2] && text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}

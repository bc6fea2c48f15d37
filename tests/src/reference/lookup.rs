//! Finding the operation that a request is for.

use std::cmp::Ordering;

use serde_json::Value;

use crate::at;

/// A path of the document; those with a literal where others have a variable come first.
#[derive(PartialEq, Eq)]
pub(super) struct Template {
    path: String,
    segments: Vec<Option<String>>,
}

impl Template {
    pub(super) fn new(path: &str) -> Self {
        let literal = |segment: &str| (!segment.starts_with('{')).then(|| segment.to_owned());
        Self { path: path.to_owned(), segments: path.split('/').map(literal).collect() }
    }

    pub(super) fn matches(&self, path: &str) -> bool {
        let sent: Vec<&str> = path.split('/').collect();
        sent.len() == self.segments.len()
            && sent.iter().zip(&self.segments).all(|(sent, own)| match own {
                Some(own) => own == sent,
                None => !sent.is_empty(),
            })
    }

    fn rank(&self) -> impl Iterator<Item = bool> {
        self.segments.iter().map(Option::is_none)
    }
}

impl Ord for Template {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(other.rank()).then_with(|| self.path.cmp(&other.path))
    }
}

impl PartialOrd for Template {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What the document says of a path.
pub(super) fn item<'d>(document: &'d Value, template: &Template) -> &'d Value {
    at(document, "/paths").get(&template.path).unwrap_or(&Value::Null)
}

/// The operation; `HEAD` is served wherever `GET` is.
pub(super) fn operation<'d>(document: &'d Value, template: &Template, method: &str) -> Option<&'d Value> {
    let method = if method == "HEAD" { "get".to_owned() } else { method.to_ascii_lowercase() };
    item(document, template).get(&method)
}

//! Answers against the reference: whatever is answered has to be what the OpenAPI document says, to the letter.

mod lookup;
mod schemas;

use serde_json::Value;

use self::lookup::{Template, item, operation};
use self::schemas::Schemas;
use crate::Failure;
use crate::at;

/// The paths of the Platform API stand under each of these.
pub const BASES: [&str; 2] = ["/v1", "/public/v1"];

/// What the paths of the other APIs begin with; they are described as they are.
const AT_THE_ROOT: [&str; 8] =
    ["/v1/auth", "/account", "/tenants", "/device", "/oauth", "/.well-known", "/v2", "/ws"];

/// The document, ready for checks.
pub struct Reference {
    document: Value,
    based: Vec<Template>,
    at_the_root: Vec<Template>,
    schemas: Schemas,
}

/// An answer to be checked.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// Method of the request.
    pub method: &'a str,
    /// Path and query of the request.
    pub target: &'a str,
    /// Status.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: &'a [(String, String)],
    /// Body.
    pub body: &'a str,
}

impl Seen<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    fn has_select(&self) -> bool {
        let query = self.target.split_once('?').map_or("", |(_, query)| query);
        query.split('&').any(|segment| segment.starts_with("select="))
    }
}

/// How the API of the path refuses.
fn refusal_at_the_root(path: &str) -> &'static str {
    match path {
        _ if path.starts_with("/oauth/") => "OAuthRefusal",
        _ if is_below(path, "/v2") || is_below(path, "/ws") => "NumberedRefusal",
        _ => "Refusal",
    }
}

impl Reference {
    /// Reads a document.
    ///
    /// # Errors
    /// When it is no OpenAPI document with paths and components.
    pub fn new(document: Value) -> Result<Self, Failure> {
        let paths =
            at(&document, "/paths").as_object().ok_or_else(|| Failure::new("the document has no paths"))?;
        let mut templates: Vec<Template> = paths.keys().map(|path| Template::new(path)).collect();
        templates.sort();
        // A path item with servers of its own stands at the root.
        let is_at_the_root = |template: &Template| at(item(&document, template), "/servers").is_array();
        let (at_the_root, based) = templates.into_iter().partition(is_at_the_root);
        let schemas = Schemas::new(at(&document, "/components"));
        Ok(Self { document, based, at_the_root, schemas })
    }

    /// The document.
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// Checks an answer to a request to one of the APIs; what is served beside them is not described.
    ///
    /// # Errors
    /// What the document says otherwise, in one line.
    pub fn check(&self, seen: &Seen) -> Result<(), String> {
        let path = seen.target.split('?').next().unwrap_or_default();
        let (templates, described, refusal) = if AT_THE_ROOT.iter().any(|prefix| is_below(path, prefix)) {
            (&self.at_the_root, path, refusal_at_the_root(path))
        } else if let Some(below) = BASES.iter().find_map(|base| path.strip_prefix(base)) {
            (&self.based, below, "Problem")
        } else {
            return Ok(());
        };
        let template = templates.iter().find(|template| template.matches(described));
        let Some(operation) = template.and_then(|template| operation(&self.document, template, seen.method))
        else {
            return self.check_undescribed(refusal, seen);
        };
        let responses = at(operation, "/responses");
        let answer = match responses.get(seen.status.to_string()) {
            None => return Err(format!("status {} is not described", seen.status)),
            Some(answer) => self.resolve(answer),
        };
        self.check_headers(answer, seen)?;
        if seen.method == "HEAD" {
            return Ok(());
        }
        self.check_body(answer, seen)
    }

    /// Paths and methods that are not served are refused.
    fn check_undescribed(&self, refusal: &str, seen: &Seen) -> Result<(), String> {
        if seen.method == "HEAD" {
            return Ok(());
        }
        if seen.status < 400 {
            return Err(format!("{} is served and not described", seen.target));
        }
        let body: Value = serde_json::from_str(seen.body).map_err(|error| error.to_string())?;
        self.schemas.check(refusal, false, &body)
    }

    fn resolve<'d>(&'d self, node: &'d Value) -> &'d Value {
        let target =
            at(node, "/$ref").as_str().and_then(|pointer| self.document.pointer(pointer.strip_prefix('#')?));
        target.unwrap_or(node)
    }

    fn check_headers(&self, answer: &Value, seen: &Seen) -> Result<(), String> {
        for (name, header) in at(answer, "/headers").as_object().into_iter().flatten() {
            let header = self.resolve(header);
            let Some(text) = seen.header(name) else {
                if at(header, "/required") == true {
                    return Err(format!("header {name} is missing"));
                }
                continue;
            };
            let value = match at(header, "/schema/type").as_str() {
                Some("integer") => text.parse::<u64>().map_or(Value::Null, Value::from),
                _ => Value::from(text),
            };
            self.schemas.check_header(name, at(header, "/schema"), &value)?;
        }
        Ok(())
    }

    fn check_body(&self, answer: &Value, seen: &Seen) -> Result<(), String> {
        let Some(content) = at(answer, "/content").as_object() else {
            return if seen.body.is_empty() { Ok(()) } else { Err("a body is not described".into()) };
        };
        let kind = seen.header("content-type").unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        let described = content.get(kind).ok_or_else(|| format!("content type {kind:?} is not described"))?;
        if !kind.ends_with("json") {
            return Ok(());
        }
        let name = at(described, "/schema/$ref").as_str().and_then(|pointer| pointer.rsplit('/').next());
        let body: Value = serde_json::from_str(seen.body).map_err(|error| error.to_string())?;
        match name {
            Some(name) => self.schemas.check(name, seen.has_select() && seen.status < 300, &body),
            None => self.schemas.check_inline(at(described, "/schema"), &body),
        }
    }
}

fn is_below(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests;

//! The route table's row, and finding one: a tree of path segments made once from the table.

use std::future::Future;
use std::ops::Range;
use std::pin::Pin;

use actix_web::HttpResponse;
use actix_web::http::Method;
use identity_core::actor::CredentialKind;

use super::context::Context;
use super::failure::Failure;

/// A table of routes: method, pattern, name, handler, and what opens it if that is not a credential of the Platform API.
macro_rules! route_table {
    ($table:ident; $($method:ident $pattern:literal $name:literal => $handler:path $(, $opening:expr)?;)*) => {
        static $table: &[$crate::http::route::Route] = &[$(
            $crate::http::route::Route {
                method: actix_web::http::Method::$method,
                pattern: $pattern,
                name: $name,
                opening: route_table!(@opening $($opening)?),
                handler: |cx: $crate::http::context::Context| Box::pin($handler(cx)),
            },
        )*];
    };
    (@opening) => { $crate::http::route::Opening::Credential };
    (@opening $opening:expr) => { $opening };
}
pub(crate) use route_table;

/// What a handler answers.
pub(crate) type Answer = Result<HttpResponse, Failure>;

/// A handler on its way.
pub(crate) type Handling = Pin<Box<dyn Future<Output = Answer>>>;

/// What opens a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// A credential of the Platform API.
    Credential,
    /// The same, or an invitation's code in the body (R29).
    CredentialOrCode,
    /// A credential of one of these kinds (S-R1).
    Kinds(&'static [CredentialKind]),
    /// A credential of one of these kinds, or none.
    KindsOrNone(&'static [CredentialKind]),
    /// Anybody; what stands in the body or in a header is all that counts.
    Anybody,
}

/// What the Platform API takes: devices and their sessions act elsewhere (S-R7).
const PLATFORM: &[CredentialKind] =
    &[CredentialKind::Api, CredentialKind::Integration, CredentialKind::Auth, CredentialKind::Access];

impl Opening {
    /// The kinds of credentials that are looked at.
    pub const fn kinds(self) -> &'static [CredentialKind] {
        match self {
            Self::Credential | Self::CredentialOrCode => PLATFORM,
            Self::Kinds(kinds) | Self::KindsOrNone(kinds) => kinds,
            Self::Anybody => &[],
        }
    }

    /// Whether a request without a credential gets as far as the handler.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::CredentialOrCode | Self::KindsOrNone(_) | Self::Anybody)
    }
}

/// Whether requests of that method only read.
pub(crate) fn reads(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// One operation of the API.
pub struct Route {
    /// Method; `HEAD` is served wherever `GET` is and has no row of its own.
    pub method: Method,
    /// Path with `{…}` for what varies: below a base in the Platform API, from the root in the Self-service API.
    pub pattern: &'static str,
    /// Stable name, resource and verb.
    pub name: &'static str,
    /// What opens it.
    pub opening: Opening,
    /// What answers it.
    pub(crate) handler: fn(Context) -> Handling,
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Route")
            .field("method", &self.method)
            .field("pattern", &self.pattern)
            .field("name", &self.name)
            .field("opening", &self.opening)
            .finish_non_exhaustive()
    }
}

/// The most variable segments a pattern has.
const CAPTURES_MAX: usize = 3;

/// Where the variable segments of a path are.
pub(crate) type Captures = [Range<usize>; CAPTURES_MAX];

/// What a path and a method lead to.
pub(crate) enum Found {
    /// An operation.
    Route(&'static Route, Captures),
    /// A known path; these methods are served there.
    OtherMethods(String),
    /// Nothing.
    Nothing,
}

/// The table as a tree of segments.
#[derive(Default)]
pub(crate) struct Router {
    literals: Vec<(&'static str, Router)>,
    variable: Option<Box<Router>>,
    routes: Vec<&'static Route>,
}

impl Router {
    /// Makes the tree.
    pub(crate) fn new(routes: &'static [Route]) -> Self {
        let mut root = Self::default();
        for route in routes {
            let mut node = &mut root;
            for segment in route.pattern.split('/').skip(1) {
                node = node.grow(segment);
            }
            node.routes.push(route);
        }
        root
    }

    fn grow(&mut self, segment: &'static str) -> &mut Self {
        if segment.starts_with('{') {
            return self.variable.get_or_insert_default();
        }
        let at = self.literals.iter().position(|(literal, _)| *literal == segment);
        let at = at.unwrap_or_else(|| {
            self.literals.push((segment, Self::default()));
            self.literals.len() - 1
        });
        #[expect(clippy::indexing_slicing, reason = "the index was found or made just now")]
        &mut self.literals[at].1
    }

    /// Finds what the path below a base leads to. Segments are compared as they were sent, so a doubled or
    /// trailing slash, `..` and escapes lead nowhere.
    pub(crate) fn find(&self, path: &str, method: &Method) -> Found {
        let mut node = self;
        let mut captures = Captures::default();
        let mut free = captures.iter_mut();
        let mut start = 0;
        let mut segments = path.split('/');
        if segments.next() != Some("") {
            return Found::Nothing;
        }
        for segment in segments {
            start += 1;
            let literal = node.literals.iter().find(|(literal, _)| *literal == segment);
            node = match (literal, &node.variable) {
                (Some((_, next)), _) => next,
                (None, Some(next)) if !segment.is_empty() => {
                    if let Some(capture) = free.next() {
                        *capture = start..start + segment.len();
                    }
                    next
                }
                _ => return Found::Nothing,
            };
            start += segment.len();
        }
        node.choose(method, captures)
    }

    fn choose(&self, method: &Method, captures: Captures) -> Found {
        let method = if method == Method::HEAD { &Method::GET } else { method };
        if let Some(route) = self.routes.iter().find(|route| route.method == method) {
            return Found::Route(route, captures);
        }
        if self.routes.is_empty() {
            return Found::Nothing;
        }
        let mut allow = String::new();
        for route in &self.routes {
            let separator = if allow.is_empty() { "" } else { ", " };
            allow.push_str(separator);
            allow.push_str(route.method.as_str());
            if route.method == Method::GET {
                allow.push_str(", HEAD");
            }
        }
        Found::OtherMethods(allow)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::routes;

    fn find(method: &Method, path: &str) -> (Option<&'static str>, Vec<String>, Option<String>) {
        match Router::new(routes()).find(path, method) {
            Found::Route(route, captures) => {
                let values = captures.iter().filter(|span| !span.is_empty());
                (Some(route.name), values.map(|span| path[span.clone()].to_owned()).collect(), None)
            }
            Found::OtherMethods(allow) => (None, Vec::new(), Some(allow)),
            Found::Nothing => (None, Vec::new(), None),
        }
    }

    #[test]
    fn every_row_of_the_table_finds_itself() {
        for route in routes() {
            let path = route.pattern.replace('{', "").replace('}', "-1");
            assert_eq!(find(&route.method, &path).0, Some(route.name), "{path}");
            let variables = route.pattern.matches('{').count();
            assert_eq!(find(&route.method, &path).1.len(), variables, "{path}");
            assert!(variables <= CAPTURES_MAX);
        }
    }

    #[test]
    fn names_are_unique_among_the_table() {
        let mut names: Vec<_> = routes().iter().map(|route| route.name).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn segments_are_cut_exactly() {
        let (name, values, _) = find(&Method::GET, "/accounts/users/USR-1/accounts");
        assert_eq!((name, values), (Some("users.accounts.list"), vec!["USR-1".to_owned()]));
        assert_eq!(find(&Method::HEAD, "/accounts/users").0, Some("users.list"));
        for nothing in [
            "",
            "/",
            "/accounts",
            "/accounts/",
            "//accounts/users",
            "/accounts//users",
            "/accounts/users/",
            "/accounts/users/x/",
            "/accounts/Users",
            "/accounts/users/x/../y",
            "/accounts/users/x/nothing",
            "accounts/users",
        ] {
            assert_eq!(find(&Method::GET, nothing), (None, Vec::new(), None), "{nothing:?}");
        }
    }

    #[test]
    fn a_known_path_names_its_methods() {
        assert_eq!(find(&Method::POST, "/accounts/users").2.as_deref(), Some("GET, HEAD"));
        assert_eq!(find(&Method::PATCH, "/accounts/users/x").2.as_deref(), Some("GET, HEAD, PUT, DELETE"));
    }
}

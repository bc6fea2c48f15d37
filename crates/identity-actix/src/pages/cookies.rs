//! The two cookies: the session's, and the one that forms are bound to. Both end with the browser.

use std::fmt::Write as _;

use actix_web::http::header::{COOKIE, HeaderMap, HeaderValue};
use identity_core::secret::Secret;
use identity_core::service::Tools;

/// The cookie of a session. The prefix binds it to this host, to https and to the whole of it.
pub(super) const SESSION: &str = "__Host-identity";
/// The cookie that forms are bound to.
pub(super) const FORMS: &str = "__Host-csrf";

/// Not `Strict`: whoever comes by the link of a mail is signed in there too.
const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=Lax";

/// Characters of a form cookie's value: 256 random bits.
const FORMS_CHARS: usize = 64;

/// The cookies of a request, and what becomes of the one for forms.
pub(super) struct Cookies {
    /// The session's, as it was sent.
    pub(super) session: Option<Secret>,
    /// The one that forms are bound to: what was sent, or a new one.
    pub(super) forms: String,
    /// Whether that is new.
    is_new: bool,
}

impl Cookies {
    /// Reads them, and makes the one for forms where there is none.
    pub(super) fn read(headers: &HeaderMap, tools: &Tools) -> Self {
        let session = find(headers, SESSION).map(|value| Secret::new(value.to_owned()));
        let sent = find(headers, FORMS).filter(|value| is_forms(value)).map(str::to_owned);
        let is_new = sent.is_none();
        Self { session, forms: sent.unwrap_or_else(|| random(tools)), is_new }
    }

    /// The line that sets the cookie for forms, if it is new.
    pub(super) fn line(&self) -> Option<HeaderValue> {
        if self.is_new { line(FORMS, &self.forms) } else { None }
    }
}

/// The lines of a new session: its own cookie, and another one for forms, so that those of before are worth nothing.
pub(super) fn begin(session: &Secret, tools: &Tools) -> [Option<HeaderValue>; 2] {
    [line(SESSION, session.expose()), line(FORMS, &random(tools))]
}

/// The lines that end a session in the browser.
pub(super) fn end() -> [Option<HeaderValue>; 2] {
    [SESSION, FORMS].map(|name| HeaderValue::try_from(format!("{name}=; Max-Age=0; {ATTRIBUTES}")).ok())
}

fn line(name: &str, value: &str) -> Option<HeaderValue> {
    HeaderValue::try_from(format!("{name}={value}; {ATTRIBUTES}")).ok()
}

/// 256 bits in hexadecimal digits.
fn random(tools: &Tools) -> String {
    (0..4).fold(String::with_capacity(FORMS_CHARS), |mut text, _| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{:016x}", tools.entropy.next());
        text
    })
}

fn is_forms(value: &str) -> bool {
    value.len() == FORMS_CHARS && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The value of the first cookie of a name.
fn find<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers.get_all(COOKIE).filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.into_iter().find(|(found, _)| *found == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        let line = HeaderValue::from_static("x__Host-csrf=1; __Host-csrf=2;__Host-identity=a=b; broken");
        headers.append(COOKIE, line);
        assert_eq!(find(&headers, FORMS), Some("2"));
        assert_eq!(find(&headers, SESSION), Some("a=b"));
        assert_eq!(find(&headers, "broken"), None);
    }
}

//! Forms come from our own pages: a value in the form has to fit the cookies that come with it, and what the browser
//! says about the origin must not speak against it.

use std::fmt::Write as _;

use actix_web::http::header::{HeaderMap, HeaderName, ORIGIN};
use identity_core::secret::{Digest, Secret};
use identity_core::service::Tools;

use super::cookies::Cookies;
use crate::http::context::Context;

/// The field that every form has.
pub(super) const FIELD: &str = "csrf";

/// What separates these digests from all others under the same key.
const PURPOSE: &[u8] = b"pages.form";

static FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The value of the field: bound to the cookie for forms and to the session, if there is one.
pub(super) fn value(tools: &Tools, cookies: &Cookies) -> String {
    digest(tools, cookies).0.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn digest(tools: &Tools, cookies: &Cookies) -> Digest {
    let session = cookies.session.as_ref().map_or("", Secret::expose);
    tools.digester.digest(&[PURPOSE, cookies.forms.as_bytes(), session.as_bytes()])
}

/// Whether the form came from one of our pages.
pub(super) fn admits(cx: &Context, cookies: &Cookies, fields: &[(String, String)]) -> bool {
    let tools = cx.identity().tools();
    let sent = fields.iter().find(|(name, _)| name == FIELD).and_then(|(_, value)| read(value));
    let is_bound = sent.is_some_and(|sent| sent.matches(&digest(tools, cookies)));
    is_bound && is_ours(cx.request.headers(), &tools.settings.portal_url)
}

/// Whether the browser says that the form is of this origin. A page without referrer sends `Origin: null`, so a modern
/// browser says it by `Sec-Fetch-Site`; where neither says anything, nothing vouches for the form.
fn is_ours(headers: &HeaderMap, portal: &str) -> bool {
    let header = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let origin = header(&ORIGIN).filter(|origin| *origin != "null");
    let is_own = origin.map(|origin| Some(origin) == origin_of(portal));
    let is_same = header(&FETCH_SITE).map(|site| site == "same-origin");
    match (is_own, is_same) {
        (None, None) => false,
        (own, same) => own.unwrap_or(true) && same.unwrap_or(true),
    }
}

/// Scheme, host and port of an address.
fn origin_of(url: &str) -> Option<&str> {
    let start = url.find("://")? + 3;
    let end = url.get(start..)?.find('/').map_or(url.len(), |length| start + length);
    url.get(..end)
}

fn read(text: &str) -> Option<Digest> {
    if text.len() != 64 {
        return None;
    }
    let mut bytes = [0; 32];
    for (n, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * n..2 * n + 2)?, 16).ok()?;
    }
    Some(Digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    const OWN: Option<&str> = Some("https://id.example.com");
    const SAME: Option<&str> = Some("same-origin");

    #[test]
    fn a_browser_has_to_vouch_for_the_origin_and_none_may_speak_against_it() {
        let ours = |origin: Option<&'static str>, site: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            for (name, value) in [(ORIGIN, origin), (FETCH_SITE.clone(), site)] {
                if let Some(value) = value {
                    headers.insert(name, HeaderValue::from_static(value));
                }
            }
            is_ours(&headers, "https://id.example.com/identity")
        };
        assert!(ours(OWN, None) && ours(OWN, SAME) && ours(Some("null"), SAME) && ours(None, SAME));
        assert!(!ours(None, None) && !ours(Some("null"), None));
        for foreign in
            ["https://evil.example", "http://id.example.com", "https://id.example.com.evil.example"]
        {
            assert!(!ours(Some(foreign), None) && !ours(Some(foreign), SAME), "{foreign}");
        }
        for site in ["cross-site", "same-site", "none", ""] {
            assert!(!ours(OWN, Some(site)) && !ours(None, Some(site)), "{site}");
        }
    }

    #[test]
    fn only_whole_digests_are_read() {
        assert_eq!(read(&"0f".repeat(32)), Some(Digest([15; 32])));
        for bad in ["", "0f", &"0g".repeat(32), &"é".repeat(32), &"0f".repeat(33)] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}

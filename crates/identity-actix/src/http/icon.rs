//! The answer of an icon's path: the stored picture, or the one drawn from the identifier (platform.md §1.5).

use std::fmt::Display;

use actix_web::HttpResponse;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderValue, X_CONTENT_TYPE_OPTIONS,
};
use identity_core::icon::Icon;

use super::answer::Cache;
use super::context::Context;
use super::identicon;
use super::route::Answer;

/// Whoever opens a picture as a page gets one that can neither run nor load anything.
const POLICY: &str = "sandbox; default-src 'none'; style-src 'unsafe-inline'";

impl Context {
    /// The picture of whoever has that identifier; 304 to whoever has it already.
    ///
    /// # Errors
    /// Those of [`unchanged`](Self::unchanged).
    pub(crate) fn icon(&self, id: impl Display, icon: Option<Icon>) -> Answer {
        let (media_type, tag, bytes) = if let Some(icon) = icon {
            (icon.kind().media_type(), icon.hash().to_string(), icon.into_bytes())
        } else {
            let svg = identicon::draw(&id.to_string());
            ("image/svg+xml", identicon::tag(&svg), svg.into_bytes())
        };
        if let Some(unchanged) = self.unchanged(&tag)? {
            return Ok(unchanged);
        }
        Ok(HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, HeaderValue::from_static(media_type)))
            .insert_header((X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")))
            .insert_header((CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)))
            .insert_header((CACHE_CONTROL, Cache::Private.header()))
            .insert_header((ETAG, format!("\"{tag}\"")))
            .body(bytes))
    }
}

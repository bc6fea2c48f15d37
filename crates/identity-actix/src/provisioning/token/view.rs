//! Tokens as the contract shows them (provisioning.md §3.1).

use identity_core::api_token::{TokenKind, TokenState};
use identity_core::domain::token::{Shown, TokenView};
use identity_core::id::Id as _;
use identity_core::secret::Secret;
use identity_core::value::EmailAddress;

use crate::http::json;
use crate::http::writer::Object;
use crate::provisioning::answer::{count, date, maybe};

/// Writes a token without its value.
pub(super) fn token(o: &mut Object, shown: &TokenView) {
    let token = &shown.token;
    let is_key = token.kind == TokenKind::Hmac;
    o.raw("id", |out| json::plain(out, token.id.number()));
    o.text("uid", &token.id.to_string());
    o.text("name", token.name.as_str());
    o.text("scope", &shown.scope);
    maybe(o, "owner", shown.owner.as_ref().map(EmailAddress::as_str));
    maybe(o, "user", shown.user.as_ref().map(EmailAddress::as_str));
    o.text("audience", &token.audience.join(" "));
    o.text("token_type", if is_key { "HMAC" } else { "Bearer" });
    o.flag("active", token.state == TokenState::Active);
    date(o, "expiration", token.expires_at);
    count(o, "expires_in_seconds", shown.lasts_secs());
    o.text("account", &shown.account);
    date(o, "created", shown.created_at());
    date(o, "updated", shown.updated_at());
    date(o, "last_used", token.last_access_at);
    o.flag("retrievable", token.kind == TokenKind::Api && token.sealed.is_some());
    if let Some(scope) = token.hmac_scope {
        o.text("api_key", &token.id.to_string());
        o.text("hmac_scope", scope.as_str());
    }
}

/// Writes a token with its value or what stands for that.
pub(super) fn with_value(o: &mut Object, shown: &Shown) {
    token(o, &shown.token);
    o.text("token", shown.value.as_ref().map_or(shown.mask.as_str(), Secret::expose));
}

/// Writes a new token with its value, or a new key with its secret.
pub(super) fn made(o: &mut Object, shown: &TokenView, value: &Secret) {
    token(o, shown);
    let is_key = shown.token.kind == TokenKind::Hmac;
    o.text(if is_key { "api_secret" } else { "token" }, value.expose());
}

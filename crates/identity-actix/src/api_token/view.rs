//! API tokens as they are shown (platform.md §3.6).

use identity_core::api_token::{FIELDS, TokenRow, TokenSummary, TokenView};
use identity_core::module::Catalogue;
use identity_core::value::{LocalPath, Prose};

use crate::account::view::{REFERENCE as ACCOUNT, reference as account_reference};
use crate::audit::stamps;
use crate::http::select::Shape;
use crate::http::writer::{Object, Show};
use crate::module::view::{REFERENCE as MODULE, references as module_references};
use crate::user::view::{REFERENCE as USER, reference as user_reference};

/// What stands before the identifier in `href`.
pub(crate) const PATH: &str = "/v1/accounts/api-tokens/";

/// What `select` may name.
pub(crate) const SHAPE: Shape<TokenRow> =
    Shape { registry: &FIELDS, parts: &[("account", ACCOUNT), ("modules", MODULE), ("holder", USER)] };

/// A reference to a token.
pub(crate) fn reference(o: &mut Object, token: &TokenSummary) {
    o.identity(token.id, PATH);
    o.text("name", token.name.as_str());
    o.maybe("icon", token.icon.as_ref().map(LocalPath::as_str));
}

/// A token; with its value only where R37 shows it.
pub(crate) fn write(o: &mut Object, view: &TokenView, value: Option<&str>, catalogue: &Catalogue) {
    let token = &view.token;
    o.identity(token.id, PATH);
    o.number("revision", token.revision);
    o.text("name", token.name.as_str());
    o.maybe("description", token.description.as_ref().map(Prose::as_str));
    o.maybe("icon", token.icon.as_ref().map(LocalPath::as_str));
    o.text("status", token.state.as_str());
    o.maybe("token", value);
    o.object("account", Show::ByDefault, |o| account_reference(o, &view.account));
    module_references(o, Show::ByDefault, &token.modules, catalogue);
    if let Some(holder) = &view.holder {
        o.object("holder", Show::ByDefault, |o| user_reference(o, holder));
    }
    o.moment("expiresAt", token.expires_at);
    o.flag("retrievable", token.is_retrievable);
    o.moment("lastAccessAt", token.last_access_at);
    let happened = &token.stamps;
    let events = [
        ("created", happened.created),
        ("updated", happened.updated),
        ("enabled", happened.enabled),
        ("disabled", happened.disabled),
        ("rotated", happened.rotated),
    ];
    o.object("audit", Show::OnDemand, |o| stamps::write(o, &view.names, &events));
}

//! API tokens as they are shown (platform.md §3.6).

use identity_core::api_token::{FIELDS, TokenRow, TokenSummary, TokenView, TokenWants};
use identity_core::value::{LocalPath, Prose};

use crate::account::view::REFERENCE as ACCOUNT;
use crate::audit::stamps;
use crate::http::select::{Selection, Shape};
use crate::http::writer::{Object, Show};
use crate::module::view::links as module_links;
use crate::user::view::REFERENCE as USER;

/// What stands before the identifier in `href`.
pub(crate) const PATH: &str = "/v1/accounts/api-tokens/";

/// What `select` may name.
pub(crate) static SHAPE: Shape<TokenRow> = Shape {
    registry: &FIELDS,
    parts: &[],
    links: &[
        ("account", &crate::account::view::SHAPE),
        ("modules", &crate::module::view::SHAPE),
        ("holder", &crate::user::view::SHAPE),
    ],
};

/// Which parts have to be read.
pub(super) fn wants(selection: &Selection) -> TokenWants {
    TokenWants {
        account: selection.want("account", ACCOUNT, crate::account::view::wants),
        holder: selection.want("holder", USER, crate::user::view::wants),
        audit: selection.wants("audit"),
    }
}

/// A reference to a token.
pub(crate) fn reference(o: &mut Object, token: &TokenSummary) {
    o.identity(token.id, PATH);
    o.text("name", token.name.as_str());
    o.maybe("icon", token.icon.as_ref().map(LocalPath::as_str));
}

/// A token; with its value only where R37 shows it.
pub(crate) fn write(o: &mut Object, view: &TokenView, value: Option<&str>) {
    let token = &view.token;
    o.identity(token.id, PATH);
    o.number("revision", token.revision);
    o.text("name", token.name.as_str());
    o.maybe("description", token.description.as_ref().map(Prose::as_str));
    o.maybe("icon", token.icon.as_ref().map(LocalPath::as_str));
    o.text("status", token.state.as_str());
    o.maybe("token", value);
    o.link("account", Show::ByDefault, &&view.account);
    module_links(o, Show::ByDefault, &token.modules, &view.shelf);
    if let Some(holder) = &view.holder {
        o.link("holder", Show::ByDefault, &holder);
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

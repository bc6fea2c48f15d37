//! Groups as they are shown (platform.md §3.4).

use std::collections::BTreeSet;

use identity_core::group::{FIELDS, GroupRow, GroupSummary, GroupView, GroupWants};
use identity_core::id::BuyerId;
use identity_core::module::Catalogue;
use identity_core::value::{LocalPath, Prose};

use crate::account::view::{REFERENCE as ACCOUNT, reference as account_reference};
use crate::audit::stamps;
use crate::http::select::{Selection, Shape};
use crate::http::writer::{Object, Show};
use crate::module::view::{REFERENCE as MODULE, references as module_references};
use crate::user::view::{REFERENCE as USER, reference as user_reference};

/// What stands before the identifier in `href`.
pub(crate) const PATH: &str = "/v1/accounts/user-groups/";
/// What stands before a buyer's.
const BUYER_PATH: &str = "/v1/accounts/buyers/";
/// What a reference to a buyer shows.
pub(crate) const BUYER: &[&str] = &["id", "href", "icon"];
/// What a reference shows.
pub(crate) const REFERENCE: &[&str] = &["id", "href", "name", "description", "logo", "isDefault"];

/// What `select` may name.
pub(crate) const SHAPE: Shape<GroupRow> = Shape {
    registry: &FIELDS,
    parts: &[("account", ACCOUNT), ("modules", MODULE), ("buyers", BUYER), ("users", USER)],
};

/// Which parts have to be read.
pub(crate) fn wants(selection: &Selection) -> GroupWants {
    GroupWants { users: selection.wants("users"), audit: selection.wants("audit") }
}

/// A reference to a group.
pub(crate) fn reference(o: &mut Object, group: &GroupSummary) {
    o.identity(group.id, PATH);
    o.text("name", group.name.as_str());
    o.maybe("description", group.description.as_ref().map(Prose::as_str));
    o.maybe("logo", group.logo.as_ref().map(LocalPath::as_str));
    o.flag("isDefault", group.is_default);
}

/// The member `buyers`. An empty list is written: it means none, and its absence all (R35).
pub(crate) fn buyers(o: &mut Object, show: Show, buyers: Option<&BTreeSet<BuyerId>>) {
    let Some(buyers) = buyers else {
        o.list("buyers", show, [], |_, (): ()| {});
        return;
    };
    o.list_or_none("buyers", show, buyers, |o, id| {
        o.identity(*id, BUYER_PATH);
        o.path("icon", BUYER_PATH, *id, "/icon");
    });
}

/// A group.
pub(crate) fn write(o: &mut Object, view: &GroupView, catalogue: &Catalogue) {
    let group = &view.group;
    o.identity(group.id, PATH);
    o.number("revision", group.revision);
    o.text("name", group.name.as_str());
    o.maybe("description", group.description.as_ref().map(Prose::as_str));
    o.maybe("logo", group.logo.as_ref().map(LocalPath::as_str));
    o.flag("isDefault", group.is_default());
    o.object("account", Show::ByDefault, |o| account_reference(o, &view.account));
    module_references(o, Show::ByDefault, &group.modules, catalogue);
    buyers(o, Show::ByDefault, group.buyers.as_ref());
    o.list("users", Show::OnDemand, &view.users, user_reference);
    let events = [("created", group.stamps.created), ("updated", group.stamps.updated)];
    o.object("audit", Show::OnDemand, |o| stamps::write(o, &view.names, &events));
}

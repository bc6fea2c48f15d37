//! Groups as they are shown (platform.md §3.4).

use identity_core::group::{FIELDS, GroupLink, GroupRow, GroupSummary, GroupView, GroupWants};
use identity_core::value::{LocalPath, Prose};

use crate::account::view::REFERENCE as ACCOUNT;
use crate::audit::stamps;
use crate::buyer::view::{REFERENCE as BUYER, links as buyer_links};
use crate::http::select::{Selection, Shape};
use crate::http::writer::{Key, Link, Object, Show, key};
use crate::module::view::links as module_links;
use crate::user::view::REFERENCE as USER;

/// What stands before the identifier in `href`.
pub(crate) const PATH: &str = "/v1/accounts/user-groups/";
/// What a reference shows.
pub(crate) const REFERENCE: &[&str] = &["id", "href", "name", "description", "logo", "isDefault"];

/// What `select` may name.
pub(crate) static SHAPE: Shape<GroupRow> = Shape {
    registry: &FIELDS,
    parts: &[],
    links: &[
        ("account", &crate::account::view::SHAPE),
        ("modules", &crate::module::view::SHAPE),
        ("buyers", &crate::buyer::view::SHAPE),
        ("users", &crate::user::view::SHAPE),
    ],
};

/// Which parts have to be read.
pub(crate) fn wants(selection: &Selection) -> GroupWants {
    GroupWants {
        account: selection.want("account", ACCOUNT, crate::account::view::wants),
        buyers: selection.want("buyers", BUYER, crate::buyer::view::wants),
        users: selection.want("users", USER, crate::user::view::wants),
        audit: selection.wants("audit"),
    }
}

impl Link for &GroupLink {
    const NAMES: &'static [&'static str] = REFERENCE;

    fn key(&self) -> Key {
        key(self.summary.id)
    }

    fn is_full(&self) -> bool {
        self.full.is_some()
    }

    fn write(&self, o: &mut Object, is_full: bool) {
        match self.full.as_deref().filter(|_| is_full) {
            Some(group) => write(o, group),
            None => reference(o, &self.summary),
        }
    }
}

/// A reference to a group.
pub(crate) fn reference(o: &mut Object, group: &GroupSummary) {
    o.identity(group.id, PATH);
    o.text("name", group.name.as_str());
    o.maybe("description", group.description.as_ref().map(Prose::as_str));
    o.maybe("logo", group.logo.as_ref().map(LocalPath::as_str));
    o.flag("isDefault", group.is_default);
}

/// A group.
pub(crate) fn write(o: &mut Object, view: &GroupView) {
    let group = &view.group;
    o.identity(group.id, PATH);
    o.number("revision", group.revision);
    o.text("name", group.name.as_str());
    o.maybe("description", group.description.as_ref().map(Prose::as_str));
    o.maybe("logo", group.logo.as_ref().map(LocalPath::as_str));
    o.flag("isDefault", group.is_default());
    o.link("account", Show::ByDefault, &&view.account);
    module_links(o, Show::ByDefault, &group.modules, &view.shelf);
    buyer_links(o, Show::ByDefault, view.buyers.as_deref());
    o.links("users", Show::OnDemand, &view.users);
    let events = [("created", group.stamps.created), ("updated", group.stamps.updated)];
    o.object("audit", Show::OnDemand, |o| stamps::write(o, &view.names, &events));
}

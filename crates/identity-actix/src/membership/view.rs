//! Memberships as they are shown (platform.md §3.2).

use identity_core::membership::{InvitationCode, MembershipView, MembershipWants};
use identity_core::module::Catalogue;

use super::family::Family;
use crate::account::view::{PATH as ACCOUNT_PATH, REFERENCE as ACCOUNT, reference as account_reference};
use crate::audit::stamps;
use crate::group::view::{BUYER, REFERENCE as GROUP, buyers, reference as group_reference};
use crate::http::json;
use crate::http::select::{Parts, Selection};
use crate::http::writer::{Object, Show};
use crate::module::view::{REFERENCE as MODULE, references as module_references};
use crate::user::view::{PATH as USER_PATH, SETTINGS, contact};

/// What stands before the identifier in `href` of family B.
const PATH: &str = "/v1/accounts/account-users/";
/// What the reference to the person has beyond its filterable members.
const USER: &[&str] = &["href", "icon"];
const INVITATION: &[&str] = &["code", "url"];

/// Members of composite members in family A.
pub(super) const PARTS_BY_USER: Parts = &[
    ("accountUser", &["id", "href"]),
    ("settings", SETTINGS),
    ("account", ACCOUNT),
    ("user", USER),
    ("groups", GROUP),
    ("modules", MODULE),
    ("buyers", BUYER),
    ("invitation", INVITATION),
];
/// Members of composite members in family B.
pub(super) const PARTS_BY_MEMBERSHIP: Parts = &[
    ("account", ACCOUNT),
    ("user", USER),
    ("groups", GROUP),
    ("modules", MODULE),
    ("buyers", BUYER),
    ("invitation", INVITATION),
];

/// Which parts have to be read.
pub(super) fn wants(selection: &Selection) -> MembershipWants {
    MembershipWants {
        modules: selection.wants("modules"),
        buyers: selection.wants("buyers"),
        audit: selection.wants("audit"),
    }
}

/// A membership; with code and link only in the answer that minted them (R18).
pub(super) fn write<F: Family>(
    o: &mut Object,
    view: &MembershipView,
    code: Option<&InvitationCode>,
    catalogue: &Catalogue,
) {
    F::write(o, view);
    let (membership, person) = (&view.membership, &view.user);
    o.number("revision", membership.revision);
    o.object("user", Show::ByDefault, |o| {
        o.identity(person.id, USER_PATH);
        o.text("name", &person.name());
        o.path("icon", USER_PATH, person.id, "/icon");
        o.text("email", person.email.as_str());
        o.text("status", person.status);
    });
    o.text("status", view.status);
    o.object("account", Show::ByDefault, |o| account_reference(o, &view.account));
    o.list("groups", Show::ByDefault, &view.groups, group_reference);
    o.object("invitation", Show::ByDefault, |o| {
        o.text("status", view.invitation_status);
        o.moment("expiresAt", membership.invitation.map(|invitation| invitation.expires_at));
        o.maybe("code", code.map(|code| code.code.expose()));
        o.maybe("url", code.map(|code| code.url.expose()));
    });
    module_references(o, Show::OnDemand, &view.modules, catalogue);
    buyers(o, Show::OnDemand, view.buyers.as_ref());
    let happened = &membership.stamps;
    let events = [
        ("created", happened.created),
        ("updated", happened.updated),
        ("invited", happened.invited),
        ("joined", happened.joined),
        ("access", happened.access),
        ("login", happened.login),
    ];
    o.object("audit", Show::OnDemand, |o| stamps::write(o, &view.names, &events));
}

/// Family A: the person's identifier, a reference to the membership, and flat copies of the person's members.
pub(super) fn write_by_user(o: &mut Object, view: &MembershipView) {
    let (membership, person) = (&view.membership, &view.user);
    o.id(person.id);
    o.raw("href", |out| {
        out.push(b'"');
        out.extend_from_slice(ACCOUNT_PATH.as_bytes());
        json::id(out, membership.account);
        out.extend_from_slice(b"/users/");
        json::id(out, person.id);
        out.push(b'"');
    });
    o.object("accountUser", Show::ByDefault, |o| o.identity(membership.id, PATH));
    o.text("email", person.email.as_str());
    o.text("firstName", person.first_name.as_str());
    o.text("lastName", person.last_name.as_str());
    o.text("name", &person.name());
    o.path("icon", USER_PATH, person.id, "/icon");
    if let Some(open) = &person.open {
        contact(o, open.phone.as_ref(), &open.settings);
        o.moment("lastLoginAt", open.last_login_at);
    }
}

/// Family B: the membership's own identifier.
pub(super) fn write_by_membership(o: &mut Object, view: &MembershipView) {
    o.identity(view.membership.id, PATH);
}

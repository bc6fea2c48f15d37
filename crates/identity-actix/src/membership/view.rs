//! Memberships as they are shown (platform.md §3.2).

use identity_core::membership::{
    FIELDS_BY_MEMBERSHIP, FIELDS_BY_USER, InvitationCode, MembershipRow, MembershipView, MembershipWants,
};

use super::family::Family;
use crate::account::view::{PATH as ACCOUNT_PATH, REFERENCE as ACCOUNT};
use crate::audit::stamps;
use crate::buyer::view::{REFERENCE as BUYER, links as buyer_links};
use crate::group::view::REFERENCE as GROUP;
use crate::http::json;
use crate::http::select::{Members, Selection, Shape};
use crate::http::writer::{Key, Link, Object, Show, key};
use crate::module::view::links as module_links;
use crate::user::view::{PATH as USER_PATH, SETTINGS, contact, write as write_user};

/// What stands before the identifier in `href` of family B.
pub(super) const PATH: &str = "/v1/accounts/account-users/";
/// What the reference to the person has.
const USER: &[&str] = &["id", "href", "name", "icon", "email", "status"];
const INVITATION: &[&str] = &["code", "url"];

/// Members that refer to other objects, in both families. `accountUser` is the membership itself, so it stays a
/// reference.
const LINKS: &[(&str, &dyn Members)] = &[
    ("account", &crate::account::view::SHAPE),
    ("user", &crate::user::view::SHAPE),
    ("groups", &crate::group::view::SHAPE),
    ("modules", &crate::module::view::SHAPE),
    ("buyers", &crate::buyer::view::SHAPE),
];

/// What `select` may name in family A.
pub(super) static SHAPE_BY_USER: Shape<MembershipRow> = Shape {
    registry: &FIELDS_BY_USER,
    parts: &[("accountUser", &["id", "href"]), ("settings", SETTINGS), ("invitation", INVITATION)],
    links: LINKS,
};
/// What `select` may name in family B.
pub(super) static SHAPE_BY_MEMBERSHIP: Shape<MembershipRow> =
    Shape { registry: &FIELDS_BY_MEMBERSHIP, parts: &[("invitation", INVITATION)], links: LINKS };

/// Which parts have to be read.
pub(super) fn wants(selection: &Selection) -> MembershipWants {
    MembershipWants {
        account: selection.want("account", ACCOUNT, crate::account::view::wants),
        user: selection.want("user", USER, crate::user::view::wants),
        groups: selection.want("groups", GROUP, crate::group::view::wants),
        modules: selection.wants("modules"),
        buyers: selection.want("buyers", BUYER, crate::buyer::view::wants),
        audit: selection.wants("audit"),
    }
}

/// The person: a reference with the e-mail and the status, or as seen by themselves.
struct PersonLink<'m>(&'m MembershipView);

impl Link for PersonLink<'_> {
    const NAMES: &'static [&'static str] = USER;

    fn key(&self) -> Key {
        key(self.0.user.id)
    }

    fn is_full(&self) -> bool {
        self.0.user_in_full.is_some()
    }

    fn write(&self, o: &mut Object, is_full: bool) {
        if let Some(user) = self.0.user_in_full.as_deref().filter(|_| is_full) {
            write_user(o, user);
            return;
        }
        let person = &self.0.user;
        o.identity(person.id, USER_PATH);
        o.text("name", &person.name());
        o.path("icon", USER_PATH, person.id, "/icon");
        o.text("email", person.email.as_str());
        o.text("status", person.status);
    }
}

/// A membership; with code and link only in the answer that minted them (R18).
pub(super) fn write<F: Family>(o: &mut Object, view: &MembershipView, code: Option<&InvitationCode>) {
    F::write(o, view);
    let membership = &view.membership;
    o.number("revision", membership.revision);
    o.link("user", Show::ByDefault, &PersonLink(view));
    o.text("status", view.status);
    o.link("account", Show::ByDefault, &&view.account);
    o.links("groups", Show::ByDefault, &view.groups);
    o.object("invitation", Show::ByDefault, |o| {
        o.text("status", view.invitation_status);
        o.moment("expiresAt", membership.invitation.map(|invitation| invitation.expires_at));
        o.maybe("code", code.map(|code| code.code.expose()));
        o.maybe("url", code.map(|code| code.url.expose()));
    });
    module_links(o, Show::OnDemand, &view.modules, &view.shelf);
    buyer_links(o, Show::OnDemand, view.buyers.as_deref());
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

//! People as they are shown (platform.md §3.3).

use identity_core::service::ActorNames;
use identity_core::timestamp::Timestamp;
use identity_core::user::{
    FIELDS, OpenUser, OwnAccount, UserLink, UserRow, UserSettings, UserSummary, UserView, UserWants,
};
use identity_core::value::{Phone, Text};

use crate::account::view::{REFERENCE as ACCOUNT, reference as account_reference};
use crate::audit::stamps;
use crate::http::select::{Selection, Shape};
use crate::http::writer::{Key, Link, Object, Show, key};

/// What stands before the identifier in `href`.
pub(crate) const PATH: &str = "/v1/accounts/users/";
/// What a reference shows.
pub(crate) const REFERENCE: &[&str] = &["id", "href", "name", "icon"];
/// Members of `settings`.
pub(crate) const SETTINGS: &[&str] =
    &["cultureCode", "languageCode", "dateFormat", "timeFormat", "timeZone", "numberFormat"];

/// What `select` may name.
pub(crate) static SHAPE: Shape<UserRow> = Shape {
    registry: &FIELDS,
    parts: &[("settings", SETTINGS)],
    links: &[("currentAccount", &crate::account::view::SHAPE), ("accounts", &crate::account::view::SHAPE)],
};

/// Which parts have to be read.
pub(crate) fn wants(selection: &Selection) -> UserWants {
    UserWants {
        current_account: selection.want("currentAccount", ACCOUNT, crate::account::view::wants),
        accounts: selection.want("accounts", ACCOUNT, crate::account::view::wants),
        audit: selection.wants("audit"),
    }
}

impl Link for &UserLink {
    const NAMES: &'static [&'static str] = REFERENCE;

    fn key(&self) -> Key {
        key(self.summary.id)
    }

    fn is_full(&self) -> bool {
        self.full.is_some()
    }

    fn write(&self, o: &mut Object, is_full: bool) {
        match self.full.as_deref().filter(|_| is_full) {
            Some(user) => write(o, user),
            None => reference(o, &self.summary),
        }
    }
}

/// A reference to a person.
pub(crate) fn reference(o: &mut Object, user: &UserSummary) {
    o.identity(user.id, PATH);
    o.text("name", &user.name);
    o.path("icon", PATH, user.id, "/icon");
}

/// A person. Members that are suppressed until the person has joined are neither shown nor named (R20).
pub(crate) fn write(o: &mut Object, view: &UserView) {
    let user = &view.user;
    o.identity(user.id, PATH);
    if let Some(open) = &user.open {
        o.number("revision", open.revision);
    }
    o.text("email", user.email.as_str());
    o.text("name", &user.name());
    o.text("firstName", user.first_name.as_str());
    o.text("lastName", user.last_name.as_str());
    o.text("status", user.status);
    if let Some(open) = &user.open {
        contact(o, open.phone.as_ref(), &open.settings);
    }
    o.path("icon", PATH, user.id, "/icon");
    if let Some(open) = &user.open {
        o.flag("SSO", false);
        o.flag("acceptedTerms", open.is_activated);
        o.moment("lastLoginAt", open.last_login_at);
    }
    if let Some(current) = &view.current_account {
        o.link("currentAccount", Show::ByDefault, &current);
    }
    if view.shows_accounts {
        o.links("accounts", Show::OnDemand, &view.accounts);
    }
    if let Some(open) = &user.open {
        o.object("audit", Show::OnDemand, |o| audit(o, &view.names, open));
    }
}

fn audit(o: &mut Object, names: &ActorNames, open: &OpenUser) {
    let happened = &open.stamps;
    let events = [
        ("created", happened.created),
        ("updated", happened.updated),
        ("login", happened.login),
        ("blocked", happened.blocked),
        ("unblocked", happened.unblocked),
    ];
    stamps::write(o, names, &events);
    o.moment("invitationAcceptedAt", open.activated_at);
}

/// `phone` and `settings`, which memberships repeat.
pub(crate) fn contact(o: &mut Object, phone: Option<&Phone>, settings: &UserSettings) {
    if let Some(phone) = phone {
        o.object("phone", Show::ByDefault, |o| {
            o.maybe("prefix", phone.prefix.as_ref().map(Text::as_str));
            o.maybe("number", phone.number.as_ref().map(Text::as_str));
        });
    }
    if *settings == UserSettings::default() {
        return;
    }
    o.object("settings", Show::ByDefault, |o| {
        o.maybe("cultureCode", settings.culture_code.as_ref().map(Text::as_str));
        o.maybe("languageCode", settings.language_code.as_ref().map(Text::as_str));
        o.maybe("dateFormat", settings.date_format.as_ref().map(Text::as_str));
        o.maybe("timeFormat", settings.time_format.as_ref().map(Text::as_str));
        o.maybe("timeZone", settings.time_zone.as_ref().map(Text::as_str));
        o.maybe("numberFormat", settings.number_format.as_ref().map(Text::as_str));
    });
}

/// One of a person's own accounts, with the names behind its stamps.
pub(crate) fn write_own_account(o: &mut Object, own: &OwnAccount, names: &ActorNames, now: Timestamp) {
    let membership = &own.membership;
    account_reference(o, &own.account);
    o.flag("favorite", membership.is_favorite);
    o.object("invitation", Show::ByDefault, |o| {
        o.text("status", membership.invitation_status(now));
        o.moment("expiresAt", membership.invitation.map(|invitation| invitation.expires_at));
    });
    let happened = &membership.stamps;
    let events = [("invited", happened.invited), ("joined", happened.joined), ("access", happened.access)];
    o.object("audit", Show::ByDefault, |o| stamps::write(o, names, &events));
}

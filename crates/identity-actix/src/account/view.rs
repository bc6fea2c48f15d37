//! Accounts as they are shown (platform.md §3.1).

use identity_core::account::{
    Account, AccountLink, AccountRow, AccountSummary, AccountView, AccountWants, FIELDS, ServiceLevel,
};
use identity_core::value::{Address, EmailAddress, LanguageTag, Prose, Text, WebAddress};

use crate::audit::stamps;
use crate::http::select::{Selection, Shape};
use crate::http::writer::{Key, Link, Object, Show, key};

/// What stands before the identifier in `href`.
pub(crate) const PATH: &str = "/v1/accounts/accounts/";
/// What a reference shows.
pub(crate) const REFERENCE: &[&str] = &["id", "href", "name", "icon", "type", "status"];

/// What `select` may name.
pub(crate) static SHAPE: Shape<AccountRow> = Shape {
    registry: &FIELDS,
    parts: &[],
    links: &[("parent", &SHAPE), ("groups", &crate::group::view::SHAPE)],
};

/// Which parts have to be read.
pub(crate) fn wants(selection: &Selection) -> AccountWants {
    AccountWants {
        parent: selection.want("parent", REFERENCE, wants),
        groups: selection.want("groups", crate::group::view::REFERENCE, crate::group::view::wants),
        audit: selection.wants("audit"),
    }
}

impl Link for &AccountLink {
    const NAMES: &'static [&'static str] = REFERENCE;

    fn key(&self) -> Key {
        key(self.summary.id)
    }

    fn is_full(&self) -> bool {
        self.full.is_some()
    }

    fn write(&self, o: &mut Object, is_full: bool) {
        match self.full.as_deref().filter(|_| is_full) {
            Some(account) => write(o, account),
            None => reference(o, &self.summary),
        }
    }
}

/// A reference to an account.
pub(crate) fn reference(o: &mut Object, account: &AccountSummary) {
    o.identity(account.id, PATH);
    o.text("name", account.name.as_str());
    o.text("type", account.kind.as_str());
    o.text("status", account.status.as_str());
    o.path("icon", PATH, account.id, "/icon");
}

/// An account.
pub(crate) fn write(o: &mut Object, view: &AccountView) {
    let account = &view.account;
    o.identity(account.id, PATH);
    o.number("revision", account.revision);
    o.text("name", account.name.as_str());
    o.text("type", account.kind.as_str());
    o.text("status", account.state.status().as_str());
    o.path("icon", PATH, account.id, "/icon");
    if let Some(parent) = &view.parent {
        o.link("parent", Show::ByDefault, &parent);
    }
    profile(o, account);
    o.links("groups", Show::OnDemand, &view.groups);
    let happened = &account.stamps;
    let events = [
        ("created", happened.created),
        ("updated", happened.updated),
        ("activated", happened.activated),
        ("deactivated", happened.deactivated),
        ("disabled", happened.disabled),
        ("enabled", happened.enabled),
    ];
    o.object("audit", Show::OnDemand, |o| stamps::write(o, &view.names, &events));
}

fn profile(o: &mut Object, account: &Account) {
    o.maybe("externalId", account.external_id.as_ref().map(Text::as_str));
    o.maybe("externalName", account.external_name.as_ref().map(Text::as_str));
    if let Some(tenant) = &account.pyra_tenant_id {
        o.object("externalIds", Show::ByDefault, |o| o.text("pyraTenantId", tenant.as_str()));
    }
    o.maybe("serviceLevel", account.service_level.map(ServiceLevel::as_str));
    if let Some(given) = &account.address {
        o.object("address", Show::ByDefault, |o| address(o, given));
    }
    o.maybe("technicalSupportEmail", account.technical_support_email.as_ref().map(EmailAddress::as_str));
    o.maybe("website", account.website.as_ref().map(WebAddress::as_str));
    o.maybe("description", account.description.as_ref().map(Prose::as_str));
    o.maybe("defaultLanguageCode", account.default_language_code.as_ref().map(LanguageTag::as_str));
    if let Some(eligibility) = account.eligibility {
        o.object("eligibility", Show::ByDefault, |o| {
            o.flag("client", eligibility.client);
            o.flag("partner", eligibility.partner);
        });
    }
    o.object("tokenPolicy", Show::ByDefault, |o| o.flag("retrievable", account.is_token_retrievable));
}

/// The members of an address.
pub(crate) fn address(o: &mut Object, address: &Address) {
    o.text("addressLine1", address.line1.as_str());
    o.maybe("addressLine2", address.line2.as_ref().map(Text::as_str));
    o.text("postCode", address.post_code.as_str());
    o.text("city", address.city.as_str());
    o.text("state", address.state.as_str());
    o.text("country", address.country.as_str());
}

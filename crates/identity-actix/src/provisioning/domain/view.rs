//! Domains as the contract shows them (provisioning.md §3.4).

use identity_core::account::AccountStatus;
use identity_core::domain::Domain;

use crate::http::writer::Object;
use crate::provisioning::answer::{count, date, maybe};

/// Writes a domain.
pub(super) fn domain(o: &mut Object, domain: &Domain) {
    let account = &domain.account;
    o.text("id", &account.id.to_string());
    o.text("name", &domain.full_name());
    maybe(o, "plan", None);
    count(o, "time", None);
    count(o, "volume", None);
    let is_active = matches!(account.state.status(), AccountStatus::Active | AccountStatus::Enabled);
    o.text("status", if is_active { "active" } else { "inactive" });
    let created = account.stamps.created.map(|stamp| stamp.at);
    date(o, "created", created);
    date(o, "updated", account.stamps.updated.map(|stamp| stamp.at).or(created));
}

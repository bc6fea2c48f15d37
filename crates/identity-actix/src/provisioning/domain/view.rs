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
    let plan = account.plan.as_ref();
    maybe(o, "plan", plan.map(|plan| plan.name.as_str()));
    count(o, "time", plan.and_then(|plan| plan.time));
    count(o, "volume", plan.and_then(|plan| plan.volume));
    let is_active = matches!(account.state.status(), AccountStatus::Active | AccountStatus::Enabled);
    o.text("status", if is_active { "active" } else { "inactive" });
    date(o, "created", account.stamps.created.map(|stamp| stamp.at));
    date(o, "updated", domain.updated_at());
}

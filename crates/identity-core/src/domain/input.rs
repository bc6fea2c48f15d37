//! The members of a new domain (provisioning.md §2.3, C2).

use super::{DomainName, DomainRefusal, Faults};
use crate::account::Plan;
use crate::value::{AccountSlug, BadText, Member};

/// Members of a new domain; numbers as they are written.
#[derive(Debug, Clone, Default)]
pub struct DomainInput {
    /// `name`
    pub name: Member<String>,
    /// `plan`
    pub plan: Member<String>,
    /// `time`
    pub time: Member<String>,
    /// `volume`
    pub volume: Member<String>,
    /// `status`
    pub status: Member<String>,
}

/// What a new domain is to be, as far as its members tell.
pub(super) struct Wanted {
    /// Its own slug.
    pub(super) slug: Option<AccountSlug>,
    /// The slug that stands behind the `@`.
    pub(super) tail: Option<AccountSlug>,
    /// What was ordered.
    pub(super) plan: Option<Plan>,
    /// Whether it begins disabled.
    pub(super) is_disabled: bool,
}

impl DomainInput {
    /// Reads all members; what is wrong with them is noted.
    pub(super) fn read(&self, faults: &mut Faults) -> Wanted {
        let malformed = DomainRefusal::Malformed;
        let name = faults.required("name", &self.name, malformed("name"), new_name);
        let (slug, tail) = name.map_or((None, None), |(slug, tail)| (Some(slug), tail));
        let plan = faults.required("plan", &self.plan, malformed("plan"), str::parse);
        let time = faults.optional("time", &self.time, malformed("time"), amount);
        let volume = faults.optional("volume", &self.volume, malformed("volume"), amount);
        let status = faults.optional("status", &self.status, malformed("status"), is_disabled);
        let plan = plan.map(|name| Plan { name, time, volume });
        Wanted { slug, tail, plan, is_disabled: status.unwrap_or(false) }
    }
}

/// A slug, alone or with that of the account above.
fn new_name(text: &str) -> Result<(AccountSlug, Option<AccountSlug>), BadText> {
    match DomainName::parse(text) {
        Some(DomainName::Slug(slug)) => Ok((slug, None)),
        Some(DomainName::Full(slug, tail)) => Ok((slug, Some(tail))),
        Some(DomainName::Id(_)) | None => Err(BadText::new("Must be a name.")),
    }
}

fn amount(text: &str) -> Result<u64, BadText> {
    let amount = text.parse().ok().filter(|amount| *amount <= Plan::COUNT_MAX);
    amount.ok_or_else(|| BadText::new("Must be a whole number of at least 0."))
}

fn is_disabled(text: &str) -> Result<bool, BadText> {
    match text {
        "active" => Ok(false),
        "inactive" => Ok(true),
        _ => Err(BadText::new("Must be active or inactive.")),
    }
}

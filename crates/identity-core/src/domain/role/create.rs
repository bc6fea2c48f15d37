//! Making a role (C9; P-R21).

use std::collections::BTreeSet;

use super::name::{is_reserved, is_role_name};
use super::{RoleView, Roles};
use crate::domain::{DomainRefusal, Faults, Short, within};
use crate::error::Error;
use crate::group::{self, Group};
use crate::id::ModuleId;
use crate::membership::check_grant;
use crate::policy::{Action, Target};
use crate::port::Transaction;
use crate::service::Call;
use crate::value::{BadText, Member, Prose, Text, Texts};

/// Members of a new role.
#[derive(Debug, Clone, Default)]
pub struct RoleInput {
    /// `name`
    pub name: Member<String>,
    /// `description`
    pub description: Member<String>,
    /// `policies`: codes of modules, or `*` for all of the default group.
    pub policies: Member<Texts>,
    /// `applications`: more of the same.
    pub applications: Member<Texts>,
}

/// Every module of the default group.
const EVERYTHING: &str = "*";

/// Makes a role.
///
/// # Errors
/// As [`within`]; [`Error::Forbidden`] without the right, and for modules that the caller does not hold (P-R39);
/// [`Error::Domain`].
pub fn create(
    tx: &mut dyn Transaction,
    call: &Call,
    domain: &str,
    input: Result<&RoleInput, Error>,
) -> Result<RoleView, Error> {
    within(tx, call, domain, Short::Refused, |tx, call, domain| {
        let account = domain.account.id;
        call.actor().may(Action::GroupManage, Target::of(account))?;
        let input = input?;
        let roles = Roles::of(tx, account)?;
        let mut faults = Faults::default();
        let name = faults.required("name", &input.name, DomainRefusal::RoleNameMalformed, role_name);
        let malformed = DomainRefusal::Malformed("description");
        let description: Option<Prose<2000>> =
            faults.optional("description", &input.description, malformed, str::parse);
        let bound: BTreeSet<ModuleId> = tx.groups().default_modules(account)?.into_iter().collect();
        let mut modules = modules("policies", &input.policies, call, &bound, &mut faults);
        modules.extend(self::modules("applications", &input.applications, call, &bound, &mut faults));
        faults.unless(modules.is_subset(&bound), DomainRefusal::ModuleOutside);
        modules.retain(|id| bound.contains(id));
        check_grant(call, modules.iter().copied())?;
        if let Some(name) = &name {
            faults.unless(!roles.takes(name.as_str()), DomainRefusal::RoleNameTaken);
        }
        let max = usize::try_from(call.tools.settings.limits.roles_max).unwrap_or(usize::MAX);
        faults.unless(roles.all.len() < max, DomainRefusal::LimitReached);
        let name = faults.finish(name)?;
        let made = Group { name, description, modules, ..Group::blank(call, account) };
        let made = group::insert(tx, call, made)?;
        let roles = Roles::of(tx, account)?;
        let made =
            roles.find(&made.id.to_string()).ok_or_else(|| Error::Internal("a role is lost".into()))?;
        Ok(roles.view(call, made))
    })
}

fn role_name(text: &str) -> Result<Text<200>, BadText> {
    if is_role_name(text) { text.parse() } else { Err(BadText::new("Must be a role name.")) }
}

impl Roles {
    /// Whether a new role cannot have the name: it stands for something else, or a group has it in some spelling.
    fn takes(&self, name: &str) -> bool {
        let is_used = |group: &Group| group.name.as_str().eq_ignore_ascii_case(name);
        is_reserved(name)
            || name.eq_ignore_ascii_case("Backoffice")
            || self.all.iter().filter_map(|role| role.group.as_ref()).any(is_used)
    }
}

/// The modules of these codes; what no longer grants anything is no module any more.
fn modules(
    member: &'static str,
    sent: &Member<Texts>,
    call: &Call,
    bound: &BTreeSet<ModuleId>,
    faults: &mut Faults,
) -> BTreeSet<ModuleId> {
    let catalogue = &call.tools.catalogue;
    let codes = match sent {
        Member::Absent | Member::Null => return BTreeSet::new(),
        Member::Value(Texts::One(text)) if text == EVERYTHING => {
            return bound.iter().copied().filter(|id| catalogue.is_effective(*id)).collect();
        }
        Member::Value(Texts::Many(codes)) => codes,
        Member::Value(Texts::One(_)) => {
            faults.note(DomainRefusal::Malformed(member));
            return BTreeSet::new();
        }
        Member::Bad(_) => {
            faults.note(DomainRefusal::WrongType(member));
            return BTreeSet::new();
        }
    };
    let mut found = BTreeSet::new();
    for code in codes {
        let module =
            catalogue.iter().find(|module| module.code.as_str() == code && catalogue.is_effective(module.id));
        faults.unless(module.is_some(), DomainRefusal::Malformed(member));
        found.extend(module.map(|module| module.id));
    }
    found
}

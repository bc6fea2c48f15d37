//! Role names as they are sent (P-R17, P-R19).

use super::name::{is_owner, is_role_name};
use super::{Role, Roles};
use crate::domain::{DomainRefusal, Faults};
use crate::membership::GROUPS_MAX;
use crate::value::{Member, Texts};

impl Roles {
    /// The role of a name that was sent, where OWNER is none: whoever becomes owner later does so by the transfer.
    pub(crate) fn named(&self, name: &str, faults: &mut Faults) -> Option<&Role> {
        if !is_role_name(name) {
            faults.note(DomainRefusal::RoleNameMalformed);
            return None;
        }
        if is_owner(name) {
            faults.note(DomainRefusal::OwnerNotHere);
            return None;
        }
        let found = self.find(name);
        faults.unless(found.is_some(), DomainRefusal::UnknownRole);
        found
    }

    /// The roles of a `roles` member, each once: an array of names, or one text with commas between them; blanks around
    /// names do not count.
    pub(crate) fn listed(&self, sent: &Member<Texts>, faults: &mut Faults) -> Vec<&Role> {
        let names: Vec<&str> = match sent {
            Member::Absent | Member::Null => Vec::new(),
            Member::Value(Texts::One(text)) => text.split(',').map(str::trim).collect(),
            Member::Value(Texts::Many(names)) => names.iter().map(|name| name.trim()).collect(),
            Member::Bad(_) => {
                faults.note(DomainRefusal::WrongType("roles"));
                return Vec::new();
            }
        };
        faults.unless(names.iter().any(|name| !name.is_empty()), DomainRefusal::Missing("roles"));
        let mut roles: Vec<&Role> = Vec::new();
        for role in names.into_iter().filter_map(|name| self.named(name, faults)) {
            if !roles.contains(&role) {
                roles.push(role);
            }
        }
        faults.unless(roles.len() <= GROUPS_MAX, DomainRefusal::Malformed("roles"));
        roles
    }
}

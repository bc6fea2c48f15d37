//! What roles are called (P-R15, provisioning.md §3.3).

use crate::group::{Group, GroupKind};
use crate::id::GroupId;

/// The default group.
pub(crate) const ADMIN: &str = "ADMIN";
/// ADMIN and owner; no role of its own.
const OWNER: &str = "OWNER";
/// The built-in group without modules.
pub(crate) const NO_PRIVILEGES: &str = "NO_PRIVILEGES";

/// Names that no group is called by, however they are written.
const RESERVED: [&str; 4] = [ADMIN, OWNER, NO_PRIVILEGES, "Administrators"];

/// Code points of a name.
const CHARS_MAX: usize = 64;

/// Whether a text has the form of a role name: `[A-Za-z0-9]+(?:[ _-]+[A-Za-z0-9]+)*`.
pub(crate) fn is_role_name(text: &str) -> bool {
    let is_edge = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    text.len() <= CHARS_MAX
        && is_edge(text.bytes().next())
        && is_edge(text.bytes().last())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" _-".contains(&byte))
}

/// Whether a name stands for something else than the group that has it, in any case: a built-in role, or another group
/// by its identifier.
pub(crate) fn is_reserved(name: &str) -> bool {
    RESERVED.iter().any(|reserved| name.eq_ignore_ascii_case(reserved)) || name.parse::<GroupId>().is_ok()
}

/// Whether a name means ADMIN and owner (P-R19).
pub(crate) fn is_owner(name: &str) -> bool {
    name.eq_ignore_ascii_case(OWNER)
}

/// What a group of the account is called as a role: by its identifier where its name would not tell it apart.
pub(super) fn shown(group: &Group, all: &[Group]) -> String {
    match group.kind {
        GroupKind::Administrators => ADMIN.into(),
        GroupKind::NoPrivileges => NO_PRIVILEGES.into(),
        GroupKind::Backoffice | GroupKind::Custom => {
            let name = group.name.as_str();
            let is_unique = all.iter().filter(|other| other.name == group.name).count() == 1;
            let tells = is_role_name(name) && !is_reserved(name) && is_unique;
            if tells { name.to_owned() } else { group.id.to_string() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn role_names_are_words_of_ascii() {
        for good in ["a", "Reviewer", "a b", "a  -_ b", "7", "UGR-0000-0001", &"x".repeat(64)] {
            assert!(is_role_name(good), "{good}");
        }
        for bad in ["", " a", "a ", "-a", "a_", "a,b", "é", "a.b", "a\nb", "a/b", &"x".repeat(65)] {
            assert!(!is_role_name(bad), "{bad}");
        }
    }

    #[test]
    fn built_in_names_and_identifiers_are_reserved_in_any_case() {
        for reserved in ["ADMIN", "admin", "Owner", "no_privileges", "ADMINISTRATORS", "UGR-1234-5678"] {
            assert!(is_reserved(reserved), "{reserved}");
        }
        for free in ["Admins", "Backoffice", "NO PRIVILEGES", "UGR-1"] {
            assert!(!is_reserved(free), "{free}");
        }
    }
}

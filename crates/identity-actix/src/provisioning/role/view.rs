//! Roles as the contract shows them (provisioning.md §3.4).

use identity_core::domain::role::RoleView;
use identity_core::value::Prose;

use crate::http::json;
use crate::http::writer::{Object, texts};
use crate::provisioning::answer::maybe;

/// Writes a role.
pub(super) fn role(o: &mut Object, shown: &RoleView) {
    let group = shown.role.group.as_ref();
    maybe(o, "id", group.map(|group| group.id.to_string()).as_deref());
    o.text("name", &shown.role.name);
    let description = group.and_then(|group| group.description.as_ref());
    maybe(o, "description", description.map(Prose::as_str));
    o.raw("policies", |out| match &shown.policies {
        Some(codes) => texts(out, codes),
        None => json::string(out, "*"),
    });
    // What is sent as applications is told among the policies.
    o.raw("applications", |out| texts(out, [""; 0]));
    o.flag("default", shown.role.is_admin());
}

//! Domain users and persons as the contract shows them (provisioning.md §3.3).

use identity_core::domain::user::{DomainUser, Person};

use crate::http::writer::{Object, texts};
use crate::provisioning::answer::maybe;

/// Writes a domain user.
pub(in crate::provisioning) fn user(o: &mut Object, user: &DomainUser) {
    o.text("id", &user.id.to_string());
    o.text("email", user.email.as_str());
    maybe(o, "userName", user.user_name.as_deref());
    maybe(o, "phone", user.phone.as_deref());
    o.text("domain", &user.domain);
    o.text("role", &user.roles.join(","));
    o.raw("roleList", |out| texts(out, &user.roles));
    o.flag("owner", user.is_owner);
    o.text("status", user.status.as_str());
    o.flag("external", user.is_external);
    maybe(o, "externalId", user.external_id.as_deref());
}

/// Writes a person.
pub(super) fn person(o: &mut Object, person: &Person) {
    o.text("id", &person.id.to_string());
    o.text("email", person.email.as_str());
    maybe(o, "userName", person.user_name.as_deref());
    maybe(o, "phone", person.phone.as_deref());
}

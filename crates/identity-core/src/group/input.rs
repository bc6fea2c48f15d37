//! The members of a group as a client sends them (platform.md §3.4).

use super::Group;
use crate::error::Error;
use crate::value::{Form, Member};

/// Members of create and update.
#[derive(Debug, Clone, Default)]
pub struct GroupInput {
    /// `name`
    pub name: Member<String>,
    /// `description`
    pub description: Member<String>,
    /// `logo`
    pub logo: Member<String>,
    /// `account.id`, read at creation only.
    pub account: Member<String>,
    /// `modules[].id`
    pub modules: Member<Vec<String>>,
    /// `buyers[].id`; `null` is all, an empty list none (R35).
    pub buyers: Member<Vec<String>>,
}

impl GroupInput {
    /// What the group becomes, modules and buyers aside. `stored` of a new group has no name yet.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything that is wrong.
    pub(super) fn merge_into(&self, stored: &Group, is_new: bool) -> Result<Group, Error> {
        let mut form = Form::default();
        let name = form.required("name", &self.name, (!is_new).then_some(&stored.name), str::parse);
        let description =
            form.optional("description", &self.description, stored.description.as_ref(), str::parse);
        let logo = form.optional("logo", &self.logo, stored.logo.as_ref(), str::parse);
        form.finish(name.map(|name| Group { name, description, logo, ..stored.clone() }))
    }
}

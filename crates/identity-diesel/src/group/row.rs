//! A group as it is stored, its modules and buyers aside.

use std::collections::BTreeSet;

use diesel::prelude::*;
use identity_core::error::StoreError;
use identity_core::group::{Group, GroupKind, GroupStamps, GroupSummary};
use identity_core::id::{BuyerId, GroupId, ModuleId};
use identity_core::value::{LocalPath, Prose, Text};

use crate::row::{Place, at, by, key};
use crate::schema::groups;

/// A row of `groups`.
#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = groups, treat_none_as_default_value = false, treat_none_as_null = true)]
pub(crate) struct StoredGroup {
    pub(super) id: i64,
    revision: i64,
    pub(super) account_id: i64,
    kind: String,
    name: String,
    description: Option<String>,
    logo: Option<String>,
    /// Tells "no buyer" from "all buyers" (R35).
    pub(super) is_buyer_limited: bool,
    created_at: Option<i64>,
    created_by: Option<String>,
    updated_at: Option<i64>,
    updated_by: Option<String>,
}

impl From<&Group> for StoredGroup {
    fn from(group: &Group) -> Self {
        let GroupStamps { created, updated } = group.stamps;
        Self {
            id: key(group.id),
            revision: group.revision.into(),
            account_id: key(group.account),
            kind: group.kind.as_str().into(),
            name: group.name.to_string(),
            description: group.description.as_ref().map(ToString::to_string),
            logo: group.logo.as_ref().map(ToString::to_string),
            is_buyer_limited: group.buyers.is_some(),
            created_at: at(created),
            created_by: by(created),
            updated_at: at(updated),
            updated_by: by(updated),
        }
    }
}

impl StoredGroup {
    /// The group with its modules and buyers.
    pub(super) fn with(
        self,
        modules: BTreeSet<ModuleId>,
        buyers: BTreeSet<BuyerId>,
    ) -> Result<Group, StoreError> {
        let place = Place::<GroupId>::new("groups", self.id);
        Ok(Group {
            id: place.id("id", self.id)?,
            revision: place.count("revision", self.revision)?,
            account: place.id("account_id", self.account_id)?,
            kind: place.known("kind", GroupKind::parse(&self.kind))?,
            name: Text::from_stored(self.name),
            description: self.description.map(Prose::from_stored),
            logo: self.logo.map(LocalPath::from_stored),
            modules,
            buyers: self.is_buyer_limited.then_some(buyers),
            stamps: GroupStamps {
                created: place.stamp("created_by", self.created_at, self.created_by)?,
                updated: place.stamp("updated_by", self.updated_at, self.updated_by)?,
            },
        })
    }
}

/// The columns of a summary: id, kind, name, description and logo.
pub(super) type SummaryColumns = (i64, String, String, Option<String>, Option<String>);

/// What references show.
pub(super) fn summary(row: SummaryColumns) -> Result<GroupSummary, StoreError> {
    let (id, kind, name, description, logo) = row;
    let place = Place::<GroupId>::new("groups", id);
    let kind = place.known("kind", GroupKind::parse(&kind))?;
    Ok(GroupSummary {
        id: place.id("id", id)?,
        name: Text::from_stored(name),
        description: description.map(Prose::from_stored),
        logo: logo.map(LocalPath::from_stored),
        is_default: kind == GroupKind::Administrators,
    })
}

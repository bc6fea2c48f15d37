//! A group as it is shown, and the reads that lists and single objects make (R1, R2).

use super::{Group, GroupRow};
use crate::account::AccountSummary;
use crate::audit::{AuditObject, ObjectKind};
use crate::error::Error;
use crate::id::GroupId;
use crate::list::{Page, Query};
use crate::port::Transaction;
use crate::service::{ActorNames, Call, promised};
use crate::user::UserSummary;

/// Parts of a representation that cost a statement and are shown on demand.
#[derive(Debug, Clone, Copy, Default)]
pub struct GroupWants {
    /// `users`
    pub users: bool,
    /// `audit`
    pub audit: bool,
}

/// A group as it is shown.
#[derive(Debug, Clone)]
pub struct GroupView {
    /// The group.
    pub group: Group,
    /// Its account.
    pub account: AccountSummary,
    /// Its members, if wanted.
    pub users: Vec<UserSummary>,
    /// Names of who did what, if wanted.
    pub names: ActorNames,
}

/// The group, if the actor sees it.
///
/// # Errors
/// [`Error::NotFound`] otherwise.
pub fn visible(tx: &mut dyn Transaction, call: &Call, id: GroupId) -> Result<Group, Error> {
    tx.groups().find_in(call.actor().group_scope(), id)?.ok_or(Error::NotFound)
}

/// One group as it is shown.
///
/// # Errors
/// [`Error::NotFound`]; those of the store.
pub fn get(
    tx: &mut dyn Transaction,
    call: &Call,
    id: GroupId,
    wants: GroupWants,
) -> Result<GroupView, Error> {
    let group = visible(tx, call, id)?;
    view(tx, call, group, wants)
}

/// One page as it is shown.
///
/// # Errors
/// Those of the store.
pub fn list(
    tx: &mut dyn Transaction,
    call: &Call,
    query: &Query<GroupRow>,
    wants: GroupWants,
) -> Result<Page<GroupView>, Error> {
    let page = tx.groups().page(call.actor().group_scope(), query)?;
    page.try_map(|items| views(tx, call, items, wants))
}

/// Adds what a representation shows to one group.
///
/// # Errors
/// Those of the store.
pub fn view(
    tx: &mut dyn Transaction,
    call: &Call,
    group: Group,
    wants: GroupWants,
) -> Result<GroupView, Error> {
    views(tx, call, vec![group], wants)?.pop().ok_or(Error::NotFound)
}

fn views(
    tx: &mut dyn Transaction,
    call: &Call,
    groups: Vec<Group>,
    wants: GroupWants,
) -> Result<Vec<GroupView>, Error> {
    let mut accounts: Vec<_> = groups.iter().map(|group| group.account).collect();
    accounts.dedup();
    let accounts = tx.accounts().summaries(&accounts)?;
    let ids: Vec<_> = groups.iter().map(|group| group.id).collect();
    let members = if wants.users { members(tx, call, &ids)? } else { Vec::new() };
    let names = if wants.audit {
        ActorNames::read(tx, groups.iter().flat_map(|group| [group.stamps.created, group.stamps.updated]))?
    } else {
        ActorNames::default()
    };
    groups
        .into_iter()
        .map(|group| {
            Ok(GroupView {
                account: promised(&accounts, group.account)?.clone(),
                users: members
                    .iter()
                    .filter(|(id, _)| *id == group.id)
                    .map(|(_, user)| user.clone())
                    .collect(),
                names: names.clone(),
                group,
            })
        })
        .collect()
}

/// Members of the groups by name; who may see the account's people sees them, others see themselves.
fn members(
    tx: &mut dyn Transaction,
    call: &Call,
    groups: &[GroupId],
) -> Result<Vec<(GroupId, UserSummary)>, Error> {
    let people = tx.memberships().people_of_groups(groups)?;
    let actor = call.actor();
    let sees = |user| match actor.rank() {
        crate::actor::Rank::Operator | crate::actor::Rank::Admin(_) => true,
        _ => actor.person() == Some(user),
    };
    let shown = |is_joined: bool, user| is_joined || actor.is_operator() || actor.person() == Some(user);
    Ok(people
        .into_iter()
        .filter(|member| sees(member.user.id))
        .map(|member| {
            let name =
                if shown(member.is_joined, member.user.id) { member.user.name } else { member.given_name };
            (member.group, UserSummary { id: member.user.id, name })
        })
        .collect())
}

/// What an audit record is about.
pub(crate) fn audit_object(group: &Group) -> AuditObject {
    AuditObject {
        kind: ObjectKind::UserGroup,
        id: group.id.to_string(),
        name: group.name.to_string(),
        revision: group.revision,
    }
}

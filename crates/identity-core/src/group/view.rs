//! A group as it is shown, and the reads that lists and single objects make (R1, R2).

use super::{Group, GroupRow, GroupSummary};
use crate::account::{AccountLink, AccountView, AccountWants};
use crate::audit::{AuditObject, ObjectKind};
use crate::buyer::{BuyerLink, BuyerView, BuyerWants};
use crate::error::Error;
use crate::id::GroupId;
use crate::link::{Linkable, Linked, Want, in_full, linked, links, promised};
use crate::list::{Page, Query};
use crate::membership::GroupMember;
use crate::module::Shelf;
use crate::port::Transaction;
use crate::service::{ActorNames, Call};
use crate::user::{UserLink, UserSummary, UserView, UserWants};

/// Parts of a representation that cost a statement and are shown on demand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupWants {
    /// `account`; read as a reference in any case.
    pub account: Want<AccountWants>,
    /// `buyers`; read as references in any case.
    pub buyers: Want<BuyerWants>,
    /// `users`
    pub users: Want<UserWants>,
    /// `audit`
    pub audit: bool,
}

/// A group as it is shown.
#[derive(Debug, Clone)]
pub struct GroupView {
    /// The group.
    pub group: Group,
    /// Its account.
    pub account: AccountLink,
    /// The buyers it is limited to, by identifier; `None` is all (R35).
    pub buyers: Option<Vec<BuyerLink>>,
    /// Its members, if wanted.
    pub users: Vec<UserLink>,
    /// Where its modules are found.
    pub shelf: Shelf,
    /// Names of who did what, if wanted.
    pub names: ActorNames,
}

/// A reference to a group, or more of it.
pub type GroupLink = Linked<GroupSummary, GroupView>;

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
    wants: &GroupWants,
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
    wants: &GroupWants,
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
    wants: &GroupWants,
) -> Result<GroupView, Error> {
    views(tx, call, vec![group], wants)?.pop().ok_or(Error::NotFound)
}

fn views(
    tx: &mut dyn Transaction,
    call: &Call,
    groups: Vec<Group>,
    wants: &GroupWants,
) -> Result<Vec<GroupView>, Error> {
    let accounts = groups.iter().map(|group| group.account);
    let accounts = links::<AccountView>(tx, call, accounts, wants.account.or_reference())?;
    let buyers = groups.iter().filter_map(|group| group.buyers.as_ref()).flatten().copied();
    let buyers = links::<BuyerView>(tx, call, buyers, wants.buyers.or_reference())?;
    let ids: Vec<_> = groups.iter().map(|group| group.id).collect();
    let members = members(tx, call, &ids, &wants.users)?;
    let shelf = Shelf::of(call);
    let names = if wants.audit {
        ActorNames::read(tx, groups.iter().flat_map(|group| [group.stamps.created, group.stamps.updated]))?
    } else {
        ActorNames::default()
    };
    groups
        .into_iter()
        .map(|group| {
            Ok(GroupView {
                account: promised(&accounts, group.account)?,
                buyers: group.buyers.as_ref().map(|ids| linked(&buyers, ids)),
                users: members
                    .iter()
                    .filter(|(id, _)| *id == group.id)
                    .map(|(_, user)| user.clone())
                    .collect(),
                shelf: shelf.clone(),
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
    want: &Want<UserWants>,
) -> Result<Vec<(GroupId, UserLink)>, Error> {
    if !want.is_something() {
        return Ok(Vec::new());
    }
    let people = tx.memberships().people_of_groups(groups)?;
    let actor = call.actor();
    let sees = |user| match actor.rank() {
        crate::actor::Rank::Operator | crate::actor::Rank::Admin(_) => true,
        _ => actor.person() == Some(user),
    };
    let shown = |is_joined: bool, user| is_joined || actor.is_operator() || actor.person() == Some(user);
    let members: Vec<_> = people.into_iter().filter(|member| sees(member.user.id)).collect();
    let full = in_full::<UserView>(tx, call, members.iter().map(|member| member.user.id), want)?;
    let link = |member: GroupMember| {
        let id = member.user.id;
        let name = if shown(member.is_joined, id) { member.user.name } else { member.given_name };
        (member.group, Linked { summary: UserSummary { id, name }, full: full.get(&id).cloned() })
    };
    Ok(members.into_iter().map(link).collect())
}

impl Linkable for GroupView {
    type Id = GroupId;
    type Summary = GroupSummary;
    type Wants = GroupWants;

    fn views(
        tx: &mut dyn Transaction,
        call: &Call,
        ids: &[GroupId],
        wants: &GroupWants,
    ) -> Result<Vec<Self>, Error> {
        let seen = tx.groups().find_many_in(call.actor().group_scope(), ids)?;
        views(tx, call, seen, wants)
    }

    fn summaries(tx: &mut dyn Transaction, ids: &[GroupId]) -> Result<Vec<GroupSummary>, Error> {
        Ok(tx.groups().summaries(ids)?)
    }

    fn summary(&self) -> GroupSummary {
        self.group.summary()
    }

    fn id_of(summary: &GroupSummary) -> GroupId {
        summary.id
    }
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

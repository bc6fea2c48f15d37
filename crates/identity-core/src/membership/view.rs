//! A membership as it is shown, and the reads that lists and single objects make (R1, R2, R20).

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Membership, MembershipRow};
use crate::account::{AccountLink, AccountView, AccountWants, visible as visible_account};
use crate::audit::{AuditObject, ObjectKind};
use crate::buyer::{BuyerLink, BuyerView, BuyerWants};
use crate::condition::Tag;
use crate::error::Error;
use crate::group::{Group, GroupLink, GroupScope, GroupView, GroupWants};
use crate::id::{AccountId, BuyerId, GroupId, MembershipId, ModuleId, UserId};
use crate::link::{Want, in_full, linked, links, promised};
use crate::list::{Page, Query};
use crate::module::Shelf;
use crate::port::Transaction;
use crate::secret::Secret;
use crate::service::{ActorNames, Call};
use crate::user::{ShownUser, User, UserView, UserWants, full_name};

/// Parts of a representation that cost a statement and are shown on demand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MembershipWants {
    /// `account`; read as a reference in any case.
    pub account: Want<AccountWants>,
    /// `user`; shown as a reference in any case.
    pub user: Want<UserWants>,
    /// `groups`; read as references in any case.
    pub groups: Want<GroupWants>,
    /// `modules`
    pub modules: bool,
    /// `buyers`
    pub buyers: Want<BuyerWants>,
    /// `audit`
    pub audit: bool,
}

/// A membership as it is shown.
#[derive(Debug, Clone)]
pub struct MembershipView {
    /// The membership.
    pub membership: Membership,
    /// What tells its state at the moment of the request from others.
    pub tag: Tag,
    /// Its status at that moment.
    pub status: &'static str,
    /// Status of its invitation.
    pub invitation_status: &'static str,
    /// The person, as far as shown.
    pub user: ShownUser,
    /// The person as seen by themselves, if wanted.
    pub user_in_full: Option<Arc<UserView>>,
    /// The account.
    pub account: AccountLink,
    /// Its groups, by identifier.
    pub groups: Vec<GroupLink>,
    /// Union of the groups' modules, if wanted.
    pub modules: BTreeSet<ModuleId>,
    /// Union of the groups' buyers, if wanted; `None` where one of the groups has all (R35).
    pub buyers: Option<Vec<BuyerLink>>,
    /// Where its modules are found.
    pub shelf: Shelf,
    /// Names of who did what, if wanted.
    pub names: ActorNames,
}

/// The answer of a verb that may have minted a code; O+ alone is given it (R18).
#[derive(Clone)]
pub struct Minted {
    /// The membership.
    pub membership: Membership,
    /// The person.
    pub user: User,
    /// Code and link, for O+ alone.
    pub code: Option<InvitationCode>,
}

/// A code on its way to O+.
#[derive(Clone)]
pub struct InvitationCode {
    /// The code.
    pub code: Secret,
    /// The link that the mail has.
    pub url: Secret,
}

/// How a dialect names a membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MembershipKey {
    /// Account and person (family A).
    Pair(AccountId, UserId),
    /// Its own identifier (family B).
    Own(MembershipId),
}

/// The membership and its person, if the actor sees them.
///
/// # Errors
/// [`Error::NotFound`] otherwise.
pub fn visible(
    tx: &mut dyn Transaction,
    call: &Call,
    key: MembershipKey,
) -> Result<(Membership, User), Error> {
    let id = match key {
        MembershipKey::Own(id) => id,
        MembershipKey::Pair(account, user) => {
            tx.memberships().find_pair(account, user)?.ok_or(Error::NotFound)?.id
        }
    };
    tx.memberships().find_in(call.actor().membership_scope(), id)?.ok_or(Error::NotFound)
}

/// One membership as it is shown.
///
/// # Errors
/// [`Error::NotFound`]; those of the store.
pub fn get(
    tx: &mut dyn Transaction,
    call: &Call,
    key: MembershipKey,
    wants: &MembershipWants,
) -> Result<MembershipView, Error> {
    let (membership, user) = visible(tx, call, key)?;
    view(tx, call, membership, user, wants)
}

/// One page as it is shown; within one visible account when `account` is given.
///
/// # Errors
/// [`Error::NotFound`] for an invisible account; those of the store.
pub fn list(
    tx: &mut dyn Transaction,
    call: &Call,
    account: Option<AccountId>,
    query: &Query<MembershipRow>,
    wants: &MembershipWants,
) -> Result<Page<MembershipView>, Error> {
    if let Some(account) = account {
        check_listable(tx, call, account)?;
    }
    let page = tx.memberships().page(call.actor().membership_scope(), account, query, call.now)?;
    page.try_map(|items| views(tx, call, items, wants))
}

/// A person lists the own membership in any account, although the account itself may be invisible (R1).
fn check_listable(tx: &mut dyn Transaction, call: &Call, account: AccountId) -> Result<(), Error> {
    match (visible_account(tx, call, account), call.actor().person()) {
        (Err(Error::NotFound), Some(person)) => {
            tx.memberships().find_pair(account, person)?.map(drop).ok_or(Error::NotFound)
        }
        (result, _) => result.map(drop),
    }
}

/// Adds what a representation shows to one membership.
///
/// # Errors
/// Those of the store.
pub fn view(
    tx: &mut dyn Transaction,
    call: &Call,
    membership: Membership,
    user: User,
    wants: &MembershipWants,
) -> Result<MembershipView, Error> {
    views(tx, call, vec![(membership, user)], wants)?.pop().ok_or(Error::NotFound)
}

fn views(
    tx: &mut dyn Transaction,
    call: &Call,
    rows: Vec<(Membership, User)>,
    wants: &MembershipWants,
) -> Result<Vec<MembershipView>, Error> {
    let accounts = rows.iter().map(|(m, _)| m.account);
    let accounts = links::<AccountView>(tx, call, accounts, wants.account.or_reference())?;
    let people = in_full::<UserView>(tx, call, rows.iter().map(|(m, _)| m.user), &wants.user)?;
    let group_ids: BTreeSet<_> = rows.iter().flat_map(|(m, _)| m.groups.iter().copied()).collect();
    let group_ids: Vec<GroupId> = group_ids.into_iter().collect();
    let groups = links::<GroupView>(tx, call, group_ids.iter().copied(), wants.groups.or_reference())?;
    let modules = if wants.modules { tx.groups().modules_of(&group_ids)? } else { Vec::new() };
    let limits = if wants.buyers.is_something() {
        tx.groups().find_many_in(GroupScope::All, &group_ids)?
    } else {
        Vec::new()
    };
    let buyers = limits.iter().filter_map(|group| group.buyers.as_ref()).flatten().copied();
    let buyers = links::<BuyerView>(tx, call, buyers, &wants.buyers)?;
    let shelf = Shelf::of(call);
    let names = if wants.audit {
        ActorNames::read(tx, rows.iter().flat_map(|(m, _)| m.stamps.all()))?
    } else {
        ActorNames::default()
    };
    rows.into_iter()
        .map(|(membership, user)| {
            Ok(MembershipView {
                tag: membership.tag(call.now),
                status: membership.status(&user, call.now).as_str(),
                invitation_status: membership.invitation_status(call.now),
                account: promised(&accounts, membership.account)?,
                groups: membership.groups.iter().filter_map(|id| groups.get(id).cloned()).collect(),
                modules: modules
                    .iter()
                    .filter(|(group, _)| membership.groups.contains(group))
                    .map(|(_, module)| *module)
                    .collect(),
                buyers: union(&limits, &membership).map(|ids| linked(&buyers, &ids)),
                user_in_full: people.get(&user.id).cloned(),
                user: shown(call, &membership, user),
                shelf: shelf.clone(),
                names: names.clone(),
                membership,
            })
        })
        .collect()
}

/// The buyers of the membership's groups; `None` where one of them has all.
fn union(groups: &[Group], membership: &Membership) -> Option<BTreeSet<BuyerId>> {
    let own = groups.iter().filter(|group| membership.groups.contains(&group.id));
    own.map(|group| group.buyers.as_ref()).try_fold(BTreeSet::new(), |mut union, buyers| {
        union.extend(buyers?);
        Some(union)
    })
}

/// Until the person has joined, all but O+ and the person see what the inviter gave (R20).
fn shown(call: &Call, membership: &Membership, user: User) -> ShownUser {
    let actor = call.actor();
    if actor.is_operator() || actor.person() == Some(user.id) || membership.is_joined() {
        ShownUser::in_full(user, call.now)
    } else {
        ShownUser::through(user, membership, call.now)
    }
}

impl Membership {
    /// Status of the invitation: `Active` once accepted.
    pub fn invitation_status(&self, now: crate::timestamp::Timestamp) -> &'static str {
        use super::MembershipStatus::{InvitationExpired, Invited};
        match self.own_status(now) {
            open @ (Invited | InvitationExpired) => open.as_str(),
            _ => "Active",
        }
    }
}

impl super::MembershipStamps {
    fn all(&self) -> [Option<crate::state::Stamp>; 6] {
        [self.created, self.updated, self.invited, self.joined, self.access, self.login]
    }
}

/// What an audit record is about; the account reads it, so until the person has joined it has the name that the
/// inviter gave (R20).
pub(crate) fn audit_object(membership: &Membership, user: &User) -> AuditObject {
    let given = &membership.given;
    let name = if membership.is_joined() { user.name() } else { full_name(&given.first, &given.last) };
    AuditObject {
        kind: ObjectKind::AccountUser,
        id: membership.id.to_string(),
        name,
        revision: membership.revision,
    }
}

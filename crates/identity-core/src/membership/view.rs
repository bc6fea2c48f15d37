//! A membership as it is shown, and the reads that lists and single objects make (R1, R2, R20).

use std::collections::{BTreeMap, BTreeSet};

use super::{Membership, MembershipRow};
use crate::account::{AccountSummary, visible as visible_account};
use crate::audit::{AuditObject, ObjectKind};
use crate::error::Error;
use crate::group::{Group, GroupSummary};
use crate::id::{AccountId, BuyerId, GroupId, MembershipId, ModuleId, UserId};
use crate::list::{Page, Query};
use crate::port::Transaction;
use crate::secret::Secret;
use crate::service::{ActorNames, Call, promised};
use crate::user::{ShownUser, User};

/// Parts of a representation that cost a statement and are shown on demand.
#[derive(Debug, Clone, Copy, Default)]
pub struct MembershipWants {
    /// `modules`
    pub modules: bool,
    /// `buyers`
    pub buyers: bool,
    /// `audit`
    pub audit: bool,
}

/// A membership as it is shown.
#[derive(Debug, Clone)]
pub struct MembershipView {
    /// The membership.
    pub membership: Membership,
    /// Its status at the moment of the request.
    pub status: &'static str,
    /// Status of its invitation.
    pub invitation_status: &'static str,
    /// The person, as far as shown.
    pub user: ShownUser,
    /// The account.
    pub account: AccountSummary,
    /// Its groups, by identifier.
    pub groups: Vec<GroupSummary>,
    /// Union of the groups' modules, if wanted.
    pub modules: BTreeSet<ModuleId>,
    /// Union of the groups' buyers, if wanted; `None` where one of the groups has all (R35).
    pub buyers: Option<BTreeSet<BuyerId>>,
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
    wants: MembershipWants,
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
    wants: MembershipWants,
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
    wants: MembershipWants,
) -> Result<MembershipView, Error> {
    views(tx, call, vec![(membership, user)], wants)?.pop().ok_or(Error::NotFound)
}

fn views(
    tx: &mut dyn Transaction,
    call: &Call,
    rows: Vec<(Membership, User)>,
    wants: MembershipWants,
) -> Result<Vec<MembershipView>, Error> {
    let accounts: BTreeSet<_> = rows.iter().map(|(m, _)| m.account).collect();
    let accounts = tx.accounts().summaries(&accounts.into_iter().collect::<Vec<_>>())?;
    let groups: BTreeSet<_> = rows.iter().flat_map(|(m, _)| m.groups.iter().copied()).collect();
    let group_ids: Vec<GroupId> = groups.into_iter().collect();
    let groups = tx.groups().summaries(&group_ids)?;
    let modules = if wants.modules { tx.groups().modules_of(&group_ids)? } else { Vec::new() };
    let limits = if wants.buyers { limits(tx, &rows)? } else { Vec::new() };
    let names = if wants.audit {
        ActorNames::read(tx, rows.iter().flat_map(|(m, _)| m.stamps.all()))?
    } else {
        ActorNames::default()
    };
    rows.into_iter()
        .map(|(membership, user)| {
            let of_group = |id: &GroupId| groups.iter().find(|group| group.id == *id).cloned();
            Ok(MembershipView {
                status: membership.status(&user, call.now).as_str(),
                invitation_status: membership.invitation_status(call.now),
                account: promised(&accounts, membership.account)?.clone(),
                groups: membership.groups.iter().filter_map(of_group).collect(),
                modules: modules
                    .iter()
                    .filter(|(group, _)| membership.groups.contains(group))
                    .map(|(_, module)| *module)
                    .collect(),
                buyers: if wants.buyers { buyers(&limits, &membership) } else { None },
                user: shown(call, &membership, user),
                names: names.clone(),
                membership,
            })
        })
        .collect()
}

/// The members' groups in full, account by account.
fn limits(tx: &mut dyn Transaction, rows: &[(Membership, User)]) -> Result<Vec<Group>, Error> {
    let mut groups: BTreeMap<AccountId, BTreeSet<GroupId>> = BTreeMap::new();
    for (membership, _) in rows {
        groups.entry(membership.account).or_default().extend(&membership.groups);
    }
    let mut found = Vec::new();
    for (account, ids) in groups {
        found.extend(tx.groups().find_many(account, &ids.into_iter().collect::<Vec<_>>())?);
    }
    Ok(found)
}

fn buyers(groups: &[Group], membership: &Membership) -> Option<BTreeSet<BuyerId>> {
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

/// What an audit record is about.
pub(crate) fn audit_object(membership: &Membership, user: &User) -> AuditObject {
    AuditObject {
        kind: ObjectKind::AccountUser,
        id: membership.id.to_string(),
        name: user.name(),
        revision: membership.revision,
    }
}

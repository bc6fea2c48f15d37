//! Memberships in memory.

use std::collections::BTreeSet;

use super::page::page;
use super::state::{State, refer, stored, unique};
use super::unit::Unit;
use crate::domain::Window;
use crate::error::{StoreError, UniqueKey};
use crate::group::Group;
use crate::id::{AccountId, GroupId, MembershipId, UserId};
use crate::list::{Page, Query};
use crate::membership::{
    FIELDS_BY_MEMBERSHIP, GroupMember, Membership, MembershipKind, MembershipRepository, MembershipRow,
    MembershipScope, MembershipState,
};
use crate::secret::Digest;
use crate::timestamp::Timestamp;
use crate::user::{MembershipGlance, User, UserLife, full_name};

fn shows(state: &State, scope: MembershipScope, membership: &Membership) -> bool {
    let is_in_scope = match scope {
        MembershipScope::All => true,
        MembershipScope::Account { account, person } => {
            membership.account == account || person == Some(membership.user)
        }
        MembershipScope::Person(person) => membership.user == person,
        MembershipScope::Nothing => false,
    };
    is_in_scope
        && membership.state != MembershipState::Deleted
        && state.live_account(membership.account).is_some()
}

fn row(
    state: &State,
    scope: MembershipScope,
    membership: &Membership,
    now: Timestamp,
) -> Option<MembershipRow> {
    let is_guarded = match scope {
        MembershipScope::Account { person, .. } => person != Some(membership.user) && !membership.is_joined(),
        _ => false,
    };
    let groups: Vec<&Group> = membership.groups.iter().filter_map(|id| state.groups.get(id)).collect();
    // One group without limits lifts those of all (R35).
    let buyers: Option<Vec<_>> = groups.iter().map(|group| group.buyers.clone()).collect();
    let buyers = buyers.map(|limits| limits.into_iter().flatten().collect::<BTreeSet<_>>());
    Some(MembershipRow {
        membership: membership.clone(),
        user: state.users.get(&membership.user)?.clone(),
        account: state.live_summary(membership.account)?,
        groups: groups.iter().map(|group| group.summary()).collect(),
        modules: state.modules_of(groups.iter().flat_map(|group| &group.modules)),
        buyers: buyers.map(|ids| state.group_buyers(&ids)).unwrap_or_default(),
        is_guarded,
        now,
    })
}

fn check(state: &State, membership: &Membership) -> Result<(), StoreError> {
    refer(&state.users, [membership.user], "users")?;
    refer(&state.accounts, [membership.account], "accounts")?;
    refer(&state.groups, membership.groups.iter().copied(), "groups")?;
    let is_taken = membership.state != MembershipState::Deleted
        && state
            .membership_of(membership.account, membership.user)
            .is_some_and(|other| other.id != membership.id);
    unique(is_taken, UniqueKey::MembershipPair)?;
    let is_owner = membership.is_owner && membership.state != MembershipState::Deleted;
    let has_another = || owner(state, membership.account).is_some_and(|owner| owner.id != membership.id);
    unique(is_owner && has_another(), UniqueKey::AccountOwner)
}

fn owner(state: &State, account: AccountId) -> Option<&Membership> {
    state.live_memberships().find(|m| m.account == account && m.is_owner)
}

fn domain_users(state: &State, account: AccountId) -> Vec<(Membership, User)> {
    let is_one = |m: &&Membership| m.account == account && m.kind != MembershipKind::Integration;
    let own = state.live_memberships().filter(is_one);
    let with_user = |m: &Membership| Some((m.clone(), state.users.get(&m.user)?.clone()));
    let mut own: Vec<_> = own.filter_map(with_user).collect();
    own.sort_by(|(a, x), (b, y)| (&x.email, a.id).cmp(&(&y.email, b.id)));
    own
}

/// R21.
fn is_administrator(state: &State, membership: &Membership) -> bool {
    let is_person_present = |user: &User| user.is_activated() && user.life == UserLife::Live;
    membership.state == MembershipState::Active
        && membership.kind.counts_as_administrator()
        && state.users.get(&membership.user).is_some_and(is_person_present)
}

/// One entry for each of the groups that the membership has.
fn members_through(state: &State, membership: &Membership, groups: &[GroupId]) -> Vec<GroupMember> {
    let Some(user) = state.users.get(&membership.user) else {
        return Vec::new();
    };
    let member = |group: &GroupId| GroupMember {
        group: *group,
        user: user.summary(),
        given_name: full_name(&membership.given.first, &membership.given.last),
        is_joined: membership.is_joined(),
    };
    membership.groups.iter().filter(|group| groups.contains(group)).map(member).collect()
}

fn count<'a>(rows: impl Iterator<Item = &'a Membership>, at_most: u32) -> u32 {
    rows.zip(0..at_most).fold(0, |count, _| count + 1)
}

impl MembershipRepository for Unit {
    fn find(&mut self, id: MembershipId) -> Result<Option<Membership>, StoreError> {
        self.look(|state| state.memberships.get(&id).cloned())
    }

    fn find_in(
        &mut self,
        scope: MembershipScope,
        id: MembershipId,
    ) -> Result<Option<(Membership, User)>, StoreError> {
        self.look(|state| {
            let found = state.memberships.get(&id).filter(|m| shows(state, scope, m))?;
            Some((found.clone(), state.users.get(&found.user)?.clone()))
        })
    }

    fn find_by_invitation(&mut self, code: &Digest) -> Result<Option<Membership>, StoreError> {
        self.look(|state| {
            let has_it = |m: &&Membership| {
                m.invitation.is_some_and(|open| open.code == *code) || m.accepted_code.as_ref() == Some(code)
            };
            state.live_memberships().find(has_it).cloned()
        })
    }

    fn find_pair(&mut self, account: AccountId, user: UserId) -> Result<Option<Membership>, StoreError> {
        self.look(|state| state.membership_of(account, user).cloned())
    }

    fn insert(&mut self, membership: &Membership) -> Result<bool, StoreError> {
        self.change(|state| {
            if state.memberships.contains_key(&membership.id) {
                return Ok(false);
            }
            check(state, membership)?;
            state.memberships.insert(membership.id, membership.clone());
            Ok(true)
        })
    }

    fn update(&mut self, membership: &Membership) -> Result<(), StoreError> {
        self.change(|state| {
            check(state, membership)?;
            *stored(&mut state.memberships, &membership.id, "memberships")? = membership.clone();
            Ok(())
        })
    }

    fn of_user(&mut self, user: UserId) -> Result<Vec<Membership>, StoreError> {
        self.look(|state| {
            let own = state.live_memberships().filter(|m| m.user == user);
            let mut own: Vec<Membership> = own.cloned().collect();
            own.sort_by_key(|m| (m.stamps.created.map(|stamp| stamp.at), m.id));
            own
        })
    }

    fn of_users(
        &mut self,
        users: &[UserId],
        account: Option<AccountId>,
    ) -> Result<Vec<Membership>, StoreError> {
        self.look(|state| {
            let wanted =
                |m: &&Membership| users.contains(&m.user) && account.is_none_or(|id| m.account == id);
            let mut found: Vec<Membership> = state.live_memberships().filter(wanted).cloned().collect();
            found.sort_by_key(|m| (m.stamps.created.map(|stamp| stamp.at), m.id));
            found
        })
    }

    fn glances(&mut self, user: UserId) -> Result<Vec<MembershipGlance>, StoreError> {
        let glance = |m: &Membership| MembershipGlance {
            state: m.state,
            invited_until: m.invitation.map(|invitation| invitation.expires_at),
        };
        self.look(|state| {
            let own = state.memberships.values().filter(|m| m.user == user);
            own.map(glance).collect()
        })
    }

    fn count_administrators(&mut self, group: GroupId, at_most: u32) -> Result<u32, StoreError> {
        self.look(|state| {
            let members = state.memberships.values().filter(|m| m.groups.contains(&group));
            count(members.filter(|m| is_administrator(state, m)), at_most)
        })
    }

    fn count_in_group(&mut self, group: GroupId, at_most: u32) -> Result<u32, StoreError> {
        self.look(|state| {
            let members = state.live_memberships().filter(|m| m.groups.contains(&group));
            count(members, at_most)
        })
    }

    fn people_of_groups(&mut self, groups: &[GroupId]) -> Result<Vec<GroupMember>, StoreError> {
        self.look(|state| {
            let mut members: Vec<GroupMember> =
                state.live_memberships().flat_map(|m| members_through(state, m, groups)).collect();
            members.sort_by_key(|member| (member.user.id, member.group));
            members
        })
    }

    fn expired_invitations(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<(Membership, User)>, StoreError> {
        self.look(|state| {
            let over = |m: &Membership| {
                let open = m.invitation.filter(|_| m.state == MembershipState::Invited);
                open.filter(|i| i.expires_at <= now && !i.is_expiry_noted).map(|i| i.expires_at)
            };
            let expired = state.memberships.values().filter_map(|m| Some((over(m)?, m)));
            let mut expired: Vec<_> = expired.collect();
            expired.sort_by_key(|(expires_at, m)| (*expires_at, m.id));
            let with_user =
                |(_, m): (Timestamp, &Membership)| Some((m.clone(), state.users.get(&m.user)?.clone()));
            let limit = usize::try_from(limit).unwrap_or(usize::MAX);
            expired.into_iter().take(limit).filter_map(with_user).collect()
        })
    }

    fn owner(&mut self, account: AccountId) -> Result<Option<Membership>, StoreError> {
        self.look(|state| owner(state, account).cloned())
    }

    fn count_domain_users(&mut self, account: AccountId) -> Result<u64, StoreError> {
        self.look(|state| domain_users(state, account).len() as u64)
    }

    fn domain_users(
        &mut self,
        account: AccountId,
        window: Window,
    ) -> Result<Vec<(Membership, User)>, StoreError> {
        self.look(|state| window.of(domain_users(state, account)))
    }

    fn page(
        &mut self,
        scope: MembershipScope,
        account: Option<AccountId>,
        query: &Query<MembershipRow>,
        now: Timestamp,
    ) -> Result<Page<(Membership, User)>, StoreError> {
        self.look(|state| {
            let visible = state
                .memberships
                .values()
                .filter(|m| account.is_none_or(|id| m.account == id) && shows(state, scope, m));
            let rows = visible.filter_map(|m| row(state, scope, m, now));
            // Both registries tie-break by the membership's identifier.
            page(&FIELDS_BY_MEMBERSHIP, query, rows, |row| (row.membership, row.user))
        })
    }
}

//! Stored memberships.

mod counts;
mod domain;
mod expired;
mod groups;
mod list;
mod people;
mod row;

use diesel::prelude::*;
use identity_core::domain::Window;
use identity_core::error::StoreError;
use identity_core::id::{AccountId, GroupId, MembershipId, UserId};
use identity_core::list::{Page, Query};
use identity_core::membership::{
    GroupMember, Membership, MembershipRepository, MembershipRow, MembershipScope, MembershipState,
};
use identity_core::secret::Digest;
use identity_core::timestamp::Timestamp;
use identity_core::user::{MembershipGlance, User};

pub(crate) use list::{USERS, complete_pairs};
pub(crate) use row::StoredMembership;

use crate::condition::{LiveAccount, LiveMembership};
use crate::dialect::{Kept, Skip, or, padded};
use crate::row::{Place, key, keys, moment};
use crate::schema::{accounts, memberships, users};
use crate::unit::{Unit, one_row};
use crate::user::StoredUser;

fn is_in(scope: MembershipScope, account: i64, user: i64) -> bool {
    match scope {
        MembershipScope::All => true,
        MembershipScope::Account { account: own, person } => {
            key(own) == account || person.map(key) == Some(user)
        }
        MembershipScope::Person(person) => key(person) == user,
        MembershipScope::Nothing => false,
    }
}

/// What a change of a membership writes to.
const TABLES: [&str; 2] = ["memberships", "membership_groups"];

impl MembershipRepository for Unit<'_> {
    fn find(&mut self, id: MembershipId) -> Result<Option<Membership>, StoreError> {
        self.look(|any| {
            let row = memberships::table.find(key(id)).get_result::<StoredMembership>(any).optional()?;
            row.map(|row| groups::complete(any, row)).transpose()
        })
    }

    fn find_in(
        &mut self,
        scope: MembershipScope,
        id: MembershipId,
    ) -> Result<Option<(Membership, User)>, StoreError> {
        self.look(|any| {
            let live = memberships::table
                .inner_join(users::table)
                .inner_join(accounts::table)
                .filter(memberships::id.eq(key(id)))
                .filter(LiveMembership)
                .filter(LiveAccount)
                .select((memberships::all_columns, users::all_columns));
            let row = live.first::<(StoredMembership, StoredUser)>(any).optional()?;
            let seen = row.filter(|(m, _)| is_in(scope, m.account_id, m.user_id));
            let Some((membership, user)) = seen else { return Ok(None) };
            Ok(Some((groups::complete(any, membership)?, user.try_into()?)))
        })
    }

    fn find_by_invitation(&mut self, code: &Digest) -> Result<Option<Membership>, StoreError> {
        let code = &code.0[..];
        self.look(|any| {
            let live = || memberships::table.filter(LiveMembership);
            let open = live().filter(memberships::invitation_code.eq(code));
            let mut row = open.get_result::<StoredMembership>(any).optional()?;
            if row.is_none() {
                row = live().filter(memberships::accepted_code.eq(code)).get_result(any).optional()?;
            }
            row.map(|row| groups::complete(any, row)).transpose()
        })
    }

    fn find_pair(&mut self, account: AccountId, user: UserId) -> Result<Option<Membership>, StoreError> {
        self.look(|any| {
            let row = memberships::table
                .filter(memberships::account_id.eq(key(account)))
                .filter(memberships::user_id.eq(key(user)))
                .filter(LiveMembership)
                .get_result::<StoredMembership>(any)
                .optional()?;
            row.map(|row| groups::complete(any, row)).transpose()
        })
    }

    fn insert(&mut self, membership: &Membership) -> Result<bool, StoreError> {
        self.change_in(&TABLES, |any| {
            let row = StoredMembership::from(membership);
            if or(Skip, diesel::insert_into(memberships::table).values(row)).execute(any)? == 0 {
                return Ok(false);
            }
            groups::insert(any, key(membership.id), membership.groups.iter().copied())?;
            Ok(true)
        })
    }

    fn update(&mut self, membership: &Membership) -> Result<(), StoreError> {
        self.change_in(&TABLES, |any| {
            let id = key(membership.id);
            let update = diesel::update(memberships::table.find(id)).set(StoredMembership::from(membership));
            one_row(Kept(update).execute(any)?, "memberships")?;
            groups::replace(any, id, &membership.groups)
        })
    }

    fn of_user(&mut self, user: UserId) -> Result<Vec<Membership>, StoreError> {
        self.look(|any| {
            let rows = memberships::table
                .filter(memberships::user_id.eq(key(user)))
                .filter(LiveMembership)
                .order((memberships::created_at.is_not_null(), memberships::created_at, memberships::id))
                .load::<StoredMembership>(any)?;
            groups::complete_all(any, rows)
        })
    }

    fn of_users(
        &mut self,
        users: &[UserId],
        account: Option<AccountId>,
    ) -> Result<Vec<Membership>, StoreError> {
        self.look(|any| {
            let order = (memberships::created_at.is_not_null(), memberships::created_at, memberships::id);
            let of_them = memberships::table
                .filter(memberships::user_id.eq_any(padded(keys(users))))
                .filter(LiveMembership);
            let rows = match account {
                Some(account) => Kept(of_them.filter(memberships::account_id.eq(key(account))).order(order))
                    .load::<StoredMembership>(any)?,
                None => Kept(of_them.order(order)).load::<StoredMembership>(any)?,
            };
            groups::complete_all(any, rows)
        })
    }

    fn glances(&mut self, user: UserId) -> Result<Vec<MembershipGlance>, StoreError> {
        self.look(|any| {
            let rows = memberships::table
                .filter(memberships::user_id.eq(key(user)))
                .select((memberships::id, memberships::state, memberships::invited_until))
                .load::<(i64, String, Option<i64>)>(any)?;
            let glance = |(id, state, invited_until): (i64, String, Option<i64>)| {
                let place = Place::<MembershipId>::new("memberships", id);
                let state = place.known("state", MembershipState::parse(&state))?;
                Ok(MembershipGlance { state, invited_until: moment(invited_until) })
            };
            rows.into_iter().map(glance).collect()
        })
    }

    fn count_administrators(&mut self, group: GroupId, at_most: u32) -> Result<u32, StoreError> {
        self.look(|any| counts::administrators(any, group, at_most))
    }

    fn count_in_group(&mut self, group: GroupId, at_most: u32) -> Result<u32, StoreError> {
        self.look(|any| counts::members(any, group, at_most))
    }

    fn people_of_groups(&mut self, groups: &[GroupId]) -> Result<Vec<GroupMember>, StoreError> {
        self.look(|any| people::of_groups(any, groups))
    }

    fn expired_invitations(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<(Membership, User)>, StoreError> {
        self.look(|any| expired::invitations(any, now, limit))
    }

    fn owner(&mut self, account: AccountId) -> Result<Option<Membership>, StoreError> {
        self.look(|any| domain::owner(any, account))
    }

    fn count_domain_users(&mut self, account: AccountId) -> Result<u64, StoreError> {
        self.look(|any| domain::count(any, account))
    }

    fn domain_users(
        &mut self,
        account: AccountId,
        window: Window,
    ) -> Result<Vec<(Membership, User)>, StoreError> {
        self.look(|any| domain::users(any, account, window))
    }

    fn page(
        &mut self,
        scope: MembershipScope,
        account: Option<AccountId>,
        query: &Query<MembershipRow>,
        now: Timestamp,
    ) -> Result<Page<(Membership, User)>, StoreError> {
        list::page(self, scope, account, query, now)
    }
}

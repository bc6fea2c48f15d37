//! Stored groups.

mod list;
mod many;
mod parts;
mod remove;
mod row;

use diesel::prelude::*;
use identity_core::error::StoreError;
use identity_core::group::{Group, GroupRepository, GroupRow, GroupScope, GroupSummary};
use identity_core::id::{AccountId, BuyerId, GroupId, ModuleId};
use identity_core::list::{Page, Query};

use row::{StoredGroup, SummaryColumns, summary};

use crate::condition::{DefaultGroup, LiveAccount, LiveMembership};
use crate::dialect::{Kept, Skip, or, padded};
use crate::row::{Place, key, keys};
use crate::schema::{accounts, group_buyers, group_modules, groups, membership_groups, memberships};
use crate::unit::{Unit, one_row};

const SUMMARY: (groups::id, groups::kind, groups::name, groups::description, groups::logo) =
    (groups::id, groups::kind, groups::name, groups::description, groups::logo);

/// What a change of a group writes to.
const TABLES: [&str; 5] = ["groups", "group_modules", "group_buyers", "membership_groups", "removed_groups"];

impl GroupRepository for Unit<'_> {
    fn find_in(&mut self, scope: GroupScope, id: GroupId) -> Result<Option<Group>, StoreError> {
        let (account, person) = match scope {
            GroupScope::All => (None, None),
            GroupScope::Account { account, .. } => (Some(account), None),
            GroupScope::OfMember(account, person) => (Some(account), Some(person)),
            GroupScope::Nothing => return Ok(None),
        };
        self.look(|any| {
            let row = groups::table
                .inner_join(accounts::table)
                .filter(groups::id.eq(key(id)))
                .filter(LiveAccount)
                .select(groups::all_columns)
                .get_result::<StoredGroup>(any)
                .optional()?;
            let row = row.filter(|row| account.is_none_or(|account| row.account_id == key(account)));
            if let Some(person) = person {
                let own = membership_groups::table
                    .inner_join(memberships::table)
                    .filter(membership_groups::group_id.eq(key(id)))
                    .filter(memberships::user_id.eq(key(person)))
                    .filter(LiveMembership);
                if !diesel::select(diesel::dsl::exists(own)).get_result::<bool>(any)? {
                    return Ok(None);
                }
            }
            parts::complete(any, row)
        })
    }

    fn find_many_in(&mut self, scope: GroupScope, ids: &[GroupId]) -> Result<Vec<Group>, StoreError> {
        many::find_many_in(self, scope, ids)
    }

    fn find_many(&mut self, account: AccountId, ids: &[GroupId]) -> Result<Vec<Group>, StoreError> {
        self.look(|any| {
            let rows = groups::table
                .filter(groups::id.eq_any(padded(keys(ids))))
                .filter(groups::account_id.eq(key(account)));
            let rows = Kept(rows).load::<StoredGroup>(any)?;
            parts::complete_all(any, rows)
        })
    }

    fn of_account(&mut self, account: AccountId) -> Result<Vec<Group>, StoreError> {
        self.look(|any| {
            let rows = groups::table
                .filter(groups::account_id.eq(key(account)))
                .order(groups::id)
                .load::<StoredGroup>(any)?;
            parts::complete_all(any, rows)
        })
    }

    fn listing_buyer(&mut self, buyer: BuyerId) -> Result<Vec<Group>, StoreError> {
        self.look(|any| {
            let listing = group_buyers::table
                .filter(group_buyers::buyer_id.eq(key(buyer)))
                .select(group_buyers::group_id);
            let rows = groups::table
                .filter(groups::id.eq_any(listing))
                .order(groups::id)
                .load::<StoredGroup>(any)?;
            parts::complete_all(any, rows)
        })
    }

    fn default_of(&mut self, account: AccountId) -> Result<Option<Group>, StoreError> {
        self.look(|any| {
            let row = groups::table
                .filter(groups::account_id.eq(key(account)))
                .filter(DefaultGroup)
                .get_result::<StoredGroup>(any)
                .optional()?;
            parts::complete(any, row)
        })
    }

    fn defaults_of(&mut self, accounts: &[AccountId]) -> Result<Vec<Group>, StoreError> {
        self.look(|any| {
            let of_them = groups::account_id.eq_any(padded(keys(accounts)));
            let rows = groups::table.filter(of_them).filter(DefaultGroup);
            let rows = Kept(rows).load::<StoredGroup>(any)?;
            parts::complete_all(any, rows)
        })
    }

    fn default_modules(&mut self, account: AccountId) -> Result<Vec<ModuleId>, StoreError> {
        self.look(|any| {
            let pairs = group_modules::table
                .inner_join(groups::table)
                .filter(groups::account_id.eq(key(account)))
                .filter(DefaultGroup)
                .select((groups::id, group_modules::module_id))
                .load::<(i64, i64)>(any)?;
            let module =
                |(group, module)| Ok(Place::<GroupId>::new("group_modules", group).id("module_id", module)?);
            pairs.into_iter().map(module).collect()
        })
    }

    fn insert(&mut self, group: &Group) -> Result<bool, StoreError> {
        self.change_in(&TABLES, |any| {
            if remove::was_removed(any, key(group.id))? {
                return Ok(false);
            }
            let insert = diesel::insert_into(groups::table).values(StoredGroup::from(group));
            if or(Skip, insert).execute(any)? == 0 {
                return Ok(false);
            }
            parts::insert(any, group)?;
            Ok(true)
        })
    }

    fn update(&mut self, group: &Group) -> Result<(), StoreError> {
        self.change_in(&TABLES, |any| {
            let update = diesel::update(groups::table.find(key(group.id))).set(StoredGroup::from(group));
            one_row(Kept(update).execute(any)?, "groups")?;
            parts::replace(any, group)
        })
    }

    fn delete(&mut self, id: GroupId) -> Result<(), StoreError> {
        self.change_in(&TABLES, |any| remove::remove(any, key(id)))
    }

    fn summaries(&mut self, ids: &[GroupId]) -> Result<Vec<GroupSummary>, StoreError> {
        self.look(|any| {
            let rows = groups::table.filter(groups::id.eq_any(padded(keys(ids)))).select(SUMMARY);
            let rows = Kept(rows).load::<SummaryColumns>(any)?;
            Ok(rows.into_iter().map(summary).collect::<Result<_, _>>()?)
        })
    }

    fn summaries_of_accounts(
        &mut self,
        ids: &[AccountId],
    ) -> Result<Vec<(AccountId, GroupSummary)>, StoreError> {
        self.look(|any| {
            let rows = groups::table
                .filter(groups::account_id.eq_any(padded(keys(ids))))
                .order(groups::id)
                .select((groups::account_id, SUMMARY));
            let pair = |(account, row): (i64, SummaryColumns)| {
                let place = Place::<GroupId>::new("groups", row.0);
                Ok((place.id("account_id", account)?, summary(row)?))
            };
            Kept(rows).load::<(i64, SummaryColumns)>(any)?.into_iter().map(pair).collect()
        })
    }

    fn modules_of(&mut self, ids: &[GroupId]) -> Result<Vec<(GroupId, ModuleId)>, StoreError> {
        self.look(|any| {
            let pairs = group_modules::table.filter(group_modules::group_id.eq_any(padded(keys(ids))));
            let pair = |(group, module)| {
                let place = Place::<GroupId>::new("group_modules", group);
                Ok((place.id("group_id", group)?, place.id("module_id", module)?))
            };
            Kept(pairs).load::<(i64, i64)>(any)?.into_iter().map(pair).collect()
        })
    }

    fn page(&mut self, scope: GroupScope, query: &Query<GroupRow>) -> Result<Page<Group>, StoreError> {
        list::page(self, scope, query)
    }
}

//! Stored accounts.

mod domains;
mod list;
mod named;
mod profile;
mod row;
mod tree;

use diesel::prelude::*;
use identity_core::account::{
    Account, AccountKind, AccountRepository, AccountRow, AccountScope, AccountSummary, DomainScope,
    LineageStep, Naming,
};
use identity_core::error::StoreError;
use identity_core::id::AccountId;
use identity_core::list::{Page, Query};
use identity_core::value::{AccountSlug, Text};

use profile::StoredProfile;
use row::{StoredAccount, SummaryColumns, summary};

use crate::any::AnyConnection;
use crate::condition::LiveAccount;
use crate::dialect::{Kept, Skip, or, padded};
use crate::error::Fault;
use crate::row::{Place, key, keys};
use crate::schema::{account_profiles, accounts};
use crate::unit::{Unit, one_row};

fn with_profile(any: &mut AnyConnection, row: Option<StoredAccount>) -> Result<Option<Account>, Fault> {
    let Some(row) = row else { return Ok(None) };
    let profile = account_profiles::table.find(row.id).get_result::<StoredProfile>(any).optional()?;
    Ok(Some(row.with(profile)?))
}

fn replace_profile(any: &mut AnyConnection, account: &Account) -> Result<(), Fault> {
    let profile = StoredProfile::from(account);
    let place = account_profiles::table.find(key(account.id));
    if profile.is_empty() {
        diesel::delete(place).execute(any)?;
    } else if Kept(diesel::update(place).set(&profile)).execute(any)? == 0 {
        diesel::insert_into(account_profiles::table).values(profile).execute(any)?;
    }
    Ok(())
}

/// What a change of an account writes to.
const TABLES: [&str; 2] = ["accounts", "account_profiles"];

impl AccountRepository for Unit<'_> {
    fn find(&mut self, id: AccountId) -> Result<Option<Account>, StoreError> {
        self.look(|any| {
            let row = accounts::table.find(key(id)).get_result::<StoredAccount>(any).optional()?;
            with_profile(any, row)
        })
    }

    fn find_in(&mut self, scope: AccountScope, id: AccountId) -> Result<Option<Account>, StoreError> {
        match scope {
            AccountScope::All => {}
            AccountScope::One(own) | AccountScope::Member { account: own, .. } if own == id => {}
            AccountScope::One(_) | AccountScope::Member { .. } | AccountScope::Nothing => return Ok(None),
        }
        self.look(|any| {
            let live = accounts::table.find(key(id)).filter(LiveAccount);
            let row = live.get_result::<StoredAccount>(any).optional()?;
            with_profile(any, row)
        })
    }

    fn find_many_in(&mut self, scope: AccountScope, ids: &[AccountId]) -> Result<Vec<Account>, StoreError> {
        let seen = |id: &AccountId| match scope {
            AccountScope::All => true,
            AccountScope::One(own) | AccountScope::Member { account: own, .. } => own == *id,
            AccountScope::Nothing => false,
        };
        let ids: Vec<AccountId> = ids.iter().copied().filter(seen).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        self.look(|any| {
            let live = accounts::table
                .left_join(account_profiles::table.on(account_profiles::account_id.eq(accounts::id)))
                .filter(accounts::id.eq_any(padded(keys(&ids))))
                .filter(LiveAccount)
                .select((accounts::all_columns, account_profiles::all_columns.nullable()));
            let rows = Kept(live).load::<(StoredAccount, Option<StoredProfile>)>(any)?;
            Ok(rows.into_iter().map(|(row, profile)| row.with(profile)).collect::<Result<_, _>>()?)
        })
    }

    fn insert(&mut self, account: &Account) -> Result<bool, StoreError> {
        self.change_in(&TABLES, |any| {
            let insert = diesel::insert_into(accounts::table).values(StoredAccount::from(account));
            if or(Skip, insert).execute(any)? == 0 {
                return Ok(false);
            }
            let profile = StoredProfile::from(account);
            if !profile.is_empty() {
                diesel::insert_into(account_profiles::table).values(profile).execute(any)?;
            }
            Ok(true)
        })
    }

    fn update(&mut self, account: &Account) -> Result<(), StoreError> {
        self.change_in(&TABLES, |any| {
            let update = diesel::update(accounts::table.find(key(account.id)));
            one_row(Kept(update.set(StoredAccount::from(account))).execute(any)?, "accounts")?;
            replace_profile(any, account)
        })
    }

    fn lineage(&mut self, id: AccountId) -> Result<Vec<LineageStep>, StoreError> {
        self.look(|any| tree::lineage(any, id))
    }

    fn usable(&mut self, ids: &[AccountId]) -> Result<Vec<AccountId>, StoreError> {
        self.look(|any| tree::usable(any, ids))
    }

    fn height(&mut self, id: AccountId) -> Result<u32, StoreError> {
        self.look(|any| tree::height(any, id))
    }

    fn find_by_external_id(
        &mut self,
        kind: AccountKind,
        external_id: &Text<250>,
    ) -> Result<Option<AccountId>, StoreError> {
        self.look(|any| {
            let id = accounts::table
                .filter(accounts::kind.eq(kind.as_str()))
                .filter(accounts::external_id.eq(external_id.as_str()))
                .filter(LiveAccount)
                .select(accounts::id)
                .get_result::<i64>(any)
                .optional()?;
            Ok(id.map(|id| Place::<AccountId>::new("accounts", id).id("id", id)).transpose()?)
        })
    }

    fn named(&mut self, slug: &AccountSlug, naming: &Naming) -> Result<Vec<Account>, StoreError> {
        let ids = self.look(|any| named::ids(any, slug, naming))?;
        self.find_many_in(AccountScope::All, &ids)
    }

    fn is_slug_taken(&mut self, parent: Option<AccountId>, slug: &AccountSlug) -> Result<bool, StoreError> {
        self.look(|any| named::is_taken(any, parent, slug))
    }

    fn unnamed(&mut self, limit: u32) -> Result<Vec<Account>, StoreError> {
        let ids = self.look(|any| named::unnamed(any, limit))?;
        self.find_many_in(AccountScope::All, &ids)
    }

    fn count_domains(&mut self, scope: DomainScope) -> Result<u64, StoreError> {
        domains::count(self, scope)
    }

    fn domains(
        &mut self,
        scope: DomainScope,
        limit: u32,
        offset: u64,
    ) -> Result<Vec<(Account, Option<AccountSlug>)>, StoreError> {
        domains::rows(self, scope, limit, offset)
    }

    fn operations(&mut self) -> Result<Option<AccountId>, StoreError> {
        self.look(|any| {
            let id = accounts::table
                .filter(accounts::kind.eq(AccountKind::Operations.as_str()))
                .filter(LiveAccount)
                .select(accounts::id)
                .get_result::<i64>(any)
                .optional()?;
            Ok(id.map(|id| Place::<AccountId>::new("accounts", id).id("id", id)).transpose()?)
        })
    }

    fn summaries(&mut self, ids: &[AccountId]) -> Result<Vec<AccountSummary>, StoreError> {
        self.look(|any| {
            let live = accounts::table
                .filter(accounts::id.eq_any(padded(keys(ids))))
                .filter(LiveAccount)
                .select((accounts::id, accounts::name, accounts::kind, accounts::status));
            let rows = Kept(live).load::<SummaryColumns>(any)?;
            Ok(rows.into_iter().map(summary).collect::<Result<_, _>>()?)
        })
    }

    fn page(&mut self, scope: AccountScope, query: &Query<AccountRow>) -> Result<Page<Account>, StoreError> {
        list::page(self, scope, query)
    }
}

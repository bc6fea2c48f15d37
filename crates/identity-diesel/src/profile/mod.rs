//! Stored profiles of members.

mod list;
mod row;

use diesel::prelude::*;
use identity_core::error::StoreError;
use identity_core::id::{AccountId, MembershipId, StoreAccessId, UserId};
use identity_core::list::{Page, Query};
use identity_core::membership::{Membership, Profile, ProfileRepository, StoreAccess, UserCode};
use identity_core::tenant::TenantUserRow;
use identity_core::timestamp::Timestamp;
use identity_core::user::User;
use identity_core::value::Uid;

use row::{StoredAccess, StoredProfile};

use crate::dialect::{Kept, Skip, or, padded};
use crate::row::{Place, key, keys};
use crate::schema::{membership_profiles, membership_stores};
use crate::unit::{Unit, one_row};

/// Profiles.
const PROFILES: &str = "membership_profiles";
/// Access to stores.
const STORES: &str = "membership_stores";

fn member(number: Option<i64>) -> Result<Option<MembershipId>, StoreError> {
    number.map(|number| Place::<MembershipId>::new(PROFILES, number).id("membership_id", number)).transpose()
}

impl ProfileRepository for Unit<'_> {
    fn find(&mut self, membership: MembershipId) -> Result<Option<Profile>, StoreError> {
        self.look(|any| {
            let row = membership_profiles::table
                .find(key(membership))
                .get_result::<StoredProfile>(any)
                .optional()?;
            Ok(row.map(Profile::try_from).transpose()?)
        })
    }

    fn find_many(&mut self, memberships: &[MembershipId]) -> Result<Vec<Profile>, StoreError> {
        if memberships.is_empty() {
            return Ok(Vec::new());
        }
        self.look(|any| {
            let of_them = membership_profiles::membership_id.eq_any(padded(keys(memberships)));
            let rows = Kept(membership_profiles::table.filter(of_them)).load::<StoredProfile>(any)?;
            Ok(rows.into_iter().map(Profile::try_from).collect::<Result<_, _>>()?)
        })
    }

    fn save(&mut self, profile: &Profile) -> Result<(), StoreError> {
        self.change_in(&[PROFILES], |any| {
            let place = membership_profiles::table.find(key(profile.membership));
            let update = diesel::update(place).set(StoredProfile::from(profile));
            if Kept(update).execute(any)? == 0 {
                let row = StoredProfile::from(profile);
                diesel::insert_into(membership_profiles::table).values(row).execute(any)?;
            }
            Ok(())
        })
    }

    fn remove(&mut self, membership: MembershipId) -> Result<(), StoreError> {
        self.change_in(&[PROFILES, STORES], |any| {
            let of_member = membership_stores::membership_id.eq(key(membership));
            diesel::delete(membership_stores::table.filter(of_member)).execute(any)?;
            diesel::delete(membership_profiles::table.find(key(membership))).execute(any)?;
            Ok(())
        })
    }

    fn find_by_code(
        &mut self,
        account: AccountId,
        code: &UserCode,
    ) -> Result<Option<MembershipId>, StoreError> {
        self.look(|any| {
            let found = membership_profiles::table
                .filter(membership_profiles::account_id.eq(key(account)))
                .filter(membership_profiles::user_code.eq(code.as_str()))
                .select(membership_profiles::membership_id)
                .get_result(any)
                .optional()?;
            Ok(member(found)?)
        })
    }

    fn find_by_external_id(
        &mut self,
        account: AccountId,
        external_id: &str,
    ) -> Result<Option<MembershipId>, StoreError> {
        self.look(|any| {
            let found = membership_profiles::table
                .filter(membership_profiles::account_id.eq(key(account)))
                .filter(membership_profiles::external_id.eq(external_id))
                .select(membership_profiles::membership_id)
                .get_result(any)
                .optional()?;
            Ok(member(found)?)
        })
    }

    fn page(
        &mut self,
        account: AccountId,
        person: Option<UserId>,
        query: &Query<TenantUserRow>,
        now: Timestamp,
    ) -> Result<Page<(Membership, User)>, StoreError> {
        list::page(self, account, person, query, now)
    }

    fn page_at_device(
        &mut self,
        account: AccountId,
        store: Option<Uid>,
        query: &Query<TenantUserRow>,
        now: Timestamp,
    ) -> Result<Page<(Membership, User)>, StoreError> {
        list::page_at_device(self, account, store.as_ref(), query, now)
    }

    fn stores(&mut self, memberships: &[MembershipId]) -> Result<Vec<StoreAccess>, StoreError> {
        if memberships.is_empty() {
            return Ok(Vec::new());
        }
        self.look(|any| {
            let of_them = membership_stores::table
                .filter(membership_stores::membership_id.eq_any(padded(keys(memberships))))
                .order((membership_stores::membership_id, membership_stores::store));
            let rows = Kept(of_them).load::<StoredAccess>(any)?;
            Ok(rows.into_iter().map(StoreAccess::try_from).collect::<Result<_, _>>()?)
        })
    }

    fn insert_store(&mut self, access: &StoreAccess) -> Result<bool, StoreError> {
        self.change_in(&[STORES], |any| {
            let insert = diesel::insert_into(membership_stores::table).values(StoredAccess::from(access));
            Ok(or(Skip, insert).execute(any)? == 1)
        })
    }

    fn update_store(&mut self, access: &StoreAccess) -> Result<(), StoreError> {
        self.change_in(&[STORES], |any| {
            let update = diesel::update(membership_stores::table.find(key(access.id)));
            one_row(update.set(StoredAccess::from(access)).execute(any)?, STORES)
        })
    }

    fn remove_store(&mut self, id: StoreAccessId) -> Result<(), StoreError> {
        self.change_in(&[STORES], |any| {
            diesel::delete(membership_stores::table.find(key(id))).execute(any)?;
            Ok(())
        })
    }
}

//! Profiles of members in memory.

use super::page::page;
use super::state::{State, refer, stored, unique};
use super::unit::Unit;
use crate::error::{StoreError, UniqueKey};
use crate::id::{AccountId, MembershipId, StoreAccessId, UserId};
use crate::list::{Page, Query};
use crate::membership::{
    Membership, MembershipKind, MembershipState, Profile, ProfileRepository, StoreAccess, UserCode,
};
use crate::tenant::{FIELDS, TenantUserRow};
use crate::timestamp::Timestamp;
use crate::user::{User, UserLife};
use crate::value::Uid;

fn row(
    state: &State,
    membership: &Membership,
    person: Option<UserId>,
    now: Timestamp,
) -> Option<TenantUserRow> {
    let profile = state.profiles.get(&membership.id).cloned();
    Some(TenantUserRow {
        user: state.users.get(&membership.user)?.clone(),
        profile: profile.unwrap_or_else(|| Profile::blank(membership)),
        is_own: person == Some(membership.user),
        membership: membership.clone(),
        now,
    })
}

/// S-R43, the person aside.
fn signs_in(state: &State, membership: &Membership, store: Option<&Uid>, now: Timestamp) -> bool {
    let mut stores = state.stores.values().filter(|access| access.membership == membership.id).peekable();
    let is_admitted = stores.peek().is_none()
        || store.is_none_or(|store| stores.any(|access| access.store == *store))
        || state.default_group(membership.account).is_some_and(|group| membership.groups.contains(&group.id));
    membership.state == MembershipState::Active
        && membership.kind != MembershipKind::Integration
        && state.pins.get(&membership.id).is_some_and(|pin| pin.is_valid(now))
        && is_admitted
}

impl ProfileRepository for Unit {
    fn find(&mut self, membership: MembershipId) -> Result<Option<Profile>, StoreError> {
        self.look(|state| state.profiles.get(&membership).cloned())
    }

    fn find_many(&mut self, memberships: &[MembershipId]) -> Result<Vec<Profile>, StoreError> {
        self.look(|state| memberships.iter().filter_map(|id| state.profiles.get(id).cloned()).collect())
    }

    fn save(&mut self, profile: &Profile) -> Result<(), StoreError> {
        self.change(|state| {
            refer(&state.memberships, [profile.membership], "memberships")?;
            refer(&state.accounts, [profile.account], "accounts")?;
            let is_taken = |same: fn(&Profile, &Profile) -> bool| {
                let mut others = state.profiles.values().filter(|other| {
                    other.account == profile.account && other.membership != profile.membership
                });
                others.any(|other| same(other, profile))
            };
            let code = |a: &Profile, b: &Profile| a.user_code.is_some() && a.user_code == b.user_code;
            unique(is_taken(code), UniqueKey::UserCode)?;
            let id = |a: &Profile, b: &Profile| a.external_id.is_some() && a.external_id == b.external_id;
            unique(is_taken(id), UniqueKey::MemberExternalId)?;
            state.profiles.insert(profile.membership, profile.clone());
            Ok(())
        })
    }

    fn remove(&mut self, membership: MembershipId) -> Result<(), StoreError> {
        self.change(|state| {
            state.profiles.remove(&membership);
            state.stores.retain(|_, access| access.membership != membership);
            Ok(())
        })
    }

    fn find_by_code(
        &mut self,
        account: AccountId,
        code: &UserCode,
    ) -> Result<Option<MembershipId>, StoreError> {
        self.look(|state| {
            let mut members = state.profiles.values().filter(|profile| profile.account == account);
            members.find(|profile| profile.user_code.as_ref() == Some(code)).map(|found| found.membership)
        })
    }

    fn find_by_external_id(
        &mut self,
        account: AccountId,
        external_id: &str,
    ) -> Result<Option<MembershipId>, StoreError> {
        self.look(|state| {
            let mut members = state.profiles.values().filter(|profile| profile.account == account);
            let has_it = |profile: &&Profile| {
                profile.external_id.as_ref().is_some_and(|own| own.as_str() == external_id)
            };
            members.find(has_it).map(|found| found.membership)
        })
    }

    fn page(
        &mut self,
        account: AccountId,
        person: Option<UserId>,
        query: &Query<TenantUserRow>,
        now: Timestamp,
    ) -> Result<Page<(Membership, User)>, StoreError> {
        self.look(|state| {
            let members = state.live_memberships().filter(|membership| membership.account == account);
            let rows = members.filter_map(|membership| row(state, membership, person, now));
            page(&FIELDS, query, rows, |row| (row.membership, row.user))
        })
    }

    fn page_at_device(
        &mut self,
        account: AccountId,
        store: Option<Uid>,
        query: &Query<TenantUserRow>,
        now: Timestamp,
    ) -> Result<Page<(Membership, User)>, StoreError> {
        self.look(|state| {
            let members = state.live_memberships().filter(|membership| {
                membership.account == account && signs_in(state, membership, store.as_ref(), now)
            });
            let rows = members.filter_map(|membership| row(state, membership, None, now));
            let rows = rows.filter(|row| row.user.life == UserLife::Live);
            page(&FIELDS, query, rows, |row| (row.membership, row.user))
        })
    }

    fn stores(&mut self, memberships: &[MembershipId]) -> Result<Vec<StoreAccess>, StoreError> {
        self.look(|state| {
            let of_them = state.stores.values().filter(|access| memberships.contains(&access.membership));
            let mut stores: Vec<_> = of_them.cloned().collect();
            stores.sort_by(|a, b| (a.membership, &a.store).cmp(&(b.membership, &b.store)));
            stores
        })
    }

    fn insert_store(&mut self, access: &StoreAccess) -> Result<bool, StoreError> {
        self.change(|state| {
            if state.stores.contains_key(&access.id) {
                return Ok(false);
            }
            refer(&state.memberships, [access.membership], "memberships")?;
            let is_there =
                |other: &StoreAccess| other.membership == access.membership && other.store == access.store;
            if state.stores.values().any(is_there) {
                return Err(StoreError::Constraint("the member enters that store already".into()));
            }
            state.stores.insert(access.id, access.clone());
            Ok(true)
        })
    }

    fn update_store(&mut self, access: &StoreAccess) -> Result<(), StoreError> {
        self.change(|state| {
            *stored(&mut state.stores, &access.id, "membership_stores")? = access.clone();
            Ok(())
        })
    }

    fn remove_store(&mut self, id: StoreAccessId) -> Result<(), StoreError> {
        self.change(|state| {
            state.stores.remove(&id);
            Ok(())
        })
    }
}

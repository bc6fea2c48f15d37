//! The port to stored profiles of members.

use super::{Profile, StoreAccess};
use crate::error::StoreError;
use crate::id::{AccountId, MembershipId, StoreAccessId, UserId};
use crate::list::{Page, Query};
use crate::membership::{Membership, UserCode};
use crate::tenant::TenantUserRow;
use crate::timestamp::Timestamp;
use crate::user::User;
use crate::value::Uid;

/// Stored profiles and the stores that members may enter.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait ProfileRepository {
    /// The stored profile; a member without one has the blank one.
    fn find(&mut self, membership: MembershipId) -> Result<Option<Profile>, StoreError>;
    /// The stored profiles of several members, in any order.
    fn find_many(&mut self, memberships: &[MembershipId]) -> Result<Vec<Profile>, StoreError>;
    /// Stores the profile in place of the one there is. A code or an external id that another member of the account has
    /// is [`StoreError::Duplicate`].
    fn save(&mut self, profile: &Profile) -> Result<(), StoreError>;
    /// Removes the profile and all access to stores: codes and external ids are free again once a member is deleted.
    fn remove(&mut self, membership: MembershipId) -> Result<(), StoreError>;
    /// The member of the account to whom the code was given; defaults are not stored.
    fn find_by_code(
        &mut self,
        account: AccountId,
        code: &UserCode,
    ) -> Result<Option<MembershipId>, StoreError>;
    /// The member of the account with the external id.
    fn find_by_external_id(
        &mut self,
        account: AccountId,
        external_id: &str,
    ) -> Result<Option<MembershipId>, StoreError>;
    /// One page of the non-deleted members of an account with their persons. Values of people who have not joined are
    /// those that the inviter gave, except for `person`, who asks (S-R22).
    fn page(
        &mut self,
        account: AccountId,
        person: Option<UserId>,
        query: &Query<TenantUserRow>,
        now: Timestamp,
    ) -> Result<Page<(Membership, User)>, StoreError>;
    /// One page of the members who can sign in now at a device of the account that stands in `store`, if in any (S-R43):
    /// Active, no robots, live persons, PINs that are neither void nor outdated; outside the default group none who are
    /// given other stores only (S-R32). Values of people who have not joined are those that the inviter gave.
    fn page_at_device(
        &mut self,
        account: AccountId,
        store: Option<Uid>,
        query: &Query<TenantUserRow>,
        now: Timestamp,
    ) -> Result<Page<(Membership, User)>, StoreError>;
    /// The stores of several members, each member's by store.
    fn stores(&mut self, memberships: &[MembershipId]) -> Result<Vec<StoreAccess>, StoreError>;
    /// Stores access to one more store; `false` when the identifier is taken, and then nothing was stored.
    fn insert_store(&mut self, access: &StoreAccess) -> Result<bool, StoreError>;
    /// Replaces the stored access of the same identifier.
    fn update_store(&mut self, access: &StoreAccess) -> Result<(), StoreError>;
    /// Removes access to a store.
    fn remove_store(&mut self, id: StoreAccessId) -> Result<(), StoreError>;
}

//! The port to stored memberships.

use super::{Membership, MembershipRow};
use crate::domain::Window;
use crate::error::StoreError;
use crate::id::{AccountId, GroupId, MembershipId, UserId};
use crate::list::{Page, Query};
use crate::secret::Digest;
use crate::timestamp::Timestamp;
use crate::user::{MembershipGlance, User, UserSummary};

/// Which memberships an actor sees (R1, R2). Deleted ones are in no scope (R23).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MembershipScope {
    /// All.
    All,
    /// Those of the account, and those of the person who asks.
    Account {
        /// The account.
        account: AccountId,
        /// The person who asks.
        person: Option<UserId>,
    },
    /// Those of one person.
    Person(UserId),
    /// None.
    Nothing,
}

/// A member of a group, with both names that may be shown (R20).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupMember {
    /// The group.
    pub group: GroupId,
    /// The person.
    pub user: UserSummary,
    /// The name that the inviter gave.
    pub given_name: String,
    /// Whether the person has joined.
    pub is_joined: bool,
}

/// Stored memberships, each with its groups.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait MembershipRepository {
    /// The membership, whatever its state.
    fn find(&mut self, id: MembershipId) -> Result<Option<Membership>, StoreError>;
    /// The membership and its person, if the scope shows it.
    fn find_in(
        &mut self,
        scope: MembershipScope,
        id: MembershipId,
    ) -> Result<Option<(Membership, User)>, StoreError>;
    /// The non-deleted membership whose open invitation has the code, or that was accepted by it.
    fn find_by_invitation(&mut self, code: &Digest) -> Result<Option<Membership>, StoreError>;
    /// The non-deleted membership of a person in an account; there is at most one (R14).
    fn find_pair(&mut self, account: AccountId, user: UserId) -> Result<Option<Membership>, StoreError>;
    /// Stores a new membership and its groups; `false` when the identifier is taken, and then nothing was stored.
    fn insert(&mut self, membership: &Membership) -> Result<bool, StoreError>;
    /// Replaces the stored membership of the same identifier, groups included.
    fn update(&mut self, membership: &Membership) -> Result<(), StoreError>;
    /// All non-deleted memberships of a person, oldest first.
    fn of_user(&mut self, user: UserId) -> Result<Vec<Membership>, StoreError>;
    /// All non-deleted memberships of several people, in one account when it is given, oldest first.
    fn of_users(
        &mut self,
        users: &[UserId],
        account: Option<AccountId>,
    ) -> Result<Vec<Membership>, StoreError>;
    /// What the standing of a person is derived from, deleted memberships included.
    fn glances(&mut self, user: UserId) -> Result<Vec<MembershipGlance>, StoreError>;
    /// Active administrators of the group as R21 counts them: membership Active of kind Full or Support, person
    /// activated and live. Counts no further than `at_most`.
    fn count_administrators(&mut self, group: GroupId, at_most: u32) -> Result<u32, StoreError>;
    /// How many non-deleted memberships the group has, counted no further than `at_most`.
    fn count_in_group(&mut self, group: GroupId, at_most: u32) -> Result<u32, StoreError>;
    /// Non-deleted members of the groups, by person.
    fn people_of_groups(&mut self, groups: &[GroupId]) -> Result<Vec<GroupMember>, StoreError>;
    /// Open invitations that are over and not noted as expired yet, with their people, those over longest first; at
    /// most `limit`.
    fn expired_invitations(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<(Membership, User)>, StoreError>;
    /// The non-deleted owner of the account; there is at most one (P-R19).
    fn owner(&mut self, account: AccountId) -> Result<Option<Membership>, StoreError>;
    /// How many domain users the account has: non-deleted memberships of all kinds but Integration (P-R26).
    fn count_domain_users(&mut self, account: AccountId) -> Result<u64, StoreError>;
    /// The account's domain users with their persons, by e-mail; the window alone says how many.
    fn domain_users(
        &mut self,
        account: AccountId,
        window: Window,
    ) -> Result<Vec<(Membership, User)>, StoreError>;
    /// One page of what the scope shows, within one account when `account` is given; `now` decides which
    /// invitations are over.
    fn page(
        &mut self,
        scope: MembershipScope,
        account: Option<AccountId>,
        query: &Query<MembershipRow>,
        now: Timestamp,
    ) -> Result<Page<(Membership, User)>, StoreError>;
}

//! Everything the store holds, and the questions that several repositories ask of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::account::{Account, AccountState, AccountSummary};
use crate::api_token::ApiToken;
use crate::audit::AuditRecord;
use crate::buyer::Buyer;
use crate::device::Device;
use crate::error::{StoreError, UniqueKey};
use crate::group::{Group, GroupBuyer};
use crate::icon::{Icon, IconOwner};
use crate::id::{
    AccountId, AuditId, BuyerId, DeviceId, GroupId, MembershipId, ModuleId, SessionId, StoreAccessId,
    TokenId, UserId,
};
use crate::idempotency::IdempotencyRecord;
use crate::membership::pin::StoredPin;
use crate::membership::{Membership, MembershipState, Profile, StoreAccess};
use crate::module::Module;
use crate::outbox::OutboxEntry;
use crate::replay::Sighting;
use crate::reset::Reset;
use crate::second_factor::SecondFactor;
use crate::session::Session;
use crate::signing_key::SigningKey;
use crate::throttle::Counter;
use crate::timestamp::Timestamp;
use crate::user::User;

/// All rows.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    pub(super) accounts: BTreeMap<AccountId, Account>,
    pub(super) users: BTreeMap<UserId, User>,
    pub(super) memberships: BTreeMap<MembershipId, Membership>,
    pub(super) profiles: BTreeMap<MembershipId, Profile>,
    pub(super) stores: BTreeMap<StoreAccessId, StoreAccess>,
    pub(super) groups: BTreeMap<GroupId, Group>,
    /// Identifiers of removed groups.
    pub(super) groups_removed: BTreeSet<GroupId>,
    pub(super) modules: BTreeMap<ModuleId, Module>,
    pub(super) tokens: BTreeMap<TokenId, ApiToken>,
    pub(super) buyers: BTreeMap<BuyerId, Buyer>,
    pub(super) pins: BTreeMap<MembershipId, StoredPin>,
    pub(super) devices: BTreeMap<DeviceId, Device>,
    pub(super) sessions: BTreeMap<SessionId, Session>,
    /// Refresh tokens by digest, used ones too.
    pub(super) refreshes: BTreeMap<[u8; 32], SessionId>,
    pub(super) factors: BTreeMap<UserId, SecondFactor>,
    /// Recovery codes that were not used.
    pub(super) recovery_codes: BTreeSet<(UserId, [u8; 32])>,
    /// Signing keys by their `kid`.
    pub(super) keys: BTreeMap<String, SigningKey>,
    /// Shared, because every write begins with a copy of all rows.
    pub(super) icons: BTreeMap<IconOwner, Arc<Icon>>,
    pub(super) audit: BTreeMap<AuditId, AuditRecord>,
    /// Mail by its place in the queue, each with the moment it is due.
    pub(super) outbox: BTreeMap<i64, (OutboxEntry, Timestamp)>,
    pub(super) outbox_last: i64,
    pub(super) resets: BTreeMap<UserId, Reset>,
    /// E-mails that a reset was asked for, each with the moment of the first request.
    pub(super) resets_asked: BTreeMap<String, Timestamp>,
    /// Counters of failures by their key, each with the moment it expires.
    pub(super) counters: BTreeMap<[u8; 32], (Counter, Timestamp)>,
    /// Signed requests that were seen, by key and signature.
    pub(super) replays: BTreeMap<(TokenId, [u8; 32]), Sighting>,
    /// Kept answers by their key.
    pub(super) answers: BTreeMap<[u8; 32], IdempotencyRecord>,
}

/// Greatest number of levels in the account tree (R10).
const LEVELS_MAX: usize = 8;

impl State {
    /// The account itself, then its ancestors.
    pub(super) fn lineage(&self, id: AccountId) -> impl Iterator<Item = &Account> {
        let above = |account: &&Account| self.accounts.get(&account.parent?);
        std::iter::successors(self.accounts.get(&id), above).take(LEVELS_MAX)
    }

    /// The account, unless it is deleted.
    pub(super) fn live_account(&self, id: AccountId) -> Option<&Account> {
        self.accounts.get(&id).filter(|account| account.state != AccountState::Deleted)
    }

    /// The summary of an account that is not deleted.
    pub(super) fn live_summary(&self, id: AccountId) -> Option<AccountSummary> {
        self.live_account(id).map(Account::summary)
    }

    pub(super) fn live_memberships(&self) -> impl Iterator<Item = &Membership> {
        self.memberships.values().filter(|m| m.state != MembershipState::Deleted)
    }

    /// The non-deleted membership of a person in an account.
    pub(super) fn membership_of(&self, account: AccountId, user: UserId) -> Option<&Membership> {
        self.live_memberships().find(|m| m.account == account && m.user == user)
    }

    /// The catalogue's entries of those identifiers.
    pub(super) fn modules_of<'a>(&self, ids: impl IntoIterator<Item = &'a ModuleId>) -> Vec<Module> {
        ids.into_iter().filter_map(|id| self.modules.get(id).cloned()).collect()
    }

    /// Buyers as the groups that list them show them.
    pub(super) fn group_buyers<'a>(&self, ids: impl IntoIterator<Item = &'a BuyerId>) -> Vec<GroupBuyer> {
        let name = |id: &BuyerId| self.buyers.get(id).map(|buyer| buyer.name.to_string());
        ids.into_iter().map(|id| GroupBuyer { id: *id, name: name(id) }).collect()
    }

    pub(super) fn default_group(&self, account: AccountId) -> Option<&Group> {
        self.groups.values().find(|group| group.account == account && group.is_default())
    }
}

/// What a foreign key does.
pub(super) fn refer<K: Ord, V>(
    rows: &BTreeMap<K, V>,
    keys: impl IntoIterator<Item = K>,
    table: &str,
) -> Result<(), StoreError> {
    if keys.into_iter().all(|key| rows.contains_key(&key)) {
        Ok(())
    } else {
        Err(StoreError::Constraint(format!("no such row in {table}")))
    }
}

/// What a unique key does.
pub(super) fn unique(is_taken: bool, key: UniqueKey) -> Result<(), StoreError> {
    if is_taken { Err(StoreError::Duplicate(key)) } else { Ok(()) }
}

/// The row to replace; an update that finds none must not look like success.
pub(super) fn stored<'a, K: Ord, V>(
    rows: &'a mut BTreeMap<K, V>,
    key: &K,
    table: &str,
) -> Result<&'a mut V, StoreError> {
    rows.get_mut(key).ok_or_else(|| StoreError::Constraint(format!("no row to update in {table}")))
}

//! The port to stored API tokens.

use super::{ApiToken, HmacScope, TokenDigests, TokenKind, TokenRow, TokenState};
use crate::account::AccountKind;
use crate::error::StoreError;
use crate::id::{AccountId, MembershipId, ModuleId, TokenId, UserId};
use crate::list::{Page, Query};
use crate::timestamp::Timestamp;
use crate::value::{LocalPath, Text, TokenName};

/// Which tokens an actor sees (R1, R2). Deleted tokens are in no scope (R46), nor are those that are no API tokens
/// (R41).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenScope {
    /// All.
    All,
    /// Those of the account.
    Account(AccountId),
    /// Of the account: the token itself, and those that it or the person created or the person holds.
    Linked {
        /// The account.
        account: AccountId,
        /// The token that asks.
        token: Option<TokenId>,
        /// The person who asks.
        person: Option<UserId>,
    },
    /// None.
    Nothing,
}

/// The part of a token that references show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenSummary {
    /// Identifier.
    pub id: TokenId,
    /// Display name.
    pub name: TokenName,
    /// Picture.
    pub icon: Option<LocalPath>,
}

/// All that authentication by a token needs, read in one statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenCredential {
    /// Identifier.
    pub id: TokenId,
    /// Display name.
    pub name: TokenName,
    /// What it is.
    pub kind: TokenKind,
    /// The membership that it is bound to.
    pub membership: Option<MembershipId>,
    /// What a key acts on.
    pub hmac_scope: Option<HmacScope>,
    /// The secret of a key, sealed; a bearer's sealed value authenticates nobody and is not read.
    pub sealed: Option<Vec<u8>>,
    /// Whom it is made for.
    pub holder: Option<UserId>,
    /// Where it stands.
    pub state: TokenState,
    /// Digests of its secrets.
    pub digests: TokenDigests,
    /// The first moment at which it no longer works.
    pub expires_at: Option<Timestamp>,
    /// Its account.
    pub account: AccountId,
    /// What the account is.
    pub account_kind: AccountKind,
    /// Display name of the account.
    pub account_name: Text<500>,
    /// Whether the account and all its ancestors are usable (R8).
    pub is_account_usable: bool,
    /// Its modules within those of the account's default group (R5); obsolete ones included.
    pub modules: Vec<ModuleId>,
    /// Last recorded use.
    pub last_access_at: Option<Timestamp>,
}

/// Stored API tokens, each with its modules.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait ApiTokenRepository {
    /// The token, whatever its state.
    fn find(&mut self, id: TokenId) -> Result<Option<ApiToken>, StoreError>;
    /// The token, if the scope shows it.
    fn find_in(&mut self, scope: TokenScope, id: TokenId) -> Result<Option<ApiToken>, StoreError>;
    /// What authentication needs, in one consistent read; `None` for an unknown token.
    fn credential(&mut self, id: TokenId) -> Result<Option<TokenCredential>, StoreError>;
    /// Stores a new token and its modules; `false` when the identifier is taken, and then nothing was stored.
    fn insert(&mut self, token: &ApiToken) -> Result<bool, StoreError>;
    /// Replaces the stored token of the same identifier, modules included; last use is not touched.
    fn update(&mut self, token: &ApiToken) -> Result<(), StoreError>;
    /// Non-deleted tokens that are bound to the membership, oldest first.
    fn of_membership(&mut self, membership: MembershipId) -> Result<Vec<ApiToken>, StoreError>;
    /// Non-deleted tokens of the account that have at least one of the modules.
    fn with_modules(&mut self, account: AccountId, modules: &[ModuleId])
    -> Result<Vec<ApiToken>, StoreError>;
    /// Non-deleted tokens of the account, of all kinds, by identifier: at most so many after so many, and how many there
    /// are (P-R7).
    fn of_account(
        &mut self,
        account: AccountId,
        limit: u32,
        offset: u64,
    ) -> Result<(Vec<ApiToken>, u64), StoreError>;
    /// How many tokens of the account are neither deleted nor over, of all kinds (P-R36).
    fn live_count(&mut self, account: AccountId, now: Timestamp) -> Result<u64, StoreError>;
    /// Drops the sealed copies of all API tokens of the account (R38); the secrets of its keys stay, because requests
    /// are verified with them.
    fn erase_sealed(&mut self, account: AccountId) -> Result<(), StoreError>;
    /// Notes uses; later ones win. No change of a token.
    fn note_access(&mut self, uses: &[(TokenId, Timestamp)]) -> Result<(), StoreError>;
    /// Summaries of those that exist, deleted ones included, in any order.
    fn summaries(&mut self, ids: &[TokenId]) -> Result<Vec<TokenSummary>, StoreError>;
    /// One page of what the scope shows; `now` decides which rotated secrets still count.
    fn page(
        &mut self,
        scope: TokenScope,
        query: &Query<TokenRow>,
        now: Timestamp,
    ) -> Result<Page<ApiToken>, StoreError>;
}

//! API tokens in memory.

use super::page::page;
use super::state::{State, refer, stored};
use super::unit::Unit;
use crate::actor::ActorRef;
use crate::api_token::{
    ApiToken, ApiTokenRepository, FIELDS, TokenCredential, TokenKind, TokenRow, TokenScope, TokenState,
    TokenSummary,
};
use crate::error::StoreError;
use crate::id::{AccountId, MembershipId, ModuleId, TokenId, UserId};
use crate::list::{Page, Query};
use crate::timestamp::Timestamp;
use crate::user::full_name;

fn shows(state: &State, scope: TokenScope, token: &ApiToken) -> bool {
    let is_in_scope = match scope {
        TokenScope::All => true,
        TokenScope::Account(account) => token.account == account,
        TokenScope::Linked { account, token: asking, person } => {
            token.account == account && is_linked(token, asking, person)
        }
        TokenScope::Nothing => false,
    };
    is_in_scope
        && token.kind == TokenKind::Api
        && token.state != TokenState::Deleted
        && state.live_account(token.account).is_some()
}

/// The name by which all but O+ know a holder who has not joined (R20).
fn given_name(state: &State, scope: TokenScope, token: &ApiToken) -> Option<String> {
    let membership = state.membership_of(token.account, token.holder?)?;
    let is_guest = scope != TokenScope::All && !membership.is_joined();
    is_guest.then(|| full_name(&membership.given.first, &membership.given.last))
}

fn is_linked(token: &ApiToken, asking: Option<TokenId>, person: Option<UserId>) -> bool {
    let by_token = asking.is_some_and(|id| token.id == id || token.creator == Some(ActorRef::Token(id)));
    let by_person =
        person.is_some_and(|id| token.holder == Some(id) || token.creator == Some(ActorRef::User(id)));
    by_token || by_person
}

fn credential(state: &State, token: &ApiToken) -> Option<TokenCredential> {
    let account = state.accounts.get(&token.account)?;
    let bound = state.default_group(token.account);
    let is_bound = |id: &&ModuleId| bound.is_some_and(|group| group.modules.contains(id));
    Some(TokenCredential {
        id: token.id,
        name: token.name.clone(),
        kind: token.kind,
        membership: token.membership,
        hmac_scope: token.hmac_scope,
        sealed: token.sealed.clone().filter(|_| token.kind == TokenKind::Hmac),
        holder: token.holder,
        state: token.state,
        digests: token.digests,
        expires_at: token.expires_at,
        account: token.account,
        account_name: account.name.clone(),
        account_kind: account.kind,
        is_account_usable: state.lineage(token.account).all(|a| a.state.is_usable()),
        modules: token.modules.iter().filter(is_bound).copied().collect(),
        last_access_at: token.last_access_at,
    })
}

/// Tokens of the account that are not deleted, by identifier.
fn present(state: &State, account: AccountId) -> impl Iterator<Item = &ApiToken> {
    let is_present = move |token: &&ApiToken| token.account == account && token.state != TokenState::Deleted;
    state.tokens.values().filter(is_present)
}

fn check(state: &State, token: &ApiToken) -> Result<(), StoreError> {
    refer(&state.accounts, [token.account], "accounts")?;
    refer(&state.users, token.holder, "users")?;
    refer(&state.modules, token.modules.iter().copied(), "modules")
}

impl ApiTokenRepository for Unit {
    fn find(&mut self, id: TokenId) -> Result<Option<ApiToken>, StoreError> {
        self.look(|state| state.tokens.get(&id).cloned())
    }

    fn find_in(&mut self, scope: TokenScope, id: TokenId) -> Result<Option<ApiToken>, StoreError> {
        self.look(|state| state.tokens.get(&id).filter(|token| shows(state, scope, token)).cloned())
    }

    fn credential(&mut self, id: TokenId) -> Result<Option<TokenCredential>, StoreError> {
        self.look(|state| credential(state, state.tokens.get(&id)?))
    }

    fn insert(&mut self, token: &ApiToken) -> Result<bool, StoreError> {
        self.change(|state| {
            if state.tokens.contains_key(&token.id) {
                return Ok(false);
            }
            check(state, token)?;
            state.tokens.insert(token.id, token.clone());
            Ok(true)
        })
    }

    fn update(&mut self, token: &ApiToken) -> Result<(), StoreError> {
        self.change(|state| {
            check(state, token)?;
            let row = stored(&mut state.tokens, &token.id, "api_tokens")?;
            *row = ApiToken { last_access_at: row.last_access_at, ..token.clone() };
            Ok(())
        })
    }

    fn of_membership(&mut self, membership: MembershipId) -> Result<Vec<ApiToken>, StoreError> {
        self.look(|state| {
            let is_theirs = |token: &&ApiToken| {
                token.membership == Some(membership) && token.state != TokenState::Deleted
            };
            let mut tokens: Vec<ApiToken> = state.tokens.values().filter(is_theirs).cloned().collect();
            tokens.sort_by_key(|token| (token.stamps.created.map(|stamp| stamp.at), token.id));
            tokens
        })
    }

    fn with_modules(
        &mut self,
        account: AccountId,
        modules: &[ModuleId],
    ) -> Result<Vec<ApiToken>, StoreError> {
        self.look(|state| {
            let is_asked = |token: &&ApiToken| {
                token.account == account
                    && token.state != TokenState::Deleted
                    && modules.iter().any(|id| token.modules.contains(id))
            };
            state.tokens.values().filter(is_asked).cloned().collect()
        })
    }

    fn of_account(
        &mut self,
        account: AccountId,
        limit: u32,
        offset: u64,
    ) -> Result<(Vec<ApiToken>, u64), StoreError> {
        self.look(|state| {
            let own: Vec<&ApiToken> = present(state, account).collect();
            let skipped = usize::try_from(offset).unwrap_or(usize::MAX);
            let taken = usize::try_from(limit).unwrap_or(usize::MAX);
            let total = own.len() as u64;
            (own.into_iter().skip(skipped).take(taken).cloned().collect(), total)
        })
    }

    fn live_count(&mut self, account: AccountId, now: Timestamp) -> Result<u64, StoreError> {
        self.look(|state| {
            let is_live = |token: &&ApiToken| token.expires_at.is_none_or(|end| now < end);
            present(state, account).filter(is_live).count() as u64
        })
    }

    fn erase_sealed(&mut self, account: AccountId) -> Result<(), StoreError> {
        self.change(|state| {
            let is_own = |t: &&mut ApiToken| t.account == account && t.kind == TokenKind::Api;
            let own = state.tokens.values_mut().filter(is_own);
            own.for_each(|token| token.sealed = None);
            Ok(())
        })
    }

    fn note_access(&mut self, uses: &[(TokenId, Timestamp)]) -> Result<(), StoreError> {
        self.change(|state| {
            for (id, at) in uses {
                let row = stored(&mut state.tokens, id, "api_tokens")?;
                row.last_access_at = row.last_access_at.max(Some(*at));
            }
            Ok(())
        })
    }

    fn summaries(&mut self, ids: &[TokenId]) -> Result<Vec<TokenSummary>, StoreError> {
        self.look(|state| {
            let asked = state.tokens.values().filter(|token| ids.contains(&token.id));
            asked.map(ApiToken::summary).collect()
        })
    }

    fn page(
        &mut self,
        scope: TokenScope,
        query: &Query<TokenRow>,
        now: Timestamp,
    ) -> Result<Page<ApiToken>, StoreError> {
        self.look(|state| {
            let visible = state.tokens.values().filter(|token| shows(state, scope, token));
            let rows = visible.filter_map(|token| {
                Some(TokenRow {
                    token: token.clone(),
                    account: state.live_summary(token.account)?,
                    holder: token.holder.and_then(|id| state.users.get(&id)).cloned(),
                    given_name: given_name(state, scope, token),
                    modules: state.modules_of(&token.modules),
                    now,
                })
            });
            page(&FIELDS, query, rows, |row| row.token)
        })
    }
}

//! Stored API tokens.

mod account;
mod credential;
mod list;
mod parts;
mod row;

use diesel::dsl::exists;
use diesel::prelude::*;
use identity_core::actor::ActorRef;
use identity_core::api_token::{
    ApiToken, ApiTokenRepository, TokenCredential, TokenKind, TokenRow, TokenScope, TokenSummary,
};
use identity_core::error::StoreError;
use identity_core::id::{AccountId, MembershipId, ModuleId, TokenId, UserId};
use identity_core::list::{Page, Query};
use identity_core::timestamp::Timestamp;
use identity_core::value::{LocalPath, TokenName};

use row::StoredToken;

use crate::condition::{ApiKind, LiveAccount, LiveToken};
use crate::dialect::{Kept, Skip, or, padded};
use crate::row::{Place, key, keys};
use crate::schema::{accounts, api_token_modules, api_tokens};
use crate::unit::{Unit, one_row};

fn is_linked(token: &ApiToken, asking: Option<TokenId>, person: Option<UserId>) -> bool {
    let by_token = asking.is_some_and(|id| token.id == id || token.creator == Some(ActorRef::Token(id)));
    let by_person =
        person.is_some_and(|id| token.holder == Some(id) || token.creator == Some(ActorRef::User(id)));
    by_token || by_person
}

fn is_in(scope: TokenScope, token: &ApiToken) -> bool {
    match scope {
        TokenScope::All => true,
        TokenScope::Account(account) => token.account == account,
        TokenScope::Linked { account, token: asking, person } => {
            token.account == account && is_linked(token, asking, person)
        }
        TokenScope::Nothing => false,
    }
}

/// What a change of a token writes to.
const TABLES: [&str; 3] = ["api_tokens", "api_token_modules", "api_token_uses"];

impl ApiTokenRepository for Unit<'_> {
    fn find(&mut self, id: TokenId) -> Result<Option<ApiToken>, StoreError> {
        self.look(|any| {
            let row = api_tokens::table.find(key(id)).get_result::<StoredToken>(any).optional()?;
            parts::complete(any, row)
        })
    }

    fn find_in(&mut self, scope: TokenScope, id: TokenId) -> Result<Option<ApiToken>, StoreError> {
        self.look(|any| {
            let row = api_tokens::table
                .inner_join(accounts::table)
                .filter(api_tokens::id.eq(key(id)))
                .filter(LiveToken)
                .filter(LiveAccount)
                .select(api_tokens::all_columns)
                .get_result::<StoredToken>(any)
                .optional()?;
            Ok(parts::complete(any, row)?.filter(|token| token.kind == TokenKind::Api && is_in(scope, token)))
        })
    }

    fn credential(&mut self, id: TokenId) -> Result<Option<TokenCredential>, StoreError> {
        self.look(|any| credential::find(any, id))
    }

    fn insert(&mut self, token: &ApiToken) -> Result<bool, StoreError> {
        self.change_in(&TABLES, |any| {
            let insert = diesel::insert_into(api_tokens::table).values(StoredToken::from(token));
            if or(Skip, insert).execute(any)? == 0 {
                return Ok(false);
            }
            let modules: Vec<ModuleId> = token.modules.iter().copied().collect();
            parts::add_modules(any, key(token.id), &modules)?;
            if let Some(at) = token.last_access_at {
                parts::note_use(any, token.id, at)?;
            }
            Ok(true)
        })
    }

    fn update(&mut self, token: &ApiToken) -> Result<(), StoreError> {
        self.change_in(&TABLES, |any| {
            let update = diesel::update(api_tokens::table.find(key(token.id))).set(StoredToken::from(token));
            one_row(Kept(update).execute(any)?, "api_tokens")?;
            parts::replace_modules(any, token)
        })
    }

    fn of_membership(&mut self, membership: MembershipId) -> Result<Vec<ApiToken>, StoreError> {
        self.look(|any| {
            let rows = api_tokens::table
                .filter(api_tokens::membership_id.eq(key(membership)))
                .filter(LiveToken)
                .order((api_tokens::created_at.is_not_null(), api_tokens::created_at, api_tokens::id))
                .load::<StoredToken>(any)?;
            parts::complete_all(any, rows)
        })
    }

    fn with_modules(
        &mut self,
        account: AccountId,
        modules: &[ModuleId],
    ) -> Result<Vec<ApiToken>, StoreError> {
        self.look(|any| {
            let asked = api_token_modules::table
                .filter(api_token_modules::token_id.eq(api_tokens::id))
                .filter(api_token_modules::module_id.eq_any(padded(keys(modules))));
            let rows = api_tokens::table
                .filter(api_tokens::account_id.eq(key(account)))
                .filter(LiveToken)
                .filter(exists(asked));
            let rows = Kept(rows).load::<StoredToken>(any)?;
            parts::complete_all(any, rows)
        })
    }

    fn of_account(
        &mut self,
        account: AccountId,
        limit: u32,
        offset: u64,
    ) -> Result<(Vec<ApiToken>, u64), StoreError> {
        self.look(|any| account::page(any, account, limit, offset))
    }

    fn live_count(&mut self, account: AccountId, now: Timestamp) -> Result<u64, StoreError> {
        self.look(|any| account::live_count(any, account, now))
    }

    fn erase_sealed(&mut self, account: AccountId) -> Result<(), StoreError> {
        self.change_in(&["api_tokens"], |any| {
            let own = api_tokens::table
                .filter(api_tokens::account_id.eq(key(account)))
                .filter(ApiKind)
                .filter(api_tokens::sealed.is_not_null());
            diesel::update(own).set(api_tokens::sealed.eq(None::<Vec<u8>>)).execute(any)?;
            Ok(())
        })
    }

    fn note_access(&mut self, uses: &[(TokenId, Timestamp)]) -> Result<(), StoreError> {
        self.change_in(&["api_token_uses"], |any| {
            uses.iter().try_for_each(|(id, at)| parts::note_use(any, *id, *at))
        })
    }

    fn summaries(&mut self, ids: &[TokenId]) -> Result<Vec<TokenSummary>, StoreError> {
        self.look(|any| {
            let rows = api_tokens::table.filter(api_tokens::id.eq_any(padded(keys(ids)))).select((
                api_tokens::id,
                api_tokens::name,
                api_tokens::icon,
            ));
            let summary = |(id, name, icon): (i64, String, Option<String>)| {
                Ok(TokenSummary {
                    id: Place::<TokenId>::new("api_tokens", id).id("id", id)?,
                    name: TokenName::from_stored(name),
                    icon: icon.map(LocalPath::from_stored),
                })
            };
            Kept(rows).load(any)?.into_iter().map(summary).collect()
        })
    }

    fn page(
        &mut self,
        scope: TokenScope,
        query: &Query<TokenRow>,
        now: Timestamp,
    ) -> Result<Page<ApiToken>, StoreError> {
        list::page(self, scope, query, now)
    }
}

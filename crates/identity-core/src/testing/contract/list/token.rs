//! Lists of API tokens.

use super::account::any_account;
use super::dice::{Dice, NAMES};
use super::listing::Listing;
use super::user::any_user;
use crate::account::{Account, AccountState};
use crate::api_token::{ApiToken, FIELDS, TokenDigests, TokenRow, TokenScope, TokenStamps, TokenState};
use crate::id::{AccountId, Id as _, TokenId, UserId};
use crate::testing::contract::Stage;
use crate::testing::fixture::{NOW, Rows, at, digest, invited, membership, parsed, token};
use crate::timestamp::Timestamp;
use crate::user::{User, full_name};

const ACCOUNT: AccountId = AccountId::new(1);

/// The digest is the token's number, and 500 more before the latest rotation.
pub(in crate::testing) fn any_token(dice: &Dice, n: u64) -> ApiToken {
    let until = at(dice.pick(&[-1, 0, 1, 60]));
    ApiToken {
        revision: 1 + u32::try_from(dice.below(3)).unwrap(),
        state: dice.pick(&[
            TokenState::Active,
            TokenState::Active,
            TokenState::Disabled,
            TokenState::Deleted,
        ]),
        name: parsed(dice.pick(&NAMES)),
        description: dice.maybe(dice.text()),
        digests: TokenDigests { current: digest(n), previous: dice.maybe((digest(n + 500), until)) },
        is_retrievable: dice.flip(),
        holder: dice.maybe(UserId::new(1 + dice.below(3))),
        expires_at: dice.maybe(dice.moment()),
        stamps: TokenStamps {
            created: dice.stamp(),
            updated: dice.stamp(),
            enabled: dice.stamp(),
            disabled: dice.stamp(),
            rotated: dice.stamp(),
        },
        ..token(n, AccountId::new(1 + n % 3))
    }
}

/// Last uses are noted, not inserted.
fn use_some(stage: &Stage, dice: &Dice, tokens: &mut [ApiToken]) {
    for token in tokens.iter_mut() {
        token.last_access_at = dice.maybe(dice.moment());
    }
    let uses: Vec<(TokenId, Timestamp)> =
        tokens.iter().filter_map(|t| Some((t.id, t.last_access_at?))).collect();
    stage.change(move |tx| Ok(tx.api_tokens().note_access(&uses)?));
}

/// Every query on tokens.
pub fn tokens(stage: &Stage) {
    let dice = Dice::new(6);
    let mut accounts: Vec<Account> = (1..=3).map(|n| any_account(&dice, n)).collect();
    for (account, state) in
        accounts.iter_mut().zip([AccountState::Active, AccountState::Enabled, AccountState::Deleted])
    {
        account.state = state;
    }
    let users: Vec<User> = (1..=3).map(|n| any_user(&dice, n)).collect();
    let mut tokens: Vec<ApiToken> = (1..=40).map(|n| any_token(&dice, n)).collect();
    let guest = invited(membership(1, ACCOUNT, UserId::new(2), []), 60);
    let joined = membership(2, ACCOUNT, UserId::new(3), []);
    stage.put(Rows {
        accounts: accounts.clone(),
        users: users.clone(),
        tokens: tokens.clone(),
        memberships: vec![guest.clone(), joined],
        ..Rows::default()
    });
    use_some(stage, &dice, &mut tokens);
    // The second person was invited under another name; the third joined.
    let given_name = |scope: TokenScope, token: &ApiToken| {
        let is_guest = token.account == ACCOUNT && token.holder == Some(UserId::new(2));
        (scope != TokenScope::All && is_guest).then(|| full_name(&guest.given.first, &guest.given.last))
    };
    let row = |scope: TokenScope, token: &ApiToken| {
        let account = accounts.iter().find(|account| account.id == token.account)?;
        let is_visible = account.state != AccountState::Deleted && token.state != TokenState::Deleted;
        is_visible.then(|| TokenRow {
            token: token.clone(),
            account: account.summary(),
            holder: users.iter().find(|user| Some(user.id) == token.holder).cloned(),
            given_name: given_name(scope, token),
            modules: Vec::new(),
            now: NOW,
        })
    };
    for scope in [TokenScope::All, TokenScope::Account(ACCOUNT)] {
        let inside = tokens.iter().filter(|token| scope == TokenScope::All || token.account == ACCOUNT);
        let listing = Listing {
            stage,
            registry: &FIELDS,
            rows: inside.filter_map(|token| row(scope, token)).collect(),
        };
        listing.check(move |tx, query| {
            Ok(tx.api_tokens().page(scope, query, NOW)?.map(|token| token.id.number()))
        });
    }
}

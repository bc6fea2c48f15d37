//! API tokens.

use std::collections::BTreeSet;

use super::Stage;
use super::check::numbers;
use crate::account::{Account, AccountKind, AccountState, Undisabled};
use crate::actor::ActorRef;
use crate::api_token::{ApiToken, FIELDS, HmacScope, TokenCredential, TokenKind, TokenScope, TokenState};
use crate::id::{AccountId, MembershipId, ModuleId, TokenId, UserId};
use crate::list::Query;
use crate::testing::fixture::{NOW, Rows, account, at, default_group, filled_token, module, token, user};
use crate::timestamp::Timestamp;

const ACCOUNT: AccountId = AccountId::new(1);
const TWO: AccountId = AccountId::new(2);
const HOLDER: UserId = UserId::new(1);

/// Accounts 1 to 3, the third deleted; the first one's default group has modules 1 to 3 of four; people 1 and 2.
fn ground() -> Rows {
    let deleted = Account { state: AccountState::Deleted, ..account(3) };
    Rows {
        modules: (1..=4).map(module).collect(),
        accounts: vec![account(1), account(2), deleted],
        users: vec![user(1), user(2)],
        groups: vec![default_group(1, ACCOUNT, modules([1, 2, 3]))],
        ..Rows::default()
    }
}

fn modules(numbers: impl IntoIterator<Item = u64>) -> BTreeSet<ModuleId> {
    numbers.into_iter().map(ModuleId::new).collect()
}

fn filled(n: u64) -> ApiToken {
    filled_token(n, ACCOUNT, HOLDER, modules([2, 4]))
}

/// A key of the account.
fn key(n: u64, scope: HmacScope) -> ApiToken {
    ApiToken {
        kind: TokenKind::Hmac,
        hmac_scope: Some(scope),
        sealed: Some(vec![7, 0, 255]),
        ..token(n, ACCOUNT)
    }
}

fn put(stage: &Stage, tokens: impl IntoIterator<Item = ApiToken>) {
    let tokens = tokens.into_iter().collect();
    stage.put(Rows { tokens, ..Rows::default() });
}

fn find(stage: &Stage, n: u64) -> Option<ApiToken> {
    stage.look(move |tx| Ok(tx.api_tokens().find(TokenId::new(n))?))
}

fn update(stage: &Stage, token: &ApiToken) {
    let token = token.clone();
    stage.change(move |tx| Ok(tx.api_tokens().update(&token)?));
}

fn note(stage: &Stage, uses: &[(u64, i64)]) {
    let uses: Vec<(TokenId, Timestamp)> =
        uses.iter().map(|(n, secs)| (TokenId::new(*n), at(*secs))).collect();
    stage.change(move |tx| Ok(tx.api_tokens().note_access(&uses)?));
}

/// What is inserted is found again, to the last member.
pub fn every_field_survives(stage: &Stage) {
    stage.put(ground());
    let mut tokens = vec![token(1, ACCOUNT), filled(2)];
    tokens.extend((3..).zip(TokenState::ALL).map(|(n, state)| ApiToken { state, ..token(n, TWO) }));
    tokens.push(ApiToken { creator: Some(ActorRef::User(HOLDER)), ..token(6, ACCOUNT) });
    tokens.push(ApiToken { membership: Some(MembershipId::new(3)), ..filled(7) });
    tokens.extend((8..).zip(HmacScope::ALL).map(|(n, scope)| key(n, scope)));
    put(stage, tokens.clone());
    for (n, token) in (1..).zip(tokens) {
        assert_eq!(find(stage, n), Some(token));
    }
    assert_eq!(find(stage, 999), None);
}

/// A taken identifier is no failure of the transaction.
pub fn a_taken_identifier_stores_nothing(stage: &Stage) {
    stage.put(ground());
    put(stage, [token(1, ACCOUNT)]);
    let inserted =
        stage.change(|tx| Ok([tx.api_tokens().insert(&filled(1))?, tx.api_tokens().insert(&filled(2))?]));
    assert_eq!(inserted, [false, true]);
    assert_eq!(find(stage, 1), Some(token(1, ACCOUNT)));
}

/// An update sets and clears every member, modules included, but last use.
pub fn an_update_replaces_everything_but_last_use(stage: &Stage) {
    stage.put(ground());
    put(stage, [token(1, ACCOUNT), token(2, ACCOUNT)]);
    for new in [filled(2), filled_token(2, ACCOUNT, UserId::new(2), modules([1, 2])), token(2, ACCOUNT)] {
        update(stage, &new);
        assert_eq!(find(stage, 2), Some(new));
        assert_eq!(find(stage, 1), Some(token(1, ACCOUNT)));
    }
    note(stage, &[(2, 50)]);
    for given in [None, Some(at(1)), Some(at(99))] {
        update(stage, &ApiToken { last_access_at: given, ..filled(2) });
        assert_eq!(find(stage, 2), Some(ApiToken { last_access_at: Some(at(50)), ..filled(2) }));
    }
}

/// A change of nothing must not look like success.
pub fn an_update_of_nothing_is_refused(stage: &Stage) {
    stage.put(ground());
    stage.refuse(|tx| Ok(tx.api_tokens().update(&token(1, ACCOUNT))?));
    assert_eq!(find(stage, 1), None);
}

/// The latest use stays, in whatever order they are noted; nothing else changes.
pub fn later_uses_win(stage: &Stage) {
    stage.put(ground());
    put(stage, [filled(1), token(2, ACCOUNT), token(3, ACCOUNT)]);
    let last = |n| find(stage, n).unwrap().last_access_at;
    note(stage, &[(1, 10), (2, 5)]);
    assert_eq!([1, 2, 3].map(last), [Some(at(10)), Some(at(5)), None]);
    note(stage, &[(1, 9), (2, 70), (2, 60)]);
    note(stage, &[]);
    assert_eq!([1, 2, 3].map(last), [Some(at(10)), Some(at(70)), None]);
    assert_eq!(find(stage, 1), Some(ApiToken { last_access_at: Some(at(10)), ..filled(1) }));
    let credential = stage.look(|tx| Ok(tx.api_tokens().credential(TokenId::new(2))?)).unwrap();
    assert_eq!(credential.last_access_at, Some(at(70)));
}

fn credential(stage: &Stage, n: u64) -> Option<TokenCredential> {
    let found = stage.look(move |tx| Ok(tx.api_tokens().credential(TokenId::new(n))?));
    found.map(|mut credential| {
        credential.modules.sort_unstable();
        credential
    })
}

/// R5: a token's modules within those that its account still has; every state of a token has a credential.
pub fn credentials_hold_what_authentication_needs(stage: &Stage) {
    stage.put(ground());
    let bare = token(2, TWO);
    put(stage, [filled(1), bare.clone(), ApiToken { modules: modules([1]), ..token(3, TWO) }]);
    let expected = TokenCredential {
        id: TokenId::new(1),
        name: filled(1).name,
        kind: TokenKind::Api,
        membership: None,
        hmac_scope: None,
        sealed: None,
        holder: filled(1).holder,
        state: TokenState::Disabled,
        digests: filled(1).digests,
        expires_at: filled(1).expires_at,
        account: ACCOUNT,
        account_kind: AccountKind::Client,
        account_name: account(1).name,
        is_account_usable: true,
        modules: vec![ModuleId::new(2)],
        last_access_at: None,
    };
    assert_eq!(credential(stage, 1), Some(expected));
    let plain = credential(stage, 2).unwrap();
    assert_eq!((plain.digests, plain.expires_at, plain.account), (bare.digests, None, TWO));
    assert_eq!(
        credential(stage, 3).unwrap().modules,
        [],
        "an account without a default group has no modules"
    );
    assert_eq!(credential(stage, 999), None);
    for state in TokenState::ALL {
        update(stage, &ApiToken { state, ..filled(1) });
        assert_eq!(credential(stage, 1).unwrap().state, state);
    }
    stage.change(|tx| Ok(tx.groups().update(&default_group(1, ACCOUNT, modules([4, 2])))?));
    assert_eq!(numbers(credential(stage, 1).unwrap().modules), [2, 4]);
}

/// P-R5: of a key, the sealed secret and what it acts on; a bound token says to what it is bound (P-R13).
pub fn credentials_of_keys_have_their_secret(stage: &Stage) {
    stage.put(ground());
    let bound = ApiToken { membership: Some(MembershipId::new(3)), ..filled(3) };
    put(stage, [key(1, HmacScope::Domain), key(2, HmacScope::Reseller), bound]);
    for (n, scope) in (1..).zip(HmacScope::ALL) {
        let found = credential(stage, n).unwrap();
        assert_eq!((found.kind, found.hmac_scope), (TokenKind::Hmac, Some(scope)));
        assert_eq!(found.sealed, Some(vec![7, 0, 255]));
    }
    let found = credential(stage, 3).unwrap();
    assert_eq!((found.membership, found.sealed), (Some(MembershipId::new(3)), None));
}

/// P-R7, P-R36: all kinds, by identifier, in parts; those that are over are listed and not counted.
pub fn all_tokens_of_an_account(stage: &Stage) {
    stage.put(ground());
    let robot = ApiToken { kind: TokenKind::Integration, ..token(4, ACCOUNT) };
    let gone = ApiToken { state: TokenState::Deleted, ..token(3, ACCOUNT) };
    let over = ApiToken { state: TokenState::Disabled, expires_at: Some(at(60)), ..token(2, ACCOUNT) };
    put(stage, [robot, gone, key(9, HmacScope::Domain), over.clone(), token(5, TWO), token(1, ACCOUNT)]);
    let part = |account, limit, offset| {
        let (found, total) = stage.look(move |tx| Ok(tx.api_tokens().of_account(account, limit, offset)?));
        assert!(
            found.iter().all(|token| find(stage, crate::id::Id::number(token.id)).as_ref() == Some(token))
        );
        (found.iter().map(|token| crate::id::Id::number(token.id)).collect::<Vec<_>>(), total)
    };
    assert_eq!(part(ACCOUNT, 1000, 0), (vec![1, 2, 4, 9], 4));
    assert_eq!(part(ACCOUNT, 2, 1), (vec![2, 4], 4));
    assert_eq!(part(ACCOUNT, 2, 4), (vec![], 4));
    assert_eq!(part(AccountId::new(3), 10, 0), (vec![], 0));
    let live = |now| stage.look(move |tx| Ok(tx.api_tokens().live_count(ACCOUNT, at(now))?));
    assert_eq!([live(59), live(60), live(61)], [4, 3, 3]);
}

/// R8: whoever stands above the account decides with it.
pub fn an_unusable_ancestor_shows(stage: &Stage) {
    let below = |n, parent| Account { parent: Some(AccountId::new(parent)), ..account(n) };
    stage.put(Rows { accounts: vec![account(1), below(2, 1), below(3, 2)], ..Rows::default() });
    put(stage, [token(1, ACCOUNT), token(2, TWO), token(3, AccountId::new(3))]);
    let usable = || [1, 2, 3].map(|n| credential(stage, n).unwrap().is_account_usable);
    let set = |account: Account| stage.change(move |tx| Ok(tx.accounts().update(&account)?));
    assert_eq!(usable(), [true, true, true]);
    let disabled = AccountState::Disabled { before: Undisabled::Active };
    set(Account { state: disabled, ..account(1) });
    assert_eq!(usable(), [false, false, false]);
    set(Account { state: AccountState::Enabled, ..account(1) });
    set(Account { state: disabled, ..below(2, 1) });
    assert_eq!(usable(), [true, false, false]);
    set(below(2, 1));
    set(Account { state: AccountState::Deleted, ..below(3, 2) });
    assert_eq!(usable(), [true, true, false]);
}

/// Tokens of the account that would lose something with the modules.
pub fn tokens_with_modules(stage: &Stage) {
    stage.put(ground());
    let with = |n, account, numbers: &[u64]| ApiToken {
        modules: modules(numbers.iter().copied()),
        ..token(n, account)
    };
    put(
        stage,
        [
            with(1, ACCOUNT, &[1, 2]),
            ApiToken { state: TokenState::Disabled, ..with(2, ACCOUNT, &[2]) },
            ApiToken { state: TokenState::Deleted, ..with(3, ACCOUNT, &[1, 2]) },
            with(4, TWO, &[1]),
            with(5, ACCOUNT, &[3]),
            token(6, ACCOUNT),
        ],
    );
    let having = |wanted: &'static [u64]| {
        let wanted: Vec<ModuleId> = wanted.iter().copied().map(ModuleId::new).collect();
        let found = stage.look(move |tx| Ok(tx.api_tokens().with_modules(ACCOUNT, &wanted)?));
        assert!(
            found.iter().all(|token| find(stage, crate::id::Id::number(token.id)).as_ref() == Some(token))
        );
        numbers(found.into_iter().map(|token| token.id))
    };
    assert_eq!(having(&[1, 2]), [1, 2]);
    assert_eq!(having(&[3, 4]), [5]);
    assert_eq!([having(&[4]), having(&[])], [[], []]);
}

/// R38: the copies of the account go, and nothing else.
pub fn sealed_copies_are_erased_by_account(stage: &Stage) {
    stage.put(ground());
    let foreign = filled_token(3, TWO, HOLDER, modules([]));
    let gone = ApiToken { state: TokenState::Deleted, ..filled(2) };
    put(stage, [filled(1), gone.clone(), foreign.clone(), key(4, HmacScope::Domain)]);
    stage.change(|tx| Ok(tx.api_tokens().erase_sealed(ACCOUNT)?));
    assert_eq!(find(stage, 4), Some(key(4, HmacScope::Domain)), "requests are verified with it");
    assert_eq!(find(stage, 1), Some(ApiToken { sealed: None, ..filled(1) }));
    assert_eq!(find(stage, 2), Some(ApiToken { sealed: None, ..gone }));
    assert_eq!(find(stage, 3), Some(foreign));
}

/// Deleted tokens have a summary still: records and stamps name them.
pub fn summaries_include_the_deleted(stage: &Stage) {
    stage.put(ground());
    let gone = ApiToken { state: TokenState::Deleted, ..token(2, ACCOUNT) };
    put(stage, [filled(1), gone.clone(), token(3, ACCOUNT)]);
    let summaries = |ids: &'static [u64]| {
        let ids: Vec<TokenId> = ids.iter().copied().map(TokenId::new).collect();
        let mut found = stage.look(move |tx| Ok(tx.api_tokens().summaries(&ids)?));
        found.sort_by_key(|summary| summary.id);
        found
    };
    assert_eq!(summaries(&[2, 999, 1]), [filled(1).summary(), gone.summary()]);
    assert_eq!(summaries(&[]), []);
}

fn visible(stage: &Stage, scope: TokenScope) -> Vec<u64> {
    stage.look(move |tx| {
        let page = tx.api_tokens().page(scope, &Query::everything(&FIELDS), NOW)?;
        let listed = numbers(page.items.iter().map(|token| token.id));
        let mut found = Vec::new();
        for n in 1..12 {
            found.extend(tx.api_tokens().find_in(scope, TokenId::new(n))?.map(|token| token.id));
        }
        assert_eq!(numbers(found), listed, "{scope:?}");
        assert_eq!(page.total, u64::try_from(listed.len()).unwrap(), "{scope:?}");
        Ok(listed)
    })
}

/// What is deleted, outside, or of a deleted account does not exist for the scope, one by one or in a list.
pub fn scopes_show_no_more_than_they_say(stage: &Stage) {
    stage.put(ground());
    let made_by = |n, account, creator| ApiToken { creator: Some(creator), ..token(n, account) };
    let (by_token, by_person) = (ActorRef::Token(TokenId::new(1)), ActorRef::User(HOLDER));
    put(
        stage,
        [
            token(1, ACCOUNT),
            made_by(2, ACCOUNT, by_token),
            made_by(3, ACCOUNT, by_person),
            ApiToken { holder: Some(HOLDER), ..token(4, ACCOUNT) },
            ApiToken { state: TokenState::Disabled, ..token(5, ACCOUNT) },
            ApiToken { state: TokenState::Deleted, ..made_by(6, ACCOUNT, by_person) },
            made_by(7, TWO, by_person),
            made_by(8, AccountId::new(3), by_person),
            ApiToken { creator: Some(by_person), ..key(9, HmacScope::Domain) },
        ],
    );
    let linked = |token: Option<u64>, person: Option<u64>| TokenScope::Linked {
        account: ACCOUNT,
        token: token.map(TokenId::new),
        person: person.map(UserId::new),
    };
    assert_eq!(visible(stage, TokenScope::All), [1, 2, 3, 4, 5, 7]);
    assert_eq!(visible(stage, TokenScope::Account(ACCOUNT)), [1, 2, 3, 4, 5]);
    assert_eq!(visible(stage, TokenScope::Account(AccountId::new(3))), []);
    assert_eq!(visible(stage, linked(Some(1), None)), [1, 2]);
    assert_eq!(visible(stage, linked(None, Some(1))), [3, 4]);
    assert_eq!(visible(stage, linked(Some(7), Some(2))), []);
    assert_eq!(visible(stage, linked(None, None)), []);
    assert_eq!(visible(stage, TokenScope::Nothing), []);
}

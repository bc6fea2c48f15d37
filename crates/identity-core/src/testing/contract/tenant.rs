//! What the Self-service API asks of stores beside profiles: pages of members, tokens of robots, codes, and several
//! accounts at once.

use super::Stage;
use crate::account::{Account, AccountState, Undisabled};
use crate::api_token::{ApiToken, FIELDS as TOKENS, TokenKind, TokenScope, TokenState};
use crate::id::{AccountId, GroupId, Id as _, MembershipId, ModuleId, TokenId, UserId};
use crate::list::{Anchor, Direction, Filter, NumberedPage, Pattern, Query, Scalar, Test};
use crate::membership::{Given, Membership, MembershipKind, MembershipState, Profile};
use crate::tenant::{FIELDS, TenantUserRow};
use crate::testing::fixture::{
    NOW, Rows, account, default_group, digest, group, invited, membership, module, parsed, stamp, token, user,
};
use crate::user::{User, UserLife};
use crate::value::{EmailAddress, fold};

const ACCOUNT: AccountId = AccountId::new(1);

/// A member of the first account, made at that second.
fn member(n: u64, created: i64) -> Membership {
    let mut member = membership(n, ACCOUNT, UserId::new(n), [GroupId::new(1)]);
    member.stamps.created = stamp(created);
    member
}

/// Six members of the first account and one of the second: Anna has a profile, Björn was invited, the third has an
/// internal address, the fourth is blocked here and the fifth everywhere, the sixth is gone.
fn ground(stage: &Stage) {
    let name = |n: u64, first: &str| User { first_name: parsed(first), ..user(n) };
    let internal = EmailAddress::internal(MembershipId::new(3));
    let given = Given { first: parsed("Bjorn"), last: parsed("Given"), phone: None };
    let moved = |n, state| Membership { state, ..member(n, 0) };
    stage.put(Rows {
        accounts: vec![account(1), account(2)],
        users: vec![
            name(1, "anna"),
            name(2, "Björn"),
            User { email: internal, ..name(3, "Cleo") },
            name(4, "Dora"),
            User { life: UserLife::Blocked, ..name(5, "Emil") },
            name(6, "Finn"),
            name(7, "Gail"),
        ],
        groups: vec![group(1, ACCOUNT), group(2, AccountId::new(2))],
        memberships: vec![
            member(1, 60),
            Membership { given, ..invited(member(2, 50), 5) },
            Membership { kind: MembershipKind::Regular, ..member(3, 40) },
            moved(4, MembershipState::Blocked),
            member(5, 0),
            moved(6, MembershipState::Deleted),
            membership(7, AccountId::new(2), UserId::new(7), [GroupId::new(2)]),
        ],
        ..Rows::default()
    });
    let profile = Profile {
        user_code: Some(parsed("zoe")),
        email: Some(parsed("contact@example.com")),
        display_name: Some(parsed("Zoë")),
        ..Profile::blank(&member(1, 0))
    };
    stage.change(move |tx| Ok(tx.profiles().save(&profile)?));
}

fn page(stage: &Stage, person: Option<u64>, query: Query<TenantUserRow>) -> (Vec<u64>, u64) {
    let found =
        stage.look(move |tx| Ok(tx.profiles().page(ACCOUNT, person.map(UserId::new), &query, NOW)?));
    for (membership, user) in &found.items {
        assert_eq!(membership.user, user.id);
    }
    (found.items.iter().map(|(membership, _)| membership.id.number()).collect(), found.total)
}

fn is(name: &str, test: Test<TenantUserRow>) -> Filter<TenantUserRow> {
    Filter::Is { field: FIELDS.field(name).unwrap(), test, is_negated: false }
}

fn starts(name: &str, text: &str) -> Filter<TenantUserRow> {
    is(name, Test::Like(Pattern { text: fold(text), anchor: Anchor::Start, ignores_case: true }))
}

fn all(filter: Filter<TenantUserRow>) -> Query<TenantUserRow> {
    NumberedPage::default().query(&FIELDS, filter).unwrap()
}

/// T3: members that are not deleted, narrowed by what is shown of them.
pub fn members_are_narrowed_by_what_is_shown(stage: &Stage) {
    ground(stage);
    let found = |filter| page(stage, None, all(filter)).0;
    let status = |name: &str| found(is("status", Test::Equal(Scalar::Text(name.into()))));
    assert_eq!(status("ACTIVE"), [3, 1]);
    assert_eq!(status("PENDING_INVITE"), [2]);
    assert_eq!(status("INACTIVE"), [4, 5]);
    let kind = |name: &str| found(is("accountType", Test::Equal(Scalar::Text(name.into()))));
    assert_eq!((kind("REGULAR"), kind("FULL").len(), kind("SUPPORT").len()), (vec![3], 4, 0));
    let names = [
        ("displayName", "ZOË", vec![1]),
        ("firstname", "anna", vec![1]),
        ("displayName", "bjorn given", vec![2]),
        ("displayName", "björn", vec![]),
        ("userCode", "zoe", vec![1]),
        ("userCode", "u00000000000", vec![4, 5, 3, 2]),
        ("email", "contact@", vec![1]),
        ("email", "user1@", vec![]),
        ("email", "user2@", vec![2]),
        ("email", "ausr-", vec![]),
    ];
    for (field, text, expected) in names {
        assert_eq!(found(starts(field, text)), expected, "{field} {text}");
    }
    let own = page(stage, Some(2), all(starts("firstname", "björn"))).0;
    assert_eq!(own, [2], "the person who asks is not hidden from themselves");
}

/// T3: every order, with ties by identifier, in pages.
pub fn members_are_sorted_and_counted(stage: &Stage) {
    ground(stage);
    let asked = |sort_by: &str, direction, number, size| NumberedPage {
        number,
        size,
        sort_by: Some(sort_by.into()),
        direction,
    };
    let sorted = |sort_by: &str, direction| {
        let query = asked(sort_by, direction, 1, 100).query(&FIELDS, Filter::Always(true)).unwrap();
        page(stage, None, query).0
    };
    let up = Direction::Ascending;
    assert_eq!(sorted("createdAt", up), [4, 5, 3, 2, 1]);
    assert_eq!(sorted("createdAt", Direction::Descending), [1, 2, 3, 4, 5]);
    assert_eq!(sorted("displayName", up), [2, 3, 4, 5, 1]);
    assert_eq!(sorted("userCode", up), [2, 3, 4, 5, 1]);
    let cut = |number| {
        page(stage, None, asked("createdAt", up, number, 2).query(&FIELDS, Filter::Always(true)).unwrap())
    };
    assert_eq!([cut(1), cut(3), cut(4)], [(vec![4, 5], 5), (vec![1], 5), (vec![], 5)]);
}

/// S-R41: tokens of a robot are its own, and none of them is an API token of the Platform API (R41).
pub fn tokens_of_robots_are_no_api_tokens(stage: &Stage) {
    ground(stage);
    let of_robot = |n: u64| ApiToken {
        kind: TokenKind::Integration,
        membership: Some(MembershipId::new(3)),
        holder: Some(UserId::new(3)),
        ..token(n, ACCOUNT)
    };
    let gone = ApiToken { state: TokenState::Deleted, ..of_robot(3) };
    stage.put(Rows { tokens: vec![of_robot(2), of_robot(1), gone, token(4, ACCOUNT)], ..Rows::default() });
    let own = stage.look(|tx| Ok(tx.api_tokens().of_membership(MembershipId::new(3))?));
    assert_eq!(own, [of_robot(1), of_robot(2)]);
    assert_eq!(stage.look(|tx| Ok(tx.api_tokens().of_membership(MembershipId::new(1))?)), []);
    for scope in [
        TokenScope::All,
        TokenScope::Account(ACCOUNT),
        TokenScope::Linked { account: ACCOUNT, token: Some(TokenId::new(1)), person: Some(UserId::new(3)) },
    ] {
        let (one, other, listed) = stage.look(move |tx| {
            let one = tx.api_tokens().find_in(scope, TokenId::new(1))?;
            let other = tx.api_tokens().find_in(scope, TokenId::new(4))?;
            Ok((one, other, tx.api_tokens().page(scope, &Query::everything(&TOKENS), NOW)?))
        });
        let is_seen = !matches!(scope, TokenScope::Linked { .. });
        assert_eq!((one, other.is_some()), (None, is_seen), "{scope:?}");
        assert_eq!(listed.items.len(), usize::from(is_seen), "{scope:?}");
    }
    let credential = stage.look(|tx| Ok(tx.api_tokens().credential(TokenId::new(2))?)).unwrap();
    assert_eq!(
        (credential.kind, credential.membership, credential.holder),
        (TokenKind::Integration, Some(MembershipId::new(3)), Some(UserId::new(3)))
    );
}

/// S-R39, S-R40: a code finds the membership that asks by it, or that was accepted by it, until that is deleted.
pub fn codes_find_their_membership(stage: &Stage) {
    ground(stage);
    let by = |n| {
        let found = stage.look(move |tx| Ok(tx.memberships().find_by_invitation(&digest(n))?));
        found.map(|membership| membership.id.number())
    };
    assert_eq!((by(1_000_002), by(1)), (Some(2), None));
    let accepted = Membership { invitation: None, accepted_code: Some(digest(1_000_002)), ..member(2, 50) };
    let stored = accepted.clone();
    stage.change(move |tx| Ok(tx.memberships().update(&stored)?));
    assert_eq!(by(1_000_002), Some(2));
    let gone = Membership { state: MembershipState::Deleted, ..accepted };
    stage.change(move |tx| Ok(tx.memberships().update(&gone)?));
    assert_eq!(by(1_000_002), None);
}

/// R8: an account is usable with all that is above it.
pub fn usable_accounts_and_their_default_groups(stage: &Stage) {
    let below = |n: u64, parent: u64| Account { parent: Some(AccountId::new(parent)), ..account(n) };
    let disabled = AccountState::Disabled { before: Undisabled::Active };
    let mut accounts = vec![account(1), below(2, 1), below(3, 2), account(4), below(5, 4), account(6)];
    for account in &mut accounts {
        match account.id.number() {
            4 => account.state = disabled,
            6 => account.state = AccountState::Deleted,
            _ => {}
        }
    }
    let module_ids = [ModuleId::new(1)];
    stage.put(Rows {
        modules: vec![module(1)],
        accounts,
        groups: vec![
            default_group(1, ACCOUNT, module_ids),
            default_group(2, AccountId::new(2), []),
            group(3, AccountId::new(2)),
        ],
        ..Rows::default()
    });
    let ids = |numbers: &[u64]| numbers.iter().copied().map(AccountId::new).collect::<Vec<_>>();
    let (all, none) = (ids(&[1, 2, 3, 4, 5, 6, 99]), ids(&[]));
    let usable = stage.look(move |tx| Ok((tx.accounts().usable(&all)?, tx.accounts().usable(&none)?)));
    assert_eq!(usable, (ids(&[1, 2, 3]), Vec::new()));
    let asked = ids(&[1, 2, 3]);
    let mut defaults = stage.look(move |tx| Ok(tx.groups().defaults_of(&asked)?));
    defaults.sort_by_key(|group| group.id);
    assert_eq!(defaults, [default_group(1, ACCOUNT, module_ids), default_group(2, AccountId::new(2), [])]);
}

//! People.

use super::Stage;
use super::check::numbers;
use crate::error::UniqueKey;
use crate::id::{AccountId, Id as _, UserId};
use crate::list::Query;
use crate::membership::{Membership, MembershipState};
use crate::testing::fixture::{
    NOW, Rows, account, at, filled_user, group, invited, membership, parsed, user,
};
use crate::user::{FIELDS, Standing, User, UserLife, UserScope};
use crate::value::{EmailAddress, Phone};

const ACCOUNT: AccountId = AccountId::new(1);
const ONE: UserId = UserId::new(1);

fn put(stage: &Stage, users: impl IntoIterator<Item = User>) {
    let users = users.into_iter().collect();
    stage.put(Rows { users, ..Rows::default() });
}

fn put_account(stage: &Stage) {
    stage.put(Rows { accounts: vec![account(1)], ..Rows::default() });
}

fn find(stage: &Stage, id: UserId) -> Option<User> {
    stage.look(move |tx| Ok(tx.users().find(id)?))
}

fn update(stage: &Stage, user: &User) {
    let user = user.clone();
    stage.change(move |tx| Ok(tx.users().update(&user)?));
}

fn deleted(user: User) -> User {
    User { life: UserLife::Deleted, ..user }
}

/// What is inserted is found again, to the last member.
pub fn every_field_survives(stage: &Stage) {
    put_account(stage);
    let mut users = vec![user(1), filled_user(2, ACCOUNT)];
    let lives = [UserLife::Live, UserLife::Blocked, UserLife::Deleted];
    users.extend((10..).zip(lives).map(|(n, life)| User { life, ..user(n) }));
    let standings =
        [Standing::New, Standing::Invited { until: at(-5) }, Standing::Active, Standing::Disabled];
    users.extend((20..).zip(standings).map(|(n, standing)| User { standing, ..user(n) }));
    let phones = [
        Phone { prefix: Some(parsed("+49")), number: None },
        Phone { prefix: None, number: Some(parsed("110")) },
    ];
    users.extend((30..).zip(phones).map(|(n, phone)| User { phone: Some(phone), ..user(n) }));
    users.push(User { activated_at: None, is_email_verified: false, ..user(40) });
    put(stage, users.clone());
    for user in users {
        assert_eq!(find(stage, user.id), Some(user));
    }
    assert_eq!(find(stage, UserId::new(999)), None);
}

/// A taken identifier is no failure of the transaction.
pub fn a_taken_identifier_stores_nothing(stage: &Stage) {
    put_account(stage);
    put(stage, [user(1)]);
    let inserted = stage.change(|tx| {
        let twin = User { email: parsed("other@example.com"), ..filled_user(1, ACCOUNT) };
        Ok([tx.users().insert(&twin)?, tx.users().insert(&user(2))?])
    });
    assert_eq!(inserted, [false, true]);
    assert_eq!(find(stage, ONE), Some(user(1)));
}

/// An update sets and clears every member.
pub fn an_update_replaces_everything(stage: &Stage) {
    put_account(stage);
    put(stage, [user(1), user(2)]);
    for new in [filled_user(2, ACCOUNT), user(2)] {
        update(stage, &new);
        assert_eq!(find(stage, new.id), Some(new));
        assert_eq!(find(stage, ONE), Some(user(1)));
    }
}

/// A change of nothing must not look like success.
pub fn an_update_of_nothing_is_refused(stage: &Stage) {
    stage.refuse(|tx| Ok(tx.users().update(&user(1))?));
    assert_eq!(find(stage, ONE), None);
}

/// One e-mail, one person, until that one is deleted (R27).
pub fn emails_are_unique_until_deletion(stage: &Stage) {
    fn twin(n: u64) -> User {
        User { email: user(1).email, ..user(n) }
    }
    put(stage, [user(1), user(2)]);
    stage.clash(UniqueKey::UserEmail, |tx| Ok(tx.users().insert(&twin(3))?));
    stage.clash(UniqueKey::UserEmail, |tx| Ok(tx.users().update(&twin(2))?));
    let by_email = |email: &'static str| {
        let email: EmailAddress = parsed(email);
        stage.look(move |tx| Ok(tx.users().find_by_email(&email)?)).map(|user| user.id.number())
    };
    assert_eq!(by_email("User1@Example.com"), Some(1));
    assert_eq!(by_email("user@example.com"), None);

    update(stage, &User { life: UserLife::Blocked, ..user(1) });
    stage.clash(UniqueKey::UserEmail, |tx| Ok(tx.users().insert(&twin(3))?));
    update(stage, &deleted(user(1)));
    assert_eq!(by_email("user1@example.com"), None);
    put(stage, [twin(3)]);
    update(stage, &deleted(user(1)));
    assert_eq!(by_email("user1@example.com"), Some(3));
    update(stage, &deleted(twin(3)));
    put(stage, [twin(4)]);
    assert_eq!(find(stage, ONE), Some(deleted(user(1))));
}

fn visible(stage: &Stage, scope: UserScope) -> Vec<u64> {
    stage.look(move |tx| {
        let page = tx.users().page(scope, &Query::everything(&FIELDS), NOW)?;
        let listed = numbers(page.items.iter().map(|user| user.id));
        let mut found = Vec::new();
        for n in 1..12 {
            found.extend(tx.users().find_in(scope, UserId::new(n))?.map(|user| user.id));
        }
        assert_eq!(numbers(found), listed, "{scope:?}");
        let ids: Vec<UserId> = (1..12).chain([2]).map(UserId::new).collect();
        let many = tx.users().find_many_in(scope, &ids)?;
        assert_eq!(numbers(many.iter().map(|user| user.id)), listed, "{scope:?}");
        for user in many {
            assert_eq!(tx.users().find_in(scope, user.id)?, Some(user));
        }
        assert_eq!(tx.users().find_many_in(scope, &[])?, []);
        assert_eq!(page.total, u64::try_from(listed.len()).unwrap(), "{scope:?}");
        Ok(listed)
    })
}

/// Members of the account in every state, one of another account, one of none, and a deleted person.
fn population() -> Rows {
    let own = group(1, ACCOUNT);
    let other = group(2, AccountId::new(2));
    let member = |n: u64| membership(n, ACCOUNT, UserId::new(n), [own.id]);
    let state = |n, state| Membership { state, ..member(n) };
    Rows {
        accounts: vec![account(1), account(2)],
        users: vec![
            user(1),
            user(2),
            User { life: UserLife::Blocked, ..user(3) },
            user(4),
            user(5),
            user(6),
            deleted(user(7)),
        ],
        memberships: vec![
            member(1),
            invited(member(2), -1),
            state(3, MembershipState::Blocked),
            state(4, MembershipState::Deleted),
            membership(5, AccountId::new(2), UserId::new(5), [other.id]),
            state(7, MembershipState::Deleted),
        ],
        groups: vec![own, other],
        ..Rows::default()
    }
}

/// What is deleted or outside does not exist for the scope, one by one or in a list.
pub fn scopes_show_no_more_than_they_say(stage: &Stage) {
    stage.put(population());
    let members =
        |person: Option<u64>| UserScope::Members { account: ACCOUNT, person: person.map(UserId::new) };
    assert_eq!(visible(stage, UserScope::All), [1, 2, 3, 4, 5, 6]);
    assert_eq!(visible(stage, members(None)), [1, 2, 3]);
    assert_eq!(visible(stage, members(Some(1))), [1, 2, 3]);
    assert_eq!(visible(stage, members(Some(6))), [1, 2, 3, 6]);
    assert_eq!(visible(stage, members(Some(7))), [1, 2, 3]);
    assert_eq!(visible(stage, UserScope::One(UserId::new(4))), [4]);
    assert_eq!(visible(stage, UserScope::One(UserId::new(7))), []);
    assert_eq!(visible(stage, UserScope::Nothing), []);
}

/// Deleted people have a summary still: records and stamps name them.
pub fn summaries_include_the_deleted(stage: &Stage) {
    put(stage, [user(1), deleted(user(2)), user(3)]);
    let summaries = |ids: &'static [u64]| {
        let ids: Vec<UserId> = ids.iter().copied().map(UserId::new).collect();
        let mut found = stage.look(move |tx| Ok(tx.users().summaries(&ids)?));
        found.sort_by_key(|summary| summary.id);
        found
    };
    assert_eq!(summaries(&[2, 1, 999, 1]), [user(1).summary(), user(2).summary()]);
    assert_eq!(summaries(&[]), []);
}

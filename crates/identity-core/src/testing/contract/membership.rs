//! Memberships.

use super::Stage;
use super::check::numbers;
use crate::account::{Account, AccountState};
use crate::domain::Window;
use crate::error::{Error, UniqueKey};
use crate::id::{AccountId, GroupId, MembershipId, UserId};
use crate::list::Query;
use crate::membership::{
    FIELDS_BY_MEMBERSHIP, GroupMember, Membership, MembershipKind, MembershipScope, MembershipStamps,
    MembershipState,
};
use crate::port::Transaction;
use crate::testing::fixture::{
    NOW, Rows, account, at, filled_membership, group, invited, membership, stamp, user,
};
use crate::user::{MembershipGlance, User, UserLife};

const ACCOUNT: AccountId = AccountId::new(1);
const GROUP: GroupId = GroupId::new(1);

/// Three accounts, the third deleted, with a group each and a second one in the first; people 1 to 30.
fn ground() -> Rows {
    let deleted = Account { state: AccountState::Deleted, ..account(3) };
    Rows {
        accounts: vec![account(1), account(2), deleted],
        users: (1..=30).map(user).collect(),
        groups: vec![
            group(1, ACCOUNT),
            group(2, AccountId::new(2)),
            group(3, AccountId::new(3)),
            group(4, ACCOUNT),
        ],
        ..Rows::default()
    }
}

/// The n-th person in the first account.
fn member(n: u64) -> Membership {
    membership(n, ACCOUNT, UserId::new(n), [GROUP])
}

fn with_state(membership: Membership, state: MembershipState) -> Membership {
    Membership { state, ..membership }
}

fn put(stage: &Stage, memberships: impl IntoIterator<Item = Membership>) {
    let memberships = memberships.into_iter().collect();
    stage.put(Rows { memberships, ..Rows::default() });
}

fn find(stage: &Stage, n: u64) -> Option<Membership> {
    stage.look(move |tx| Ok(tx.memberships().find(MembershipId::new(n))?))
}

fn update(stage: &Stage, membership: &Membership) {
    let membership = membership.clone();
    stage.change(move |tx| Ok(tx.memberships().update(&membership)?));
}

/// What is inserted is found again, to the last member.
pub fn every_field_survives(stage: &Stage) {
    stage.put(ground());
    let both = [GROUP, GroupId::new(4)];
    let mut memberships = vec![
        member(1),
        filled_membership(2, ACCOUNT, UserId::new(2), both),
        invited(member(3), 60),
        membership(4, ACCOUNT, UserId::new(4), []),
        Membership { stamps: MembershipStamps::default(), ..member(5) },
    ];
    memberships.extend((10..).zip(MembershipState::ALL).map(|(n, state)| with_state(member(n), state)));
    memberships.extend((20..).zip(MembershipKind::ALL).map(|(n, kind)| Membership { kind, ..member(n) }));
    put(stage, memberships.clone());
    for (n, membership) in memberships.iter().map(|m| (crate::id::Id::number(m.id), m)) {
        assert_eq!(find(stage, n).as_ref(), Some(membership));
    }
    assert_eq!(find(stage, 999), None);
}

/// A taken identifier is no failure of the transaction.
pub fn a_taken_identifier_stores_nothing(stage: &Stage) {
    stage.put(ground());
    put(stage, [member(1)]);
    let inserted = stage.change(|tx| {
        let twin = filled_membership(1, ACCOUNT, UserId::new(2), [GroupId::new(4)]);
        Ok([tx.memberships().insert(&twin)?, tx.memberships().insert(&member(2))?])
    });
    assert_eq!(inserted, [false, true]);
    assert_eq!(find(stage, 1), Some(member(1)));
}

/// An update sets and clears every member, groups included.
pub fn an_update_replaces_everything(stage: &Stage) {
    stage.put(ground());
    put(stage, [member(1), member(2)]);
    let person = UserId::new(2);
    let versions = [
        filled_membership(2, ACCOUNT, person, [GROUP, GroupId::new(4)]),
        membership(2, ACCOUNT, person, [GroupId::new(4)]),
        membership(2, ACCOUNT, person, []),
        member(2),
    ];
    for new in versions {
        update(stage, &new);
        assert_eq!(find(stage, 2), Some(new));
        assert_eq!(find(stage, 1), Some(member(1)));
    }
}

/// A change of nothing must not look like success.
pub fn an_update_of_nothing_is_refused(stage: &Stage) {
    stage.put(ground());
    stage.refuse(|tx| Ok(tx.memberships().update(&member(1))?));
    assert_eq!(find(stage, 1), None);
}

/// R14: at most one membership of a person in an account, until it is deleted.
pub fn pairs_are_unique_until_deletion(stage: &Stage) {
    fn again(n: u64) -> Membership {
        membership(n, ACCOUNT, UserId::new(1), [GROUP])
    }
    let key = UniqueKey::MembershipPair;
    stage.put(ground());
    put(stage, [member(1), membership(2, AccountId::new(2), UserId::new(1), [GroupId::new(2)])]);
    let pair = || stage.look(|tx| Ok(tx.memberships().find_pair(ACCOUNT, UserId::new(1))?));
    assert_eq!(pair(), Some(member(1)));
    stage.clash(key, |tx| Ok(tx.memberships().insert(&again(3))?));
    update(stage, &with_state(member(1), MembershipState::Blocked));
    stage.clash(key, |tx| Ok(tx.memberships().insert(&again(3))?));
    for (old, new) in [(1, 3), (3, 4)] {
        update(stage, &with_state(again(old), MembershipState::Deleted));
        assert_eq!(pair(), None);
        put(stage, [again(new)]);
        update(stage, &with_state(again(old), MembershipState::Deleted));
        assert_eq!(pair(), Some(again(new)));
    }
    stage.clash(key, |tx| Ok(tx.memberships().update(&again(1))?));
    let stranger = stage.look(|tx| Ok(tx.memberships().find_pair(ACCOUNT, UserId::new(2))?));
    assert_eq!(stranger, None);
}

/// P-R19: an account has one owner at most, until the membership is deleted.
pub fn owners_are_unique_until_deletion(stage: &Stage) {
    fn owner(n: u64) -> Membership {
        Membership { is_owner: true, ..member(n) }
    }
    let found = || stage.look(|tx| Ok(tx.memberships().owner(ACCOUNT)?.map(|owner| owner.id)));
    stage.put(ground());
    let elsewhere = membership(9, AccountId::new(2), UserId::new(9), []);
    put(stage, [member(1), member(2), Membership { is_owner: true, ..elsewhere }]);
    assert_eq!(found(), None);
    update(stage, &owner(1));
    assert_eq!(found(), Some(MembershipId::new(1)));
    stage.clash(UniqueKey::AccountOwner, |tx| Ok(tx.memberships().insert(&owner(3))?));
    stage.clash(UniqueKey::AccountOwner, |tx| Ok(tx.memberships().update(&owner(2))?));
    update(stage, &with_state(owner(1), MembershipState::Deleted));
    assert_eq!(found(), None);
    update(stage, &owner(2));
    assert_eq!(found(), Some(MembershipId::new(2)));
}

/// Members of all kinds but robots, none that are deleted, by e-mail, and the part of them that is asked for.
pub fn domain_users_come_by_email(stage: &Stage) {
    let mut rows = ground();
    for (user, email) in rows.users.iter_mut().zip(["d@x.org", "b@x.org", "c@x.org", "a@x.org", "e@x.org"]) {
        user.email = email.parse().unwrap();
    }
    stage.put(rows);
    let kind = |n, kind| Membership { kind, ..member(n) };
    put(
        stage,
        [
            member(1),
            with_state(member(2), MembershipState::Blocked),
            kind(3, MembershipKind::Regular),
            invited(kind(4, MembershipKind::Support), -1),
            kind(5, MembershipKind::Integration),
            with_state(member(6), MembershipState::Deleted),
            membership(7, AccountId::new(2), UserId::new(7), []),
        ],
    );
    let listed = |limit, offset| {
        stage.look(move |tx| {
            let page = tx.memberships().domain_users(ACCOUNT, Window { limit, offset })?;
            assert!(page.iter().all(|(membership, user)| membership.user == user.id));
            Ok(page.iter().map(|(membership, _)| crate::id::Id::number(membership.id)).collect::<Vec<_>>())
        })
    };
    assert_eq!(listed(None, 0), [4, 2, 3, 1]);
    assert_eq!(listed(Some(2), 1), [2, 3]);
    assert_eq!(listed(None, 3), [1]);
    assert_eq!(listed(Some(1), 9), []);
    let count = |account| stage.look(move |tx| Ok(tx.memberships().count_domain_users(account)?));
    assert_eq!([ACCOUNT, AccountId::new(2), AccountId::new(3)].map(count), [4, 1, 0]);
}

/// A person's memberships: oldest first without deleted ones, and what the standing is derived from with them.
pub fn memberships_of_a_person(stage: &Stage) {
    let mut rows = ground();
    rows.accounts.extend((5..=8).map(account));
    stage.put(rows);
    let person = UserId::new(1);
    let of = |n: u64, account: u64, created: i64| {
        let old = membership(n, AccountId::new(account), person, []);
        Membership { stamps: MembershipStamps { created: stamp(created), ..old.stamps }, ..old }
    };
    let gone = with_state(of(4, 7, -9), MembershipState::Deleted);
    let all = [of(1, 5, 30), of(2, 6, 10), invited(of(3, 3, 20), 77), gone, of(5, 8, 10), member(9)];
    put(stage, all.clone());
    let (own, together) = stage
        .look(move |tx| Ok((tx.memberships().of_user(person)?, tx.memberships().of_users(&[person], None)?)));
    assert_eq!(own, together, "one by one or together");
    for account in own.iter().map(|membership| membership.account) {
        let there = stage.look(move |tx| Ok(tx.memberships().of_users(&[person], Some(account))?));
        assert_eq!(there, own.iter().filter(|m| m.account == account).cloned().collect::<Vec<_>>());
    }
    assert_eq!(stage.look(|tx| Ok(tx.memberships().of_users(&[], None)?)), []);
    let expected = [1, 4, 2, 0].map(|place: usize| all.get(place).cloned().unwrap());
    assert_eq!(own, expected);

    let glance = |state, invited_until| MembershipGlance { state, invited_until };
    let glances = stage.look(move |tx| Ok(tx.memberships().glances(person)?));
    assert_eq!(glances.len(), 5);
    for (expected, count) in [
        (glance(MembershipState::Active, None), 3),
        (glance(MembershipState::Invited, Some(at(77))), 1),
        (glance(MembershipState::Deleted, None), 1),
    ] {
        assert_eq!(glances.iter().filter(|glance| **glance == expected).count(), count, "{expected:?}");
    }
    let none = stage.look(|tx| {
        let nobody = UserId::new(30);
        Ok((tx.memberships().of_user(nobody)?, tx.memberships().glances(nobody)?))
    });
    assert_eq!(none, (Vec::new(), Vec::new()));
}

/// R21, each condition missing once.
pub fn administrators_are_counted_exactly(stage: &Stage) {
    let mut rows = ground();
    for user in &mut rows.users {
        *user = match user.id.to_string().as_str() {
            "USR-0000-0011" => User { activated_at: None, ..user.clone() },
            "USR-0000-0012" => User { life: UserLife::Blocked, ..user.clone() },
            "USR-0000-0013" => User { life: UserLife::Deleted, ..user.clone() },
            _ => user.clone(),
        };
    }
    stage.put(rows);
    let kind = |n, kind| Membership { kind, ..member(n) };
    put(
        stage,
        [
            member(1),
            kind(2, MembershipKind::Support),
            membership(3, ACCOUNT, UserId::new(3), [GROUP, GroupId::new(4)]),
            kind(4, MembershipKind::Regular),
            kind(5, MembershipKind::Integration),
            with_state(member(6), MembershipState::Invited),
            with_state(member(7), MembershipState::Blocked),
            with_state(member(8), MembershipState::Deleted),
            membership(9, ACCOUNT, UserId::new(9), [GroupId::new(4)]),
            member(11),
            member(12),
            member(13),
        ],
    );
    let count = |at_most| stage.look(move |tx| Ok(tx.memberships().count_administrators(GROUP, at_most)?));
    assert_eq!([9, 3, 2, 1, 0].map(count), [3, 3, 2, 1, 0]);
    let in_group = |at_most| stage.look(move |tx| Ok(tx.memberships().count_in_group(GROUP, at_most)?));
    assert_eq!([99, 10, 4, 0].map(in_group), [10, 10, 4, 0]);
    let empty = stage.look(|tx| Ok(tx.memberships().count_in_group(GroupId::new(2), 9)?));
    assert_eq!(empty, 0);
}

/// One entry per group and person, by person, without deleted memberships; both names that R20 chooses from.
pub fn people_of_groups(stage: &Stage) {
    stage.put(ground());
    put(
        stage,
        [
            membership(4, ACCOUNT, UserId::new(1), [GROUP, GroupId::new(4)]),
            invited(member(2), -1),
            with_state(member(3), MembershipState::Deleted),
            membership(1, AccountId::new(2), UserId::new(1), [GroupId::new(2)]),
        ],
    );
    let people = |groups: &'static [u64]| {
        let groups: Vec<GroupId> = groups.iter().copied().map(GroupId::new).collect();
        let mut people = stage.look(move |tx| Ok(tx.memberships().people_of_groups(&groups)?));
        assert!(people.is_sorted_by_key(|member| member.user.id), "{people:?}");
        people.sort_by_key(|member| (member.user.id, member.group));
        people
    };
    let member = |group, n, given: &str, is_joined| GroupMember {
        group: GroupId::new(group),
        user: user(n).summary(),
        given_name: given.into(),
        is_joined,
    };
    let (one, two) = ("Given 4 Name 4", "Given 2 Name 2");
    assert_eq!(
        people(&[4, 1, 999]),
        [member(1, 1, one, true), member(4, 1, one, true), member(1, 2, two, false)]
    );
    assert_eq!(people(&[]), []);
}

/// Open invitations that are over, longest first, until they are noted; a renewed one can be over again.
pub fn expired_invitations_wait_until_they_are_noted(stage: &Stage) {
    stage.put(ground());
    let over = |n, until_secs| invited(member(n), until_secs);
    let gone = with_state(over(4, -60), MembershipState::Deleted);
    put(stage, [over(1, -10), over(2, -20), over(3, 0), gone, over(5, 1), member(6)]);
    let expired = |limit| {
        let found = stage.look(move |tx| Ok(tx.memberships().expired_invitations(NOW, limit)?));
        assert!(found.iter().all(|(membership, user)| membership.user == user.id));
        found.into_iter().map(|(membership, _)| membership.id).collect::<Vec<_>>()
    };
    let ids = |numbers: &[u64]| numbers.iter().copied().map(MembershipId::new).collect::<Vec<_>>();
    assert_eq!((expired(10), expired(2), expired(0)), (ids(&[2, 1, 3]), ids(&[2, 1]), ids(&[])));
    let note = |mut membership: Membership| {
        if let Some(invitation) = &mut membership.invitation {
            invitation.is_expiry_noted = true;
        }
        update(stage, &membership);
    };
    note(over(2, -20));
    assert_eq!(expired(10), ids(&[1, 3]));
    update(stage, &over(2, -5));
    assert_eq!(expired(10), ids(&[1, 2, 3]));
}

fn visible(stage: &Stage, scope: MembershipScope, account: Option<u64>) -> Vec<u64> {
    let account = account.map(AccountId::new);
    stage.look(move |tx| {
        let query = Query::everything(&FIELDS_BY_MEMBERSHIP);
        let page = tx.memberships().page(scope, account, &query, NOW)?;
        assert!(page.items.iter().all(|(membership, user)| membership.user == user.id));
        let listed = numbers(page.items.iter().map(|(membership, _)| membership.id));
        let found = found_in(tx, scope, account)?;
        assert_eq!(numbers(found), listed, "{scope:?}");
        assert_eq!(page.total, u64::try_from(listed.len()).unwrap(), "{scope:?}");
        Ok(listed)
    })
}

fn found_in(
    tx: &mut dyn Transaction,
    scope: MembershipScope,
    account: Option<AccountId>,
) -> Result<Vec<MembershipId>, Error> {
    let mut found = Vec::new();
    for n in 1..12 {
        if let Some((membership, user)) = tx.memberships().find_in(scope, MembershipId::new(n))? {
            assert_eq!(membership.user, user.id);
            found.extend((account.is_none_or(|id| membership.account == id)).then_some(membership.id));
        }
    }
    Ok(found)
}

/// What is deleted, outside, or of a deleted account does not exist for the scope, one by one or in a list.
pub fn scopes_show_no_more_than_they_say(stage: &Stage) {
    stage.put(ground());
    let elsewhere = |n, user: u64| membership(n, AccountId::new(2), UserId::new(user), [GroupId::new(2)]);
    put(
        stage,
        [
            member(1),
            invited(member(2), -1),
            with_state(member(3), MembershipState::Blocked),
            with_state(member(4), MembershipState::Deleted),
            elsewhere(5, 1),
            elsewhere(6, 5),
            membership(7, AccountId::new(3), UserId::new(1), [GroupId::new(3)]),
        ],
    );
    let within =
        |person: Option<u64>| MembershipScope::Account { account: ACCOUNT, person: person.map(UserId::new) };
    let person = |n| MembershipScope::Person(UserId::new(n));
    assert_eq!(visible(stage, MembershipScope::All, None), [1, 2, 3, 5, 6]);
    assert_eq!(visible(stage, MembershipScope::All, Some(2)), [5, 6]);
    assert_eq!(visible(stage, MembershipScope::All, Some(3)), []);
    assert_eq!(visible(stage, within(None), None), [1, 2, 3]);
    assert_eq!(visible(stage, within(Some(1)), None), [1, 2, 3, 5]);
    assert_eq!(visible(stage, within(Some(1)), Some(1)), [1, 2, 3]);
    assert_eq!(visible(stage, within(Some(1)), Some(2)), [5]);
    assert_eq!(visible(stage, within(None), Some(2)), []);
    assert_eq!(visible(stage, person(1), None), [1, 5]);
    assert_eq!(visible(stage, person(4), None), []);
    assert_eq!(visible(stage, MembershipScope::Nothing, None), []);
}

//! Lists of people, seen in full and as an account sees those who have not joined (R20).

use super::dice::Dice;
use super::listing::Listing;
use crate::account::{Account, AccountSummary};
use crate::id::{AccountId, Id as _, UserId};
use crate::membership::{Given, Membership, MembershipState};
use crate::testing::contract::Stage;
use crate::testing::fixture::{NOW, Rows, account, at, invited, membership, parsed, user};
use crate::user::{FIELDS, Standing, User, UserLife, UserRow, UserScope, UserStamps};
use crate::value::{Phone, Text};

const ACCOUNT: AccountId = AccountId::new(1);

/// Any person; may be deleted.
pub(in crate::testing) fn any_user(dice: &Dice, n: u64) -> User {
    let until = at(dice.pick(&[-1, 0, 1]));
    let phone = Phone {
        prefix: dice.maybe(parsed(dice.pick(&["+49", "+351"]))),
        number: Some(parsed(dice.pick(&["110", "21 000"]))),
    };
    User {
        revision: 1 + u32::try_from(dice.below(3)).unwrap(),
        email: parsed(&format!("{}{n}@example.com", dice.pick(&["user", "Mara_", "o'neil"]))),
        first_name: dice.text(),
        // A name may be one word (P-R31).
        last_name: Some(dice.text())
            .filter(|_| !n.is_multiple_of(7))
            .unwrap_or(Text::from_stored(String::new())),
        phone: dice.maybe(phone),
        life: dice.pick(&[
            UserLife::Live,
            UserLife::Live,
            UserLife::Live,
            UserLife::Blocked,
            UserLife::Deleted,
        ]),
        standing: dice.pick(&[
            Standing::New,
            Standing::Invited { until },
            Standing::Invited { until },
            Standing::Active,
            Standing::Disabled,
        ]),
        activated_at: dice.maybe(dice.moment()),
        current_account: dice.maybe(AccountId::new(1 + dice.below(2))),
        last_login_at: dice.maybe(dice.moment()),
        stamps: UserStamps {
            created: dice.stamp(),
            updated: dice.stamp(),
            login: dice.stamp(),
            blocked: dice.stamp(),
            unblocked: dice.stamp(),
        },
        ..user(n)
    }
}

/// Any membership of that person: invited until about now, joined, blocked or deleted, joined or not.
pub(in crate::testing) fn any_membership(
    dice: &Dice,
    n: u64,
    account: AccountId,
    user: UserId,
) -> Membership {
    let given = Given { first: dice.text(), last: dice.text(), phone: None };
    let mut any = Membership {
        revision: 1 + u32::try_from(dice.below(3)).unwrap(),
        given,
        ..membership(n, account, user, [])
    };
    if dice.flip() {
        any = invited(any, dice.pick(&[-1, 0, 1]));
    } else {
        any.state = dice.pick(&[
            MembershipState::Active,
            MembershipState::Active,
            MembershipState::Blocked,
            MembershipState::Deleted,
        ]);
        any.stamps.joined = dice.stamp();
    }
    any.stamps.created = dice.stamp();
    any.stamps.updated = dice.stamp();
    any.stamps.invited = dice.stamp();
    any.stamps.access = dice.stamp();
    any.stamps.login = dice.stamp();
    any
}

/// People of whom three of four have something to do with each of two accounts.
pub(super) fn population(dice: &Dice) -> Rows {
    let users: Vec<User> = (1..=32).map(|n| any_user(dice, n)).collect();
    let mut memberships = Vec::new();
    for (place, user) in (1_u64..).zip(&users) {
        for account in [1, 2] {
            if dice.below(4) > 0 {
                memberships.push(any_membership(
                    dice,
                    place + 100 * account,
                    AccountId::new(account),
                    user.id,
                ));
            }
        }
    }
    let accounts = [1, 2].map(|n| Account { name: dice.text(), ..account(n) });
    Rows { accounts: accounts.to_vec(), users, memberships, ..Rows::default() }
}

/// The person's membership in the account that looks, unless it is deleted.
fn through(world: &Rows, user: &User) -> Option<Membership> {
    let is_it =
        |m: &&Membership| m.user == user.id && m.account == ACCOUNT && m.state != MembershipState::Deleted;
    world.memberships.iter().find(is_it).cloned()
}

fn current(world: &Rows, user: &User, is_shown: bool) -> Option<AccountSummary> {
    let id = user.current_account.filter(|id| is_shown || *id == ACCOUNT)?;
    world.accounts.iter().find(|account| account.id == id).map(Account::summary)
}

fn accounts(world: &Rows, user: &User) -> Vec<AccountSummary> {
    let own = world.memberships.iter().filter(|m| m.user == user.id && m.state != MembershipState::Deleted);
    own.filter_map(|m| world.accounts.iter().find(|a| a.id == m.account).map(Account::summary)).collect()
}

/// What the scope shows of one person, if anything.
fn row(world: &Rows, scope: UserScope, user: &User) -> Option<UserRow> {
    let full = UserRow {
        user: user.clone(),
        current_account: current(world, user, true),
        accounts: accounts(world, user),
        seen_through: None,
        now: NOW,
    };
    match scope {
        _ if user.life == UserLife::Deleted => None,
        UserScope::All => Some(full),
        UserScope::One(id) => (user.id == id).then_some(full),
        UserScope::Members { person, .. } if person == Some(user.id) => Some(full),
        UserScope::Members { .. } => {
            let membership = through(world, user)?;
            let seen_through = Some(membership).filter(|m| m.stamps.joined.is_none());
            let current_account = current(world, user, false);
            Some(UserRow { current_account, accounts: Vec::new(), seen_through, ..full })
        }
        UserScope::Nothing => None,
    }
}

/// Somebody who has not joined, and yet sees himself in full.
fn asker(world: &Rows) -> UserId {
    let is_it = |user: &&User| {
        user.life == UserLife::Live
            && user.current_account.is_some_and(|id| id != ACCOUNT)
            && through(world, user).is_some_and(|m| m.stamps.joined.is_none())
    };
    world.users.iter().find(is_it).unwrap().id
}

/// Every query on people.
pub fn people(stage: &Stage) {
    let world = population(&Dice::new(2));
    stage.put(world.clone());
    let asker = asker(&world);
    let within = |person| UserScope::Members { account: ACCOUNT, person };
    for scope in [UserScope::All, within(None), within(Some(asker)), UserScope::One(asker)] {
        let rows: Vec<UserRow> = world.users.iter().filter_map(|user| row(&world, scope, user)).collect();
        let listing = Listing { stage, registry: &FIELDS, rows };
        listing.check(move |tx, query| Ok(tx.users().page(scope, query, NOW)?.map(|user| user.id.number())));
    }
}

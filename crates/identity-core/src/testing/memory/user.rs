//! People in memory.

use super::page::page;
use super::state::{State, refer, stored, unique};
use super::unit::Unit;
use crate::account::AccountSummary;
use crate::error::{StoreError, UniqueKey};
use crate::id::{AccountId, UserId};
use crate::list::{Page, Query};
use crate::membership::Membership;
use crate::timestamp::Timestamp;
use crate::user::{FIELDS, User, UserLife, UserRepository, UserRow, UserScope, UserSummary};
use crate::value::EmailAddress;

fn shows(state: &State, scope: UserScope, user: &User) -> bool {
    let is_in_scope = match scope {
        UserScope::All => true,
        UserScope::Members { account, person } => {
            person == Some(user.id) || state.membership_of(account, user.id).is_some()
        }
        UserScope::One(id) => user.id == id,
        UserScope::Nothing => false,
    };
    is_in_scope && user.life != UserLife::Deleted
}

/// Before somebody joined, an account sees no more than the invitation (R20).
fn seen_through(state: &State, scope: UserScope, user: UserId) -> Option<Membership> {
    match scope {
        UserScope::Members { account, person } if person != Some(user) => {
            state.membership_of(account, user).filter(|m| !m.is_joined()).cloned()
        }
        _ => None,
    }
}

fn current_account(state: &State, scope: UserScope, user: &User) -> Option<AccountSummary> {
    let shows = |id: &AccountId| match scope {
        UserScope::All => true,
        UserScope::Members { account, person } => person == Some(user.id) || *id == account,
        UserScope::One(person) => person == user.id,
        UserScope::Nothing => false,
    };
    state.live_summary(user.current_account.filter(shows)?)
}

/// Shown to the person and to O+ alone.
fn accounts(state: &State, scope: UserScope, user: UserId) -> Vec<AccountSummary> {
    let is_shown = match scope {
        UserScope::All => true,
        UserScope::Members { person, .. } => person == Some(user),
        UserScope::One(person) => person == user,
        UserScope::Nothing => false,
    };
    let own = state.live_memberships().filter(|m| is_shown && m.user == user);
    own.filter_map(|m| state.live_summary(m.account)).collect()
}

fn check(state: &State, user: &User) -> Result<(), StoreError> {
    refer(&state.accounts, user.current_account, "accounts")?;
    let is_live = |user: &User| user.life != UserLife::Deleted;
    let has_email = |other: &User| other.id != user.id && is_live(other) && other.email == user.email;
    unique(is_live(user) && state.users.values().any(has_email), UniqueKey::UserEmail)
}

impl UserRepository for Unit {
    fn find(&mut self, id: UserId) -> Result<Option<User>, StoreError> {
        self.look(|state| state.users.get(&id).cloned())
    }

    fn find_in(&mut self, scope: UserScope, id: UserId) -> Result<Option<User>, StoreError> {
        self.look(|state| state.users.get(&id).filter(|user| shows(state, scope, user)).cloned())
    }

    fn find_many_in(&mut self, scope: UserScope, ids: &[UserId]) -> Result<Vec<User>, StoreError> {
        self.look(|state| {
            let is_asked = |user: &&User| ids.contains(&user.id) && shows(state, scope, user);
            state.users.values().filter(is_asked).cloned().collect()
        })
    }

    fn find_by_email(&mut self, email: &EmailAddress) -> Result<Option<User>, StoreError> {
        self.look(|state| {
            let is_it = |user: &&User| user.life != UserLife::Deleted && user.email == *email;
            state.users.values().find(is_it).cloned()
        })
    }

    fn insert(&mut self, user: &User) -> Result<bool, StoreError> {
        self.change(|state| {
            if state.users.contains_key(&user.id) {
                return Ok(false);
            }
            check(state, user)?;
            state.users.insert(user.id, user.clone());
            Ok(true)
        })
    }

    fn update(&mut self, user: &User) -> Result<(), StoreError> {
        self.change(|state| {
            check(state, user)?;
            *stored(&mut state.users, &user.id, "users")? = user.clone();
            Ok(())
        })
    }

    fn summaries(&mut self, ids: &[UserId]) -> Result<Vec<UserSummary>, StoreError> {
        self.look(|state| {
            let asked = state.users.values().filter(|user| ids.contains(&user.id));
            asked.map(User::summary).collect()
        })
    }

    fn page(
        &mut self,
        scope: UserScope,
        query: &Query<UserRow>,
        now: Timestamp,
    ) -> Result<Page<User>, StoreError> {
        self.look(|state| {
            let visible = state.users.values().filter(|user| shows(state, scope, user));
            let rows = visible.map(|user| UserRow {
                user: user.clone(),
                current_account: current_account(state, scope, user),
                accounts: accounts(state, scope, user.id),
                seen_through: seen_through(state, scope, user.id),
                now,
            });
            page(&FIELDS, query, rows, |row| row.user)
        })
    }
}

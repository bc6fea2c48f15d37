//! Lists of memberships, by both registries, seen in full and as an account sees those who have not joined (R20).

use super::dice::Dice;
use super::listing::Listing;
use super::user::population;
use crate::account::Account;
use crate::id::{AccountId, Id as _, UserId};
use crate::list::Registry;
use crate::membership::{
    FIELDS_BY_MEMBERSHIP, FIELDS_BY_USER, Membership, MembershipRow, MembershipScope, MembershipState,
};
use crate::testing::contract::Stage;
use crate::testing::fixture::{NOW, Rows};

const ACCOUNT: AccountId = AccountId::new(1);

/// What the scope shows of one membership, if anything.
fn row(world: &Rows, scope: MembershipScope, membership: &Membership) -> Option<MembershipRow> {
    let full = MembershipRow {
        membership: membership.clone(),
        user: world.users.iter().find(|user| user.id == membership.user).cloned()?,
        account: world
            .accounts
            .iter()
            .find(|account| account.id == membership.account)
            .map(Account::summary)?,
        groups: Vec::new(),
        modules: Vec::new(),
        buyers: Vec::new(),
        is_guarded: false,
        now: NOW,
    };
    match scope {
        _ if membership.state == MembershipState::Deleted => None,
        MembershipScope::All => Some(full),
        MembershipScope::Person(person) => (membership.user == person).then_some(full),
        MembershipScope::Account { person, .. } if person == Some(membership.user) => Some(full),
        MembershipScope::Account { account, .. } => (membership.account == account)
            .then(|| MembershipRow { is_guarded: membership.stamps.joined.is_none(), ..full }),
        MembershipScope::Nothing => None,
    }
}

/// Somebody with memberships in both accounts who has not joined the first.
fn asker(world: &Rows) -> UserId {
    let live = || world.memberships.iter().filter(|m| m.state != MembershipState::Deleted);
    let is_elsewhere = |user| live().any(|m| m.user == user && m.account != ACCOUNT);
    let mut guarded = live().filter(|m| m.account == ACCOUNT && m.stamps.joined.is_none());
    guarded.find(|m| is_elsewhere(m.user)).unwrap().user
}

fn check(stage: &Stage, registry: &'static Registry<MembershipRow>) {
    let world = population(&Dice::new(3));
    stage.put(world.clone());
    let asker = asker(&world);
    let within = |person| MembershipScope::Account { account: ACCOUNT, person };
    let scopes = [
        (MembershipScope::All, None),
        (within(None), None),
        (within(Some(asker)), None),
        (within(Some(asker)), Some(ACCOUNT)),
        (MembershipScope::Person(asker), None),
    ];
    for (scope, account) in scopes {
        let inside = world.memberships.iter().filter(|m| account.is_none_or(|id| m.account == id));
        let listing = Listing {
            stage,
            registry,
            rows: inside.filter_map(|membership| row(&world, scope, membership)).collect(),
        };
        listing.check(move |tx, query| {
            Ok(tx
                .memberships()
                .page(scope, account, query, NOW)?
                .map(|(membership, _)| membership.id.number()))
        });
    }
}

/// Every query on memberships that are named by person.
pub fn memberships_by_person(stage: &Stage) {
    check(stage, &FIELDS_BY_USER);
}

/// Every query on memberships that are named by membership.
pub fn memberships_by_membership(stage: &Stage) {
    check(stage, &FIELDS_BY_MEMBERSHIP);
}

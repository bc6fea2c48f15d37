//! Lists of buyers, in full and as an account sees people in contacts who have not joined (R20).

use super::account::any_account;
use super::dice::Dice;
use super::listing::Listing;
use super::user::{any_membership, any_user};
use crate::account::{Account, AccountState};
use crate::buyer::{
    Buyer, BuyerRow, BuyerScope, BuyerStamps, BuyerState, Contact, ExternalIds, FIELDS, Seller,
};
use crate::id::{AccountId, Id as _, SellerId, UserId};
use crate::membership::{Membership, MembershipState};
use crate::testing::contract::Stage;
use crate::testing::fixture::{Rows, buyer, invited, membership, parsed};
use crate::user::User;
use crate::value::{Address, Phone};

const ACCOUNT: AccountId = AccountId::new(1);

const STATES: [BuyerState; 6] = [
    BuyerState::Unassigned,
    BuyerState::Enabled,
    BuyerState::Active,
    BuyerState::Active,
    BuyerState::Disabled,
    BuyerState::Deleted,
];

fn any_contact(dice: &Dice) -> Contact {
    let phone =
        Phone { prefix: dice.maybe(parsed("+351")), number: Some(parsed(dice.pick(&["110", "21 000"]))) };
    Contact {
        name: dice.maybe(dice.text()),
        first_name: dice.maybe(dice.text()),
        last_name: dice.maybe(dice.text()),
        email: dice.maybe(parsed(dice.pick(&["it@a.example", "Help@B.example", "o'neil@c.example"]))),
        phone: dice.maybe(phone),
        user: dice.maybe(UserId::new(1 + dice.below(8))),
        kind: dice.maybe(dice.text()),
    }
}

fn any_seller(dice: &Dice) -> Seller {
    Seller {
        id: SellerId::new(dice.pick(&[1, 2, 73_201_145])),
        name: dice.maybe(dice.text()),
        icon: dice.maybe(dice.text()),
        external_id: dice.maybe(dice.text()),
    }
}

/// Any buyer, of one of three accounts or of none.
pub(in crate::testing) fn any_buyer(dice: &Dice, n: u64) -> Buyer {
    let account = AccountId::new(dice.pick(&[1, 1, 1, 2, 3]));
    Buyer {
        revision: 1 + u32::try_from(dice.below(3)).unwrap(),
        state: dice.pick(&STATES),
        name: dice.text(),
        address: Address {
            line1: dice.text(),
            line2: dice.maybe(dice.text()),
            post_code: parsed(dice.pick(&["1200-109", "0001", "A 1"])),
            city: dice.text(),
            state: dice.text(),
            country: parsed(dice.pick(&["PT", "DE"])),
        },
        tax_id: dice.maybe(parsed(dice.pick(&["PT508112349", "DE1", "O'1%_"]))),
        external_ids: ExternalIds {
            erp_company_contact: dice.maybe(parsed(&format!("CC-{}", n % 7 + n))),
            erp_customer: dice.maybe(dice.text()),
            account_external_id: dice.maybe(dice.text()),
        },
        contact: any_contact(dice),
        sellers: (0..dice.below(3)).map(|_| any_seller(dice)).collect(),
        stamps: BuyerStamps {
            created: dice.stamp(),
            updated: dice.stamp(),
            activated: dice.stamp(),
            unassigned: dice.stamp(),
            disabled: dice.stamp(),
        },
        ..buyer(n, dice.maybe(account))
    }
}

/// Accounts 1 to 3, the third deleted; people, most of whom have something to do with the first; buyers.
fn world(dice: &Dice) -> Rows {
    let mut accounts: Vec<Account> = (1..=3).map(|n| any_account(dice, n)).collect();
    let states = [AccountState::Active, AccountState::Enabled, AccountState::Deleted];
    for (account, state) in accounts.iter_mut().zip(states) {
        account.state = state;
    }
    let users: Vec<User> = (1..=8).map(|n| any_user(dice, n)).collect();
    let any = |n| any_membership(dice, n, ACCOUNT, UserId::new(n));
    let joined = membership(1, ACCOUNT, UserId::new(1), []);
    let invited = invited(membership(2, ACCOUNT, UserId::new(2), []), 60);
    let memberships: Vec<Membership> = [joined, invited].into_iter().chain((3..=6).map(any)).collect();
    let buyers = (1..=40).map(|n| any_buyer(dice, n)).collect();
    Rows { accounts, users, memberships, buyers, ..Rows::default() }
}

/// What the scope shows of one buyer, if anything.
fn row(world: &Rows, scope: BuyerScope, buyer: &Buyer) -> Option<BuyerRow> {
    let account = world.accounts.iter().find(|account| Some(account.id) == buyer.account);
    let is_in_scope = scope == BuyerScope::All || buyer.account == Some(ACCOUNT);
    let is_live = account.is_none_or(|account| account.state != AccountState::Deleted);
    if !is_in_scope || !is_live || buyer.state == BuyerState::Deleted {
        return None;
    }
    let has_joined = |user: &User| {
        let through = world.memberships.iter().find(|m| m.user == user.id);
        through.is_some_and(|m| m.state != MembershipState::Deleted && m.stamps.joined.is_some())
    };
    let user = world.users.iter().find(|user| Some(user.id) == buyer.contact.user);
    Some(BuyerRow {
        buyer: buyer.clone(),
        account: account.map(Account::summary),
        user: user.filter(|user| scope == BuyerScope::All || has_joined(user)).cloned(),
    })
}

/// Every query on buyers.
pub fn buyers(stage: &Stage) {
    let world = world(&Dice::new(8));
    stage.put(world.clone());
    for scope in [BuyerScope::All, BuyerScope::Account(ACCOUNT)] {
        let rows: Vec<BuyerRow> = world.buyers.iter().filter_map(|buyer| row(&world, scope, buyer)).collect();
        let is_hidden = |row: &&BuyerRow| row.user.is_none() && row.buyer.contact.user.is_some();
        let (shown, hidden) =
            (rows.iter().any(|row| row.user.is_some()), rows.iter().any(|row| is_hidden(&row)));
        assert_eq!((shown, hidden), (true, scope != BuyerScope::All), "the control");
        let listing = Listing { stage, registry: &FIELDS, rows };
        listing.check(move |tx, query| Ok(tx.buyers().page(scope, query)?.map(|buyer| buyer.id.number())));
    }
}

//! What commands can be about: everything that is or was there, and what was learnt from answers.

use std::collections::{BTreeMap, BTreeSet};

use super::action::Found;
use crate::account::{self, Account, AccountScope};
use crate::api_token::{self, ApiToken, TokenScope};
use crate::buyer::{self, Buyer, BuyerScope};
use crate::device::{Device, DeviceOrder, DeviceQuery};
use crate::error::Error;
use crate::group::{self, Group, GroupScope};
use crate::id::{AccountId, BuyerId, DeviceId, GroupId, MembershipId, SessionId, TokenId, UserId};
use crate::list::{Direction, LIMIT_MAX, Page, Query};
use crate::membership::{FIELDS_BY_MEMBERSHIP, Membership, MembershipScope};
use crate::port::Transaction;
use crate::session::Session;
use crate::timestamp::Timestamp;
use crate::user::{self, User, UserScope};

/// Rows as they were when they were last seen; those that are gone stay, so that commands name them too.
#[derive(Clone, Default)]
pub(super) struct Known {
    pub accounts: BTreeMap<AccountId, Account>,
    pub users: BTreeMap<UserId, User>,
    pub memberships: BTreeMap<MembershipId, Membership>,
    pub groups: BTreeMap<GroupId, Group>,
    pub tokens: BTreeMap<TokenId, ApiToken>,
    pub buyers: BTreeMap<BuyerId, Buyer>,
    pub devices: BTreeMap<DeviceId, Device>,
    pub sessions: BTreeMap<SessionId, Session>,
    /// Sessions that are not over.
    pub open: BTreeSet<SessionId>,
    pub found: Vec<Found>,
}

/// All devices of an account.
pub(super) const DEVICES: DeviceQuery = DeviceQuery {
    store: None,
    status: None,
    order: DeviceOrder::CreatedAt,
    direction: Direction::Ascending,
    offset: 0,
    limit: LIMIT_MAX,
};

/// All rows, a page at a time.
pub(super) fn all<V, T>(
    mut query: Query<V>,
    mut page: impl FnMut(&Query<V>) -> Result<Page<T>, crate::error::StoreError>,
) -> Result<Vec<T>, Error> {
    let mut rows = Vec::new();
    loop {
        let next = page(&query)?;
        rows.extend(next.items);
        query.offset += u64::from(LIMIT_MAX);
        if query.offset >= next.total {
            return Ok(rows);
        }
    }
}

impl Known {
    /// Looks at everything.
    pub(super) fn look(&mut self, tx: &mut dyn Transaction, now: Timestamp) -> Result<(), Error> {
        let everything = Query::everything(&account::FIELDS);
        let accounts = all(everything, |query| tx.accounts().page(AccountScope::All, query))?;
        self.accounts.extend(accounts.into_iter().map(|row| (row.id, row)));
        let everything = Query::everything(&user::FIELDS);
        let users = all(everything, |query| tx.users().page(UserScope::All, query, now))?;
        self.users.extend(users.into_iter().map(|row| (row.id, row)));
        let everything = Query::everything(&FIELDS_BY_MEMBERSHIP);
        let members = all(everything, |query| tx.memberships().page(MembershipScope::All, None, query, now))?;
        self.memberships.extend(members.into_iter().map(|(row, _)| (row.id, row)));
        let everything = Query::everything(&group::FIELDS);
        let groups = all(everything, |query| tx.groups().page(GroupScope::All, query))?;
        self.groups.extend(groups.into_iter().map(|row| (row.id, row)));
        let everything = Query::everything(&buyer::FIELDS);
        let buyers = all(everything, |query| tx.buyers().page(BuyerScope::All, query))?;
        self.buyers.extend(buyers.into_iter().map(|row| (row.id, row)));
        self.look_at_credentials(tx, now)
    }

    fn look_at_credentials(&mut self, tx: &mut dyn Transaction, now: Timestamp) -> Result<(), Error> {
        let everything = Query::everything(&api_token::FIELDS);
        let tokens = all(everything, |query| tx.api_tokens().page(TokenScope::All, query, now))?;
        self.tokens.extend(tokens.into_iter().map(|row| (row.id, row)));
        for account in self.accounts.keys() {
            let keys = tx.api_tokens().of_account(*account, LIMIT_MAX, 0)?.0;
            self.tokens.extend(keys.into_iter().map(|row| (row.id, row)));
            let devices = tx.devices().page(*account, &DEVICES)?.items;
            self.devices.extend(devices.into_iter().map(|row| (row.id, row)));
        }
        self.open.clear();
        for user in self.users.keys() {
            let sessions = tx.sessions().of_user(*user, now)?;
            self.open.extend(sessions.iter().map(|row| row.id));
            self.sessions.extend(sessions.into_iter().map(|row| (row.id, row)));
        }
        Ok(())
    }
}

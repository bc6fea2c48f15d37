//! What ends with an account (P-R35): everything in it, in one transaction.

use super::{Account, audit_object, facts};
use crate::api_token::TokenVerb;
use crate::audit::{Event, ObjectKind};
use crate::auth::Forget;
use crate::buyer::{self, BuyerScope, BuyerVerb};
use crate::device::{self, DeviceOrder, DeviceQuery, DeviceVerb};
use crate::error::Error;
use crate::id::AccountId;
use crate::list::{Direction, LIMIT_MAX, Query};
use crate::membership::{self, MembershipScope, MembershipVerb};
use crate::port::Transaction;
use crate::service::{Call, Record};
use crate::session::{self, SessionSet};
use crate::state::Repeat;
use crate::user::reproject;

/// Stores an account that was moved to Deleted, with whatever is in it. The accounts below stay and are unusable.
pub(super) fn delete(
    tx: &mut dyn Transaction,
    call: &Call,
    stored: &Account,
    deleted: Account,
) -> Result<Account, Error> {
    let mut record = call
        .record(Event::AccountDeleted, audit_object(&deleted))
        .seen_by(deleted.id)
        .with(facts::changed(stored, &deleted));
    // Rows of a deleted account are in no list, so the account itself comes last.
    record = end_members(tx, call, deleted.id, record)?;
    record = end_tokens(tx, call, deleted.id, record)?;
    record = end_devices(tx, call, deleted.id, record)?;
    record = end_buyers(tx, call, deleted.id, record)?;
    tx.accounts().update(&deleted)?;
    session::end(tx, SessionSet::Below(deleted.id))?;
    tx.forget(Forget::Everything)?;
    record.append(tx, call)?;
    Ok(deleted)
}

/// Ends all memberships, a page at a time: what has ended is on no page any more.
fn end_members(
    tx: &mut dyn Transaction,
    call: &Call,
    account: AccountId,
    mut record: Record,
) -> Result<Record, Error> {
    let query = Query { total: Some(0), ..Query::everything(&membership::FIELDS_BY_MEMBERSHIP) };
    loop {
        let page = tx.memberships().page(MembershipScope::All, Some(account), &query, call.now)?;
        if page.items.is_empty() {
            return Ok(record);
        }
        for (membership, mut user) in page.items {
            let ended = membership.end(MembershipVerb::Remove, call.stamp())?;
            tx.memberships().update(&ended)?;
            record = record.touching(ObjectKind::AccountUser, ended.id);
            for token in membership::ended(tx, call, ended.id)? {
                record = record.touching(ObjectKind::ApiToken, token);
            }
            reproject(tx, &mut user)?;
        }
    }
}

/// Deletes the tokens of all kinds that went with no membership.
fn end_tokens(
    tx: &mut dyn Transaction,
    call: &Call,
    account: AccountId,
    mut record: Record,
) -> Result<Record, Error> {
    loop {
        let (tokens, _) = tx.api_tokens().of_account(account, LIMIT_MAX, 0)?;
        if tokens.is_empty() {
            return Ok(record);
        }
        for token in tokens {
            if let Some(token) = token.apply(TokenVerb::Delete, Repeat::Refuse, call.stamp())? {
                tx.api_tokens().update(&token)?;
                record = record.touching(ObjectKind::ApiToken, token.id);
            }
        }
    }
}

fn end_devices(
    tx: &mut dyn Transaction,
    call: &Call,
    account: AccountId,
    mut record: Record,
) -> Result<Record, Error> {
    let query = DeviceQuery {
        store: None,
        status: None,
        order: DeviceOrder::CreatedAt,
        direction: Direction::Ascending,
        offset: 0,
        limit: LIMIT_MAX,
    };
    loop {
        let devices = tx.devices().page(account, &query)?.items;
        if devices.is_empty() {
            return Ok(record);
        }
        for device in devices {
            let ended = device::end(tx, call, device, DeviceVerb::Remove)?;
            record = record.touching(ObjectKind::Device, ended.id);
        }
    }
}

/// Deletes the buyers, so that what tells them apart in the ERP is free again (R43).
fn end_buyers(
    tx: &mut dyn Transaction,
    call: &Call,
    account: AccountId,
    mut record: Record,
) -> Result<Record, Error> {
    let query = Query { total: Some(0), ..Query::everything(&buyer::FIELDS) };
    loop {
        let buyers = tx.buyers().page(BuyerScope::Account(account), &query)?.items;
        if buyers.is_empty() {
            return Ok(record);
        }
        for buyer in buyers {
            let deleted = buyer.apply(BuyerVerb::Delete, call.stamp())?;
            tx.buyers().update(&deleted)?;
            record = record.touching(ObjectKind::Buyer, deleted.id);
        }
    }
}

//! A page of an account's devices.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use identity_core::device::{Device, DeviceOrder, DeviceQuery};
use identity_core::id::AccountId;
use identity_core::list::{Direction, Page};

use super::{Found, device};
use crate::any::AnyConnection;
use crate::error::Fault;
use crate::row::key;
use crate::schema::{device_uses, devices};
use crate::sql::{Literal, Select, Sql};

/// All devices of the account that are not removed.
pub(super) fn rows(account: AccountId) -> Sql {
    let mut rest = Sql::new(
        " FROM devices LEFT JOIN device_uses ON device_uses.device_id = devices.id WHERE devices.account_id = ",
    );
    rest.bind(key(account)).push(" AND devices.status <> 'REMOVED'");
    rest
}

/// How many rows there are.
pub(super) fn count(any: &mut AnyConnection, rest: Sql) -> Result<u64, Fault> {
    let counted: i64 =
        Select { columns: Literal::<BigInt>::new("COUNT(*)"), rest, is_kept: true }.get_result(any)?;
    Ok(u64::try_from(counted).unwrap_or(0))
}

pub(super) fn page(
    any: &mut AnyConnection,
    account: AccountId,
    query: &DeviceQuery,
) -> Result<Page<Device>, Fault> {
    let mut rest = rows(account);
    if let Some(store) = &query.store {
        rest.push(" AND devices.store_uid = ").bind(store.as_str());
    }
    if let Some(status) = query.status {
        rest.push(" AND devices.status = ").bind(status.as_str());
    }
    let total = count(any, rest.clone())?;
    rest.push(match query.order {
        DeviceOrder::Name => " ORDER BY devices.name",
        DeviceOrder::CreatedAt => " ORDER BY devices.created_at",
    });
    rest.push(match query.direction {
        Direction::Ascending => ", devices.id",
        Direction::Descending => " DESC, devices.id",
    });
    rest.limit(query.limit).push(" OFFSET 0 + ").bind(i64::try_from(query.offset).unwrap_or(i64::MAX));
    let columns = (devices::all_columns, device_uses::last_seen_at.nullable());
    let found = Select { columns, rest, is_kept: true }.load::<Found>(any)?;
    Ok(Page { items: found.into_iter().map(device).collect::<Result<_, _>>()?, total, next: None })
}

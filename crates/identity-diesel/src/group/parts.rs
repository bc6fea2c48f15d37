//! The modules and buyers of groups.

use std::collections::BTreeSet;

use diesel::prelude::*;
use identity_core::group::Group;
use identity_core::id::{BuyerId, GroupId, ModuleId};

use super::row::StoredGroup;
use crate::any::AnyConnection;
use crate::dialect::{Kept, padded};
use crate::error::Fault;
use crate::links::{Links, difference};
use crate::row::{key, keys};
use crate::schema::{group_buyers, group_modules};

/// The modules of the groups.
pub(super) fn modules(any: &mut AnyConnection, ids: Vec<i64>) -> Result<Links<ModuleId>, Fault> {
    let pairs = group_modules::table.filter(group_modules::group_id.eq_any(padded(ids)));
    let pairs = Kept(pairs).load::<(i64, i64)>(any)?;
    Ok(Links::new::<GroupId>("group_modules", "module_id", pairs)?)
}

fn buyers(any: &mut AnyConnection, ids: Vec<i64>) -> Result<Links<BuyerId>, Fault> {
    if ids.is_empty() {
        return Ok(Links::new::<GroupId>("group_buyers", "buyer_id", Vec::new())?);
    }
    let pairs = group_buyers::table.filter(group_buyers::group_id.eq_any(padded(ids)));
    let pairs = Kept(pairs).load::<(i64, i64)>(any)?;
    Ok(Links::new::<GroupId>("group_buyers", "buyer_id", pairs)?)
}

/// The groups with their modules and buyers, in the same order.
pub(super) fn complete_all(any: &mut AnyConnection, rows: Vec<StoredGroup>) -> Result<Vec<Group>, Fault> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let limited = rows.iter().filter(|row| row.is_buyer_limited).map(|row| row.id).collect();
    let mut modules = modules(any, rows.iter().map(|row| row.id).collect())?;
    let mut buyers = buyers(any, limited)?;
    let complete = |row: StoredGroup| {
        let (modules, buyers) = (modules.take(row.id), buyers.take(row.id));
        Ok(row.with(modules, buyers)?)
    };
    rows.into_iter().map(complete).collect()
}

/// The group with its modules and buyers.
pub(super) fn complete(any: &mut AnyConnection, row: Option<StoredGroup>) -> Result<Option<Group>, Fault> {
    Ok(complete_all(any, row.into_iter().collect())?.pop())
}

fn add_modules(any: &mut AnyConnection, group: i64, new: Vec<ModuleId>) -> Result<(), Fault> {
    for id in keys(&new) {
        let pair = (group_modules::group_id.eq(group), group_modules::module_id.eq(id));
        diesel::insert_into(group_modules::table).values(pair).execute(any)?;
    }
    Ok(())
}

fn add_buyers(any: &mut AnyConnection, group: i64, new: Vec<BuyerId>) -> Result<(), Fault> {
    for id in keys(&new) {
        let pair = (group_buyers::group_id.eq(group), group_buyers::buyer_id.eq(id));
        diesel::insert_into(group_buyers::table).values(pair).execute(any)?;
    }
    Ok(())
}

/// Stores modules and buyers of a new group.
pub(super) fn insert(any: &mut AnyConnection, group: &Group) -> Result<(), Fault> {
    let id = key(group.id);
    add_modules(any, id, group.modules.iter().copied().collect())?;
    add_buyers(any, id, group.buyers.iter().flatten().copied().collect())
}

/// Brings the stored modules and buyers up to date.
pub(super) fn replace(any: &mut AnyConnection, group: &Group) -> Result<(), Fault> {
    let id = key(group.id);
    let (gone, new) = difference(&modules(any, vec![id])?.take(id), &group.modules);
    for module in gone {
        diesel::delete(group_modules::table.find((id, key(module)))).execute(any)?;
    }
    add_modules(any, id, new)?;
    let none = BTreeSet::new();
    let wanted = group.buyers.as_ref().unwrap_or(&none);
    let (gone, new) = difference(&buyers(any, vec![id])?.take(id), wanted);
    for buyer in gone {
        diesel::delete(group_buyers::table.find((id, key(buyer)))).execute(any)?;
    }
    add_buyers(any, id, new)
}

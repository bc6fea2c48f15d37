//! Questions about the account tree (R8, R10).

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use identity_core::account::{AccountKind, AccountStatus, LineageStep};
use identity_core::id::AccountId;

use crate::any::AnyConnection;
use crate::dialect::{Kept, padded};
use crate::error::Fault;
use crate::row::{Place, key, keys};
use crate::schema::accounts;
use crate::sql::{Literal, Select, Sql};

/// Greatest number of levels in the tree (R10); it bounds the recursion even if the rule was ever broken.
const LEVELS_MAX: i64 = 8;

#[derive(Queryable)]
struct Step {
    id: i64,
    kind: String,
    status: String,
}

/// The account itself, then its ancestors up to the root.
pub(super) fn lineage(any: &mut AnyConnection, id: AccountId) -> Result<Vec<LineageStep>, Fault> {
    let mut rest = Sql::new(
        " FROM (WITH RECURSIVE up (up_id, above, level) AS (\
          SELECT a.id, a.parent_id, 1 FROM accounts a WHERE a.id = ",
    );
    rest.bind(key(id))
        .push(
            " UNION ALL SELECT a.id, a.parent_id, up.level + 1 FROM up JOIN accounts a ON a.id = up.above \
             WHERE up.level < ",
        )
        .bind(LEVELS_MAX)
        .push(
            ") SELECT up_id, level FROM up) lineage JOIN accounts ON accounts.id = lineage.up_id \
             ORDER BY lineage.level",
        );
    let columns = (accounts::id, accounts::kind, accounts::status);
    let steps = Select { columns, rest, is_kept: true }.load::<Step>(any)?;
    steps
        .into_iter()
        .map(|step| {
            let place = Place::<AccountId>::new("accounts", step.id);
            let status = place.known("status", AccountStatus::parse(&step.status))?;
            Ok(LineageStep {
                id: place.id("id", step.id)?,
                is_usable: matches!(status, AccountStatus::Enabled | AccountStatus::Active),
                kind: place.known("kind", AccountKind::parse(&step.kind))?,
            })
        })
        .collect()
}

/// How many levels hang below the account.
pub(super) fn height(any: &mut AnyConnection, id: AccountId) -> Result<u32, Fault> {
    let mut rest = Sql::new(
        " FROM (WITH RECURSIVE down (down_id, level) AS (\
          SELECT a.id, CAST(0 AS BIGINT) FROM accounts a WHERE a.id = ",
    );
    rest.bind(key(id))
        .push(
            " UNION ALL SELECT a.id, down.level + 1 FROM down JOIN accounts a ON a.parent_id = down.down_id \
             WHERE down.level < ",
        )
        .bind(LEVELS_MAX)
        .push(") SELECT level FROM down) below");
    let columns = Literal::<BigInt>::new("COALESCE(MAX(below.level), 0)");
    let levels = Select { columns, rest, is_kept: true }.get_result::<i64>(any)?;
    Ok(u32::try_from(levels).unwrap_or(u32::MAX))
}

/// Those among the accounts that are usable with all their ancestors: one statement per level of the tree.
pub(super) fn usable(any: &mut AnyConnection, ids: &[AccountId]) -> Result<Vec<AccountId>, Fault> {
    let mut known = BTreeMap::<i64, (Option<i64>, bool)>::new();
    let mut wanted = keys(ids);
    for _ in 0..LEVELS_MAX {
        if wanted.is_empty() {
            break;
        }
        let columns = (accounts::id, accounts::parent_id, accounts::status);
        let rows = accounts::table.filter(accounts::id.eq_any(padded(wanted))).select(columns);
        for (id, parent, status) in Kept(rows).load::<(i64, Option<i64>, String)>(any)? {
            let place = Place::<AccountId>::new("accounts", id);
            let status = place.known("status", AccountStatus::parse(&status))?;
            known.insert(id, (parent, matches!(status, AccountStatus::Enabled | AccountStatus::Active)));
        }
        let parents = known.values().filter_map(|(parent, _)| *parent);
        wanted = parents.filter(|parent| !known.contains_key(parent)).collect();
    }
    let is_usable = |id: &AccountId| {
        let mut step = Some(key(*id));
        for _ in 0..LEVELS_MAX {
            let Some(own) = step else { return true };
            match known.get(&own) {
                Some((parent, true)) => step = *parent,
                _ => return false,
            }
        }
        true
    };
    Ok(ids.iter().copied().filter(is_usable).collect())
}

//! What is moved, in an order in which everything that a row refers to comes before it, and what stays behind.

use std::sync::LazyLock;

use diesel::Table as DieselTable;

use super::column::{Column, Columns};
use crate::schema;

/// A table that is moved.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: Vec<Column>,
    /// The columns of the primary key: rows stand in its order.
    pub(super) key: &'static [&'static str],
    /// The column that refers to the same table. Rows without one come first, then their children, and so on.
    pub(super) parent: Option<&'static str>,
}

fn table<T: DieselTable>(
    name: &'static str,
    key: &'static [&'static str],
    parent: Option<&'static str>,
) -> Table
where
    T::AllColumns: Columns,
{
    Table { name, columns: T::AllColumns::columns(), key, parent }
}

macro_rules! tables {
    ($($name:ident ($($key:ident),*) $(below $parent:ident)?;)*) => {
        vec![$(table::<schema::$name::table>(
            stringify!($name),
            &[$(stringify!($key)),*],
            [$(stringify!($parent))?].first().copied(),
        )),*]
    };
}

/// Everything that lasts, throttles, replays and idempotency records too: whoever is locked out stays locked out, and what
/// was done once is not done again because the data moved in between.
pub(super) static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| {
    tables! {
        modules (id);
        accounts (id) below parent_id;
        account_profiles (account_id);
        users (id);
        groups (id);
        removed_groups (id);
        group_modules (group_id, module_id);
        buyers (id);
        buyer_contacts (buyer_id);
        buyer_sellers (buyer_id, place);
        group_buyers (group_id, buyer_id);
        memberships (id);
        membership_groups (membership_id, group_id);
        membership_profiles (membership_id);
        membership_stores (id);
        member_pins (membership_id);
        api_tokens (id);
        api_token_modules (token_id, module_id);
        api_token_uses (token_id);
        devices (id);
        device_uses (device_id);
        sessions (id) below parent_id;
        session_refreshes (refresh);
        second_factors (user_id);
        recovery_codes (user_id, code);
        password_resets (user_id);
        reset_requests (email);
        signing_keys (id);
        icons (owner_kind, owner_id);
        audit_records (sequence);
        audit_viewers (account_id, at, record_id);
        outbox (sequence);
        idempotency_records (key);
        replays (token_id, sign);
        throttles (key);
    }
});

/// What stays behind, and why.
#[cfg(test)]
pub(super) const LEFT_OUT: &[(&str, &str)] = &[
    ("meta", "facts about one database; the fingerprint of the master key is in the header"),
    ("changes", "tells running nodes what to forget, and none runs that knows the moved data"),
    ("lane", "a table to wait for, never filled"),
];

impl Table {
    /// The table of that name.
    pub(super) fn find(name: &str) -> Option<(usize, &'static Self)> {
        TABLES.iter().enumerate().find(|(_, table)| table.name == name)
    }

    /// The column whose numbers the database gives out itself, if it has one.
    pub(super) fn numbered(&self) -> Option<&'static str> {
        self.key.first().copied().filter(|key| *key == "sequence")
    }
}

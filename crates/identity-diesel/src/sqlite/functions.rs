//! Functions of our own that queries call; on PostgreSQL migrations make them.

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use identity_core::value::fold;

diesel::define_sql_function! {
    /// Ignores case (platform.md §2.2).
    fn identity_fold(text: Nullable<Text>) -> Nullable<Text>;
}

/// Makes the functions known to a connection. They are deterministic.
pub(super) fn register(conn: &mut SqliteConnection) -> QueryResult<()> {
    identity_fold_utils::register_impl(conn, |text: Option<String>| text.map(|text| fold(&text)))
}

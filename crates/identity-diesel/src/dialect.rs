//! Everything that the two databases do not say in the same words, and what Diesel's common language leaves out.

use std::marker::PhantomData;

use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::QueryResult;

use crate::any::{AnyConnection, MultiBackend};

/// What an insert does when a key is taken. Both databases know `ON CONFLICT`, Diesel's common language does not.
pub(crate) trait Conflict: 'static {
    /// The clause.
    const SQL: &'static str;
}

/// Nothing, when the identifier is taken; any other unique key still fails.
#[derive(Debug)]
pub(crate) struct Skip;

impl Conflict for Skip {
    const SQL: &'static str = " ON CONFLICT (id) DO NOTHING";
}

/// Of two uses of a token the later one wins.
#[derive(Debug)]
pub(crate) struct LaterUse;

impl Conflict for LaterUse {
    const SQL: &'static str = " ON CONFLICT (token_id) DO UPDATE SET last_access_at = excluded.last_access_at \
                               WHERE excluded.last_access_at > api_token_uses.last_access_at";
}

/// Of two uses of a device the later one wins.
#[derive(Debug)]
pub(crate) struct LaterSight;

impl Conflict for LaterSight {
    const SQL: &'static str = " ON CONFLICT (device_id) DO UPDATE SET last_seen_at = excluded.last_seen_at \
                               WHERE excluded.last_seen_at > device_uses.last_seen_at";
}

/// A signed request that was seen counts again if neither it nor the one before may change anything.
#[derive(Debug)]
pub(crate) struct UnlessWritten;

impl Conflict for UnlessWritten {
    const SQL: &'static str = " ON CONFLICT (token_id, sign) DO UPDATE SET kept_until = excluded.kept_until \
                               WHERE NOT replays.is_write AND NOT excluded.is_write";
}

/// A key of `meta` has one value, the last one.
#[derive(Debug)]
pub(crate) struct OneValue;

impl Conflict for OneValue {
    const SQL: &'static str = " ON CONFLICT (key) DO UPDATE SET value = excluded.value";
}

/// An insert with its conflict clause.
#[derive(Debug)]
pub(crate) struct Insert<Q, C> {
    statement: Q,
    conflict: PhantomData<C>,
}

/// Adds a conflict clause to an insert.
pub(crate) fn or<C: Conflict, Q>(_: C, statement: Q) -> Insert<Q, C> {
    Insert { statement, conflict: PhantomData }
}

impl<Q: QueryFragment<MultiBackend>, C: Conflict> QueryFragment<MultiBackend> for Insert<Q, C> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        self.statement.walk_ast(out.reborrow())?;
        out.push_sql(C::SQL);
        Ok(())
    }
}

impl<Q: QueryId, C: Conflict> QueryId for Insert<Q, C> {
    type QueryId = Insert<Q::QueryId, C>;
    const HAS_STATIC_QUERY_ID: bool = Q::HAS_STATIC_QUERY_ID;
}

impl<Q, C> diesel::RunQueryDsl<AnyConnection> for Insert<Q, C> {}

/// A statement whose text is one of few, so that it is worth keeping prepared although Diesel cannot know that:
/// an update of all columns, or a condition over a list of padded length.
#[derive(Debug)]
pub(crate) struct Kept<Q>(pub(crate) Q);

impl<Q: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for Kept<Q> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }

    fn is_safe_to_cache_prepared(&self, _: &MultiBackend) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<Q> QueryId for Kept<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: diesel::query_builder::Query> diesel::query_builder::Query for Kept<Q> {
    type SqlType = Q::SqlType;
}

impl<Q> diesel::RunQueryDsl<AnyConnection> for Kept<Q> {}

/// Whether nodes of their own read the same database, and must be told what to forget.
pub(crate) const fn has_other_nodes(any: &AnyConnection) -> bool {
    match any {
        AnyConnection::Sqlite(_) => false,
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => true,
    }
}

/// Repeats the last one up to a power of two, so that lists of all lengths share a few statements.
pub(crate) fn padded(mut keys: Vec<i64>) -> Vec<i64> {
    let length = keys.len().next_power_of_two();
    if let Some(last) = keys.last().copied() {
        keys.resize(length, last);
    }
    keys
}

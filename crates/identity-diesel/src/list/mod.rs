//! Lists: one statement for the page, one for the total where the page does not prove it.

mod expression;
mod filter;
mod like;

use diesel::expression::{Expression, TypedExpressionType};
use diesel::prelude::*;
use diesel::query_builder::QueryFragment;
use diesel::query_dsl::LoadQuery;
use diesel::sql_types::BigInt;
use identity_core::error::StoreError;
use identity_core::list::{Query, Registry};

pub(crate) use expression::Sight;
use filter::Writer;

use crate::any::{AnyConnection, MultiBackend};
use crate::sql::{Literal, Select, Sql};
use crate::unit::Unit;

/// A list request: a query within a scope.
pub(crate) struct Listing<'q, V: 'static> {
    /// Fields of the resource.
    pub(crate) registry: &'static Registry<V>,
    /// What is asked for.
    pub(crate) query: &'q Query<V>,
    /// The tables rows come from.
    pub(crate) from: &'static str,
    /// A table that adds a row to each row of `counted` and so changes no total, unless the filter reads it.
    pub(crate) joined: Option<Joined>,
    /// The condition of the scope.
    pub(crate) scope: Sql,
    /// Who asks and when.
    pub(crate) sight: Sight,
}

/// A table of which every row has exactly one.
#[derive(Clone, Copy)]
pub(crate) struct Joined {
    /// Its name with a dot, as conditions write it.
    pub(crate) prefix: &'static str,
    /// The join.
    pub(crate) join: &'static str,
}

impl<V> Listing<'_, V> {
    fn condition(&self) -> Sql {
        let mut condition = self.scope.clone();
        if !matches!(self.query.filter, identity_core::list::Filter::Always(true)) {
            condition.push(" AND ");
            self.writer().filter(&mut condition, &self.query.filter);
        }
        condition
    }

    fn writer(&self) -> Writer<'_, V> {
        Writer { registry: self.registry, sight: &self.sight }
    }

    fn source(&self, is_joined: bool) -> Sql {
        let mut source = Sql::new(" FROM ");
        source.push(self.from);
        if let Some(joined) = self.joined.filter(|_| is_joined) {
            source.push(joined.join);
        }
        source.push(" WHERE ");
        source
    }

    fn page_rest(&self, condition: &Sql) -> Sql {
        let mut rest = self.source(true);
        rest.append(condition);
        self.writer().order(&mut rest, &self.query.order);
        let offset = i64::try_from(self.query.offset).unwrap_or(i64::MAX);
        rest.limit(self.query.limit).push(" OFFSET ").bind(offset);
        rest
    }

    fn count_rest(&self, condition: &Sql) -> Sql {
        let is_read = self.joined.is_some_and(|joined| condition.mentions(joined.prefix));
        let mut rest = self.source(is_read);
        rest.append(condition);
        rest
    }

    /// The total, if the page proves it: it has rows or starts at the first, and ends before its limit.
    fn proven_total(&self, rows: usize) -> Option<u64> {
        let rows = u64::try_from(rows).ok()?;
        let ends_early = rows < u64::from(self.query.limit);
        let starts_inside = rows > 0 || self.query.offset == 0;
        (ends_early && starts_inside).then(|| self.query.offset + rows)
    }

    /// One page of rows, and how many match in all.
    pub(crate) fn run<C, R>(&self, unit: &mut Unit<'_>, columns: C) -> Result<(Vec<R>, u64), StoreError>
    where
        C: Expression + QueryFragment<MultiBackend>,
        C::SqlType: TypedExpressionType,
        for<'a> Select<C>: LoadQuery<'a, AnyConnection, R>,
    {
        let condition = self.condition();
        let mut rows = Vec::new();
        if self.query.limit > 0 {
            let rest = self.page_rest(&condition);
            let is_kept = unit.keeps(rest.shape());
            rows = unit.look(|any| Ok(Select { columns, rest, is_kept }.load::<R>(any)?))?;
            if let Some(total) = self.proven_total(rows.len()) {
                return Ok((rows, total));
            }
        }
        let rest = self.count_rest(&condition);
        let is_kept = unit.keeps(rest.shape());
        let columns = Literal::<BigInt>::new("COUNT(*)");
        let total = unit.look(|any| Ok(Select { columns, rest, is_kept }.get_result::<i64>(any)?))?;
        Ok((rows, u64::try_from(total).unwrap_or(0)))
    }
}

//! Lists: statements for the page, and one for the total where neither the page nor a cursor tells it.

mod expression;
pub(crate) mod filter;
mod keyset;
mod like;
mod place;

use diesel::expression::{Expression, TypedExpressionType};
use diesel::prelude::*;
use diesel::query_builder::QueryFragment;
use diesel::query_dsl::LoadQuery;
use diesel::sql_types::BigInt;
use identity_core::error::StoreError;
use identity_core::list::{Page, Query, Registry};

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

    fn writer(&self) -> Writer<'_> {
        Writer { guard: self.registry.guard_sql, sight: &self.sight }
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

    /// The rows that meet the condition, in order.
    fn page_rest(&self, condition: &Sql, rows_max: u32) -> Sql {
        let mut rest = self.source(true);
        rest.append(condition);
        self.writer().order(&mut rest, &self.query.order, self.registry.id_sql);
        rest.limit(rows_max);
        rest
    }

    fn count_rest(&self, condition: &Sql) -> Sql {
        let is_read = self.joined.is_some_and(|joined| condition.mentions(joined.prefix));
        let mut rest = self.source(is_read);
        rest.append(condition);
        rest
    }

    /// The rows of the page, and one more if rows follow.
    fn rows<C, R>(&self, unit: &mut Unit<'_>, columns: &C, condition: &Sql) -> Result<Vec<R>, StoreError>
    where
        C: Expression + QueryFragment<MultiBackend> + Clone,
        C::SqlType: TypedExpressionType,
        for<'a> Select<C>: LoadQuery<'a, AnyConnection, R>,
    {
        let wanted = self.query.limit.saturating_add(1);
        let mut load = |rest: Sql| {
            let is_kept = unit.keeps(rest.shape());
            unit.look(|any| Ok(Select { columns: columns.clone(), rest, is_kept }.load::<R>(any)?))
        };
        let Some(place) = &self.query.after else {
            let offset = i64::try_from(self.query.offset).unwrap_or(i64::MAX);
            let mut rest = self.page_rest(condition, wanted);
            rest.push(" OFFSET ").bind(offset);
            return load(rest);
        };
        let mut rows = Vec::new();
        for stretch in self.writer().behind(&self.query.order, self.registry.id_sql, place) {
            let missing = wanted.saturating_sub(u32::try_from(rows.len()).unwrap_or(u32::MAX));
            if missing == 0 {
                break;
            }
            let mut condition = condition.clone();
            condition.push(" AND ").append(&stretch);
            rows.extend(load(self.page_rest(&condition, missing))?);
        }
        Ok(rows)
    }

    /// The total, if a cursor brought it or the page proves it: the page was counted to, and ends with the list.
    fn known_total(&self, rows: usize, is_last: bool) -> Option<u64> {
        let rows = u64::try_from(rows).ok()?;
        let is_counted_to = self.query.after.is_none() && (rows > 0 || self.query.offset == 0);
        let is_proven = self.query.limit > 0 && is_last && is_counted_to;
        self.query.total.or_else(|| is_proven.then(|| self.query.offset + rows))
    }

    fn count(&self, unit: &mut Unit<'_>, condition: &Sql) -> Result<u64, StoreError> {
        let rest = self.count_rest(condition);
        unit.counted(rest, |unit, rest| {
            let is_kept = unit.keeps(rest.shape());
            let columns = Literal::<BigInt>::new("COUNT(*)");
            let total = unit.look(|any| Ok(Select { columns, rest, is_kept }.get_result::<i64>(any)?))?;
            Ok(u64::try_from(total).unwrap_or(0))
        })
    }

    /// One page of rows; `key` is the identifier of a row as it is stored.
    pub(crate) fn run<C, R>(
        &self,
        unit: &mut Unit<'_>,
        columns: C,
        key: impl FnOnce(&R) -> i64,
    ) -> Result<Page<R>, StoreError>
    where
        C: Expression + QueryFragment<MultiBackend> + Clone,
        C::SqlType: TypedExpressionType,
        for<'a> Select<C>: LoadQuery<'a, AnyConnection, R>,
    {
        let condition = self.condition();
        let limit = usize::try_from(self.query.limit).unwrap_or(usize::MAX);
        let mut items = if limit == 0 { Vec::new() } else { self.rows(unit, &columns, &condition)? };
        let is_last = items.len() <= limit;
        items.truncate(limit);
        let next = match items.last() {
            Some(last) if !is_last => Some(self.place(unit, key(last))?),
            _ => None,
        };
        let total = match self.known_total(items.len(), is_last) {
            Some(total) => total,
            None => self.count(unit, &condition)?,
        };
        Ok(Page { items, total, next })
    }
}

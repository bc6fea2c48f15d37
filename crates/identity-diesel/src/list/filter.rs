//! From a checked filter and order to SQL.

use identity_core::list::{
    Collection, Direction, Element, Field, Filter, Guard, Kind, Order, Pattern, Scalar, Test,
};

use super::expression::{self, Sight};
use super::like;
use crate::sql::{Bind, Sql};

/// Indexed columns that both schemas call NOT NULL, apart from identifiers.
pub(crate) const NEVER_ABSENT: &[&str] = &[
    "accounts.kind",
    "accounts.name",
    "accounts.status",
    "api_tokens.account_id",
    "audit_records.at",
    "audit_records.object_id",
    "buyers.name",
    "buyers.status",
    "groups.account_id",
    "groups.name",
    "memberships.account_id",
    "memberships.user_id",
    "users.first_name",
    "users.last_name",
];

/// Writes conditions and orders over the rows of one registry and the elements of its collections.
pub(super) struct Writer<'a> {
    /// Condition under which a row is shown in full although the sight guards.
    pub(super) guard: Option<&'static str>,
    pub(super) sight: &'a Sight,
}

/// `None` for the absent value, which nothing equals.
pub(super) fn bind(value: &Scalar) -> Option<Bind> {
    match value {
        Scalar::Absent => None,
        Scalar::Text(text) => Some(Bind::Text(text.clone())),
        Scalar::Number(number) => Some(Bind::Number(Some(*number))),
        Scalar::Flag(flag) => Some(Bind::Flag(*flag)),
        Scalar::Moment(moment) => Some(Bind::Number(Some(moment.millis()))),
        Scalar::Id(id) => Some(Bind::Number(Some(i64::try_from(*id).unwrap_or(i64::MAX)))),
        Scalar::Digests(digests) => digests.first().map(|digest| Bind::Bytes(digest.0.to_vec())),
    }
}

impl Writer<'_> {
    /// Appends the filter as one condition.
    pub(super) fn filter<V>(&self, out: &mut Sql, filter: &Filter<V>) {
        match filter {
            Filter::Always(true) => out.push("1 = 1"),
            Filter::Always(false) => out.push("1 = 0"),
            Filter::And(parts) => self.joined(out, parts, " AND "),
            Filter::Or(parts) => self.joined(out, parts, " OR "),
            Filter::Is { field, test: Test::Present, is_negated } => self.presence(out, field, !*is_negated),
            Filter::Is { field, test, is_negated } => {
                out.push("(");
                self.test(out, field, test);
                // A true complement: a test of an absent value is not met, so its negation is.
                out.push(if *is_negated { ") IS NOT TRUE" } else { ")" })
            }
            Filter::Some { collection, condition, is_negated } => {
                // SQLite 3.51 makes a join of a bare EXISTS, and OFFSET then counts a row once for each element.
                out.push("(EXISTS (SELECT 1");
                self.elements(out, collection, condition);
                out.push(if *is_negated { ")) IS NOT TRUE" } else { ")) IS TRUE" })
            }
        };
    }

    /// Elements of the collection that meet the condition. Their guards are part of the collection's own SQL.
    fn elements<V>(&self, out: &mut Sql, collection: &Collection<V>, condition: &Filter<Element>) {
        expression::fill(out, collection.sql, self.sight, None);
        if !matches!(condition, Filter::Always(true)) {
            out.push(" AND ");
            Writer { guard: None, sight: self.sight }.filter(out, condition);
        }
    }

    fn joined<'s, V>(&self, out: &'s mut Sql, parts: &[Filter<V>], between: &str) -> &'s mut Sql {
        out.push("(");
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                out.push(between);
            }
            self.filter(out, part);
        }
        out.push(")")
    }

    pub(super) fn column<V>(&self, out: &mut Sql, field: &Field<V>) {
        expression::push(out, self.guard, field, self.sight, None);
    }

    fn presence<'s, V>(&self, out: &'s mut Sql, field: &Field<V>, is_present: bool) -> &'s mut Sql {
        if field.kind == Kind::TokenValue {
            return out.push(if is_present { "1 = 1" } else { "1 = 0" });
        }
        self.column(out, field);
        out.push(if is_present { " IS NOT NULL" } else { " IS NULL" })
    }

    fn test<V>(&self, out: &mut Sql, field: &Field<V>, test: &Test<V>) {
        match test {
            Test::Present => {
                self.presence(out, field, true);
            }
            Test::Equal(value) if field.kind == Kind::TokenValue => match bind(value) {
                Some(value) => expression::push(out, self.guard, field, self.sight, Some(&value)),
                None => drop(out.push("1 = 0")),
            },
            Test::Equal(value) => self.compared(out, field, " = ", value),
            Test::Below(value) => self.compared(out, field, " < ", value),
            Test::Above(value) => self.compared(out, field, " > ", value),
            Test::OneOf(values) => self.one_of(out, field, values),
            Test::Like(pattern) => self.like(out, field, pattern),
            Test::EqualField(other) => self.compared_to_field(out, field, " = ", other),
            Test::BelowField(other) => self.compared_to_field(out, field, " < ", other),
            Test::AboveField(other) => self.compared_to_field(out, field, " > ", other),
        }
    }

    fn compared<V>(&self, out: &mut Sql, field: &Field<V>, operator: &str, value: &Scalar) {
        let Some(value) = bind(value) else {
            out.push("1 = 0");
            return;
        };
        self.column(out, field);
        out.push(operator).bind(value);
    }

    fn compared_to_field<V>(&self, out: &mut Sql, field: &Field<V>, operator: &str, other: &Field<V>) {
        self.column(out, field);
        out.push(operator);
        self.column(out, other);
    }

    fn one_of<V>(&self, out: &mut Sql, field: &Field<V>, values: &[Scalar]) {
        let values: Vec<Bind> = values.iter().filter_map(bind).collect();
        if values.is_empty() {
            out.push("1 = 0");
            return;
        }
        self.column(out, field);
        out.push(" IN (").bind_list(values).push(")");
    }

    /// E-mails are stored folded, so only their patterns had to be.
    fn like<V>(&self, out: &mut Sql, field: &Field<V>, pattern: &Pattern) {
        let written = |out: &mut Sql| match field.kind {
            Kind::Id(shape) => like::push_id_text(out, shape, |out| self.column(out, field)),
            _ => self.column(out, field),
        };
        if pattern.ignores_case && field.kind != Kind::Email {
            like::push(out, pattern, |out| {
                out.push("identity_fold(");
                written(out);
                out.push(")");
            });
        } else {
            like::push(out, pattern, written);
        }
    }

    /// Appends the order: absent values last in both directions, the identifier as the last tie-breaker; `id` is its expression.
    pub(super) fn order<V>(&self, out: &mut Sql, order: &[Order<V>], id: &str) {
        out.push(" ORDER BY ");
        for Order { field, direction } in order {
            self.column(out, field);
            out.push(match (direction, self.is_never_absent(field, id)) {
                (Direction::Ascending, _) => " ASC NULLS LAST, ",
                (Direction::Descending, false) => " DESC NULLS LAST, ",
                (Direction::Descending, true) => " DESC, ",
            });
        }
        out.push(id);
    }

    /// Whether every row has it. PostgreSQL does not conclude that from the column, and walks an index backwards only when
    /// it need not look for absent values last.
    fn is_never_absent<V>(&self, field: &Field<V>, id: &str) -> bool {
        let is_guarded = self.guard.is_some() && self.sight.is_guarded && field.column.guard != Guard::Open;
        !is_guarded && (field.column.sql == id || NEVER_ABSENT.contains(&field.column.sql))
    }
}

//! From the parsed query language to a checked filter and order.

mod names;
mod pattern;
#[cfg(test)]
mod tests;
mod value;

use identity_rql::{CompareOp, Expr, Literal, Operand, OrderItem, Path, Value, message};

use super::collection::Collection;
use super::field::{Field, Kind, Registry};
use super::filter::{Filter, Test};
use super::order::{Direction, Order};
use super::{LIMIT_MAX, Query};
use crate::error::{Error, Violations};
use crate::secret::Digest;
use names::Names;
use value::Side;

/// Turns the text of an API token into what is stored of it; `None` for a text that is no token.
type ToDigest<'a> = &'a dyn Fn(&str) -> Option<Digest>;

/// Checks a parsed query against the registry. `digest` turns the text of an API token into what is stored of it;
/// `None` for a text that is no token.
///
/// # Errors
/// [`Error::Query`] with the texts and keys of platform.md §2.
pub fn compile<V>(
    registry: &'static Registry<V>,
    query: &identity_rql::Query,
    digest: &dyn Fn(&str) -> Option<Digest>,
) -> Result<Query<V>, Error> {
    let compiler = Compiler { names: Names::of(registry), digest };
    let filter =
        query.filter.as_ref().map_or(Ok(Filter::Always(true)), |expr| compiler.filter(expr, false))?;
    let order = query.order.iter().map(|item| compiler.order(item)).collect::<Result<Vec<_>, _>>()?;
    let limit =
        query.limit.map_or(LIMIT_MAX, |asked| u32::try_from(asked).map_or(LIMIT_MAX, |n| n.min(LIMIT_MAX)));
    Ok(Query {
        filter,
        order: if order.is_empty() { registry.default_order() } else { order },
        limit,
        offset: query.offset.unwrap_or(0),
        after: None,
        total: None,
    })
}

/// A refusal of a query under a key of its own.
fn refuse(key: impl ToString, text: impl Into<String>) -> Error {
    Error::Query(Violations::one(key.to_string(), text))
}

fn not_permitted(operand: &Operand, operator: &str) -> Error {
    refuse(operand, format!("Operator '{operator}' is not permitted"))
}

/// Checks expressions against the names of one resource, or of one element.
struct Compiler<'a, V: 'static> {
    names: Names<V>,
    digest: ToDigest<'a>,
}

impl<V> Compiler<'_, V> {
    /// Pushes negations down while checking; the depth is bounded by the parser.
    fn filter(&self, expr: &Expr, is_negated: bool) -> Result<Filter<V>, Error> {
        match expr {
            Expr::Not(inner) => self.filter(inner, !is_negated),
            Expr::And(parts) | Expr::Or(parts) => {
                let parts =
                    parts.iter().map(|part| self.filter(part, is_negated)).collect::<Result<_, _>>()?;
                let is_and = matches!(expr, Expr::And(_)) != is_negated;
                Ok(if is_and { Filter::And(parts) } else { Filter::Or(parts) })
            }
            Expr::Compare { op, left, right } => self.comparison(*op, left, right, is_negated),
            Expr::In { negated, left, items } => self.membership(*negated, left, items, is_negated),
            Expr::Any { path, condition: None } => Ok(has_elements(self.names.collection(path)?, is_negated)),
            Expr::Any { path, condition: Some(condition) } => self.some(path, condition, false, is_negated),
            // Every element meets a condition when none meets its complement, so that no elements will do.
            Expr::All { path, condition } => self.some(path, condition, true, !is_negated),
        }
    }

    /// Some element meets the condition, or its complement.
    fn some(
        &self,
        path: &Path,
        condition: &Expr,
        is_complement: bool,
        is_negated: bool,
    ) -> Result<Filter<V>, Error> {
        let collection = self.names.collection(path)?;
        let inside = Compiler { names: Names::inside(collection), digest: self.digest };
        let condition = Box::new(inside.filter(condition, is_complement)?);
        Ok(Filter::Some { collection, condition, is_negated })
    }

    fn order(&self, item: &OrderItem) -> Result<Order<V>, Error> {
        let field = self.names.sortable(&item.path)?;
        let direction = if item.descending { Direction::Descending } else { Direction::Ascending };
        Ok(Order { field, direction })
    }

    fn comparison(
        &self,
        op: CompareOp,
        left: &Operand,
        right: &Value,
        is_negated: bool,
    ) -> Result<Filter<V>, Error> {
        let literal = match right {
            Value::Null | Value::Empty => return self.presence(op, left, is_negated),
            Value::Literal(literal) => literal,
        };
        let field = self.names.filterable(left)?;
        check_operator(field.kind, op).then_some(()).ok_or_else(|| not_permitted(left, op.name()))?;
        let leaf = |test: Option<Test<V>>, negated: bool| match test {
            Some(test) => Filter::Is { field, test, is_negated: negated },
            None => Filter::Always(negated),
        };
        let side = |what| self.side(left, field, literal, what);
        Ok(match op {
            CompareOp::Eq => leaf(side(Side::Equal)?, is_negated),
            CompareOp::Ne => leaf(side(Side::Equal)?, !is_negated),
            CompareOp::Lt => leaf(side(Side::Below)?, is_negated),
            CompareOp::Gt => leaf(side(Side::Above)?, is_negated),
            CompareOp::Le | CompareOp::Ge => {
                let strict = if op == CompareOp::Le { Side::Below } else { Side::Above };
                let parts = vec![leaf(side(strict)?, is_negated), leaf(side(Side::Equal)?, is_negated)];
                if is_negated { Filter::And(parts) } else { Filter::Or(parts) }
            }
            CompareOp::Like | CompareOp::Ilike => {
                let test = pattern::test(field.kind, &literal.text, op == CompareOp::Ilike);
                leaf(Some(test), is_negated)
            }
        })
    }

    /// `null()` and `empty()`: an absent value, or a collection without elements.
    fn presence(&self, op: CompareOp, left: &Operand, is_negated: bool) -> Result<Filter<V>, Error> {
        let is_absent = match op {
            CompareOp::Eq => !is_negated,
            CompareOp::Ne => is_negated,
            _ => return Err(refuse(left, message::NULL_VALUE)),
        };
        if let Operand::Path(path) = left
            && let Some(collection) = self.names.find_collection(path)
        {
            return Ok(has_elements(collection, is_absent));
        }
        let field = self.names.filterable(left)?;
        check_operator(field.kind, op).then_some(()).ok_or_else(|| not_permitted(left, op.name()))?;
        Ok(Filter::Is { field, test: Test::Present, is_negated: is_absent })
    }

    /// A bare right side that spells a filterable field of the same type compares the two fields.
    fn side(
        &self,
        left: &Operand,
        field: &'static Field<V>,
        literal: &Literal,
        side: Side,
    ) -> Result<Option<Test<V>>, Error> {
        if !literal.quoted
            && let Some(other) = self.names.find(&literal.text)
            && other.is_filterable
            && field.kind.is_comparable(other.kind)
        {
            return Ok(Some(match side {
                Side::Equal => Test::EqualField(other),
                Side::Below => Test::BelowField(other),
                Side::Above => Test::AboveField(other),
            }));
        }
        Ok(self.value(left, field.kind, &literal.text, side)?.map(|value| match side {
            Side::Equal => Test::Equal(value),
            Side::Below => Test::Below(value),
            Side::Above => Test::Above(value),
        }))
    }

    /// `in`, or `out` where `is_out`.
    fn membership(
        &self,
        is_out: bool,
        left: &Operand,
        items: &[Literal],
        is_negated: bool,
    ) -> Result<Filter<V>, Error> {
        let field = self.names.filterable(left)?;
        if matches!(field.kind, Kind::TokenValue | Kind::Flag) {
            return Err(not_permitted(left, if is_out { "out" } else { "in" }));
        }
        let is_negated = is_out != is_negated;
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            values.extend(self.value(left, field.kind, &item.text, Side::Equal)?);
        }
        if values.is_empty() {
            return Ok(Filter::Always(is_negated));
        }
        Ok(Filter::Is { field, test: Test::OneOf(values), is_negated })
    }
}

/// The collection has elements, or none.
fn has_elements<V>(collection: &'static Collection<V>, is_negated: bool) -> Filter<V> {
    Filter::Some { collection, condition: Box::new(Filter::Always(true)), is_negated }
}

/// Which operators a type permits (platform.md §2.2).
const fn check_operator(kind: Kind, op: CompareOp) -> bool {
    match op {
        CompareOp::Eq => true,
        CompareOp::Ne => !matches!(kind, Kind::TokenValue),
        CompareOp::Gt | CompareOp::Ge | CompareOp::Lt | CompareOp::Le => {
            matches!(kind, Kind::Text | Kind::Email | Kind::Number | Kind::Moment)
        }
        CompareOp::Like | CompareOp::Ilike => {
            matches!(kind, Kind::Text | Kind::Email | Kind::Id(_) | Kind::MixedId)
        }
    }
}

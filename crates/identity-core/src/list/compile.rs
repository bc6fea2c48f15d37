//! From the parsed query language to a checked filter and order.

use identity_rql::{CompareOp, Expr, Literal, Operand, OrderItem, Path, Value, message};

use super::field::{Field, Kind, Registry};
use super::filter::{Anchor, Filter, Pattern, Scalar, Test};
use super::order::{Direction, Order};
use super::{LIMIT_MAX, Query};
use crate::error::{Error, Violations};
use crate::secret::Digest;
use crate::timestamp::Timestamp;

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
    let compiler = Compiler { registry, digest };
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

/// Checks expressions against one registry.
#[expect(missing_debug_implementations, reason = "holds a function")]
pub struct Compiler<'a, V: 'static> {
    registry: &'static Registry<V>,
    digest: &'a dyn Fn(&str) -> Option<Digest>,
}

fn refuse(key: impl ToString, text: impl Into<String>) -> Error {
    Error::Query(Violations::one(key.to_string(), text))
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
            Expr::In { negated, left, items } => self.membership(left, items, *negated != is_negated),
            Expr::Any { path, .. } | Expr::All { path, .. } => Err(refuse(path, message::INVALID_PATH)),
        }
    }

    fn field(&self, operand: &Operand) -> Result<&'static Field<V>, Error> {
        let Operand::Path(path) = operand else {
            return Err(refuse("self()", message::INVALID_PATH));
        };
        self.named(path, |field| field.is_filterable, "Filtering is not permitted.")
    }

    fn named(
        &self,
        path: &Path,
        is_allowed: impl Fn(&Field<V>) -> bool,
        refusal: &str,
    ) -> Result<&'static Field<V>, Error> {
        match self.registry.field(path.as_str()) {
            Some(field) if is_allowed(field) => Ok(field),
            None if !self.registry.is_selectable(path.as_str()) => Err(refuse(path, message::INVALID_PATH)),
            _ => Err(refuse(path, refusal)),
        }
    }

    fn order(&self, item: &OrderItem) -> Result<Order<V>, Error> {
        let field = self.named(&item.path, |field| field.is_sortable, "Ordering is not permitted.")?;
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
        let field = self.field(left)?;
        check_operator(field, op)?;
        let leaf = |test: Option<Test<V>>, negated: bool| match test {
            Some(test) => Filter::Is { field, test, is_negated: negated },
            None => Filter::Always(negated),
        };
        let literal = match right {
            Value::Null | Value::Empty => {
                return match op {
                    CompareOp::Eq => Ok(leaf(Some(Test::Present), !is_negated)),
                    CompareOp::Ne => Ok(leaf(Some(Test::Present), is_negated)),
                    _ => Err(refuse(field.path, message::NULL_VALUE)),
                };
            }
            Value::Literal(literal) => literal,
        };
        let side = |what| self.side(field, literal, what);
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
                let test = pattern(field, &literal.text, op == CompareOp::Ilike);
                leaf(Some(test), is_negated)
            }
        })
    }

    /// A bare right side that spells a filterable field of the same type compares the two fields.
    fn side(
        &self,
        field: &'static Field<V>,
        literal: &Literal,
        side: Side,
    ) -> Result<Option<Test<V>>, Error> {
        if !literal.quoted
            && let Some(other) = self.registry.field(&literal.text)
            && other.is_filterable
            && std::mem::discriminant(&other.kind) == std::mem::discriminant(&field.kind)
            && other.kind != Kind::TokenValue
        {
            return Ok(Some(match side {
                Side::Equal => Test::EqualField(other),
                Side::Below => Test::BelowField(other),
                Side::Above => Test::AboveField(other),
            }));
        }
        let value = self.value(field, &literal.text)?;
        Ok(value.map(|value| match side {
            Side::Equal => Test::Equal(value),
            Side::Below => Test::Below(value),
            Side::Above => Test::Above(value),
        }))
    }

    fn membership(&self, left: &Operand, items: &[Literal], is_negated: bool) -> Result<Filter<V>, Error> {
        let field = self.field(left)?;
        if field.kind == Kind::TokenValue || field.kind == Kind::Flag {
            return Err(not_permitted(field.path, if is_negated { "out" } else { "in" }));
        }
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            values.extend(self.value(field, &item.text)?);
        }
        if values.is_empty() {
            return Ok(Filter::Always(is_negated));
        }
        Ok(Filter::Is { field, test: Test::OneOf(values), is_negated })
    }

    /// `None` for an unknown enumeration value or a malformed identifier: they match nothing.
    fn value(&self, field: &Field<V>, text: &str) -> Result<Option<Scalar>, Error> {
        let cannot = || refuse(field.path, format!("Cannot convert value: '{text}'."));
        Ok(match field.kind {
            Kind::Text | Kind::MixedId => Some(Scalar::Text(text.to_owned())),
            Kind::Email => Some(Scalar::Text(text.to_lowercase())),
            Kind::Enumeration(names) => names
                .iter()
                .find(|name| name.eq_ignore_ascii_case(text))
                .map(|name| Scalar::Text((*name).to_owned())),
            Kind::Flag => Some(Scalar::Flag(text.parse().map_err(|_| cannot())?)),
            Kind::Number => Some(Scalar::Number(text.parse().map_err(|_| cannot())?)),
            Kind::Moment => Some(Scalar::Moment(Timestamp::parse(text).ok_or_else(cannot)?)),
            Kind::Id(shape) => shape.parse(text).ok().map(Scalar::Id),
            Kind::TokenValue => (self.digest)(text).map(|digest| Scalar::Digests(vec![digest])),
        })
    }
}

#[derive(Clone, Copy)]
enum Side {
    Equal,
    Below,
    Above,
}

fn not_permitted(path: &str, operator: &str) -> Error {
    refuse(path, format!("Operator '{operator}' is not permitted"))
}

fn check_operator<V>(field: &Field<V>, op: CompareOp) -> Result<(), Error> {
    let is_permitted = match op {
        CompareOp::Eq => true,
        CompareOp::Ne => field.kind != Kind::TokenValue,
        CompareOp::Gt | CompareOp::Ge | CompareOp::Lt | CompareOp::Le => {
            matches!(field.kind, Kind::Text | Kind::Email | Kind::Number | Kind::Moment)
        }
        CompareOp::Like => matches!(field.kind, Kind::Text | Kind::Email | Kind::Id(_) | Kind::MixedId),
        // Only columns that are stored folded can ignore case; e-mail is the one that is (docs/DECISIONS.md).
        CompareOp::Ilike => field.kind == Kind::Email,
    };
    if is_permitted { Ok(()) } else { Err(not_permitted(field.path, op.name())) }
}

fn pattern<V>(field: &Field<V>, text: &str, ignores_case: bool) -> Test<V> {
    if text == "*" {
        return Test::Present;
    }
    let (starts, rest) = match text.strip_prefix('*') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (ends, rest) = match rest.strip_suffix('*') {
        Some(inner) if !inner.ends_with('\\') => (true, inner),
        _ => (false, rest),
    };
    let anchor = match (starts, ends) {
        (false, false) => Anchor::Whole,
        (false, true) => Anchor::Start,
        (true, false) => Anchor::End,
        (true, true) => Anchor::Inside,
    };
    let folds = ignores_case || field.kind == Kind::Email;
    let mut text = unescape(rest, starts, ends);
    if folds {
        text = text.to_lowercase();
    }
    Test::Like(Pattern { text, anchor, ignores_case: folds })
}

/// `\*` at an end that has no star of its own is a literal star.
fn unescape(text: &str, has_first_star: bool, has_last_star: bool) -> String {
    let text = match text.strip_prefix("\\*") {
        Some(rest) if !has_first_star => format!("*{rest}"),
        _ => text.to_owned(),
    };
    match text.strip_suffix("\\*") {
        Some(rest) if !has_last_star => format!("{rest}*"),
        _ => text,
    }
}

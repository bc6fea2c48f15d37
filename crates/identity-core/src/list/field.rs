//! The field registry: what a resource's members are called, what may be done with them, where they are stored.

use super::collection::Collection;
use super::filter::Scalar;
use super::order::{Direction, Order};
use crate::id::IdShape;

/// The type of a field; it decides which operators are allowed and how a value is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text, compared by code point.
    Text,
    /// E-mail, compared without case.
    Email,
    /// One of a fixed set of names, compared without case.
    Enumeration(&'static [&'static str]),
    /// UUID, stored as text in lower case.
    Uuid,
    /// Boolean.
    Flag,
    /// Whole number.
    Number,
    /// Moment.
    Moment,
    /// Identifier, stored as a number.
    Id(IdShape),
    /// Identifier of one of several kinds, stored as text.
    MixedId,
    /// The value of a token: `eq` only, compared by digest (R37).
    TokenValue,
}

impl Kind {
    /// Whether values of both types can be compared: the same type, and identifiers of one shape.
    pub fn is_comparable(self, other: Self) -> bool {
        match (self, other) {
            (Self::TokenValue, _) => false,
            (Self::Id(shape), Self::Id(other)) => shape == other,
            _ => std::mem::discriminant(&self) == std::mem::discriminant(&other),
        }
    }
}

/// What a field shows of a row whose person has not joined yet (R20).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// The same as always.
    Open,
    /// Nothing.
    Hidden,
    /// Another expression.
    Instead(&'static str),
}

/// Where a field is stored: an expression over the resource's tables that both databases understand.
///
/// `{now}`, `{account}` and `{person}` stand for the moment, the account and the person who ask; `{sees_all}` for
/// whether that is O+, `{sees_account}` for whether people and groups of the account are seen, not only one's own (R2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// The expression.
    pub sql: &'static str,
    /// What it becomes for guarded rows.
    pub guard: Guard,
}

/// How a field is found without reading every row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Index {
    /// An index starts with it, or with the tenant and then it.
    Backed,
    /// None does, and why not.
    Scan(&'static str),
}

/// Why most fields have no index of their own.
const SELDOM_ALONE: &str = "seldom asked for alone: the tenant's index or a field beside it narrows the rows first, \
                            and each index is paid for by every write";

/// One scalar member of a resource.
#[derive(Debug)]
pub struct Field<V: 'static> {
    /// Dotted path as the contract writes it.
    pub path: &'static str,
    /// Type.
    pub kind: Kind,
    /// Whether filters may use it.
    pub is_filterable: bool,
    /// Whether `order` may use it.
    pub is_sortable: bool,
    /// Where it is stored.
    pub column: Column,
    /// How it is found.
    pub index: Index,
    /// Its value in a row, for the in-memory store.
    pub value: fn(&V) -> Scalar,
}

impl<V> Field<V> {
    /// A filterable and sortable field that reads a column.
    pub const fn new(path: &'static str, kind: Kind, sql: &'static str, value: fn(&V) -> Scalar) -> Self {
        Self {
            path,
            kind,
            is_filterable: true,
            is_sortable: true,
            column: Column { sql, guard: Guard::Open },
            index: Index::Scan(SELDOM_ALONE),
            value,
        }
    }

    /// An index finds it.
    #[must_use]
    pub const fn indexed(mut self) -> Self {
        self.index = Index::Backed;
        self
    }

    /// What it shows of people who have not joined.
    #[must_use]
    pub const fn guarded(mut self, guard: Guard) -> Self {
        self.column.guard = guard;
        self
    }

    /// Filters may use it, `order` may not.
    #[must_use]
    pub const fn unsortable(mut self) -> Self {
        self.is_sortable = false;
        self
    }
}

/// All that lists of one resource need to know.
#[derive(Debug)]
pub struct Registry<V: 'static> {
    /// Scalar members that filters and orders may name.
    pub fields: &'static [Field<V>],
    /// Members with several elements, which filters reach through `any` and `all`.
    pub collections: &'static [Collection<V>],
    /// Members that exist, and that neither filters nor orders may name (✗ in platform.md §3).
    pub barred: &'static [&'static str],
    /// Further members that `select` may name, and those whose parts it may name.
    pub members: &'static [&'static str],
    /// Members left out unless `select` asks for them.
    pub omitted: &'static [&'static str],
    /// Default order.
    pub order: (&'static str, Direction),
    /// Expression of the identifier, the last tie-breaker.
    pub id_sql: &'static str,
    /// The identifier of a row, for the in-memory store.
    pub id: fn(&V) -> u64,
    /// Condition under which a row is shown in full although the scope guards (R20).
    pub guard_sql: Option<&'static str>,
}

impl<V> Registry<V> {
    /// Finds a field by its path, ignoring ASCII case.
    pub fn field(&self, path: &str) -> Option<&'static Field<V>> {
        self.fields.iter().find(|field| field.path.eq_ignore_ascii_case(path))
    }

    /// Finds a collection by its path, ignoring ASCII case.
    pub fn collection(&self, path: &str) -> Option<&'static Collection<V>> {
        self.collections.iter().find(|collection| collection.path.eq_ignore_ascii_case(path))
    }

    /// Whether `select` may name the path: a field, a further member, or a part that leads to one.
    pub fn is_selectable(&self, path: &str) -> bool {
        let names = || self.fields.iter().map(|field| field.path).chain(self.members.iter().copied());
        names().any(|name| {
            name.eq_ignore_ascii_case(path)
                || name.get(..path.len()).is_some_and(|head| head.eq_ignore_ascii_case(path))
                    && name.as_bytes().get(path.len()) == Some(&b'.')
        })
    }

    /// The order of a list that asks for none.
    pub fn default_order(&'static self) -> Vec<Order<V>> {
        let (path, direction) = self.order;
        self.field(path).map(|field| Order { field, direction }).into_iter().collect()
    }
}

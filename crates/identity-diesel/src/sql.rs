//! SQL text with values bound into it, for what Diesel's own language cannot say on two databases at once.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::marker::PhantomData;

use diesel::expression::{Expression, TypedExpressionType};
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sql_types::{BigInt, Binary, Bool, Nullable, SqlType, Text};

use crate::any::{AnyConnection, MultiBackend};

/// A value on its way into a statement.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Bind {
    /// A number, a moment or an identifier; an absent one equals nothing.
    Number(Option<i64>),
    /// A boolean.
    Flag(bool),
    /// A text.
    Text(String),
    /// A digest.
    Bytes(Vec<u8>),
}

impl Bind {
    /// Bytes that it takes.
    fn size(&self) -> usize {
        let text = match self {
            Self::Number(_) | Self::Flag(_) => 0,
            Self::Text(text) => text.len(),
            Self::Bytes(bytes) => bytes.len(),
        };
        size_of::<(usize, Self)>() + text
    }
}

impl From<i64> for Bind {
    fn from(number: i64) -> Self {
        Self::Number(Some(number))
    }
}

impl From<&str> for Bind {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// The size of a statement whose result is worth keeping, in bytes.
pub(crate) const SIZE_MAX: usize = 4096;

/// A part of a statement: text, and where in it values are bound.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Sql {
    text: String,
    binds: Vec<(usize, Bind)>,
    /// Whether one of the values is the present moment.
    is_timed: bool,
}

impl Sql {
    /// A part that starts with `text`.
    pub(crate) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }

    /// Appends text, which never comes from a client.
    pub(crate) fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Appends a value.
    pub(crate) fn bind(&mut self, value: impl Into<Bind>) -> &mut Self {
        self.binds.push((self.text.len(), value.into()));
        self
    }

    /// Appends the present moment, in milliseconds.
    pub(crate) fn bind_now(&mut self, now: i64) -> &mut Self {
        self.is_timed = true;
        self.bind(now)
    }

    /// Appends values between commas, the last one repeated up to a power of two, so that lists of all lengths
    /// share a few statements.
    pub(crate) fn bind_list(&mut self, values: impl IntoIterator<Item = Bind>) -> &mut Self {
        let mut values: Vec<Bind> = values.into_iter().collect();
        let padded = values.len().next_power_of_two();
        if let Some(last) = values.last().cloned() {
            values.resize(padded, last);
        }
        for (index, value) in values.into_iter().enumerate() {
            if index > 0 {
                self.push(", ");
            }
            self.bind(value);
        }
        self
    }

    /// Appends a limit. A lone bound value would make SQLite prepare the statement anew at every execution.
    pub(crate) fn limit(&mut self, rows_max: u32) -> &mut Self {
        self.push(" LIMIT 0 + ").bind(i64::from(rows_max))
    }

    /// Appends another part.
    pub(crate) fn append(&mut self, other: &Self) -> &mut Self {
        let shift = self.text.len();
        self.text.push_str(&other.text);
        self.binds.extend(other.binds.iter().map(|(at, value)| (at + shift, value.clone())));
        self.is_timed |= other.is_timed;
        self
    }

    /// Whether the text names a table.
    pub(crate) fn mentions(&self, name: &str) -> bool {
        self.text.contains(name)
    }

    /// Whether only a change of rows can change what the statement finds, and it is small enough to be kept.
    pub(crate) fn is_lasting(&self) -> bool {
        let size = self.binds.iter().fold(self.text.len(), |size, (_, value)| size + value.size());
        !self.is_timed && size <= SIZE_MAX
    }

    /// Tells statements of different text apart.
    pub(crate) fn shape(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.text.hash(&mut hasher);
        self.binds.len().hash(&mut hasher);
        hasher.finish()
    }

    fn walk<'b>(&'b self, out: &mut AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        let mut done = 0;
        for (at, value) in &self.binds {
            out.push_sql(self.text.get(done..*at).unwrap_or_default());
            done = *at;
            match value {
                Bind::Number(number) => out.push_bind_param::<Nullable<BigInt>, _>(number)?,
                Bind::Flag(flag) => out.push_bind_param::<Bool, _>(flag)?,
                Bind::Text(text) => out.push_bind_param::<Text, _>(text)?,
                Bind::Bytes(bytes) => out.push_bind_param::<Binary, _>(bytes)?,
            }
        }
        out.push_sql(self.text.get(done..).unwrap_or_default());
        Ok(())
    }
}

/// `SELECT` of typed columns with a hand-written rest.
#[derive(Debug)]
pub(crate) struct Select<C> {
    /// What is read; its type is the type of the rows.
    pub(crate) columns: C,
    /// Everything after the columns.
    pub(crate) rest: Sql,
    /// Whether the prepared statement is kept. Only a bounded number of texts may be.
    pub(crate) is_kept: bool,
}

impl<C: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for Select<C> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        if !self.is_kept {
            out.unsafe_to_cache_prepared();
        }
        out.push_sql("SELECT ");
        self.columns.walk_ast(out.reborrow())?;
        self.rest.walk(&mut out)
    }
}

impl<C> QueryId for Select<C> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C: Expression> Query for Select<C> {
    type SqlType = C::SqlType;
}

impl<C> diesel::RunQueryDsl<AnyConnection> for Select<C> {}

/// A fixed expression of a known type, as one of the columns of a [`Select`].
pub(crate) struct Literal<T> {
    text: &'static str,
    kind: PhantomData<T>,
}

impl<T> Literal<T> {
    /// An expression that both databases understand.
    pub(crate) const fn new(text: &'static str) -> Self {
        Self { text, kind: PhantomData }
    }
}

impl<T: SqlType + TypedExpressionType> Expression for Literal<T> {
    type SqlType = T;
}

impl<T> QueryFragment<MultiBackend> for Literal<T> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        out.push_sql(self.text);
        Ok(())
    }
}

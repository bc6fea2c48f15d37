//! One value, and how databases are given and give it.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql};
use diesel::query_builder::AstPass;
use diesel::result::QueryResult;
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Binary, Bool, HasSqlType, Nullable, Text};

use super::column::Kind;

/// A value of a column, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Integer(Option<i64>),
    Bool(Option<bool>),
    Text(Option<String>),
    Blob(Option<Vec<u8>>),
}

/// A database that holds all kinds.
pub(super) trait Holds:
    Backend + HasSqlType<BigInt> + HasSqlType<Bool> + HasSqlType<Text> + HasSqlType<Binary>
{
    fn read(kind: Kind, raw: Option<Self::RawValue<'_>>) -> deserialize::Result<Value>;
    fn bind<'b>(value: &'b Value, out: &mut AstPass<'_, 'b, Self>) -> QueryResult<()>;
}

impl<DB> Holds for DB
where
    DB: Backend + HasSqlType<BigInt> + HasSqlType<Bool> + HasSqlType<Text> + HasSqlType<Binary>,
    i64: FromSql<BigInt, DB>,
    bool: FromSql<Bool, DB>,
    String: FromSql<Text, DB>,
    Vec<u8>: FromSql<Binary, DB>,
    Option<i64>: ToSql<Nullable<BigInt>, DB>,
    Option<bool>: ToSql<Nullable<Bool>, DB>,
    Option<String>: ToSql<Nullable<Text>, DB>,
    Option<Vec<u8>>: ToSql<Nullable<Binary>, DB>,
{
    fn read(kind: Kind, raw: Option<DB::RawValue<'_>>) -> deserialize::Result<Value> {
        Ok(match kind {
            Kind::Integer => Value::Integer(raw.map(i64::from_sql).transpose()?),
            Kind::Bool => Value::Bool(raw.map(bool::from_sql).transpose()?),
            Kind::Text => Value::Text(raw.map(String::from_sql).transpose()?),
            Kind::Blob => Value::Blob(raw.map(Vec::from_sql).transpose()?),
        })
    }

    fn bind<'b>(value: &'b Value, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()> {
        match value {
            Value::Integer(value) => out.push_bind_param::<Nullable<BigInt>, _>(value),
            Value::Bool(value) => out.push_bind_param::<Nullable<Bool>, _>(value),
            Value::Text(value) => out.push_bind_param::<Nullable<Text>, _>(value),
            Value::Blob(value) => out.push_bind_param::<Nullable<Binary>, _>(value),
        }
    }
}

impl Value {
    /// No value of that kind.
    pub(super) fn none(kind: Kind) -> Self {
        match kind {
            Kind::Integer => Self::Integer(None),
            Kind::Bool => Self::Bool(None),
            Kind::Text => Self::Text(None),
            Kind::Blob => Self::Blob(None),
        }
    }

    /// Whether there is none.
    pub(super) fn is_none(&self) -> bool {
        match self {
            Self::Integer(value) => value.is_none(),
            Self::Bool(value) => value.is_none(),
            Self::Text(value) => value.is_none(),
            Self::Blob(value) => value.is_none(),
        }
    }
}

//! One value, and how it is read from a row.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql};
use diesel::sql_types::{BigInt, Binary, Bool, Text};

use super::column::Kind;

/// A value of a column, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Integer(Option<i64>),
    Bool(Option<bool>),
    Text(Option<String>),
    Blob(Option<Vec<u8>>),
}

/// A database from which all kinds are read.
pub(super) trait Holds: Backend {
    fn read(kind: Kind, raw: Option<Self::RawValue<'_>>) -> deserialize::Result<Value>;
}

impl<DB: Backend> Holds for DB
where
    i64: FromSql<BigInt, DB>,
    bool: FromSql<Bool, DB>,
    String: FromSql<Text, DB>,
    Vec<u8>: FromSql<Binary, DB>,
{
    fn read(kind: Kind, raw: Option<DB::RawValue<'_>>) -> deserialize::Result<Value> {
        Ok(match kind {
            Kind::Integer => Value::Integer(raw.map(i64::from_sql).transpose()?),
            Kind::Bool => Value::Bool(raw.map(bool::from_sql).transpose()?),
            Kind::Text => Value::Text(raw.map(String::from_sql).transpose()?),
            Kind::Blob => Value::Blob(raw.map(Vec::from_sql).transpose()?),
        })
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

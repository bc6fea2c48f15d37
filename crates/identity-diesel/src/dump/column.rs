//! What a column is called and holds, taken from `schema.rs`, so that nothing is written down twice.

use diesel::Column as DieselColumn;
use diesel::expression::Expression;
use diesel::sql_types::{BigInt, Binary, Bool, Nullable, SqlType, Text, is_nullable};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A number, an identifier or a moment.
    Integer,
    /// Yes or no.
    Bool,
    /// Text.
    Text,
    /// Bytes.
    Blob,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) is_optional: bool,
}

/// A type of columns that a dump knows.
pub(super) trait Held {
    const KIND: Kind;
    const IS_OPTIONAL: bool;
}

macro_rules! held {
    ($($sql:ty => $kind:ident,)*) => {$(
        impl Held for $sql {
            const KIND: Kind = Kind::$kind;
            const IS_OPTIONAL: bool = false;
        }
    )*};
}

held! { BigInt => Integer, Bool => Bool, Text => Text, Binary => Blob, }

impl<T: Held + SqlType<IsNull = is_nullable::NotNull>> Held for Nullable<T> {
    const KIND: Kind = T::KIND;
    const IS_OPTIONAL: bool = true;
}

/// All columns of a table, as Diesel gives them: a tuple of columns.
pub(super) trait Columns {
    fn columns() -> Vec<Column>;
}

fn column<C: DieselColumn>() -> Column
where
    <C as Expression>::SqlType: Held,
{
    Column { name: C::NAME, kind: C::SqlType::KIND, is_optional: C::SqlType::IS_OPTIONAL }
}

/// Tuples of every length up to that of the list.
macro_rules! tuples {
    () => {};
    ($first:ident $($rest:ident)*) => {
        impl<$first: DieselColumn, $($rest: DieselColumn),*> Columns for ($first, $($rest,)*)
        where
            $first::SqlType: Held,
            $($rest::SqlType: Held,)*
        {
            fn columns() -> Vec<Column> {
                vec![column::<$first>(), $(column::<$rest>()),*]
            }
        }
        tuples! { $($rest)* }
    };
}

tuples! { A B C D E F G H I J K L M N O P Q R S T U V W X Y Z A1 B1 C1 D1 E1 F1 }

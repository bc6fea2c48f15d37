//! Reading the place of a row: what the order's members are for whoever asks, guards included (R20).

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use identity_core::error::StoreError;
use identity_core::list::{Field, Kind, Place, Scalar};
use identity_core::timestamp::Timestamp;

use super::Listing;
use crate::sql::{Literal, Select, Sql};
use crate::unit::Unit;

/// The most members an order has (platform.md §2.2).
const MEMBERS_MAX: usize = 5;

type Texts = (Nullable<Text>, Nullable<Text>, Nullable<Text>, Nullable<Text>, Nullable<Text>);
type Values = (Option<String>, Option<String>, Option<String>, Option<String>, Option<String>);

impl<V> Listing<'_, V> {
    /// The place of the row with that identifier, which the scope shows.
    pub(super) fn place(&self, unit: &mut Unit<'_>, id: i64) -> Result<Place, StoreError> {
        let order = &self.query.order;
        if order.len() > MEMBERS_MAX {
            return Err(StoreError::Constraint("an order has too many members".into()));
        }
        let mut rest = Sql::default();
        for n in 0..MEMBERS_MAX {
            rest.push(if n == 0 { "CAST(" } else { ", CAST(" });
            match order.get(n) {
                Some(by) => self.writer().column(&mut rest, by.field),
                None => drop(rest.push("NULL")),
            }
            rest.push(" AS TEXT)");
        }
        rest.append(&self.source(true)).append(&self.scope);
        rest.push(" AND ").push(self.registry.id_sql).push(" = ").bind(id);
        let is_kept = unit.keeps(rest.shape());
        let columns = Literal::<Texts>::new("");
        let (first, second, third, fourth, fifth): Values =
            unit.look(|any| Ok(Select { columns, rest, is_kept }.get_result::<Values>(any)?))?;
        let values = order
            .iter()
            .zip([first, second, third, fourth, fifth])
            .map(|(by, text)| self.scalar(by.field, text));
        Ok(Place { values: values.collect::<Result<_, _>>()?, id: u64::try_from(id).unwrap_or(0) })
    }

    fn scalar(&self, field: &Field<V>, text: Option<String>) -> Result<Scalar, StoreError> {
        let Some(text) = text else { return Ok(Scalar::Absent) };
        let number = || {
            text.parse::<i64>().map_err(|_| StoreError::Corrupt {
                table: self.from,
                column: field.path,
                id: text.clone(),
            })
        };
        Ok(match field.kind {
            Kind::Text | Kind::Email | Kind::Uuid | Kind::Enumeration(_) | Kind::MixedId => {
                Scalar::Text(text)
            }
            // SQLite writes a boolean as a number, PostgreSQL as a word.
            Kind::Flag => Scalar::Flag(text == "1" || text == "true"),
            Kind::Number => Scalar::Number(number()?),
            Kind::Moment => Scalar::Moment(Timestamp::from_millis(number()?)),
            Kind::Id(_) => Scalar::Id(u64::try_from(number()?).unwrap_or(0)),
            // No order can name it.
            Kind::TokenValue => Scalar::Absent,
        })
    }
}

//! The rows behind a place of an order.

use identity_core::list::{Direction, Order, Place, Scalar};

use super::filter::{Writer, bind};
use crate::sql::{Bind, Sql};

impl Writer<'_> {
    /// The rows behind the place as stretches of the list, in its order: first those that differ from the place in
    /// the identifier alone, then those that differ in the last member, and so on; within a member, greater values
    /// and then absent ones. Each stretch is a range of the index that begins with the leading member, where one
    /// condition for all of them would be a scan. `id` is the expression of the identifier.
    pub(super) fn behind<V>(&self, order: &[Order<V>], id: &str, place: &Place) -> Vec<Sql> {
        let members: Vec<(&Order<V>, &Scalar)> = order.iter().zip(&place.values).collect();
        let mut tied = self.same(&members);
        tied.push(id).push(" > ").bind(Bind::Number(Some(i64::try_from(place.id).unwrap_or(i64::MAX))));
        let mut stretches = vec![tied];
        for (shared, (by, value)) in members.iter().enumerate().rev() {
            // Nothing comes behind an absent value.
            let Some(value) = bind(value) else { continue };
            let start = self.same(members.get(..shared).unwrap_or_default());
            let mut greater = start.clone();
            self.column(&mut greater, by.field);
            greater.push(if by.direction == Direction::Ascending { " > " } else { " < " }).bind(value);
            let mut absent = start;
            self.column(&mut absent, by.field);
            absent.push(" IS NULL");
            stretches.extend([greater, absent]);
        }
        stretches
    }

    /// The start of a condition: the members are what they are at the place.
    fn same<V>(&self, members: &[(&Order<V>, &Scalar)]) -> Sql {
        let mut condition = Sql::default();
        for (by, value) in members {
            self.column(&mut condition, by.field);
            match bind(value) {
                Some(value) => condition.push(" = ").bind(value).push(" AND "),
                None => condition.push(" IS NULL AND "),
            };
        }
        condition
    }
}

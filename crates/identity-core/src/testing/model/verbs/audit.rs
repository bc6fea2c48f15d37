//! What happened.

use super::super::action::read;
use super::super::actor::By::Manager;
use super::{Verb, query};
use crate::audit::{FIELDS, get, list};
use crate::id::AuditId;
use crate::list::Query;

pub(super) const VERBS: &[Verb] = &[
    Verb::new("audit list", Manager, |d| {
        let query = query(d, &FIELDS);
        read(move |tx, call| list(tx, call, &query))
    }),
    Verb::new("audit get", Manager, |d| {
        let place = usize::try_from(d.dice.below(30)).unwrap();
        read(move |tx, call| {
            let page = list(tx, call, &Query::everything(&FIELDS))?;
            let id = page.items.get(place).map_or(AuditId::new(1), |record| record.id);
            get(tx, call, id)
        })
    }),
];

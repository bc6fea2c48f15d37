//! One list of one scope, compared with the reference meaning of queries.

use super::dice::Dice;
use super::queries;
use crate::error::StoreError;
use crate::list::{LIMIT_MAX, Page, Query, Registry, compare_rows, compile, matches, place_of};
use crate::port::{Reading, Transaction};
use crate::secret::Digest;
use crate::testing::contract::Stage;
use crate::testing::fixture::digest;

/// How many queries of a list are walked page by page.
const WALKS: usize = 12;
/// How many queries go into one read.
const TOGETHER: usize = 50;

/// The rows that a scope shows, and how the store lists them.
pub(super) struct Listing<'a, V: 'static> {
    pub(super) stage: &'a Stage,
    pub(super) registry: &'static Registry<V>,
    pub(super) rows: Vec<V>,
}

/// A number is the token of that digest.
pub(in crate::testing) fn digest_of(text: &str) -> Option<Digest> {
    text.parse().ok().map(digest)
}

impl<V> Listing<'_, V> {
    /// Compares every query that can be made of the registry; `page` gives one page by the numbers of its
    /// identifiers.
    pub(super) fn check<P>(&self, page: P)
    where
        P: Fn(&mut dyn Transaction, &Query<V>) -> Result<Page<u64>, StoreError> + Clone + Send + 'static,
    {
        assert!(self.rows.len() <= usize::try_from(LIMIT_MAX).unwrap());
        let raw = queries::all(self.registry, &self.rows);
        let telling = self.compare(&raw, &page);
        assert!(
            self.rows.len() < 10 || telling * 4 > raw.len(),
            "{telling} of {} queries tell anything",
            raw.len()
        );
        self.walk(&raw, &page);
    }

    /// Some filters in some orders, walked from place to place in pages of any size, give what one page gives.
    fn walk<P>(&self, raw: &[String], page: &P)
    where
        P: Fn(&mut dyn Transaction, &Query<V>) -> Result<Page<u64>, StoreError> + Clone + Send + 'static,
    {
        let dice = Dice::new(23);
        let is_order = |raw: &&String| raw.starts_with("order=");
        let is_filter =
            |raw: &&String| !raw.contains("order=") && !raw.contains("limit=") && !raw.contains("offset=");
        let orders: Vec<&String> = raw.iter().filter(is_order).collect();
        let filters: Vec<&String> = raw.iter().filter(is_filter).collect();
        for _ in 0..WALKS {
            let raw = match dice.below(3) {
                0 => dice.pick(&orders).clone(),
                _ => format!("{}&{}", dice.pick(&filters), dice.pick(&orders)),
            };
            let query = self.compiled(&raw);
            let expected = self.reference(&query);
            let (limit, page) = (1 + u32::try_from(dice.below(7)).unwrap(), page.clone());
            let walked = self.stage.read(Reading::Scan, move |tx| {
                let mut walked = Page::empty();
                let mut query = Query { limit, ..query.clone() };
                loop {
                    let found = page(tx, &query)?;
                    query.offset += u64::try_from(found.items.len()).unwrap();
                    query.total = Some(found.total);
                    query.after.clone_from(&found.next);
                    walked.items.extend(found.items);
                    walked.total = found.total;
                    if query.after.is_none() {
                        return Ok(walked);
                    }
                }
            });
            assert_eq!(walked.unwrap_or_else(|error| panic!("{raw}: {error}")), expected, "{raw} by {limit}");
        }
    }

    /// Gives back how many queries found some of the rows, but not all.
    fn compare<P>(&self, raw: &[String], page: &P) -> usize
    where
        P: Fn(&mut dyn Transaction, &Query<V>) -> Result<Page<u64>, StoreError> + Clone + Send + 'static,
    {
        let mut telling = 0;
        for part in raw.chunks(TOGETHER) {
            let queries: Vec<Query<V>> = part.iter().map(|raw| self.compiled(raw)).collect();
            let expected: Vec<Page<u64>> = queries.iter().map(|query| self.reference(query)).collect();
            let page = page.clone();
            let found = self.found(move |tx| queries.iter().map(|query| page(tx, query)).collect());
            for ((raw, expected), found) in part.iter().zip(expected).zip(found) {
                let found = found.unwrap_or_else(|error| panic!("{raw}: {error}"));
                assert_eq!(found, expected, "{raw}");
                let total = usize::try_from(found.total).unwrap();
                telling += usize::from(total > 0 && total < self.rows.len());
            }
        }
        telling
    }

    fn compiled(&self, raw: &str) -> Query<V> {
        let parsed = identity_rql::parse_query(raw).unwrap_or_else(|error| panic!("{raw}: {error:?}"));
        compile(self.registry, &parsed, &digest_of).unwrap_or_else(|error| panic!("{raw}: {error:?}"))
    }

    fn reference(&self, query: &Query<V>) -> Page<u64> {
        let mut rows: Vec<&V> = self.rows.iter().filter(|row| matches(&query.filter, *row)).collect();
        rows.sort_by(|a, b| compare_rows(self.registry, &query.order, a, b));
        let total = u64::try_from(rows.len()).unwrap();
        let first = usize::try_from(query.offset).unwrap_or(usize::MAX);
        let last = first.saturating_add(usize::try_from(query.limit).unwrap());
        let id_of = self.registry.id;
        let inside = |place: usize| (first..last).contains(&place);
        let items = rows.iter().enumerate().filter(|(place, _)| inside(*place)).map(|(_, row)| id_of(row));
        let last_row = if first < last && last < rows.len() { rows.get(last - 1) } else { None };
        let next = last_row.map(|row| place_of(self.registry, &query.order, *row));
        Page { items: items.collect(), total, next }
    }

    fn found(
        &self,
        pages: impl Fn(&mut dyn Transaction) -> Vec<Result<Page<u64>, StoreError>> + Send + 'static,
    ) -> Vec<Result<Page<u64>, StoreError>> {
        self.stage.read(Reading::Scan, move |tx| Ok(pages(tx))).unwrap()
    }
}

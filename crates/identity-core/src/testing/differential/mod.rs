//! Two stores and many random queries: both find the same rows in the same order, for every resource and for actors
//! who see all, an account, or little.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a comparison is made of assertions"
)]

mod expression;
mod resources;
mod value;
mod world;

pub(in crate::testing) use expression::query;
pub use world::world;

use crate::error::StoreError;
use crate::list::{LIMIT_MAX, Page, Query, Registry, compile};
use crate::port::{Reading, Store, Transaction};
use crate::testing::contract::{Dice, block_on, digest_of};

/// How many queries go into one read.
const TOGETHER: usize = 50;

/// The two stores, which hold the same rows. They are driven without a runtime.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "holds stores of any kind")]
pub struct Pair<'a> {
    /// The one that says what queries mean.
    pub reference: &'a (dyn Store + 'static),
    /// The one that is compared with it.
    pub other: &'a (dyn Store + 'static),
}

/// How many queries were made, and how many of them found some of the rows that the scope shows, but not all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// All.
    pub queries: usize,
    /// Those that tell something.
    pub telling: usize,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.queries += other.queries;
        self.telling += other.telling;
    }
}

/// Compares the stores by so many random queries, the same in every run of a seed; panics at the first that they
/// answer differently. Each resource has a thread of its own.
pub fn compare(pair: Pair<'_>, seed: u64, queries: usize) -> Tally {
    let share = queries.div_ceil(resources::ALL.len());
    let mut tally = Tally::default();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (seed..)
            .zip(resources::ALL)
            .map(|(seed, resource)| scope.spawn(move || resource(pair, &Dice::new(seed), share)))
            .collect();
        for thread in threads {
            tally += thread.join().unwrap();
        }
    });
    tally
}

/// Compares the stores by random queries within one scope; `page` gives one page by the numbers of its identifiers.
fn within<V, P>(pair: Pair<'_>, registry: &'static Registry<V>, dice: &Dice, queries: usize, page: P) -> Tally
where
    P: Fn(&mut dyn Transaction, &Query<V>) -> Result<Page<u64>, StoreError> + Clone + Send + 'static,
{
    let everything = Query { limit: LIMIT_MAX, ..Query::everything(registry) };
    let visible = found(pair.reference, &page, vec![everything]).remove(0);
    assert_eq!(visible.total, u64::try_from(visible.items.len()).unwrap(), "all rows fit one page");
    let raw: Vec<String> = (0..queries).map(|_| query(dice, registry)).collect();
    let mut tally = Tally { queries, telling: 0 };
    for part in raw.chunks(TOGETHER) {
        let compiled: Vec<Query<V>> = part.iter().map(|raw| compiled(registry, raw)).collect();
        let expected = found(pair.reference, &page, compiled.clone());
        let answered = found(pair.other, &page, compiled);
        for ((raw, expected), answered) in part.iter().zip(expected).zip(answered) {
            assert_eq!(answered, expected, "{raw}");
            tally.telling += usize::from(expected.total > 0 && expected.total < visible.total);
        }
    }
    tally
}

fn compiled<V>(registry: &'static Registry<V>, raw: &str) -> Query<V> {
    let parsed = identity_rql::parse_query(raw).unwrap_or_else(|error| panic!("{raw}: {error:?}"));
    compile(registry, &parsed, &digest_of).unwrap_or_else(|error| panic!("{raw}: {error:?}"))
}

/// The pages of one store, all from one state.
fn found<V, P>(store: &(dyn Store + 'static), page: &P, queries: Vec<Query<V>>) -> Vec<Page<u64>>
where
    P: Fn(&mut dyn Transaction, &Query<V>) -> Result<Page<u64>, StoreError> + Clone + Send + 'static,
{
    let page = page.clone();
    let pages = store.read(Reading::Snapshot, move |tx| {
        Ok(queries.iter().map(|query| page(tx, query)).collect::<Result<Vec<_>, _>>()?)
    });
    block_on(pages).unwrap()
}

//! Totals of lists: counted once, remembered until a commit touches a table that they were counted over.
//!
//! A table's generation is the number of the last commit that touched it. It is noted before a reader's snapshot
//! begins and raised after a commit, before anybody is answered: so a total that was counted under a generation saw
//! every commit up to it, and one that a commit overtook is remembered under a generation that nobody notes again.

use std::sync::atomic::{AtomicU64, Ordering};

use quick_cache::sync::Cache;

use crate::sql::Sql;

/// How many totals are remembered; each is found by a condition of at most [`SIZE_MAX`](crate::sql::SIZE_MAX) bytes.
const ENTRIES_MAX: usize = 1024;

/// A total and the generation it was counted under.
#[derive(Debug, Clone, Copy)]
struct Counted {
    generation: u64,
    total: u64,
}

/// The totals of one database that this process owns.
pub(crate) struct Totals {
    generations: Vec<(String, AtomicU64)>,
    raised: AtomicU64,
    entries: Cache<Sql, Counted>,
}

impl std::fmt::Debug for Totals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Totals").field("entries", &self.entries.len()).finish_non_exhaustive()
    }
}

/// The generations of all tables at one moment.
#[derive(Debug, Clone)]
pub(crate) struct Noted(Vec<u64>);

/// What a transaction changed, if it is committed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Touched {
    is_everything: bool,
    tables: Vec<&'static str>,
}

impl Touched {
    /// Any table at all.
    pub(crate) fn add_everything(&mut self) {
        self.is_everything = true;
    }

    /// These tables and no other.
    pub(crate) fn add(&mut self, tables: &[&'static str]) {
        self.tables.extend_from_slice(tables);
    }

    /// Whether the table may be changed.
    pub(crate) fn has(&self, table: &str) -> bool {
        self.is_everything || self.tables.contains(&table)
    }

    /// What another transaction of the same commit changed.
    pub(crate) fn append(&mut self, other: Self) {
        self.is_everything |= other.is_everything;
        self.tables.extend(other.tables);
    }
}

impl Totals {
    /// Nothing remembered; `tables` are all tables there are.
    pub(crate) fn new(tables: Vec<String>) -> Self {
        let generations = tables.into_iter().map(|name| (name, AtomicU64::new(0))).collect();
        Self { generations, raised: AtomicU64::new(0), entries: Cache::new(ENTRIES_MAX) }
    }

    /// The present generations, to be noted before a snapshot begins.
    pub(crate) fn note(&self) -> Noted {
        Noted(self.generations.iter().map(|(_, generation)| generation.load(Ordering::SeqCst)).collect())
    }

    /// Forgets the totals over these tables. Called by the one thread that commits, after the commit and before
    /// anybody is answered.
    pub(crate) fn raise(&self, touched: &Touched) {
        if !touched.is_everything && touched.tables.is_empty() {
            return;
        }
        let is_known = |table: &&str| self.generations.iter().any(|(name, _)| name == table);
        let is_everything = touched.is_everything || !touched.tables.iter().all(is_known);
        let number = self.raised.fetch_add(1, Ordering::SeqCst) + 1;
        for (name, generation) in &self.generations {
            if is_everything || touched.has(name) {
                generation.store(number, Ordering::SeqCst);
            }
        }
    }

    /// The latest generation of all tables that the statement can read: those whose names its text has.
    fn generation(&self, noted: &Noted, count: &Sql) -> u64 {
        let tables = self.generations.iter().zip(&noted.0);
        tables.filter(|((name, _), _)| count.mentions(name)).map(|(_, noted)| *noted).max().unwrap_or(0)
    }

    /// The total that the statement would count, for a reader that noted these generations before it began.
    pub(crate) fn get(&self, noted: &Noted, count: &Sql) -> Option<u64> {
        let counted = self.entries.get(count)?;
        (counted.generation == self.generation(noted, count)).then_some(counted.total)
    }

    /// Remembers what such a reader counted, unless the clock alone can change it.
    pub(crate) fn put(&self, noted: &Noted, count: Sql, total: u64) {
        if count.is_lasting() {
            let generation = self.generation(noted, &count);
            self.entries.insert(count, Counted { generation, total });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totals() -> Totals {
        Totals::new(["users", "groups", "membership_groups"].map(str::to_owned).to_vec())
    }

    fn touched(tables: &[&'static str]) -> Touched {
        let mut touched = Touched::default();
        touched.add(tables);
        touched
    }

    fn count() -> Sql {
        let mut sql = Sql::new(" FROM users WHERE users.id > ");
        sql.bind(7);
        sql
    }

    #[test]
    fn a_total_stands_until_one_of_its_tables_is_touched() {
        let totals = totals();
        totals.put(&totals.note(), count(), 3);
        totals.raise(&touched(&["groups"]));
        totals.raise(&Touched::default());
        assert_eq!(totals.get(&totals.note(), &count()), Some(3));
        for touched in [touched(&["groups", "users"]), touched(&["nobody knows"])] {
            totals.put(&totals.note(), count(), 3);
            assert_eq!(totals.get(&totals.note(), &count()), Some(3));
            totals.raise(&touched);
            assert_eq!(totals.get(&totals.note(), &count()), None);
        }
        let mut everything = Touched::default();
        everything.append(touched(&["groups"]));
        everything.add_everything();
        totals.put(&totals.note(), count(), 3);
        totals.raise(&everything);
        assert_eq!(totals.get(&totals.note(), &count()), None);
    }

    #[test]
    fn a_fill_that_a_commit_overtook_is_never_believed() {
        let totals = totals();
        let noted = totals.note();
        totals.raise(&touched(&["users"]));
        totals.put(&noted, count(), 3);
        assert_eq!(totals.get(&totals.note(), &count()), None);
        // Nor is it by whoever began as early, once there is a newer one.
        totals.put(&totals.note(), count(), 4);
        assert_eq!(totals.get(&noted, &count()), None);
        assert_eq!(totals.get(&totals.note(), &count()), Some(4));
    }

    #[test]
    fn other_values_are_other_totals_and_the_clock_is_never_remembered() {
        let totals = totals();
        totals.put(&totals.note(), count(), 3);
        let mut other = Sql::new(" FROM users WHERE users.id > ");
        other.bind(8);
        assert_eq!(totals.get(&totals.note(), &other), None);
        let mut timed = Sql::new(" FROM users WHERE users.login_at < ");
        timed.bind_now(7);
        let mut whole = count();
        whole.append(&timed);
        let mut long = count();
        long.push(&" AND 1 = 1".repeat(1000));
        for (never, name) in [(timed, "now"), (whole, "now inside"), (long, "long")] {
            totals.put(&totals.note(), never.clone(), 5);
            assert_eq!(totals.get(&totals.note(), &never), None, "{name}");
        }
    }
}

//! How SQLite runs the lists, on empty tables: its plans do not depend on what is in them.

use std::sync::{Arc, Mutex};

use diesel::connection::{Connection as _, InstrumentationEvent};
use diesel::prelude::*;
use identity_core::port::Transaction;

use super::*;
use crate::any::AnyConnection;
use crate::explain::{Planner, Walk, explain_cases};
use crate::sqlite::functions::register;
use crate::sqlite::migrate::apply;
use crate::unit::{Access, Link};

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = diesel::sql_types::Text)]
    detail: String,
}

/// An empty database that remembers which statements it was asked.
struct Plans {
    link: Link,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Planner for Plans {
    const VIEWERS_KEY: &'static str = "audit_viewers USING PRIMARY KEY";

    fn open() -> Self {
        let mut conn = SqliteConnection::establish(":memory:").unwrap();
        register(&mut conn).unwrap();
        apply(&mut conn).unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let notes = Arc::clone(&asked);
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::StartQuery { query, .. } = event {
                notes.lock().unwrap().push(query.to_string());
            }
        });
        Self { link: Link::new(AnyConnection::Sqlite(conn)), asked }
    }

    fn of(&mut self, list: impl FnOnce(&mut dyn Transaction)) -> Vec<String> {
        self.asked.lock().unwrap().clear();
        list(&mut Unit::new(&mut self.link, Access::Read));
        let asked = std::mem::take(&mut *self.asked.lock().unwrap());
        let conn = inner(&mut self.link.any);
        let explain = |statement: &String| {
            let statement = statement.split(" -- binds").next().unwrap();
            let steps = diesel::sql_query(format!("EXPLAIN QUERY PLAN {statement}")).load::<Step>(conn);
            steps.unwrap().into_iter().map(|step| step.detail)
        };
        assert!(!asked.is_empty());
        asked.iter().flat_map(explain).collect()
    }

    fn full(plan: &[String]) -> Vec<&String> {
        plan.iter().filter(|step| step.starts_with("SCAN") && *step != "SCAN CONSTANT ROW").collect()
    }

    fn unordered(plan: &[String], walk: Walk) -> Vec<&String> {
        let is_bad = |step: &&String| {
            let is_walk = match walk {
                Walk::Tenant => false,
                Walk::Index => step.contains("INDEX"),
                Walk::Key => true,
            };
            let sorts_all = walk != Walk::Tenant && step.starts_with("USE TEMP B-TREE FOR ORDER BY");
            sorts_all || step.starts_with("SCAN") && !is_walk
        };
        plan.iter().filter(is_bad).collect()
    }

    /// Only the resource itself may be walked, and what is a list within the row.
    fn unkeyed<'p>(plan: &'p [String], resource: &str) -> Vec<&'p String> {
        let is_bad = |step: &&String| {
            let mut words = step.split_whitespace().skip_while(|word| *word != "SCAN").skip(1);
            let scanned = words.next();
            let is_within_row =
                step.contains("VIRTUAL TABLE") || step.contains("CONSTANT ROW") || resource == "modules";
            scanned.is_some_and(|table| table != resource) && !is_within_row
        };
        plan.iter().filter(is_bad).collect()
    }

    fn are_found_by(plan: &[String], index: &str, all: usize) -> bool {
        plan.iter().filter(|step| step.starts_with("SEARCH") && step.contains(index)).count() == all
    }
}

explain_cases!(Plans);

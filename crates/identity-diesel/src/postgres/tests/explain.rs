//! How PostgreSQL runs the lists, on tables with ten thousand rows each and statistics of them.
//!
//! The plans are generic ones: they hold for any value. Reading whole tables is switched off (`enable_seqscan`), because
//! for a value that a fifth of all rows have it is the right thing; what is asked is whether there is another way. A plan
//! that still says `Seq Scan` has none. Reading all of an index is no better, and is only good for an order. So is sorting
//! where a page is asked for in the order of an index.

use std::sync::{Arc, LazyLock, Mutex};

use diesel::connection::{Connection as _, InstrumentationEvent, SimpleConnection as _};
use diesel::prelude::*;
use diesel::sql_types::Text;
use identity_core::port::Transaction;

use super::fresh;
use crate::any::AnyConnection;
use crate::explain::{Planner, Walk, explain_cases};
use crate::unit::{Access, Link, Unit};

#[path = "../../../examples/sizes/fill.rs"]
mod fill;

/// How many rows of every kind.
const ROWS: i64 = 10_000;

/// The address of a database with rows of every kind.
static FILLED: LazyLock<String> = LazyLock::new(|| {
    let url = fresh();
    let mut conn = PgConnection::establish(&url).unwrap();
    conn.batch_execute("SET session_replication_role = replica").unwrap();
    for fill in fill::fills(&fill::Words::of_postgres(ROWS), ROWS) {
        conn.batch_execute(&fill.sql).unwrap_or_else(|error| panic!("{}: {error}", fill.table));
    }
    conn.batch_execute("ANALYZE").unwrap();
    url
});

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    text: String,
}

/// A filled database that remembers which statements it was asked.
struct Plans {
    link: Link,
    asked: Arc<Mutex<Vec<String>>>,
}

fn inner(any: &mut AnyConnection) -> &mut PgConnection {
    match any {
        AnyConnection::Postgres(conn) => conn,
        AnyConnection::Sqlite(_) => panic!("a PostgreSQL store has PostgreSQL connections"),
    }
}

/// The plan of a statement whatever its values are: a step with what it looks for in one line.
fn explain(conn: &mut PgConnection, statement: &str) -> Vec<String> {
    let statement = statement.split(" -- binds").next().unwrap();
    let values = (1..).take_while(|number| statement.contains(&format!("${number}"))).map(|_| "NULL");
    let values = values.collect::<Vec<_>>().join(", ");
    let values = if values.is_empty() { values } else { format!("({values})") };
    conn.batch_execute(&format!("PREPARE asked AS {statement}")).unwrap();
    let lines =
        diesel::sql_query(format!("EXPLAIN (COSTS OFF) EXECUTE asked{values}")).load::<Line>(conn).unwrap();
    conn.batch_execute("DEALLOCATE asked").unwrap();
    let mut steps: Vec<String> = Vec::new();
    for line in lines.iter().map(|line| line.text.trim()) {
        match (line.strip_prefix("->"), steps.last_mut()) {
            (Some(step), _) => steps.push(step.trim().to_owned()),
            (None, Some(step)) if !line.starts_with("SubPlan") && !line.starts_with("InitPlan") => {
                step.push_str(" | ");
                step.push_str(line);
            }
            (None, Some(_)) => {}
            (None, None) => steps.push(line.to_owned()),
        }
    }
    steps
}

/// There are as many modules as a catalogue has: a page of them.
fn reads_table(step: &str) -> bool {
    step.contains("Seq Scan on ") && !step.contains(" on modules")
}

/// The account beside a row is looked up by its key, or, where many rows are found, all accounts are read once: both are right.
fn reads_index(step: &str) -> bool {
    let is_index = step.contains("Index Scan") || step.contains("Index Only Scan");
    let is_beside = step.contains(" on modules") || step.contains(" on accounts a");
    is_index && !step.contains("Index Cond") && !is_beside
}

fn sorts(step: &str) -> bool {
    step.starts_with("Sort ")
}

/// What may be absent is read whole and sorted when it is wanted backwards by whoever sees all: an index has absent values
/// last in one direction only (docs/SCALING.md).
fn has_absent_last_backwards(plan: &[String]) -> bool {
    plan.iter().any(|step| sorts(step) && step.contains("DESC NULLS LAST"))
}

/// A plan for any page length supposes a short one, and may walk to it in its order, as long as nothing is sorted. Whether
/// rows are found is told by the statement that counts them.
fn is_walked_to(plan: &[String]) -> bool {
    !plan.iter().any(|step| sorts(step)) && plan.iter().any(|step| step.starts_with("Limit"))
}

impl Planner for Plans {
    const VIEWERS_KEY: &'static str = "audit_viewers_pkey";

    fn open() -> Self {
        let mut conn = PgConnection::establish(&FILLED).unwrap();
        conn.batch_execute("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan").unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let notes = Arc::clone(&asked);
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::StartQuery { query, .. } = event {
                notes.lock().unwrap().push(query.to_string());
            }
        });
        Self { link: Link::new(AnyConnection::Postgres(conn)), asked }
    }

    fn of(&mut self, list: impl FnOnce(&mut dyn Transaction)) -> Vec<String> {
        self.asked.lock().unwrap().clear();
        list(&mut Unit::new(&mut self.link, Access::Read));
        let asked = std::mem::take(&mut *self.asked.lock().unwrap());
        assert!(!asked.is_empty());
        let conn = inner(&mut self.link.any);
        asked.iter().flat_map(|statement| explain(conn, statement)).collect()
    }

    fn in_order(&mut self, list: impl FnOnce(&mut dyn Transaction)) -> Vec<String> {
        inner(&mut self.link.any).batch_execute("SET enable_sort = off").unwrap();
        let plan = self.of(list);
        inner(&mut self.link.any).batch_execute("SET enable_sort = on").unwrap();
        plan
    }

    fn full(plan: &[String]) -> Vec<&String> {
        let is_walk = is_walked_to(plan);
        plan.iter().filter(|step| reads_table(step) || reads_index(step) && !is_walk).collect()
    }

    fn unordered(plan: &[String], walk: Walk) -> Vec<&String> {
        let is_tenant = walk == Walk::Tenant;
        if !is_tenant && has_absent_last_backwards(plan) {
            return Vec::new();
        }
        let is_walk = is_walked_to(plan);
        let is_bad = |step: &&String| {
            reads_table(step) || if is_tenant { reads_index(step) && !is_walk } else { sorts(step) }
        };
        plan.iter().filter(is_bad).collect()
    }

    /// The planner may turn the question round and begin at the elements; then it reads their index and no table.
    fn unkeyed<'p>(plan: &'p [String], _: &str) -> Vec<&'p String> {
        plan.iter().filter(|step| reads_table(step)).collect()
    }

    fn are_found_by(plan: &[String], index: &str, _: usize) -> bool {
        plan.iter().any(|step| step.contains(index) && step.contains("Index Cond"))
    }
}

explain_cases!(Plans);

#[test]
fn a_field_without_an_index_is_noticed() {
    let mut plans = Plans::open();
    let conn = inner(&mut plans.link.any);
    let plan = explain(conn, "SELECT count(*) FROM users WHERE phone_number = $1");
    assert_eq!(Plans::full(&plan).len(), 1, "{plan:#?}");
    let plan = explain(conn, "SELECT id FROM users ORDER BY phone_number LIMIT $1");
    assert!(!Plans::unordered(&plan, Walk::Index).is_empty(), "{plan:#?}");
}

//! Every field that a registry calls indexed is found, and ordered by, without reading a whole table: the same lists for
//! every database, each of which tells its plans in words of its own.

mod cases;

use identity_core::list::{
    Collection, Direction, Field, Filter, Index, Kind, Order, Place, Query, Registry, Scalar, Test,
};
use identity_core::port::Transaction;
use identity_core::secret::Digest;
use identity_core::timestamp::Timestamp;

pub(crate) use cases::*;

const NOW: Timestamp = Timestamp::from_millis(3);

/// How the rows of an ordered list may be come by.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Walk {
    /// Whatever belongs to the tenant is found, and may be sorted.
    Tenant,
    /// Along an index, until the page is full.
    Index,
    /// Along the table's own key, until the page is full.
    Key,
}

/// A database that says how it runs statements, step by step.
pub(crate) trait Planner {
    /// What plans call the key of `audit_viewers`.
    const VIEWERS_KEY: &'static str;

    /// A database of our schema.
    fn open() -> Self;

    /// How the statements are run that the closure makes.
    fn of(&mut self, list: impl FnOnce(&mut dyn Transaction)) -> Vec<String>;

    /// The same where an order is asked for: how they are run if sorting is to be avoided.
    fn in_order(&mut self, list: impl FnOnce(&mut dyn Transaction)) -> Vec<String> {
        self.of(list)
    }

    /// Steps that read all of a table or of an index.
    fn full(plan: &[String]) -> Vec<&String>;

    /// Steps that read all of a table, or sort, although the order of the page is an index's.
    fn unordered(plan: &[String], walk: Walk) -> Vec<&String>;

    /// Steps that read all of a table other than the resource, to find elements.
    fn unkeyed<'p>(plan: &'p [String], resource: &str) -> Vec<&'p String>;

    /// Steps that find rows behind a place by that index, `all` of them if every stretch is asked for.
    fn are_found_by(plan: &[String], index: &str, all: usize) -> bool;
}

#[track_caller]
fn none(bad: Vec<&String>, what: &str, plan: &[String]) {
    assert!(bad.is_empty(), "{what}: {bad:#?} in {plan:#?}");
}

fn check<P: Planner, V>(
    planner: &mut P,
    scope: &str,
    registry: &'static Registry<V>,
    is_whole: bool,
    page: impl Fn(&mut dyn Transaction, &Query<V>),
) {
    for field in registry.fields.iter().filter(|field| field.index == Index::Backed) {
        for limit in [0, 10] {
            let plan = planner.of(|tx| page(tx, &filtered(registry, field, limit)));
            none(P::full(&plan), &format!("{scope}: eq({})", field.path), &plan);
        }
        for direction in [Direction::Ascending, Direction::Descending] {
            if field.is_sortable {
                let walk = match (is_whole, field.column.sql == registry.id_sql) {
                    (false, _) => Walk::Tenant,
                    (true, false) => Walk::Index,
                    (true, true) => Walk::Key,
                };
                let list = |tx: &mut dyn Transaction| page(tx, &ordered(registry, field, direction));
                let plan = if walk == Walk::Tenant { planner.of(list) } else { planner.in_order(list) };
                none(P::unordered(&plan, walk), &format!("{scope}: {direction:?} {}", field.path), &plan);
            }
        }
    }
    let resource = registry.id_sql.split('.').next().unwrap();
    for collection in registry.collections {
        let plan = planner.of(|tx| page(tx, &with_element(registry, collection)));
        none(P::unkeyed(&plan, resource), &format!("{scope}: any({})", collection.path), &plan);
    }
}

/// The first page and the page behind a place, in the default order: along the index, without sorting, and behind a
/// place without reading what comes before it. In an empty table all stretches are tried: ties, later values, and, where a
/// value can be absent, absent ones. (What cannot be absent is not looked for, although the plan of that statement names
/// a scan.)
fn check_pages<P: Planner, V>(
    registry: &'static Registry<V>,
    index: &str,
    searches: usize,
    page: impl Fn(&mut dyn Transaction, &Query<V>),
) {
    let first = Query { total: Some(0), ..Query::everything(registry) };
    let values = first.order.iter().map(|by| value(by.field)).collect();
    let deep = Query { after: Some(Place { values, id: 7 }), ..first.clone() };
    let mut planner = P::open();
    let plan = planner.in_order(|tx| page(tx, &first));
    none(P::unordered(&plan, Walk::Index), "first page", &plan);
    let plan = planner.in_order(|tx| page(tx, &deep));
    none(P::unordered(&plan, Walk::Index), "behind a place", &plan);
    assert!(P::are_found_by(&plan, index, searches), "{index}: {plan:#?}");
}

fn value<V>(field: &Field<V>) -> Scalar {
    match field.kind {
        Kind::Text | Kind::Email | Kind::MixedId | Kind::Enumeration(_) => Scalar::Text("x".into()),
        Kind::Uuid => Scalar::Text("0192a716-3048-7521-8abc-0123456789ef".into()),
        Kind::Flag => Scalar::Flag(true),
        Kind::Number => Scalar::Number(1),
        Kind::Moment => Scalar::Moment(NOW),
        Kind::Id(_) => Scalar::Id(1),
        Kind::TokenValue => Scalar::Digests(vec![Digest([0; 32])]),
    }
}

fn filtered<V>(registry: &'static Registry<V>, field: &'static Field<V>, limit: u32) -> Query<V> {
    let filter = Filter::Is { field, test: Test::Equal(value(field)), is_negated: false };
    Query { filter, limit, ..Query::everything(registry) }
}

/// Some element has that value in its first member.
fn with_element<V>(registry: &'static Registry<V>, collection: &'static Collection<V>) -> Query<V> {
    let field = collection.fields.first().unwrap();
    let condition = Box::new(Filter::Is { field, test: Test::Equal(value(field)), is_negated: false });
    Query { filter: Filter::Some { collection, condition, is_negated: false }, ..Query::everything(registry) }
}

fn ordered<V>(registry: &'static Registry<V>, field: &'static Field<V>, direction: Direction) -> Query<V> {
    Query { order: vec![Order { field, direction }], limit: 10, ..Query::everything(registry) }
}

/// Makes every case a test of a planner.
macro_rules! explain_cases {
    ($planner:ty: $($case:ident)*) => {
        $(
            #[test]
            fn $case() {
                $crate::explain::$case::<$planner>();
            }
        )*
    };
    ($planner:ty) => {
        $crate::explain::explain_cases! {
            $planner: accounts accounts_by_name people memberships domain_users groups buyers
            buyers_by_key_and_groups_of_buyers modules tokens records the_latest_records_of_a_viewer_are_not_sorted
            pages_behind_a_place
        }
    };
}
pub(crate) use explain_cases;

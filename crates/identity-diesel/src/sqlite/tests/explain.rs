//! Every field that a registry calls indexed is found, and ordered by, without reading a whole table.

use std::sync::{Arc, Mutex};

use diesel::connection::{Connection as _, InstrumentationEvent};
use diesel::prelude::*;
use identity_core::account::{AccountScope, DomainScope, Naming};
use identity_core::api_token::TokenScope;
use identity_core::audit::AuditScope;
use identity_core::buyer::BuyerScope;
use identity_core::domain::Window;
use identity_core::group::GroupScope;
use identity_core::id::{AccountId, BuyerId, UserId};
use identity_core::list::{
    Collection, Direction, Field, Filter, Index, Kind, Order, Place, Query, Registry, Scalar, Test,
};
use identity_core::membership::MembershipScope;
use identity_core::module::ModuleScope;
use identity_core::port::Transaction;
use identity_core::secret::Digest;
use identity_core::timestamp::Timestamp;
use identity_core::user::UserScope;

use super::*;
use crate::any::AnyConnection;
use crate::sqlite::functions::register;
use crate::sqlite::migrate::apply;
use crate::unit::{Access, Link};

const ACCOUNT: AccountId = AccountId::new(1);
const PERSON: UserId = UserId::new(2);
const NOW: Timestamp = Timestamp::from_millis(3);

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

impl Plans {
    fn new() -> Self {
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

    /// How SQLite runs the list statements that the closure makes.
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

    fn check<V>(
        &mut self,
        scope: &str,
        registry: &'static Registry<V>,
        is_whole: bool,
        page: impl Fn(&mut dyn Transaction, &Query<V>),
    ) {
        for field in registry.fields.iter().filter(|field| field.index == Index::Backed) {
            for limit in [0, 10] {
                let plan = self.of(|tx| page(tx, &filtered(registry, field, limit)));
                let scans: Vec<_> = plan.iter().filter(|step| step.starts_with("SCAN")).collect();
                assert!(scans.is_empty(), "{scope}: eq({}): {plan:#?}", field.path);
            }
            for direction in [Direction::Ascending, Direction::Descending] {
                if field.is_sortable {
                    let plan = self.of(|tx| page(tx, &ordered(registry, field, direction)));
                    let walk = match (is_whole, field.column.sql == registry.id_sql) {
                        (false, _) => Walk::Tenant,
                        (true, false) => Walk::Index,
                        (true, true) => Walk::Key,
                    };
                    check_order(&plan, walk, &format!("{scope}: {direction:?} {}", field.path));
                }
            }
        }
        for collection in registry.collections {
            let plan = self.of(|tx| page(tx, &with_element(registry, collection)));
            check_elements(&plan, registry.id_sql, &format!("{scope}: any({})", collection.path));
        }
    }
}

/// Elements are found by keys: only the resource itself may be walked, and what is a list within the row.
fn check_elements(plan: &[String], id: &str, what: &str) {
    let resource = id.split('.').next().unwrap();
    let is_bad = |step: &&String| {
        let mut words = step.split_whitespace().skip_while(|word| *word != "SCAN").skip(1);
        let scanned = words.next();
        let is_within_row =
            step.contains("VIRTUAL TABLE") || step.contains("CONSTANT ROW") || resource == "modules";
        scanned.is_some_and(|table| table != resource) && !is_within_row
    };
    assert!(!plan.iter().any(|step| is_bad(&step)), "{what}: {plan:#?}");
}

/// How the rows of an ordered list may be come by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Walk {
    /// Whatever belongs to the tenant is found, and may be sorted.
    Tenant,
    /// Along an index, until the page is full.
    Index,
    /// Along the table's own key, until the page is full.
    Key,
}

fn check_order(plan: &[String], walk: Walk, what: &str) {
    let is_bad = |step: &&String| {
        let is_walk = match walk {
            Walk::Tenant => false,
            Walk::Index => step.contains("INDEX"),
            Walk::Key => true,
        };
        let sorts_all = walk != Walk::Tenant && step.starts_with("USE TEMP B-TREE FOR ORDER BY");
        sorts_all || step.starts_with("SCAN") && !is_walk
    };
    assert!(!plan.iter().any(|step| is_bad(&step)), "{what}: {plan:#?}");
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

#[test]
fn accounts() {
    Plans::new().check("all", &identity_core::account::FIELDS, true, |tx, query| {
        tx.accounts().page(AccountScope::All, query).unwrap();
    });
}

/// Names are found, and domains are walked by full name; those of one parent are few and sorted.
#[test]
fn accounts_by_name() {
    let slug: identity_core::value::AccountSlug = "acme".parse().unwrap();
    let mut plans = Plans::new();
    for naming in [Naming::Root, Naming::Below(ACCOUNT), Naming::BelowNamed(slug.clone()), Naming::Anywhere] {
        let plan = plans.of(|tx| drop(tx.accounts().named(&slug, &naming).unwrap()));
        assert!(plan.iter().all(|step| !step.starts_with("SCAN")), "{naming:?}: {plan:#?}");
    }
    let plan = plans.of(|tx| {
        tx.accounts().is_slug_taken(None, &slug).unwrap();
        tx.accounts().is_slug_taken(Some(ACCOUNT), &slug).unwrap();
        tx.accounts().unnamed(10).unwrap();
        tx.accounts().domains(DomainScope::Below(ACCOUNT), 10, 0).unwrap();
        tx.accounts().count_domains(DomainScope::Below(ACCOUNT)).unwrap();
    });
    assert!(plan.iter().all(|step| !step.starts_with("SCAN") || step == "SCAN CONSTANT ROW"), "{plan:#?}");
    let plan = plans.of(|tx| drop(tx.accounts().domains(DomainScope::All, 10, 0).unwrap()));
    check_order(&plan, Walk::Index, "domains");
    assert!(plan.iter().any(|step| step.contains("USING INDEX accounts_domains")), "{plan:#?}");
}

#[test]
fn people() {
    let members = |person| UserScope::Members { account: ACCOUNT, person };
    for (name, scope, is_whole) in [
        ("all", UserScope::All, true),
        ("members", members(None), false),
        ("members and self", members(Some(PERSON)), false),
        ("one", UserScope::One(PERSON), false),
    ] {
        Plans::new().check(name, &identity_core::user::FIELDS, is_whole, |tx, query| {
            tx.users().page(scope, query, NOW).unwrap();
        });
    }
}

#[test]
fn memberships() {
    let of_account = |person| MembershipScope::Account { account: ACCOUNT, person };
    for (name, scope, within, is_whole) in [
        ("all", MembershipScope::All, None, true),
        ("all within", MembershipScope::All, Some(ACCOUNT), false),
        ("account", of_account(None), None, false),
        ("account and self", of_account(Some(PERSON)), None, false),
        ("account and self within", of_account(Some(PERSON)), Some(ACCOUNT), false),
        ("person", MembershipScope::Person(PERSON), None, false),
    ] {
        for registry in
            [&identity_core::membership::FIELDS_BY_USER, &identity_core::membership::FIELDS_BY_MEMBERSHIP]
        {
            Plans::new().check(name, registry, is_whole, |tx, query| {
                tx.memberships().page(scope, within, query, NOW).unwrap();
            });
        }
    }
}

/// The owner is found by its own index, and the domain users of one account are sorted without looking at others.
#[test]
fn domain_users() {
    let mut plans = Plans::new();
    let plan = plans.of(|tx| drop(tx.memberships().owner(ACCOUNT).unwrap()));
    assert!(plan.iter().any(|step| step.contains("memberships_owner")), "{plan:#?}");
    let plan = plans.of(|tx| {
        tx.memberships().count_domain_users(ACCOUNT).unwrap();
        let window = Window { limit: Some(10), offset: 10 };
        tx.memberships().domain_users(ACCOUNT, window).unwrap();
    });
    assert!(plan.iter().all(|step| !step.starts_with("SCAN")), "{plan:#?}");
}

#[test]
fn groups() {
    for (name, scope, is_whole) in [
        ("all", GroupScope::All, true),
        ("account", GroupScope::Account { account: ACCOUNT, person: Some(PERSON) }, false),
        ("member", GroupScope::OfMember(ACCOUNT, PERSON), false),
    ] {
        Plans::new().check(name, &identity_core::group::FIELDS, is_whole, |tx, query| {
            tx.groups().page(scope, query).unwrap();
        });
    }
}

#[test]
fn buyers() {
    for (name, scope, is_whole) in [
        ("all", BuyerScope::All, true),
        ("account", BuyerScope::Account(ACCOUNT), false),
        ("member", BuyerScope::OfMember(ACCOUNT, PERSON), false),
    ] {
        Plans::new().check(name, &identity_core::buyer::FIELDS, is_whole, |tx, query| {
            tx.buyers().page(scope, query).unwrap();
        });
    }
}

/// What a buyer leaves when it goes is found by index (R35), and so is what references show.
#[test]
fn buyers_by_key_and_groups_of_buyers() {
    let plan = Plans::new().of(|tx| {
        tx.groups().listing_buyer(BuyerId::new(1)).unwrap();
        tx.buyers().find_in(BuyerScope::OfMember(ACCOUNT, PERSON), BuyerId::new(1)).unwrap();
        tx.buyers().summaries(&[BuyerId::new(1)]).unwrap();
        tx.buyers().among(ACCOUNT, &[BuyerId::new(1)]).unwrap();
    });
    assert!(!plan.iter().any(|step| step.starts_with("SCAN")), "{plan:#?}");
}

#[test]
fn modules() {
    Plans::new().check("all", &identity_core::module::FIELDS, true, |tx, query| {
        tx.modules().page(ModuleScope::All, query).unwrap();
    });
}

#[test]
fn tokens() {
    let linked = TokenScope::Linked { account: ACCOUNT, token: None, person: Some(PERSON) };
    for (name, scope, is_whole) in [
        ("all", TokenScope::All, true),
        ("account", TokenScope::Account(ACCOUNT), false),
        ("linked", linked, false),
    ] {
        Plans::new().check(name, &identity_core::api_token::FIELDS, is_whole, |tx, query| {
            tx.api_tokens().page(scope, query, NOW).unwrap();
        });
    }
}

#[test]
fn records() {
    let involved = AuditScope::Involved { account: ACCOUNT, actor: PERSON.to_string() };
    for (name, scope, is_whole) in [
        ("all", AuditScope::All, true),
        ("viewer", AuditScope::Viewer(ACCOUNT), false),
        ("involved", involved, false),
    ] {
        Plans::new().check(name, &identity_core::audit::FIELDS, is_whole, |tx, query| {
            tx.audit().page(&scope, query).unwrap();
        });
    }
}

/// A viewer's latest records come straight from the index, however many there are.
#[test]
fn the_latest_records_of_a_viewer_are_not_sorted() {
    let plan = Plans::new().of(|tx| {
        let query = Query::everything(&identity_core::audit::FIELDS);
        tx.audit().page(&AuditScope::Viewer(ACCOUNT), &query).unwrap();
    });
    check_order(&plan, Walk::Index, "latest records");
}

/// The first page and the page behind a place, in the default order: along the index, without sorting, and behind a
/// place without reading what comes before it. The table is empty, so all stretches are tried: ties, later values,
/// and, where a value can be absent, absent ones. (What cannot be absent is not looked for, although the plan of that
/// statement names a scan.)
fn check_pages<V>(
    registry: &'static Registry<V>,
    index: &str,
    searches: usize,
    page: impl Fn(&mut dyn Transaction, &Query<V>),
) {
    let first = Query { total: Some(0), ..Query::everything(registry) };
    let values = first.order.iter().map(|by| value(by.field)).collect();
    let deep = Query { after: Some(Place { values, id: 7 }), ..first.clone() };
    let mut plans = Plans::new();
    let plan = plans.of(|tx| page(tx, &first));
    check_order(&plan, Walk::Index, "first page");
    let plan = plans.of(|tx| page(tx, &deep));
    check_order(&plan, Walk::Index, "behind a place");
    let found = plan.iter().filter(|step| step.starts_with("SEARCH") && step.contains(index)).count();
    assert_eq!(found, searches, "{plan:#?}");
}

#[test]
fn pages_behind_a_place_are_found_along_the_index_of_the_default_order() {
    check_pages(&identity_core::user::FIELDS, "users USING INDEX users_created", 3, |tx, query| {
        tx.users().page(UserScope::All, query, NOW).unwrap();
    });
    for registry in
        [&identity_core::membership::FIELDS_BY_USER, &identity_core::membership::FIELDS_BY_MEMBERSHIP]
    {
        check_pages(registry, "memberships USING INDEX memberships_created", 3, |tx, query| {
            tx.memberships().page(MembershipScope::All, None, query, NOW).unwrap();
        });
    }
    check_pages(
        &identity_core::audit::FIELDS,
        "audit_records USING INDEX audit_records_at",
        2,
        |tx, query| {
            tx.audit().page(&AuditScope::All, query).unwrap();
        },
    );
    check_pages(&identity_core::audit::FIELDS, "audit_viewers USING PRIMARY KEY", 3, |tx, query| {
        tx.audit().page(&AuditScope::Viewer(ACCOUNT), query).unwrap();
    });
}

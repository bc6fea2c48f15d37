//! Totals of lists: counted once, and again when rows changed.

use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};

use diesel::connection::{Connection as _, InstrumentationEvent};
use identity_core::id::AccountId;
use identity_core::list::{Page, Query, compile};
use identity_core::port::{Reading, Transaction as _};
use identity_core::testing::fixture::{NOW, account, membership, record, user};
use identity_core::user::{FIELDS, User, UserRow, UserScope};

use super::*;
use crate::any::AnyConnection;
use crate::sqlite::connect::{Role, connect};
use crate::sqlite::reader::read;
use crate::unit::Link;

/// A store, and a connection that notes which statements it counts with.
struct Watched {
    bench: Bench,
    slot: Option<Link>,
    counts: Arc<Mutex<usize>>,
}

impl Watched {
    fn new() -> Self {
        let bench = Bench::new(SqliteOptions::default());
        let path = bench.folder.path().join("identity.db");
        let mut conn = connect(path.to_str().unwrap(), Role::Reader, &SqliteOptions::default()).unwrap();
        let counts = Arc::new(Mutex::new(0));
        let noted = Arc::clone(&counts);
        conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if let InstrumentationEvent::StartQuery { query, .. } = event {
                *noted.lock().unwrap() += usize::from(query.to_string().contains("COUNT"));
            }
        });
        let slot = Some(Link::new(AnyConnection::Sqlite(conn)));
        Self { bench, slot, counts }
    }

    /// The total of a list of people, and how often it was counted for that.
    fn total_in(&mut self, scope: UserScope, raw: &str) -> (u64, usize) {
        let query = people(raw);
        let mut job = pack(move |unit| Ok(unit.users().page(scope, &query, NOW)?.total));
        *self.counts.lock().unwrap() = 0;
        let total = read(&mut self.slot, &self.bench.store.readers.shared, Reading::Scan, &mut job);
        (unpack(total.unwrap()).unwrap(), *self.counts.lock().unwrap())
    }

    fn total(&mut self, raw: &str) -> (u64, usize) {
        self.total_in(UserScope::All, raw)
    }

    fn page(&mut self, query: &Query<UserRow>) -> Page<User> {
        let query = query.clone();
        let mut job = pack(move |unit| Ok(unit.users().page(UserScope::All, &query, NOW)?));
        unpack(read(&mut self.slot, &self.bench.store.readers.shared, Reading::Scan, &mut job).unwrap())
            .unwrap()
    }

    fn add_user(&self, n: u64) {
        self.bench.write(move |unit| Ok(unit.users().insert(&user(n))?)).unwrap();
    }
}

fn people(raw: &str) -> Query<UserRow> {
    compile(&FIELDS, &identity_rql::parse_query(raw).unwrap(), &|_| None).unwrap()
}

#[test]
fn an_unfiltered_total_is_counted_once_per_generation() {
    let mut watched = Watched::new();
    for n in 1..=3 {
        watched.add_user(n);
    }
    assert_eq!(watched.total("limit=1"), (3, 1));
    assert_eq!(watched.total("limit=1"), (3, 0));
    assert_eq!(watched.total("limit=0"), (3, 0), "whatever page is asked for");
    assert_eq!(watched.total("limit=1&order=-lastName&offset=1"), (3, 0), "in whatever order");
    watched.bench.write(|unit| Ok(unit.audit().append(&record(1, AccountId::new(1)))?)).unwrap();
    watched.bench.write(|unit| Ok(unit.set_meta("key", "value")?)).unwrap();
    assert_eq!(watched.total("limit=1"), (3, 0), "other tables do not matter");
    watched.add_user(4);
    assert_eq!(watched.total("limit=1"), (4, 1), "a write makes it untrue");
    assert_eq!(watched.total("limit=1"), (4, 0));
}

#[test]
fn a_write_that_fails_makes_nothing_untrue() {
    let mut watched = Watched::new();
    watched.add_user(1);
    watched.add_user(2);
    assert_eq!(watched.total("limit=1"), (2, 1));
    watched
        .bench
        .write(|unit| {
            unit.users().insert(&user(3))?;
            Err::<(), _>(Error::NotFound)
        })
        .unwrap_err();
    assert_eq!(watched.total("limit=1"), (2, 0));
}

#[test]
fn filters_and_scopes_have_totals_of_their_own() {
    let mut watched = Watched::new();
    let home = AccountId::new(1);
    watched.bench.write(|unit| Ok(unit.accounts().insert(&account(1))?)).unwrap();
    for n in 1..=3 {
        watched.add_user(n);
    }
    let join = move |unit: &mut Unit<'_>, n| {
        Ok(unit.memberships().insert(&membership(n, home, identity_core::id::UserId::new(n), []))?)
    };
    watched.bench.write(move |unit| join(unit, 1)).unwrap();
    watched.bench.write(move |unit| join(unit, 2)).unwrap();
    let members = UserScope::Members { account: home, person: None };
    assert_eq!(watched.total("limit=0"), (3, 1));
    assert_eq!(watched.total_in(members, "limit=0"), (2, 1));
    assert_eq!(watched.total("limit=0&ne(email,'user1@example.com')"), (2, 1));
    assert_eq!(watched.total("limit=0&ne(email,'user9@example.com')"), (3, 1), "other values, another total");
    for (scope, query, total) in [
        (UserScope::All, "limit=0", 3),
        (members, "limit=0", 2),
        (UserScope::All, "limit=0&ne(email,'user1@example.com')", 2),
    ] {
        assert_eq!(watched.total_in(scope, query), (total, 0), "{query}");
    }
    watched.bench.write(move |unit| join(unit, 3)).unwrap();
    assert_eq!(watched.total_in(members, "limit=0"), (3, 1), "the scope reads memberships");
    assert_eq!(watched.total("limit=0"), (3, 0), "and everybody does not");
}

/// An invitation expires by the clock, without a commit.
#[test]
fn what_the_clock_decides_is_counted_each_time() {
    let mut watched = Watched::new();
    watched.add_user(1);
    for _ in 0..2 {
        assert_eq!(watched.total("limit=0&ne(status,InvitationExpired)"), (1, 1));
    }
}

#[test]
fn a_cursor_brings_its_total_along() {
    let mut watched = Watched::new();
    for n in 1..=3 {
        watched.add_user(n);
    }
    let first = people("limit=1");
    let next = watched.page(&first).next;
    *watched.counts.lock().unwrap() = 0;
    let second = Query { offset: 1, after: next, total: Some(77), ..first };
    assert_eq!((watched.page(&second).total, *watched.counts.lock().unwrap()), (77, 0));
}

/// A reader that counts an old state after a commit was answered must not hand its total on.
#[test]
fn a_total_that_a_commit_overtook_is_not_believed() {
    let mut watched = Watched::new();
    watched.add_user(1);
    let (begun, has_begun) = channel();
    let (go, went) = channel::<()>();
    let shared = Arc::clone(&watched.bench.store.readers.shared);
    let late = std::thread::spawn(move || {
        let query = people("limit=0");
        let mut job = pack(move |unit| {
            // The first statement fixes the state that all others see.
            unit.meta("key")?;
            begun.send(()).unwrap();
            went.recv().unwrap();
            Ok(unit.users().page(UserScope::All, &query, NOW)?.total)
        });
        unpack::<u64>(read(&mut None, &shared, Reading::Scan, &mut job).unwrap())
    });
    has_begun.recv().unwrap();
    watched.add_user(2);
    go.send(()).unwrap();
    assert_eq!(late.join().unwrap(), Ok(1), "it sees the state it began with");
    assert_eq!(watched.total("limit=0"), (2, 1));
    assert_eq!(watched.total("limit=0"), (2, 0));
}

//! Hints between nodes, and the address that they come over.

use std::sync::Arc;
use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection};
use identity_core::auth::{Epochs, Forget};
use identity_core::error::Error;
use identity_core::id::TokenId;
use identity_core::port::{Store, Transaction};
use identity_core::testing::fakes::FixedClock;
use tokio::runtime::Builder;

use super::{SERVER, fresh};
use crate::postgres::feed::{Bell, Line, Source, tell};
use crate::postgres::{PostgresError, PostgresOptions, PostgresStore};

fn direct(url: &str) -> PostgresOptions {
    PostgresOptions { feed_url: Some(url.to_owned()), prepared: false, ..PostgresOptions::default() }
}

fn listening(url: &str) -> (PgConnection, Line) {
    let mut conn = PgConnection::establish(url).unwrap();
    let line = Line::open(&mut conn).unwrap();
    (conn, line)
}

/// Whether a hint came; what another process said arrives with an answer of the server at the latest.
fn hears((conn, line): &mut (PgConnection, Line)) -> bool {
    conn.batch_execute("SELECT 1").unwrap();
    line.has_heard(conn).unwrap()
}

#[test]
fn other_nodes_hear_that_something_was_changed_and_the_node_itself_does_not() {
    let url = fresh();
    let (mut here, mut there) = (listening(&url), listening(&url));
    let bell = Bell::default();
    tell(&mut here.0, &bell).unwrap();
    assert!(!hears(&mut there), "there was nothing to tell");
    bell.ring();
    bell.ring();
    tell(&mut here.0, &bell).unwrap();
    assert!((0..1000).any(|_| hears(&mut there)));
    assert!(!hears(&mut here));
    tell(&mut here.0, &bell).unwrap();
    assert!((0..20).all(|_| !hears(&mut there)), "it is told once");
}

#[test]
fn hints_are_listened_for_where_a_connection_stays_with_its_process() {
    let url = fresh();
    assert!(Source::new(&url, &PostgresOptions::default()).unwrap().has_hints());
    let through_a_bouncer = PostgresOptions { prepared: false, ..PostgresOptions::default() };
    assert!(!Source::new(&url, &through_a_bouncer).unwrap().has_hints());
    assert!(Source::new(&url, &direct(&url)).unwrap().has_hints());
}

#[test]
fn a_feed_of_another_database_is_refused_at_the_start() {
    let (url, other) = (fresh(), fresh());
    let open = |feed: &str| {
        let epochs = Arc::new(Epochs::followed());
        PostgresStore::open(&url, direct(feed), epochs, Arc::new(FixedClock::default()))
    };
    assert!(matches!(open(&other), Err(PostgresError::OtherDatabase)));
    open(&format!("{url}&application_name=feed")).unwrap();
}

#[test]
fn what_a_node_commits_is_forgotten_by_the_others() {
    let url = fresh();
    let node = || {
        let epochs = Arc::new(Epochs::followed());
        let clock = Arc::new(FixedClock::default());
        let store =
            PostgresStore::open(&url, PostgresOptions::default(), Arc::clone(&epochs), clock).unwrap();
        (Arc::new(store) as Arc<dyn Store>, epochs)
    };
    let ((here, _), (_there, epochs)) = (node(), node());
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    let before = epochs.generation();
    let forget = |tx: &mut dyn Transaction| Ok::<_, Error>(tx.forget(Forget::Token(TokenId::new(1)))?);
    runtime.block_on(here.write(forget)).unwrap();
    for _ in 0..2000 {
        if epochs.generation() != before {
            return;
        }
        std::thread::park_timeout(Duration::from_millis(5));
    }
    panic!("nobody followed");
}

#[test]
fn a_server_that_took_over_is_followed_anew() {
    let url = fresh();
    let mut node = super::feed::Node::new(&url);
    node.follower.poll().unwrap();
    let before = node.remember(11);
    let name = url.rsplit_once("test_").and_then(|(_, rest)| rest.split_once('?')).unwrap().0;
    let close =
        format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'test_{name}'");
    SERVER.run(&close).unwrap();
    assert!(node.follower.poll().is_err());
    assert!(node.believes(&before), "nothing is known yet, and it is not believed for longer than before");
    node.follower.poll().unwrap();
    assert!(!node.believes(&before), "transactions have other numbers there");
}

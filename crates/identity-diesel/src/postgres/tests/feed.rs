//! The change feed: complete whatever the order of commits, and believed for as long as it was heard.

use std::sync::Arc;
use std::time::Duration;

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection};
use identity_core::auth::{CredentialKey, Epochs, Grounds, Noted};
use identity_core::id::{AccountId, TokenId};
use identity_core::port::Clock as _;
use identity_core::testing::fakes::FixedClock;

use super::fresh;
use crate::postgres::PostgresOptions;
use crate::postgres::feed::{Follower, Source};

/// A node that follows a database that another node writes to.
pub(super) struct Node {
    epochs: Arc<Epochs>,
    clock: Arc<FixedClock>,
    pub(super) follower: Follower,
}

impl Node {
    pub(super) fn new(url: &str) -> Self {
        Self::through(url, &PostgresOptions::default())
    }

    pub(super) fn through(url: &str, options: &PostgresOptions) -> Self {
        let (epochs, clock) = (Arc::new(Epochs::followed()), Arc::new(FixedClock::default()));
        let source = Source::new(url, options).unwrap();
        let follower = Follower::new(source, Arc::clone(&epochs), clock.clone());
        Self { epochs, clock, follower }
    }

    fn is_fresh(&self) -> bool {
        self.epochs.are_fresh(self.clock.uptime())
    }

    pub(super) fn remember(&self, token: u64) -> (Noted, Grounds) {
        let credential = CredentialKey::Token(TokenId::new(token));
        let grounds = Grounds { credential, account: Some(AccountId::new(1)), user: None, device: None };
        (self.epochs.note(self.epochs.generation(), &grounds).unwrap(), grounds)
    }

    pub(super) fn believes(&self, (noted, grounds): &(Noted, Grounds)) -> bool {
        self.epochs.is_present(*noted, grounds)
    }
}

fn revoke(conn: &mut PgConnection, token: u64) {
    conn.batch_execute(&format!("INSERT INTO changes (kind, subject_id) VALUES ('Token', {token})")).unwrap();
}

fn connect(url: &str) -> PgConnection {
    PgConnection::establish(url).unwrap()
}

#[test]
fn a_change_that_commits_after_one_with_a_higher_number_is_not_missed() {
    let url = fresh();
    let (mut slow, mut quick) = (connect(&url), connect(&url));
    let mut node = Node::new(&url);
    node.follower.poll().unwrap();
    let (first, second) = (node.remember(11), node.remember(22));
    slow.batch_execute("BEGIN").unwrap();
    revoke(&mut slow, 11);
    revoke(&mut quick, 22);
    node.follower.poll().unwrap();
    assert!(!node.believes(&second), "a writer that hangs holds nobody back");
    assert!(node.believes(&first), "nothing is known of it yet");
    node.follower.poll().unwrap();
    slow.batch_execute("COMMIT").unwrap();
    node.follower.poll().unwrap();
    assert!(!node.believes(&first));
}

#[test]
fn a_change_is_forgotten_once() {
    let url = fresh();
    let (mut slow, mut quick) = (connect(&url), connect(&url));
    let mut node = Node::new(&url);
    node.follower.poll().unwrap();
    slow.batch_execute("BEGIN").unwrap();
    revoke(&mut slow, 11);
    revoke(&mut quick, 22);
    node.follower.poll().unwrap();
    let again = node.remember(22);
    node.follower.poll().unwrap();
    assert!(node.believes(&again), "while the other transaction is open the change is read again");
    slow.batch_execute("ROLLBACK").unwrap();
    node.follower.poll().unwrap();
    assert!(node.believes(&again));
}

#[test]
fn what_was_remembered_before_the_feed_was_followed_is_not_believed() {
    let url = fresh();
    let mut node = Node::new(&url);
    let early = node.remember(11);
    assert!(!node.is_fresh());
    node.follower.poll().unwrap();
    assert!(node.is_fresh() && !node.believes(&early));
}

#[test]
fn memory_is_believed_for_a_second_after_a_poll_was_sent() {
    let url = fresh();
    let mut node = Node::new(&url);
    node.follower.poll().unwrap();
    node.clock.advance(Duration::from_millis(999));
    assert!(node.is_fresh());
    node.clock.advance(Duration::from_millis(1));
    assert!(!node.is_fresh());
    node.follower.poll().unwrap();
    assert!(node.is_fresh());
}

#[test]
fn whoever_was_away_for_long_starts_anew() {
    let url = fresh();
    let mut node = Node::new(&url);
    node.follower.poll().unwrap();
    let before = node.remember(11);
    node.clock.advance(Duration::from_secs(301));
    node.follower.poll().unwrap();
    assert!(!node.believes(&before), "changes may have been removed meanwhile");
}

#[test]
fn a_poll_that_is_not_answered_confirms_nothing() {
    let mut node = Node::new("postgresql:///identity?host=/nowhere&user=identity");
    assert!(node.follower.poll().is_err());
    assert!(!node.is_fresh());
}

//! The change feed: what other nodes changed is forgotten here as well, and until when that is known.
//!
//! Each poll sees every change that was committed before it was sent, whatever the order of their numbers: it reads the
//! changes of all transactions that were not over at the poll before. A writer that hangs holds nobody back.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use identity_core::auth::{Epochs, Forget};
use identity_core::id::{AccountId, DeviceId, Id as _, SessionId, TokenId, UserId};
use identity_core::port::Clock;

use super::options::PostgresError;
use super::pool::Manager;

/// Between two polls.
const EVERY: Duration = Duration::from_millis(50);
/// What is remembered may be believed for that long after a poll was sent that was answered.
const BOUND: Duration = Duration::from_secs(1);
/// Between two removals of old changes.
const SWEEP_EVERY: Duration = Duration::from_secs(60);
/// Changes are kept this long; whoever was away for half of it starts anew.
const KEPT: Duration = Duration::from_secs(600);

#[derive(QueryableByName)]
struct Row {
    /// The oldest transaction that is not over.
    #[diesel(sql_type = BigInt)]
    oldest: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    sequence: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    transaction_id: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    kind: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    subject_id: Option<i64>,
}

const POLL: &str = "SELECT s.oldest, c.sequence, c.transaction_id, c.kind, c.subject_id \
                    FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest) s \
                    LEFT JOIN changes c ON c.transaction_id >= $1";

/// Follows the changes of one database.
pub(super) struct Follower {
    manager: Manager,
    epochs: Arc<Epochs>,
    clock: Arc<dyn Clock>,
    conn: Option<PgConnection>,
    /// Transactions from this one on may have changes that were not seen.
    cursor: Option<i64>,
    /// Changes from there on that were seen, with their transactions.
    seen: HashSet<(i64, i64)>,
    followed_at: Duration,
    swept_at: Duration,
}

impl Follower {
    /// Follows nothing yet.
    pub(super) fn new(manager: Manager, epochs: Arc<Epochs>, clock: Arc<dyn Clock>) -> Self {
        let now = clock.uptime();
        Self {
            manager,
            epochs,
            clock,
            conn: None,
            cursor: None,
            seen: HashSet::new(),
            followed_at: now,
            swept_at: now,
        }
    }

    /// Asks once; what is remembered is confirmed from the moment before.
    pub(super) fn poll(&mut self) -> Result<(), PostgresError> {
        let sent = self.clock.uptime();
        if sent.saturating_sub(self.followed_at) > KEPT / 2 {
            self.cursor = None;
        }
        let conn = match &mut self.conn {
            Some(conn) => conn,
            None => self.conn.insert(self.manager.open_for_feed()?),
        };
        let failed = |error: diesel::result::Error| PostgresError::Connection(error.to_string());
        let from = self.cursor.unwrap_or(i64::MAX);
        let rows: Vec<Row> = diesel::sql_query(POLL).bind::<BigInt, _>(from).load(conn).map_err(failed)?;
        self.take(&rows);
        self.followed_at = sent;
        self.epochs.confirm(sent + BOUND);
        self.sweep(sent)
    }

    fn take(&mut self, rows: &[Row]) {
        let Some(oldest) = rows.first().map(|row| row.oldest) else { return };
        if self.cursor.is_none() {
            // What was remembered before may have been changed by whom nobody followed.
            self.epochs.forget(Forget::Everything);
            self.seen.clear();
        }
        for row in rows {
            let Some(place) = row.transaction_id.zip(row.sequence) else { continue };
            if self.seen.insert(place) {
                self.epochs.forget(what(row.kind.as_deref(), row.subject_id));
            }
        }
        self.seen.retain(|(transaction, _)| *transaction >= oldest);
        self.cursor = Some(oldest);
    }

    /// Removes what nobody follows any more.
    fn sweep(&mut self, now: Duration) -> Result<(), PostgresError> {
        if now.saturating_sub(self.swept_at) < SWEEP_EVERY {
            return Ok(());
        }
        self.swept_at = now;
        let Some(conn) = &mut self.conn else { return Ok(()) };
        let old =
            "DELETE FROM changes WHERE at < (extract(epoch FROM clock_timestamp()) * 1000)::bigint - $1";
        let kept = i64::try_from(KEPT.as_millis()).unwrap_or(i64::MAX);
        let done = diesel::sql_query(old).bind::<BigInt, _>(kept).execute(conn);
        done.map(drop).map_err(|error| PostgresError::Connection(error.to_string()))
    }

    fn work(mut self, stop: &AtomicBool) {
        let mut was_lost = false;
        while !stop.load(Ordering::SeqCst) {
            let polled = self.poll();
            match &polled {
                Ok(()) if was_lost => tracing::info!("the change feed is followed again"),
                Err(error) if !was_lost => tracing::warn!(%error, "the change feed was lost"),
                _ => {}
            }
            was_lost = polled.is_err();
            if was_lost {
                self.conn = None;
            }
            std::thread::park_timeout(EVERY);
        }
    }
}

/// What a change makes untrue; a kind that a newer release wrote may be anything.
fn what(kind: Option<&str>, subject: Option<i64>) -> Forget {
    let subject = subject.and_then(|subject| u64::try_from(subject).ok());
    match (kind, subject) {
        (Some("Token"), Some(id)) => Forget::Token(TokenId::from_number(id)),
        (Some("Session"), Some(id)) => Forget::Session(SessionId::from_number(id)),
        (Some("Device"), Some(id)) => Forget::Device(DeviceId::from_number(id)),
        (Some("Account"), Some(id)) => Forget::Account(AccountId::from_number(id)),
        (Some("User"), Some(id)) => Forget::User(UserId::from_number(id)),
        _ => Forget::Everything,
    }
}

/// The thread that follows; dropping it ends it.
pub(super) struct Feed {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Feed {
    /// Starts following.
    pub(super) fn start(
        manager: Manager,
        epochs: Arc<Epochs>,
        clock: Arc<dyn Clock>,
    ) -> std::io::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let follower = Follower::new(manager, epochs, clock);
        let thread = std::thread::Builder::new()
            .name("identity-feed".into())
            .spawn(move || follower.work(&stopped))?;
        Ok(Self { stop, thread: Some(thread) })
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            if thread.join().is_err() {
                tracing::error!("the change feed's thread panicked");
            }
        }
    }
}

//! Following the changes: polls, and what they make untrue.
//!
//! Each poll sees every change that was committed before it was sent, whatever the order of their numbers: it reads the
//! changes of all transactions that were not over at the poll before. A writer that hangs holds nobody back.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Nullable, Text};
use identity_core::auth::{Epochs, Forget};
use identity_core::id::{AccountId, DeviceId, Id as _, SessionId, TokenId, UserId};
use identity_core::port::Clock;

use super::hint::{Bell, Line, tell};
use super::source::Source;
use crate::postgres::options::PostgresError;

/// Between two looks for a hint. Nothing is sent for a look.
const LOOK_EVERY: Duration = Duration::from_millis(5);
/// Looks between two polls: a poll every 50 ms.
const LOOKS_PER_POLL: u32 = 10;
/// What is remembered may be believed for that long after a poll was sent that was answered.
const BOUND: Duration = Duration::from_secs(1);
/// Between two removals of old changes.
const SWEEP_EVERY: Duration = Duration::from_secs(60);
/// Changes are kept this long; whoever was away for half of it starts anew.
const KEPT: Duration = Duration::from_secs(600);

#[derive(QueryableByName)]
struct Row {
    /// Which process of the server answers.
    #[diesel(sql_type = Integer)]
    process: i32,
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

const POLL: &str = "SELECT pg_backend_pid() AS process, s.oldest, c.sequence, c.transaction_id, c.kind, c.subject_id \
                    FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest) s \
                    LEFT JOIN changes c ON c.transaction_id >= $1";

/// A connection, and whether it hears hints.
struct Linked {
    conn: PgConnection,
    line: Option<Line>,
}

/// Follows the changes of one database.
pub(in crate::postgres) struct Follower {
    source: Source,
    epochs: Arc<Epochs>,
    clock: Arc<dyn Clock>,
    linked: Option<Linked>,
    /// Who answered last.
    process: Option<i32>,
    /// Transactions from this one on may have changes that were not seen.
    cursor: Option<i64>,
    /// Changes from there on that were seen, with their transactions.
    seen: HashSet<(i64, i64)>,
    followed_at: Duration,
    swept_at: Duration,
}

impl Follower {
    /// Follows nothing yet.
    pub(in crate::postgres) fn new(source: Source, epochs: Arc<Epochs>, clock: Arc<dyn Clock>) -> Self {
        let now = clock.uptime();
        Self {
            source,
            epochs,
            clock,
            linked: None,
            process: None,
            cursor: None,
            seen: HashSet::new(),
            followed_at: now,
            swept_at: now,
        }
    }

    /// Asks once; what is remembered is confirmed from the moment before.
    ///
    /// # Errors
    /// [`PostgresError`]; the next poll is sent over a new connection.
    pub(in crate::postgres) fn poll(&mut self) -> Result<(), PostgresError> {
        let polled = self.try_poll();
        if polled.is_err() {
            self.linked = None;
        }
        polled
    }

    fn try_poll(&mut self) -> Result<(), PostgresError> {
        let sent = self.clock.uptime();
        if sent.saturating_sub(self.followed_at) > KEPT / 2 {
            self.cursor = None;
        }
        let linked = if let Some(linked) = &mut self.linked {
            linked
        } else {
            // It may lead to a server that took over, whose transactions have other numbers.
            self.cursor = None;
            self.linked.insert(link(&self.source)?)
        };
        let from = self.cursor.unwrap_or(i64::MAX);
        let poll = diesel::sql_query(POLL).bind::<BigInt, _>(from);
        let rows: Vec<Row> = poll.load(&mut linked.conn).map_err(failed)?;
        self.take(&rows);
        self.followed_at = sent;
        self.epochs.confirm(sent + BOUND);
        self.sweep(sent)
    }

    fn take(&mut self, rows: &[Row]) {
        let Some(&Row { process, oldest, .. }) = rows.first() else { return };
        // A PgBouncer hides that a server crashed or another one took over, whose transactions have other numbers.
        let is_another = self.process.replace(process) != Some(process);
        if self.cursor.is_none() || is_another {
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
        let Some(linked) = &mut self.linked else { return Ok(()) };
        let old =
            "DELETE FROM changes WHERE at < (extract(epoch FROM clock_timestamp()) * 1000)::bigint - $1";
        let kept = i64::try_from(KEPT.as_millis()).unwrap_or(i64::MAX);
        let done = diesel::sql_query(old).bind::<BigInt, _>(kept).execute(&mut linked.conn);
        done.map(drop).map_err(failed)
    }

    /// Follows until it is told to stop.
    pub(super) fn work(mut self, stop: &AtomicBool, bell: &Bell) {
        let mut was_lost = false;
        while !stop.load(Ordering::SeqCst) {
            let polled = self.poll();
            match &polled {
                Ok(()) if was_lost => tracing::info!("the change feed is followed again"),
                Err(error) if !was_lost => tracing::warn!(%error, "the change feed was lost"),
                _ => {}
            }
            was_lost = polled.is_err();
            self.rest(stop, bell);
        }
    }

    /// Waits for the time of the next poll, or for a hint; tells other nodes what was changed here.
    fn rest(&mut self, stop: &AtomicBool, bell: &Bell) {
        for _ in 0..LOOKS_PER_POLL {
            std::thread::park_timeout(LOOK_EVERY);
            if stop.load(Ordering::SeqCst) {
                return;
            }
            let Some(Linked { conn, line: Some(line) }) = &mut self.linked else { continue };
            // What is wrong with the connection is found by the poll.
            let told = tell(conn, bell);
            if told.and_then(|()| line.has_heard(conn)).unwrap_or(true) {
                return;
            }
        }
    }
}

fn link(source: &Source) -> Result<Linked, PostgresError> {
    let mut conn = source.open()?;
    let line = if source.has_hints() { Some(Line::open(&mut conn).map_err(failed)?) } else { None };
    Ok(Linked { conn, line })
}

fn failed(error: diesel::result::Error) -> PostgresError {
    PostgresError::Connection(error.to_string())
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

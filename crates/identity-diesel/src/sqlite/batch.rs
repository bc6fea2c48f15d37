//! Group commit: writes that wait share one transaction and one fsync, each behind a savepoint of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Receiver;
use std::time::Instant;

use diesel::result::QueryResult;
use identity_core::auth::Epochs;
use identity_core::error::{Error, StoreError};
use tokio::sync::oneshot;

use super::connect::Role;
use super::shared::Shared;
use crate::error::translate;
use crate::job::{Answer, UnitJob, execute, run};
use crate::unit::{Access, Effects, Link};

/// A write on its way to the writer.
pub(super) struct Envelope {
    pub(super) job: UnitJob,
    pub(super) reply: oneshot::Sender<Answer>,
}

/// A write that ran and waits for the commit; its answer may rest on what others of the batch did.
struct Pending {
    reply: oneshot::Sender<Answer>,
    answer: Answer,
}

/// What ran so far of a batch.
#[derive(Default)]
struct Batch {
    is_open: bool,
    pending: Vec<Pending>,
    effects: Effects,
}

impl Batch {
    /// Runs one write. Nothing has to be kept apart before the first success, so that needs no savepoint.
    fn take(&mut self, link: &mut Link, envelope: Envelope) -> QueryResult<()> {
        let Envelope { mut job, reply } = envelope;
        let is_first = !self.is_open;
        let begun = execute(link, if is_first { "BEGIN IMMEDIATE" } else { "SAVEPOINT job" });
        if let Err(error) = begun {
            self.pending.push(Pending { reply, answer: Err(translate(&error).into()) });
            return Err(error);
        }
        let ran = run(link, Access::Write, None, &mut job);
        let is_done = ran.answer.is_ok();
        self.effects.forgotten.extend(ran.effects.forgotten);
        self.effects.touched.append(ran.effects.touched);
        self.pending.push(Pending { reply, answer: ran.answer });
        self.is_open = is_done || !is_first;
        match (is_done, is_first) {
            (true, true) => Ok(()),
            (true, false) => execute(link, "RELEASE job"),
            (false, true) => execute(link, "ROLLBACK"),
            (false, false) => execute(link, "ROLLBACK TO job; RELEASE job"),
        }
    }

    fn commit(&self, link: &mut Link) -> QueryResult<()> {
        if self.is_open { execute(link, "COMMIT") } else { Ok(()) }
    }

    fn answer(self) {
        for Pending { reply, answer } in self.pending {
            // Whoever asked may have gone; what was done stays done.
            let _ = reply.send(answer);
        }
    }

    fn fail(self, error: &StoreError) {
        for Pending { reply, .. } in self.pending {
            let _ = reply.send(Err(error.clone().into()));
        }
    }
}

/// The writer thread's side: the queue and the only connection that writes.
pub(super) struct Worker {
    pub(super) shared: Arc<Shared>,
    pub(super) epochs: Arc<Epochs>,
    pub(super) commits: Arc<AtomicU64>,
    pub(super) queue: Receiver<Envelope>,
    /// None while the last one is in doubt.
    pub(super) link: Option<Link>,
}

impl Worker {
    /// Works until nobody can send any more, then moves the log into the database.
    pub(super) fn work(mut self) {
        while let Ok(first) = self.queue.recv() {
            self.batch(first);
        }
        if let Some(link) = &mut self.link
            && let Err(error) = execute(link, "PRAGMA wal_checkpoint(TRUNCATE)")
        {
            tracing::warn!(%error, "the write-ahead log stays for the next start");
        }
    }

    fn batch(&mut self, first: Envelope) {
        let mut link = match self.link.take().map_or_else(|| self.reopen(), Ok) {
            Ok(link) => link,
            Err(error) => return self.refuse(first, &error),
        };
        let mut batch = Batch::default();
        let committed = match self.fill(&mut batch, &mut link, first) {
            Ok(()) => batch.commit(&mut link).map_err(|error| (error, true)),
            Err(error) => Err((error, false)),
        };
        match committed {
            Ok(()) => {
                self.link = Some(link);
                if batch.is_open {
                    self.commits.fetch_add(1, Ordering::Relaxed);
                }
                self.shared.totals.raise(&batch.effects.touched);
                batch.effects.forgotten.drain(..).for_each(|what| self.epochs.forget(what));
                batch.answer();
            }
            Err((error, was_sent)) => {
                // Closing the connection rolls back whatever is left of the transaction.
                drop(link);
                let error = self.judge(&translate(&error), was_sent);
                // A commit that failed may have become visible before it was taken back.
                self.shared.totals.raise(&batch.effects.touched);
                tracing::error!(%error, jobs = batch.pending.len(), "a batch of writes failed");
                batch.fail(&error);
            }
        }
    }

    /// Runs what waits, within the limits of a batch.
    fn fill(&self, batch: &mut Batch, link: &mut Link, first: Envelope) -> QueryResult<()> {
        let options = &self.shared.options;
        let begun = Instant::now();
        let mut next = Some(first);
        while let Some(envelope) = next {
            batch.take(link, envelope)?;
            let has_room =
                batch.pending.len() < options.batch_jobs_max && begun.elapsed() < options.batch_span;
            next = if has_room { self.queue.try_recv().ok() } else { None };
        }
        Ok(())
    }

    /// What a failed batch means for those who wait. A commit that failed on input or output may have left its
    /// frames in the log, where a crash would bring them to life; a commit of ours over them proves that it cannot.
    fn judge(&mut self, error: &StoreError, was_sent: bool) -> StoreError {
        let reopened = self.reopen();
        let is_proven = reopened.is_ok();
        self.link = reopened.ok();
        match error {
            StoreError::Busy { .. } => error.clone(),
            StoreError::Unavailable(text) if was_sent && text == "disk I/O error" && !is_proven => {
                StoreError::OutcomeUnknown(text.clone())
            }
            other => StoreError::Unavailable(other.to_string()),
        }
    }

    /// A new connection that has just proven that it can commit.
    fn reopen(&self) -> Result<Link, StoreError> {
        let mut link = self.shared.link(Role::Writer)?;
        let probe = "BEGIN IMMEDIATE; INSERT INTO meta (key, value) VALUES ('probe', '0') ON CONFLICT (key) \
                     DO UPDATE SET value = CASE value WHEN '0' THEN '1' ELSE '0' END; COMMIT";
        execute(&mut link, probe).map_err(|error| translate(&error))?;
        Ok(link)
    }

    /// Answers everybody who waits now: none of them was begun.
    fn refuse(&self, first: Envelope, error: &StoreError) {
        let waiting = std::iter::once(first).chain(self.queue.try_iter());
        for Envelope { reply, .. } in waiting.take(self.shared.options.batch_jobs_max) {
            let _ = reply.send(Err(Error::from(error.clone())));
        }
    }
}

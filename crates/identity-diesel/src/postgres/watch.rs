//! Whoever waits for a closure does not wait for ever, even where the server no longer says a word.
//!
//! How long a statement may take is the server's to watch; of a server that hangs nothing is heard, and as long as its
//! machine lives, no network finds anything wrong. So the one who waits watches as well: after a silence he goes, and
//! the thread is left to itself. What he says then is true: unless the commit was sent, it never will be.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use identity_core::error::StoreError;

/// How far a closure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// It has no connection yet, or no transaction.
    Opening,
    /// Its statements run.
    Running,
    /// Its commit was sent.
    Committing,
    /// Nobody waits for it any more.
    Abandoned,
}

/// One closure, seen by the thread that runs it and by whoever waits.
#[derive(Debug)]
pub(super) struct Watch {
    /// The longest silence that is borne, and the longest while statements run.
    answer_within: Duration,
    statement_within: Duration,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    phase: Phase,
    /// When the server was last spoken to or answered.
    heard: Instant,
}

impl Watch {
    /// Begins to wait.
    pub(super) fn new(answer_within: Duration, statement_within: Duration) -> Self {
        let state = State { phase: Phase::Opening, heard: Instant::now() };
        Self { answer_within, statement_within, state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The thread gets on.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when nobody waits any more; then it may not.
    pub(super) fn enter(&self, phase: Phase) -> Result<(), StoreError> {
        let mut state = self.state();
        if state.phase == Phase::Abandoned {
            return Err(silent());
        }
        state.phase = phase;
        Ok(())
    }

    /// The server answers, or is asked the next thing.
    fn hear(&self) {
        self.state().heard = Instant::now();
    }

    pub(super) fn is_abandoned(&self) -> bool {
        self.state().phase == Phase::Abandoned
    }

    /// Until when is waited if nothing more is heard.
    pub(super) fn deadline(&self) -> Instant {
        self.deadline_in(&self.state())
    }

    fn deadline_in(&self, state: &State) -> Instant {
        let within = if state.phase == Phase::Running { self.statement_within } else { self.answer_within };
        state.heard + within
    }

    /// Goes, if it is time; answers what has become of the closure then.
    pub(super) fn abandon(&self) -> Option<StoreError> {
        let mut state = self.state();
        if Instant::now() < self.deadline_in(&state) {
            return None;
        }
        let was = std::mem::replace(&mut state.phase, Phase::Abandoned);
        Some(match was {
            Phase::Committing => StoreError::OutcomeUnknown("the commit was not answered".into()),
            _ => silent(),
        })
    }
}

fn silent() -> StoreError {
    StoreError::Unavailable("the database does not answer".into())
}

/// Whom a connection is used for: whatever happens on it is heard by that one.
#[derive(Debug, Clone, Default)]
pub(super) struct Ear(Arc<Mutex<Option<Arc<Watch>>>>);

impl Ear {
    fn watch(&self) -> MutexGuard<'_, Option<Arc<Watch>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on the connection is used for this one.
    pub(super) fn listen_for(&self, watch: &Arc<Watch>) {
        *self.watch() = Some(Arc::clone(watch));
    }

    pub(super) fn hear(&self) {
        if let Some(watch) = self.watch().as_deref() {
            watch.hear();
        }
    }

    /// Whether the one it is used for has gone meanwhile.
    pub(super) fn is_abandoned(&self) -> bool {
        self.watch().as_deref().is_some_and(Watch::is_abandoned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: Duration = Duration::ZERO;
    const LONG: Duration = Duration::from_secs(3600);

    #[test]
    fn whoever_goes_before_the_commit_was_sent_knows_that_it_never_will_be() {
        let watch = Watch::new(SHORT, SHORT);
        watch.enter(Phase::Running).unwrap();
        assert!(matches!(watch.abandon(), Some(StoreError::Unavailable(_))));
        assert!(watch.enter(Phase::Committing).is_err() && watch.enter(Phase::Opening).is_err());
    }

    #[test]
    fn whoever_goes_after_the_commit_was_sent_knows_nothing() {
        let watch = Watch::new(SHORT, LONG);
        watch.enter(Phase::Committing).unwrap();
        assert!(matches!(watch.abandon(), Some(StoreError::OutcomeUnknown(_))));
        assert!(watch.is_abandoned());
    }

    #[test]
    fn nobody_goes_while_the_server_may_still_answer() {
        let watch = Watch::new(SHORT, LONG);
        watch.enter(Phase::Running).unwrap();
        assert_eq!(watch.abandon(), None);
        let (ear, before) = (Ear::default(), watch.deadline());
        let watch = Arc::new(watch);
        ear.listen_for(&watch);
        ear.hear();
        assert!(watch.deadline() > before && !ear.is_abandoned());
    }
}

//! The state machine of one counter.

use std::time::Duration;

use crate::timestamp::Timestamp;

/// What follows once the free attempts are used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// After every failure one that is twice as long as the one before.
    Doubling {
        /// The first.
        first: Duration,
        /// None is longer.
        longest: Duration,
    },
    /// This long after so many failures, and again after as many more.
    Every(Duration),
    /// Until the window is over.
    Window,
    /// None; another rule or the end of the count decides.
    Nothing,
}

/// How failures of one kind are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Tells its counters from others.
    pub name: &'static str,
    /// Failures after which attempts have to wait.
    pub free: u32,
    /// How long they wait.
    pub pause: Pause,
    /// Failures count together for this long after the first; without it they are consecutive ones.
    pub window: Option<Duration>,
    /// Failures after which nothing is accepted until the counter is cleared.
    pub void_at: Option<u32>,
    /// How long a counter is kept after its last failure.
    pub kept: Duration,
}

/// What to do with an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It was counted: verify what was presented.
    Counts,
    /// It comes too early and was not counted: nothing may be verified.
    TooEarly {
        /// When the next attempt counts.
        free_at: Timestamp,
    },
    /// Nothing is accepted any more.
    Void,
}

impl Verdict {
    /// Seconds to wait, at least one.
    pub fn wait_secs(self, now: Timestamp) -> Option<u32> {
        let Self::TooEarly { free_at } = self else { return None };
        let secs = free_at.since(now).as_millis().div_ceil(1000);
        Some(u32::try_from(secs).unwrap_or(u32::MAX).max(1))
    }
}

/// Failures of one subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counter {
    /// How many.
    pub failures: u32,
    /// When the window began.
    pub since: Timestamp,
    /// Attempts before this moment do not count; [`Counter::AT_ONCE`] when nobody has to wait.
    pub free_at: Timestamp,
}

impl Counter {
    /// Before every attempt, also one that looked at the clock before another one did, or at a clock that is behind.
    pub const AT_ONCE: Timestamp = Timestamp::from_millis(0);

    /// Nothing was counted yet.
    pub const fn new(now: Timestamp) -> Self {
        Self { failures: 0, since: now, free_at: Self::AT_ONCE }
    }

    /// Whether nothing is accepted any more.
    pub fn is_void(&self, rule: &Rule) -> bool {
        rule.void_at.is_some_and(|limit| self.failures >= limit)
    }

    /// Counts an attempt as a failure, unless it comes too early: then the wait does not begin anew.
    #[must_use]
    pub fn take(self, rule: &Rule, now: Timestamp) -> (Self, Verdict) {
        if self.is_void(rule) {
            return (self, Verdict::Void);
        }
        if now < self.free_at {
            return (self, Verdict::TooEarly { free_at: self.free_at });
        }
        let is_over = rule.window.is_some_and(|window| now >= self.since.plus(window));
        let begun = if is_over { Self::new(now) } else { self };
        let failures = begun.failures.saturating_add(1);
        let free_at = begun.free_after(rule, failures, now).unwrap_or(Self::AT_ONCE);
        (Self { failures, since: begun.since, free_at }, Verdict::Counts)
    }

    /// Takes one failure back that was a success.
    #[must_use]
    pub fn give_back(self, rule: &Rule) -> Self {
        let failures = self.failures.saturating_sub(1);
        let free_at = if failures < rule.free { Self::AT_ONCE } else { self.free_at };
        Self { failures, free_at, ..self }
    }

    fn free_after(&self, rule: &Rule, failures: u32, now: Timestamp) -> Option<Timestamp> {
        let beyond = failures.checked_sub(rule.free)?;
        match rule.pause {
            Pause::Doubling { first, longest } => {
                let pause = first.saturating_mul(1_u32.checked_shl(beyond).unwrap_or(u32::MAX));
                Some(now.plus(pause.min(longest)))
            }
            Pause::Every(span) => failures.is_multiple_of(rule.free.max(1)).then(|| now.plus(span)),
            Pause::Window => rule.window.map(|window| self.since.plus(window)),
            Pause::Nothing => None,
        }
    }
}

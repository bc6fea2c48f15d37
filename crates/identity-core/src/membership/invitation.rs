//! Invitations: the open question that a membership in state Invited carries (R18).

use std::time::Duration;

use crate::error::Error;
use crate::port::MintedCode;
use crate::secret::Digest;
use crate::timestamp::Timestamp;

/// How long an invitation lasts.
pub const INVITATION_SPAN: Duration = Duration::from_secs(7 * 24 * 60 * 60);

const RESENDS_PER_DAY_MAX: u32 = 5;
const RESEND_GAP: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// How often a membership's invitation was sent again: at most 5 times a day, 60 s apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ResendLog {
    /// First resend of the running day.
    pub day_started_at: Option<Timestamp>,
    /// Latest resend.
    pub last_at: Option<Timestamp>,
    /// Resends since the running day started.
    pub count: u32,
}

impl ResendLog {
    /// Notes one more resend; the first may follow the invitation at once.
    ///
    /// # Errors
    /// [`Error::Throttled`] when it comes too early.
    pub fn note(self, now: Timestamp) -> Result<Self, Error> {
        let wait = |since: Timestamp, span: Duration| {
            let left = span.saturating_sub(now.since(since));
            let secs = u32::try_from(left.as_millis().div_ceil(1000)).unwrap_or(u32::MAX);
            (secs > 0).then_some(secs)
        };
        if let Some(retry_after_secs) = self.last_at.and_then(|at| wait(at, RESEND_GAP)) {
            return Err(Error::Throttled { retry_after_secs });
        }
        match self.day_started_at.and_then(|at| wait(at, DAY)) {
            Some(retry_after_secs) if self.count >= RESENDS_PER_DAY_MAX => {
                Err(Error::Throttled { retry_after_secs })
            }
            Some(_) => Ok(Self { last_at: Some(now), count: self.count + 1, ..self }),
            None => Ok(Self { day_started_at: Some(now), last_at: Some(now), count: 1 }),
        }
    }
}

/// An open invitation; the code itself is nowhere but in the mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invitation {
    /// SHA-256 of the code.
    pub code: Digest,
    /// The first moment at which it is over.
    pub expires_at: Timestamp,
    /// How often it was sent again.
    pub resends: ResendLog,
    /// Whether the audit trail says that it expired.
    pub is_expiry_noted: bool,
}

impl Invitation {
    /// A new open question, to be answered by that code.
    pub(crate) fn new(code: &MintedCode, now: Timestamp) -> Self {
        Self {
            code: code.digest,
            expires_at: now.plus(INVITATION_SPAN),
            resends: ResendLog::default(),
            is_expiry_noted: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(secs: i64) -> Timestamp {
        Timestamp::from_millis(secs * 1000)
    }

    #[test]
    fn five_a_day_and_a_minute_apart() {
        let mut log = ResendLog::default().note(at(0)).unwrap();
        assert_eq!(log.note(at(59)), Err(Error::Throttled { retry_after_secs: 1 }));
        for n in 1..5 {
            log = log.note(at(60 * n)).unwrap();
        }
        assert_eq!(log.note(at(400)), Err(Error::Throttled { retry_after_secs: 86_000 }));
        assert_eq!(log.note(at(86_400)).unwrap().count, 1);
    }
}

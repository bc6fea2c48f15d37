//! One attempt at a password: counted as a failure before it is verified, in a transaction of its own, and taken back
//! if it was none (S-R10).

use crate::audit::Origin;
use crate::error::Error;
use crate::outbox::Notice;
use crate::port::{SecurityEvent, Transaction};
use crate::secret::Secret;
use crate::service::Identity;
use crate::throttle::{self, ADDRESS, PASSWORD, PASSWORD_EVERYWHERE, Subject, Verdict, address_prefix};
use crate::timestamp::Timestamp;
use crate::user::{PasswordHash, User};
use crate::value::EmailAddress;

/// A counted attempt.
#[derive(Clone)]
pub(crate) struct Attempt {
    address: Subject,
    here: Subject,
    everywhere: Subject,
    /// Whether the password was verified at all; one that comes too early, or is void, was not.
    is_open: bool,
    /// Whether its failure is the last one that counts.
    is_last: bool,
    /// Whether the password is the right one.
    pub is_right: bool,
}

impl Attempt {
    /// The attempt was a success: consecutive failures begin anew.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) fn succeed(&self, tx: &mut dyn Transaction, now: Timestamp) -> Result<(), Error> {
        throttle::clear(tx, &self.here)?;
        throttle::clear(tx, &self.everywhere)?;
        throttle::give_back(tx, &self.address, now)
    }

    /// The attempt was neither a failure nor a success: what failed before still counts.
    fn undo(&self, tx: &mut dyn Transaction, now: Timestamp) -> Result<(), Error> {
        throttle::give_back(tx, &self.address, now)?;
        if self.is_open {
            throttle::give_back(tx, &self.here, now)?;
            throttle::give_back(tx, &self.everywhere, now)?;
        }
        Ok(())
    }
}

impl Identity {
    /// Counts an attempt and verifies the password, or does the same work in vain when it does not count.
    ///
    /// # Errors
    /// [`Error::Throttled`] for an address that failed too often; [`Error::Overloaded`] before anything was hashed, and
    /// then nothing was counted either; those of the store.
    pub(crate) async fn attempt(
        &self,
        origin: &Origin,
        email: &str,
        password: Secret,
        hash: impl FnOnce() -> Option<PasswordHash>,
    ) -> Result<Attempt, Error> {
        let mut attempt = self.count(origin, email).await?;
        let hash = if attempt.is_open { hash() } else { None };
        match self.hasher().verify(password, hash).await {
            Ok(is_right) => {
                attempt.is_right = is_right;
                Ok(attempt)
            }
            Err(error) => {
                self.undo_attempt(&attempt).await?;
                Err(error.into())
            }
        }
    }

    async fn count(&self, origin: &Origin, email: &str) -> Result<Attempt, Error> {
        let (digester, now) = (&*self.tools().digester, self.now());
        // The form in which people are looked up: another spelling of an address must not count by itself.
        let email = email.parse().map_or_else(|_| email.to_owned(), |email: EmailAddress| email.to_string());
        let address = origin.ip.as_deref().unwrap_or_default();
        let attempt = Attempt {
            address: Subject::new(digester, &ADDRESS, &[address]),
            here: Subject::new(digester, &PASSWORD, &[&email, &address_prefix(address)]),
            everywhere: Subject::new(digester, &PASSWORD_EVERYWHERE, &[&email]),
            is_open: false,
            is_last: false,
            is_right: false,
        };
        self.store()
            .write(move |tx| {
                let address = throttle::take(tx, &attempt.address, now)?;
                if let Some(retry_after_secs) = address.wait_secs(now) {
                    return Err(Error::Throttled { retry_after_secs });
                }
                let is_open = throttle::take(tx, &attempt.here, now)? == Verdict::Counts
                    && throttle::take(tx, &attempt.everywhere, now)? == Verdict::Counts;
                let is_last = is_open && throttle::is_void(tx, &attempt.everywhere)?;
                Ok(Attempt { is_open, is_last, ..attempt.clone() })
            })
            .await
    }

    /// Takes an attempt back that was no failure.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn undo_attempt(&self, attempt: &Attempt) -> Result<(), Error> {
        let (attempt, now) = (attempt.clone(), self.now());
        self.store().write(move |tx| attempt.undo(tx, now)).await
    }

    /// Lets the consecutive failures begin anew.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn settle_attempt(&self, attempt: &Attempt) -> Result<(), Error> {
        let (attempt, now) = (attempt.clone(), self.now());
        self.store().write(move |tx| attempt.succeed(tx, now)).await
    }

    /// Notes a failure; the person hears of the last one that counts.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) async fn note_failure(
        &self,
        origin: &Origin,
        user: Option<&User>,
        attempt: &Attempt,
    ) -> Result<(), Error> {
        let id = user.map(|user| user.id);
        self.note(SecurityEvent::SignInFailed { user: id }, origin);
        if let Some(user) = id.filter(|_| attempt.is_last) {
            let now = self.now();
            let tell = move |tx: &mut dyn Transaction| {
                Ok(tx.outbox().push(&Notice::PasswordVoided { user }, now)?)
            };
            self.store().write(tell).await?;
            self.note(SecurityEvent::PasswordVoided { user }, origin);
        }
        Ok(())
    }
}

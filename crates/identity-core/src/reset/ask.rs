//! Asking for a reset. The request writes one row whatever the e-mail is; everything that depends on the person
//! happens afterwards, outside the request, so that its answer and time tell nothing (S-R12).

use super::Reset;
use crate::audit::Origin;
use crate::error::Error;
use crate::membership::MembershipState;
use crate::outbox::{Notice, reset_seal_context};
use crate::port::{CodeKind, Reading, Transaction};
use crate::service::{Identity, Tools};
use crate::throttle::{self, RESET_ADDRESS, Subject};
use crate::timestamp::Timestamp;
use crate::user::{User, UserLife};
use crate::value::EmailAddress;

/// Requests answered in one round.
const BATCH: u32 = 50;

/// What one round did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answered {
    /// A mail with a code waits now.
    pub mailed: usize,
    /// Nobody is mailed.
    pub dropped: usize,
}

impl Identity {
    /// Notes that somebody asked for a reset of the password of this e-mail.
    ///
    /// # Errors
    /// [`Error::Throttled`] for an address that asks too often; those of the store.
    pub async fn ask_reset(&self, origin: &Origin, email: &str) -> Result<(), Error> {
        let now = self.now();
        let address = origin.ip.clone().unwrap_or_default();
        let subject = Subject::new(&*self.tools().digester, &RESET_ADDRESS, &[&address]);
        let verdict = self.store().write(move |tx| throttle::take(tx, &subject, now)).await?;
        if let Some(retry_after_secs) = verdict.wait_secs(now) {
            return Err(Error::Throttled { retry_after_secs });
        }
        // A text that is no e-mail is nobody's; that it is none is no secret.
        let Ok(email) = email.parse::<EmailAddress>() else { return Ok(()) };
        self.store().write(move |tx| Ok(tx.resets().ask(&email, now)?)).await
    }

    /// Answers the resets that were asked for: whoever may have one gets a mail with a code. Call it every second or so,
    /// before mail is delivered.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn answer_resets(&self) -> Result<Answered, Error> {
        let asked = self.store().read(Reading::Snapshot, |tx| Ok(tx.resets().asked(BATCH)?)).await?;
        let mut answered = Answered::default();
        for email in asked {
            let (tools, now) = (self.tools().clone(), self.now());
            let is_mailed = self
                .store()
                .write(move |tx| Ok(tx.resets().answer(&email)? && mail_code(tx, &tools, &email, now)?))
                .await?;
            if is_mailed {
                answered.mailed += 1;
            } else {
                answered.dropped += 1;
            }
        }
        Ok(answered)
    }
}

fn mail_code(
    tx: &mut dyn Transaction,
    tools: &Tools,
    email: &EmailAddress,
    now: Timestamp,
) -> Result<bool, Error> {
    let Some(user) = tx.users().find_by_email(email)? else { return Ok(false) };
    if !may_reset(tx, &user)? {
        return Ok(false);
    }
    let code = tools.minter.code(CodeKind::Reset);
    let known = tx.resets().find(user.id)?.unwrap_or(Reset::new(user.id, now));
    let Some(reset) = known.mailed(code.digest, now) else { return Ok(false) };
    tx.resets().put(&reset)?;
    let sealed = tools.sealer.seal(&reset_seal_context(user.id), &code.value);
    let sealed_code = sealed.map_err(|error| Error::Internal(error.to_string()))?;
    tx.outbox().push(&Notice::PasswordReset { user: user.id, sealed_code }, now)?;
    Ok(true)
}

/// Whether a person is mailed a reset: live, with an e-mail of their own, and with a password or a membership that
/// signs in by one (S-R13).
fn may_reset(tx: &mut dyn Transaction, user: &User) -> Result<bool, Error> {
    if user.life != UserLife::Live || user.email.is_internal() {
        return Ok(false);
    }
    if user.password.is_some() {
        return Ok(true);
    }
    let memberships = tx.memberships().of_user(user.id)?;
    Ok(memberships.iter().any(|membership| {
        membership.state != MembershipState::Deleted && membership.kind.counts_as_administrator()
    }))
}

//! Enrolling, confirming and removing one's own second factor (A12–A14).
//!
//! The password is verified outside the transaction, because that is slow on purpose, and its hash is compared again
//! inside: another password may have been set in between.

use std::sync::Arc;

use super::check::step;
use super::totp::{context, uri};
use super::{Confirmation, FactorState, FactorVerb, Outcome, SecondFactor, check, recovery};
use crate::account::viewers_of;
use crate::actor::Principal;
use crate::audit::{Event, Origin};
use crate::error::Error;
use crate::port::{Reading, Transaction};
use crate::refusal::Refusal;
use crate::secret::{Digest, Secret};
use crate::service::{Call, Identity};
use crate::session::Attempt;
use crate::user::{PasswordHash, User, audit_object, normal_password};

/// What an authenticator app has to be told, once.
#[derive(Clone)]
pub struct Enrolment {
    /// The shared secret in base 32, to be typed.
    pub secret: Secret,
    /// The same as an address, to be shown as a picture.
    pub uri: Secret,
}

/// Of every transition that is refused, clients learn one code.
fn allow(factor: Option<&SecondFactor>, verb: FactorVerb) -> Result<(), Refusal> {
    FactorState::of(factor).after(verb).map(drop).map_err(|_| Refusal::OtpState)
}

impl Identity {
    /// Begins an enrolment, in place of one that was never confirmed (A12).
    ///
    /// # Errors
    /// [`Refusal::OtpState`] when there is a confirmed one; [`Refusal::InvalidCredentials`] for a wrong password;
    /// [`Error::Invalid`] for one of more than 1 KiB; [`Error::Overloaded`] before anything was hashed.
    pub async fn enrol_second_factor(
        &self,
        principal: &Arc<Principal>,
        origin: Origin,
        password: Secret,
    ) -> Result<Enrolment, Error> {
        let (hash, attempt) = self.prove_password(principal, &origin, FactorVerb::Enrol, password).await?;
        let secret = self.tools().otp.secret();
        let shown = secret.clone();
        let work = move |tx: &mut dyn Transaction, call: &Call| enrol(tx, call, &hash, &shown);
        let user = self.write(principal, origin, work).await?;
        self.settle_attempt(&attempt).await?;
        let uri = uri(&self.tools().settings.product_name, user.email.as_str(), &secret);
        Ok(Enrolment { secret, uri })
    }

    /// Removes a confirmed second factor and its recovery codes (A14).
    ///
    /// # Errors
    /// [`Refusal::OtpState`] when there is none; [`Refusal::InvalidCredentials`] for a wrong password or code;
    /// [`Error::Overloaded`] before anything was hashed.
    pub async fn remove_second_factor(
        &self,
        principal: &Arc<Principal>,
        origin: Origin,
        password: Secret,
        otp: String,
    ) -> Result<(), Error> {
        let (hash, attempt) = self.prove_password(principal, &origin, FactorVerb::Remove, password).await?;
        // A wrong code leaves the attempt counted, so that codes are guessed no faster than passwords.
        self.write(principal, origin, move |tx, call| remove(tx, call, &hash, &otp)).await?;
        self.settle_attempt(&attempt).await
    }

    /// Whoever holds a session proves to be its person: the hash that the password was verified against. Failures
    /// count as those of signing in do.
    async fn prove_password(
        &self,
        principal: &Arc<Principal>,
        origin: &Origin,
        verb: FactorVerb,
        password: Secret,
    ) -> Result<(PasswordHash, Attempt), Error> {
        let look = move |tx: &mut dyn Transaction, call: &Call| {
            let user = own(tx, call)?;
            allow(tx.second_factors().find(user.id)?.as_ref(), verb)?;
            Ok(user)
        };
        let password = normal_password(&password)?;
        let user = self.read(principal, Reading::Snapshot, look).await?;
        let stored = user.password.clone();
        let attempt = self.attempt(origin, user.email.as_str(), password, || stored.clone()).await?;
        if let (Some(hash), true) = (stored, attempt.is_right) {
            return Ok((hash, attempt));
        }
        self.note_failure(origin, Some(&user), &attempt).await?;
        Err(Refusal::InvalidCredentials.into())
    }
}

/// The person that asks, as they are now.
fn own(tx: &mut dyn Transaction, call: &Call) -> Result<User, Error> {
    let user = call.actor().person().ok_or(Error::Unauthenticated)?;
    tx.users().find(user)?.ok_or(Error::Unauthenticated)
}

/// The same, if the password that was verified is still theirs.
fn proven(tx: &mut dyn Transaction, call: &Call, hash: &PasswordHash) -> Result<User, Error> {
    let user = own(tx, call)?;
    if user.password.as_ref() == Some(hash) { Ok(user) } else { Err(Refusal::InvalidCredentials.into()) }
}

pub(super) fn enrol(
    tx: &mut dyn Transaction,
    call: &Call,
    hash: &PasswordHash,
    secret: &Secret,
) -> Result<User, Error> {
    let user = proven(tx, call, hash)?;
    allow(tx.second_factors().find(user.id)?.as_ref(), FactorVerb::Enrol)?;
    let sealed = call.tools.sealer.seal(&context(user.id), secret);
    let sealed = sealed.map_err(|error| Error::Internal(error.to_string()))?;
    let factor = SecondFactor { user: user.id, sealed, created_at: call.now, confirmed: None };
    tx.second_factors().put(&factor)?;
    record(tx, call, Event::SecondFactorEnrolled, &user)?;
    Ok(user)
}

/// Confirms one's own enrolment by a code of the app, which is used up by it; the recovery codes, shown once (A13).
///
/// # Errors
/// [`Refusal::OtpState`] when there is nothing to confirm; [`Refusal::InvalidCode`].
pub fn confirm(tx: &mut dyn Transaction, call: &Call, otp: &str) -> Result<Vec<Secret>, Error> {
    let user = own(tx, call)?;
    let factor = tx.second_factors().find(user.id)?;
    allow(factor.as_ref(), FactorVerb::Confirm)?;
    let factor = factor.ok_or(Refusal::OtpState)?;
    let step = step(call.tools, &factor, otp, call.now)?.ok_or(Refusal::InvalidCode)?;
    let confirmed = Some(Confirmation { at: call.now, last_step: step });
    tx.second_factors().put(&SecondFactor { confirmed, ..factor })?;
    let codes: Vec<Secret> = (0..recovery::CODES).map(|_| recovery::draw(&*call.tools.entropy)).collect();
    let digest = |code: &Secret| recovery::read(&*call.tools.digester, user.id, code.expose());
    let digests: Vec<Digest> = codes.iter().filter_map(digest).collect();
    tx.second_factors().add_recovery_codes(user.id, &digests)?;
    record(tx, call, Event::SecondFactorConfirmed, &user)?;
    Ok(codes)
}

fn remove(tx: &mut dyn Transaction, call: &Call, hash: &PasswordHash, otp: &str) -> Result<(), Error> {
    let user = proven(tx, call, hash)?;
    match check(tx, call.tools, user.id, Some(otp), call.now)? {
        Outcome::Right => {}
        Outcome::NotNeeded => return Err(Refusal::OtpState.into()),
        Outcome::Missing | Outcome::Wrong => return Err(Refusal::InvalidCredentials.into()),
    }
    tx.second_factors().remove(user.id)?;
    record(tx, call, Event::SecondFactorRemoved, &user)
}

fn record(tx: &mut dyn Transaction, call: &Call, event: Event, user: &User) -> Result<(), Error> {
    let viewers = viewers_of(tx, call, &[user.id])?;
    call.record(event, audit_object(user)).seen_by_all(viewers).append(tx, call)
}

//! Asking for the second factor (S-R11).

use super::totp::step_of;
use super::{SecondFactor, recovery};
use crate::error::Error;
use crate::id::UserId;
use crate::port::Transaction;
use crate::service::Tools;
use crate::timestamp::Timestamp;

const CODE_DIGITS: usize = 6;

/// What a second factor says to somebody whose password is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// There is none, or none that was confirmed; a code is ignored.
    NotNeeded,
    /// There is one, and no code was presented.
    Missing,
    /// The code is right, and used up with the commit.
    Right,
    /// The code is wrong, or was used before.
    Wrong,
}

/// Whether codes are asked for.
///
/// # Errors
/// Those of the store.
pub fn is_confirmed(tx: &mut dyn Transaction, user: UserId) -> Result<bool, Error> {
    Ok(confirmed(tx, user)?.is_some())
}

fn confirmed(tx: &mut dyn Transaction, user: UserId) -> Result<Option<SecondFactor>, Error> {
    Ok(tx.second_factors().find(user)?.filter(|factor| factor.confirmed.is_some()))
}

/// Checks a code: six digits of the app, or a recovery code. A right one is used up in this transaction, which has to
/// be that of what it is presented for.
///
/// # Errors
/// Those of the store; [`Error::Internal`] when the secret does not open.
pub fn check(
    tx: &mut dyn Transaction,
    tools: &Tools,
    user: UserId,
    otp: Option<&str>,
    now: Timestamp,
) -> Result<Outcome, Error> {
    let Some(factor) = confirmed(tx, user)? else { return Ok(Outcome::NotNeeded) };
    let Some(otp) = otp.filter(|otp| !otp.is_empty()) else { return Ok(Outcome::Missing) };
    let is_right = match recovery::read(&*tools.digester, user, otp) {
        Some(code) => tx.second_factors().use_recovery_code(user, &code)?,
        None => match step(tools, &factor, otp, now)? {
            Some(step) => tx.second_factors().use_step(user, step)?,
            None => false,
        },
    };
    Ok(if is_right { Outcome::Right } else { Outcome::Wrong })
}

/// The step around now that a text is the code of; apps show it with a space in the middle.
pub(super) fn step(
    tools: &Tools,
    factor: &SecondFactor,
    text: &str,
    now: Timestamp,
) -> Result<Option<u64>, Error> {
    let code = text.replace(' ', "");
    let is_code = code.len() == CODE_DIGITS && code.bytes().all(|byte| byte.is_ascii_digit());
    if is_code { step_of(tools, factor, &code, now) } else { Ok(None) }
}

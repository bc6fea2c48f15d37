//! PINs in bodies: checked and hashed before the transaction begins (S-R15, S-R19, S-R30).

use super::access::{administered, entered};
use super::input::TenantUserInput;
use super::own::OwnInput;
use crate::actor::Principal;
use crate::audit::Origin;
use crate::error::Error;
use crate::id::AccountId;
use crate::membership::pin::{NewPin, OwnPin, Pin};
use crate::secret::Secret;
use crate::service::Identity;
use crate::value::Member;

/// The PIN that was sent. What is wrong with the member is told with the rest of the body.
fn sent(member: &Member<Secret>) -> Result<Option<Pin>, Error> {
    member.value().cloned().map(Pin::parse).transpose()
}

/// The PIN that a use case stores.
///
/// # Errors
/// [`Error::Internal`] when one was sent that nobody prepared.
pub(super) fn prepared<'p, P>(sent: &Member<Secret>, pin: Option<&'p P>) -> Result<Option<&'p P>, Error> {
    if sent.value().is_some() && pin.is_none() {
        return Err(Error::Internal("a PIN was sent and not prepared".into()));
    }
    Ok(pin)
}

impl Identity {
    /// Prepares the temporary PIN in a body of T4 or T6. Nothing is hashed for whoever may not set one; the use case
    /// refuses them.
    ///
    /// # Errors
    /// Those of the PIN, to be told in their turn: [`Error::Invalid`], [`crate::refusal::Refusal::WeakPin`],
    /// [`Error::Overloaded`].
    pub async fn prepare_temporary_pin(
        &self,
        principal: &Principal,
        tenant: AccountId,
        mut input: TenantUserInput,
    ) -> Result<TenantUserInput, Error> {
        if administered(principal, tenant).is_ok()
            && let Some(pin) = sent(&input.password)?
        {
            let pin: NewPin = self.hash_pin(pin).await?;
            input.pin = Some(pin);
        }
        Ok(input)
    }

    /// Verifies and prepares the own PIN in a body of U6.
    ///
    /// # Errors
    /// As [`prepare_temporary_pin`](Self::prepare_temporary_pin); [`crate::refusal::Refusal::CurrentPasswordWrong`].
    pub async fn prepare_own_input(
        &self,
        principal: &Principal,
        origin: &Origin,
        tenant: AccountId,
        mut input: OwnInput,
    ) -> Result<OwnInput, Error> {
        if entered(principal, tenant).is_err() {
            return Ok(input);
        }
        let current = input.current_password.value().cloned();
        match (sent(&input.password)?, current) {
            (Some(pin), current) => {
                let pin: OwnPin = self.prepare_own_pin(principal, origin, pin, current).await?;
                input.pin = Some(pin);
            }
            (None, Some(current)) => self.check_current_pin(principal, origin, current).await?,
            (None, None) => {}
        }
        Ok(input)
    }
}

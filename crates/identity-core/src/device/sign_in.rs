//! Signing in at a device with user code and PIN (U2, F2).

use std::sync::Arc;

use super::guess::{At, Guess, Member, Pair, admits, told_as_wrong};
use crate::actor::{Credential, Principal};
use crate::audit::Origin;
use crate::auth::{device_in_use, principal_of};
use crate::error::Error;
use crate::id::{DeviceId, SessionId};
use crate::port::{CodeKind, SecurityEvent, Transaction};
use crate::refusal::Refusal;
use crate::service::{Call, Identity};
use crate::session::{Begun, Level, Session, claims_of, note_entry, place};
use crate::tenant::{TenantUser, view};
use crate::throttle::{self, DEVICE, Subject};

/// Who signed in at a device.
#[derive(Clone)]
pub struct SignedIn {
    /// The session.
    pub begun: Begun,
    /// The member as they see themselves.
    pub user: TenantUser,
    /// Whether the PIN is temporary, so that the member has to set another (S-R19).
    pub must_change_pin: bool,
}

impl Identity {
    /// Signs a member in at the device that asks.
    ///
    /// # Errors
    /// [`Refusal::InvalidCredentials`] for everything that is wrong with the pair; [`Error::Throttled`] after too many
    /// failures at the device; [`Error::Unauthenticated`] unless a device asks; [`Error::Invalid`] for a PIN of more than
    /// 1 KiB; [`Error::Overloaded`] before anything was hashed.
    pub async fn sign_in_at_device(
        &self,
        principal: &Arc<Principal>,
        origin: Origin,
        pair: Pair,
    ) -> Result<SignedIn, Error> {
        let (Credential::Device(device), Some(account)) =
            (principal.credential, principal.actor.account_id())
        else {
            return Err(Error::Unauthenticated);
        };
        pair.check()?;
        let (now, digester, tried) = (self.now(), self.tools().digester.clone(), pair.clone());
        let guess = self
            .store()
            .write(move |tx| {
                // Before anything is looked up (S-R18).
                let here = Subject::new(&*digester, &DEVICE, &[&device.to_string()]);
                if let Some(retry_after_secs) = throttle::take(tx, &here, now)?.wait_secs(now) {
                    return Err(Error::Throttled { retry_after_secs });
                }
                Guess::begin(tx, &*digester, At { device, account }, &tried, vec![here], now)
            })
            .await?;
        let work =
            move |tx: &mut dyn Transaction, call: &Call, member: &Member| begin(tx, call, device, member);
        let signed_in = self.with_pair(principal, origin.clone(), (guess, pair.pin), work).await?;
        let session = &signed_in.begun.session;
        self.note(SecurityEvent::SignedIn { user: session.user, session: session.id }, &origin);
        Ok(signed_in)
    }
}

fn begin(
    tx: &mut dyn Transaction,
    call: &Call,
    device: DeviceId,
    member: &Member,
) -> Result<SignedIn, Error> {
    let membership = &member.membership;
    let stands_in = device_in_use(tx, device, call.now)?;
    if !admits(tx, membership, &stands_in)? {
        return Err(Refusal::InvalidCredentials.into());
    }
    let code = call.tools.minter.code(CodeKind::Refresh);
    let session = Session {
        id: SessionId::new(0),
        user: member.user.id,
        level: Level::Device { device, account: membership.account, membership: membership.id },
        refresh: Some(code.digest),
        cookie: None,
        created_at: call.now,
        last_used_at: call.now,
        expires_at: call.now,
        ip: call.origin.ip.clone(),
        user_agent: call.origin.user_agent.clone(),
    };
    let session = place(tx, call, session.used(call.now))?;
    let principal = principal_of(tx, &call.tools.catalogue, &session).map_err(told_as_wrong)?;
    note_entry(tx, call, membership.clone())?;
    let claims = claims_of(call.tools, &session, &principal, call.now);
    let entered = tx.memberships().find(membership.id)?.ok_or(Refusal::InvalidCredentials)?;
    let as_member = Call { principal: &principal, ..*call };
    let user = view(tx, &as_member, entered, member.user.clone())?;
    Ok(SignedIn {
        begun: Begun { session, claims, secret: Some(code.value) },
        user,
        must_change_pin: member.pin.must_change(),
    })
}

//! Linking a device by its code (D5, F1, S-R42).

use std::sync::Arc;

use super::facts::{audit_object, changed};
use super::guess::{At, Guess, Member, Pair, admits, told_as_wrong};
use super::input::Telling;
use super::{Device, DeviceCode, DeviceState, LinkCode, LinkInput};
use crate::account::is_usable;
use crate::actor::{Actor, Principal, Who};
use crate::audit::{Event, Fact, Origin};
use crate::auth::{Rights, rights};
use crate::error::Error;
use crate::membership::MembershipKind;
use crate::module::ACCESS_MANAGEMENT;
use crate::port::{KeyedDigester, Transaction};
use crate::refusal::Refusal;
use crate::secret::{Digest, Secret};
use crate::service::{Call, Identity};
use crate::throttle::{self, ADDRESS, DEVICE_CODE, Subject, Verdict};
use crate::timestamp::Timestamp;

/// A device in use and its token, which is shown this once.
pub struct Linked {
    /// The device.
    pub device: Device,
    /// `idt:DEV-…`
    pub token: Secret,
}

/// What counts failures with a device code.
fn subject(digester: &dyn KeyedDigester, device: &Device) -> Subject {
    Subject::new(digester, &DEVICE_CODE, &[&device.id.to_string()])
}

impl Identity {
    /// Links a device for whoever holds its code and is entitled to.
    ///
    /// # Errors
    /// [`Error::Throttled`] after too many failures from the address; [`Error::NotFound`] for a code that is unknown, used,
    /// expired or void; [`Refusal::InvalidCredentials`] for everything that is wrong with the pair; [`Error::Forbidden`]
    /// for a member who links no devices; [`Error::Invalid`]; [`Error::Overloaded`] before anything was hashed.
    pub async fn link_device(
        &self,
        origin: Origin,
        code: &str,
        pair: Pair,
        input: &LinkInput,
    ) -> Result<Linked, Error> {
        pair.check()?;
        let telling = input.read()?;
        let digester = self.tools().digester.clone();
        let code = DeviceCode::parse(code).map(|code| code.digest(&*digester));
        let (now, tried) = (self.now(), pair.clone());
        let address = origin.ip.clone().unwrap_or_default();
        let counted = self
            .store()
            .write(move |tx| {
                let address = Subject::new(&*digester, &ADDRESS, &[&address]);
                if let Some(retry_after_secs) = throttle::take(tx, &address, now)?.wait_secs(now) {
                    return Err(Error::Throttled { retry_after_secs });
                }
                // The count of the address stays although nothing is found, so this is no error of the transaction.
                let Some(device) = waiting(tx, code.as_ref(), now)? else { return Ok(None) };
                let by_code = subject(&*digester, &device);
                if throttle::take(tx, &by_code, now)? != Verdict::Counts {
                    return Ok(None);
                }
                let at = At { device: device.id, account: device.account };
                let guess = Guess::begin(tx, &*digester, at, &tried, vec![address, by_code], now)?;
                Ok(Some((device, guess)))
            })
            .await?;
        let (Some(code), Some((_, guess))) = (code, counted) else { return Err(Error::NotFound) };
        let system = Arc::new(Principal::system());
        let work = move |tx: &mut dyn Transaction, call: &Call, member: &Member| {
            link(tx, call, &code, member, telling.clone())
        };
        self.with_pair(&system, origin, (guess, pair.pin), work).await
    }
}

/// The device that waits for this code, in an account that can be used.
fn waiting(tx: &mut dyn Transaction, code: Option<&Digest>, now: Timestamp) -> Result<Option<Device>, Error> {
    let Some(code) = code else { return Ok(None) };
    let is_open = |device: &Device| match device.state {
        DeviceState::Pending(LinkCode { digest, expires_at }) => digest.matches(code) && now < expires_at,
        _ => false,
    };
    match tx.devices().find_by_code(code)?.filter(is_open) {
        Some(device) if is_usable(tx, device.account)? => Ok(Some(device)),
        _ => Ok(None),
    }
}

fn link(
    tx: &mut dyn Transaction,
    call: &Call,
    code: &Digest,
    member: &Member,
    telling: Telling,
) -> Result<Linked, Error> {
    let before = waiting(tx, Some(code), call.now)?.ok_or(Error::NotFound)?;
    let membership = &member.membership;
    let rights =
        rights(tx, &call.tools.catalogue, membership.account, membership.id).map_err(told_as_wrong)?;
    if !admits(tx, membership, &before)? {
        return Err(Refusal::InvalidCredentials.into());
    }
    if !links_devices(&rights) {
        return Err(Error::Forbidden);
    }
    let minted = call.tools.minter.device_token(before.id);
    let mut after = before.clone().link(minted.digest, call.now)?;
    after.system_information = telling.system_information;
    tx.devices().update(&after)?;
    throttle::clear(tx, &subject(&*call.tools.digester, &after))?;
    let mut documents = changed(&before, &after);
    documents.note("appId", Fact::Null, Fact::text(Some(&telling.app)));
    let by = linker(member, &rights, call.principal);
    let call = Call { principal: &by, ..*call };
    call.record(Event::DeviceLinked, audit_object(&after)).with(documents).append(tx, &call)?;
    Ok(Linked { device: after, token: minted.value })
}

/// Members with an e-mail, and whoever manages access (S-R42).
fn links_devices(rights: &Rights) -> bool {
    matches!(rights.membership.kind, MembershipKind::Full | MembershipKind::Support)
        || rights.modules.contains(&ACCESS_MANAGEMENT)
}

/// The member as the trail names them.
fn linker(member: &Member, rights: &Rights, system: &Principal) -> Principal {
    Principal {
        actor: Actor {
            who: Who::Person(member.user.id),
            account: Some(rights.acting()),
            modules: rights.modules.clone(),
            reseller: None,
        },
        name: member.user.name(),
        account_name: Some(rights.account.name.to_string()),
        ..system.clone()
    }
}

//! The caller's own account (U1, U3, U4, U6; S-R21–S-R25, S-R29–S-R31).

use super::access::{caller, entered, listed, with_person};
use super::input::{ProfileInput, check_secret};
use super::pin::prepared;
use super::sheet::{Sheet, audit_object};
use super::view::{TenantUser, view, views};
use crate::account::{AccountKind, viewers_of};
use crate::actor::Credential;
use crate::audit::{Documents, Event, Fact};
use crate::auth::Forget;
use crate::error::Error;
use crate::id::AccountId;
use crate::membership::pin::{OwnPin, set_own};
use crate::membership::{Membership, MembershipKind, MembershipState};
use crate::port::Transaction;
use crate::refusal::Refusal;
use crate::secret::Secret;
use crate::service::Call;
use crate::user::{User, audit_object as user_object};
use crate::value::{Form, Member};

/// A person as U1 shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// `globalRoles`
    pub global_roles: Vec<&'static str>,
    /// The tenant to enter first (S-R23).
    pub default_tenant: AccountId,
    /// The tenants that this credential lists, oldest membership first.
    pub tenants: Vec<TenantUser>,
}

/// Members of U6.
#[derive(Clone, Default)]
pub struct OwnInput {
    /// Members of the profile.
    pub profile: ProfileInput,
    /// `password`: the own PIN.
    pub password: Member<Secret>,
    /// `currentPassword`
    pub current_password: Member<Secret>,
    /// The own PIN, prepared.
    pub pin: Option<OwnPin>,
}

/// The caller's tenants (U1).
///
/// # Errors
/// [`Refusal::NoTenant`].
pub fn person(tx: &mut dyn Transaction, call: &Call) -> Result<Person, Error> {
    let user = caller(tx, call)?;
    let user = tx.users().find(user)?.ok_or(Error::Unauthenticated)?;
    shown(tx, call, user)
}

fn shown(tx: &mut dyn Transaction, call: &Call, user: User) -> Result<Person, Error> {
    let memberships = listed(tx, call)?;
    let default = default_tenant(&user, &memberships).ok_or(Refusal::NoTenant)?;
    let accounts: Vec<AccountId> = memberships.iter().map(|membership| membership.account).collect();
    let summaries = tx.accounts().summaries(&accounts)?;
    let is_operations = |id| summaries.iter().any(|a| a.id == id && a.kind == AccountKind::Operations);
    let active = || memberships.iter().filter(|membership| membership.state == MembershipState::Active);
    let is_operator = active().any(|membership| is_operations(membership.account));
    let is_support = active().any(|membership| membership.kind == MembershipKind::Support);
    let roles = [is_operator.then_some("OPERATIONS"), is_support.then_some("SUPPORT")];
    let rows = memberships.into_iter().map(|membership| (membership, user.clone())).collect();
    Ok(Person {
        global_roles: roles.into_iter().flatten().collect(),
        default_tenant: default,
        tenants: views(tx, call, rows)?,
    })
}

/// The current account if it is listed as active, else the oldest active entry, else the oldest (S-R23).
fn default_tenant(user: &User, listed: &[Membership]) -> Option<AccountId> {
    let active = || listed.iter().filter(|membership| membership.state == MembershipState::Active);
    let current = active().find(|membership| Some(membership.account) == user.current_account);
    current.or_else(|| active().next()).or_else(|| listed.first()).map(|membership| membership.account)
}

/// Chooses the tenant to enter first (U3): the person's current account, and nothing in the tenant (S-R24).
///
/// # Errors
/// [`Refusal::TenantAccessDenied`] for one that is not listed as active, [`Error::Invalid`].
pub fn set_default_tenant(
    tx: &mut dyn Transaction,
    call: &Call,
    tenant: Result<&Member<String>, Error>,
) -> Result<Person, Error> {
    let stored = caller(tx, call)?;
    let stored = tx.users().find(stored)?.ok_or(Error::Unauthenticated)?;
    let mut form = Form::default();
    let sent: Option<String> = form.required("defaultTenantUid", tenant?, None, |text| Ok(text.to_owned()));
    let sent = form.finish(sent)?;
    let listed = listed(tx, call)?;
    let wanted = sent
        .parse::<AccountId>()
        .ok()
        .filter(|id| listed.iter().any(|m| m.account == *id && m.state == MembershipState::Active));
    let wanted = wanted.ok_or(Refusal::TenantAccessDenied)?;
    if stored.current_account == Some(wanted) {
        return shown(tx, call, stored);
    }
    let mut documents = Documents::default();
    documents.note("currentAccount", Fact::text(stored.current_account), Fact::text(Some(wanted)));
    let mut new = User { current_account: Some(wanted), revision: stored.revision + 1, ..stored };
    new.stamps.updated = Some(call.stamp());
    tx.users().update(&new)?;
    tx.forget(Forget::User(new.id))?;
    let viewers = viewers_of(tx, call, &[new.id])?;
    call.record(Event::AccountSwitched, user_object(&new))
        .seen_by_all(viewers)
        .with(documents)
        .append(tx, call)?;
    shown(tx, call, new)
}

/// The caller as a member of a tenant (U4): with an auth token of any that is active or asks (S-R25).
///
/// # Errors
/// [`Refusal::TenantAccessDenied`].
pub fn own(tx: &mut dyn Transaction, call: &Call, tenant: AccountId) -> Result<TenantUser, Error> {
    let membership = if matches!(call.principal.credential, Credential::Auth(_)) {
        let found = listed(tx, call)?.into_iter().find(|membership| membership.account == tenant);
        found.ok_or(Refusal::TenantAccessDenied)?
    } else {
        let id = entered(call.principal, tenant)?;
        tx.memberships().find(id)?.ok_or(Refusal::TenantAccessDenied)?
    };
    let (membership, user) = with_person(tx, membership)?;
    view(tx, call, membership, user)
}

/// Changes the caller's own profile in the tenant (U6): never a right (S-R31), and nothing of the person (S-R29).
///
/// # Errors
/// [`Refusal::TenantAccessDenied`], [`Error::Invalid`].
pub fn update_own(
    tx: &mut dyn Transaction,
    call: &Call,
    tenant: AccountId,
    input: Result<&OwnInput, Error>,
) -> Result<TenantUser, Error> {
    let id = entered(call.principal, tenant)?;
    let stored = tx.memberships().find(id)?.ok_or(Refusal::TenantAccessDenied)?;
    let (stored, user) = with_person(tx, stored)?;
    let input = input?;
    let sheet = Sheet::read(tx, &stored)?;
    let mut form = Form::default();
    let profile = input.profile.merge(sheet.profile.clone(), &mut form);
    check_secret("password", &input.password, &mut form);
    check_secret("currentPassword", &input.current_password, &mut form);
    form.finish(Some(()))?;
    let mut documents = sheet.check(tx, &profile, None)?;
    if let Some(pin) = prepared(&input.password, input.pin.as_ref())? {
        set_own(tx, call, &stored, &profile.code(), pin)?;
        documents.note("password", Fact::Null, Fact::secret());
    }
    if documents.is_empty() {
        return view(tx, call, stored, user);
    }
    sheet.write(tx, call, &profile, None)?;
    let new = stored.touched(call.stamp());
    tx.memberships().update(&new)?;
    call.record(Event::MemberUpdated, audit_object(&new, &user, &profile))
        .seen_by(tenant)
        .with(documents)
        .append(tx, call)?;
    view(tx, call, new, user)
}

//! Changing a tenant user (T6; S-R27, S-R35, S-R36).

use std::collections::BTreeSet;

use super::access::{administered, is_own, member};
use super::input::TenantUserInput;
use super::pin::prepared;
use super::role::{TenantRole, groups_for};
use super::sheet::{Sheet, audit_object};
use super::support::check_support;
use super::view::{TenantUser, view};
use crate::audit::{Documents, Event, Fact};
use crate::error::Error;
use crate::id::{AccountId, GroupId, MembershipId};
use crate::membership::pin::set_temporary;
use crate::membership::{
    Invitation, Membership, MembershipKind, MembershipState, MembershipVerb, keep_administered,
    loses_default, send_code, settle,
};
use crate::port::{CodeKind, MintedCode, Transaction};
use crate::refusal::Refusal;
use crate::service::Call;
use crate::user::User;
use crate::value::{EmailAddress, Form};

/// Changes the members that were sent; equal values change nothing.
///
/// # Errors
/// [`Refusal::TenantAccessDenied`], [`Error::Forbidden`], [`Error::NotFound`], [`Error::Invalid`], and the conflicts of
/// S-R33, S-R35 and S-R36.
pub fn update(
    tx: &mut dyn Transaction,
    call: &Call,
    tenant: AccountId,
    id: MembershipId,
    input: Result<&TenantUserInput, Error>,
) -> Result<TenantUser, Error> {
    administered(call.principal, tenant)?;
    let (stored, mut user) = member(tx, tenant, id)?;
    let input = input?;
    let sheet = Sheet::read(tx, &stored)?;
    let mut form = Form::default();
    let kind = input.kind(&mut form);
    let role = input.role(&mut form);
    let access = input.stores(&mut form);
    let mut profile = input.merge(sheet.profile.clone(), &mut form);
    input.check_pin(Some(stored.kind), &mut form);
    form.finish(Some(()))?;
    let kind = kind.filter(|kind| *kind != stored.kind);
    if let Some(kind) = kind {
        check_kind(&stored, kind)?;
        check_support(tx, call, kind)?;
    }
    let groups = match role {
        Some(role) => groups_for(tx, call, tenant, role, &stored.groups)?,
        None => stored.groups.clone(),
    };
    let moved = moved(call, &stored, kind, role, groups)?;
    let mut sign_in = None;
    if moved.code.is_some() && user.email.is_internal() {
        // The address of a till user becomes what they sign in by, so it is no contact address.
        let email = profile.email.take().filter(|_| input.profile.email.is_sent());
        let email = email.ok_or_else(|| Error::invalid("email", "Must not be missing."))?;
        profile.email.clone_from(&sheet.profile.email);
        sign_in = Some(email);
    }
    protect(tx, call, &stored, &user, &moved.membership)?;
    if let Some(email) = &sign_in {
        take_email(tx, &mut user, email)?;
    }
    let mut documents = sheet.check(tx, &profile, access.as_deref())?;
    note(&mut documents, call, &stored, &moved.membership, sign_in.as_ref());
    if let Some(pin) = prepared(&input.password, input.pin.as_ref())? {
        set_temporary(tx, call, &stored, &profile.code(), pin)?;
        documents.note("password", Fact::Null, Fact::secret());
    }
    if documents.is_empty() {
        return view(tx, call, stored, user);
    }
    sheet.write(tx, call, &profile, access.as_deref())?;
    let new = Membership { revision: stored.revision, ..moved.membership }.touched(call.stamp());
    tx.memberships().update(&new)?;
    if sign_in.is_some() {
        user.revision += 1;
        user.stamps.updated = Some(call.stamp());
        tx.users().update(&user)?;
    }
    settle(tx, &stored, &new, &mut user)?;
    call.record(Event::MemberUpdated, audit_object(&new, &user, &profile))
        .seen_by(tenant)
        .with(documents)
        .append(tx, call)?;
    if let Some(code) = &moved.code {
        send_code(tx, call, &new, code)?;
    }
    view(tx, call, new, user)
}

/// Between people and robots nobody changes (S-R35).
fn check_kind(stored: &Membership, kind: MembershipKind) -> Result<(), Error> {
    let robots = [stored.kind, kind].contains(&MembershipKind::Integration);
    if robots { Err(Error::invalid("accountType", "Must stay what it is.")) } else { Ok(()) }
}

/// The membership after a change of kind and role, and the code if it is asked by mail.
struct Moved {
    membership: Membership,
    code: Option<MintedCode>,
}

fn moved(
    call: &Call,
    stored: &Membership,
    kind: Option<MembershipKind>,
    role: Option<TenantRole>,
    groups: BTreeSet<GroupId>,
) -> Result<Moved, Error> {
    let mut membership = Membership { groups, ..stored.clone() };
    if role.is_some_and(|role| role != TenantRole::Blocked) && membership.state == MembershipState::Blocked {
        membership = membership.steer(MembershipVerb::Unblock, call.stamp())?;
    }
    let mut code = None;
    if let Some(kind) = kind {
        membership.kind = kind;
        let is_asked = kind.is_invited() && !membership.is_joined();
        match membership.state {
            MembershipState::Blocked if is_asked => {
                return Err(Error::invalid("accountType", "Unblock the member first."));
            }
            MembershipState::Active if is_asked => {
                let minted = call.tools.minter.code(CodeKind::Invitation);
                let invitation = Invitation::new(&minted, call.now);
                membership = membership.renew(MembershipVerb::ToWeb, invitation, call.stamp())?;
                code = Some(minted);
            }
            MembershipState::Invited if kind == MembershipKind::Regular => {
                membership = membership.steer(MembershipVerb::ToTill, call.stamp())?;
            }
            _ => {}
        }
    }
    if role == Some(TenantRole::Blocked) && membership.state != MembershipState::Blocked {
        if membership.state != MembershipState::Active {
            return Err(Error::invalid("tenantRole", "Only an active member can be blocked."));
        }
        membership = membership.steer(MembershipVerb::Block, call.stamp())?;
    }
    Ok(Moved { membership, code })
}

/// Nobody changes their own role or kind, nobody takes the owner's, and an administrator stays (S-R36).
fn protect(
    tx: &mut dyn Transaction,
    call: &Call,
    stored: &Membership,
    user: &User,
    new: &Membership,
) -> Result<(), Error> {
    let changes = new.groups != stored.groups || new.state != stored.state || new.kind != stored.kind;
    if !changes {
        return Ok(());
    }
    if is_own(call, stored) {
        return Err(Refusal::SelfForbidden.into());
    }
    let is_moved = new.state != stored.state || new.kind != stored.kind;
    if stored.is_owner && (is_moved || loses_default(tx, stored, &new.groups)?) {
        return Err(Refusal::OwnerProtected.into());
    }
    keep_administered(tx, call, stored, user, |default| {
        new.state == MembershipState::Active
            && new.kind.counts_as_administrator()
            && new.groups.contains(&default)
    })
}

/// Gives a person the address that they will sign in by.
fn take_email(tx: &mut dyn Transaction, user: &mut User, email: &EmailAddress) -> Result<(), Error> {
    if tx.users().find_by_email(email)?.is_some() {
        return Err(Refusal::EmailTaken.into());
    }
    user.email = email.clone();
    user.is_email_verified = false;
    Ok(())
}

fn note(
    documents: &mut Documents,
    call: &Call,
    stored: &Membership,
    new: &Membership,
    email: Option<&EmailAddress>,
) {
    documents.note(
        "accountType",
        Fact::text(Some(stored.kind.account_type())),
        Fact::text(Some(new.kind.account_type())),
    );
    documents.note(
        "status",
        Fact::text(Some(stored.own_status(call.now).as_str())),
        Fact::text(Some(new.own_status(call.now).as_str())),
    );
    documents.note("groups", Fact::texts(&stored.groups), Fact::texts(&new.groups));
    if let Some(email) = email {
        documents.note("user.email", Fact::Null, Fact::text(Some(email)));
    }
}

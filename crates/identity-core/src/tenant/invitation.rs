//! Invitations by their code: what they say, and accepting them (U7, U8; S-R38–S-R40).

use super::access::{caller, with_person};
use super::view::{TenantUser, view};
use crate::account::is_usable;
use crate::actor::ActorRef;
use crate::error::Error;
use crate::id::AccountId;
use crate::membership::{self, Membership, MembershipKey, MembershipVerb, join};
use crate::port::{CodeKind, Transaction};
use crate::refusal::Refusal;
use crate::service::{ActorName, ActorNames, Call};
use crate::timestamp::Timestamp;
use crate::user::{User, UserLife};
use crate::value::Text;

/// What an invitation says to whoever has its code, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InviteInfo {
    /// Into what.
    pub tenant: AccountId,
    /// Its name.
    pub tenant_name: String,
    /// The invited address.
    pub email: String,
    /// First name, as the inviter gave it.
    pub first_name: String,
    /// Last name, as the inviter gave it.
    pub last_name: String,
    /// The first moment at which it is over.
    pub expires_at: Timestamp,
    /// Who invited.
    pub inviter_name: String,
}

/// An open invitation as the page that its link leads to shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitee {
    /// What the invitation says.
    pub invitation: InviteInfo,
    /// Whether the person was activated before: who was signs in to answer, who was not sets a password (F4).
    pub is_activated: bool,
    /// The language that the person chose or was given.
    pub language: Option<Text<5>>,
}

/// The membership that the code is of, with its person. Void codes are like those that nobody ever had, and so are those
/// of accounts that cannot be used.
fn find(tx: &mut dyn Transaction, call: &Call, code: &str) -> Result<(Membership, User), Error> {
    let digest = call.tools.minter.read_code(CodeKind::Invitation, code).ok_or(Error::NotFound)?;
    let membership = tx.memberships().find_by_invitation(&digest)?.ok_or(Error::NotFound)?;
    if !is_usable(tx, membership.account)? {
        return Err(Error::NotFound);
    }
    let (membership, user) = with_person(tx, membership)?;
    // Codes of a blocked person fail like those that nobody ever had (R26).
    if user.life == UserLife::Live { Ok((membership, user)) } else { Err(Error::NotFound) }
}

/// What an open invitation says (U7).
///
/// # Errors
/// [`Error::NotFound`], [`Refusal::InviteUsed`], [`Refusal::InviteExpired`].
pub fn show(tx: &mut dyn Transaction, call: &Call, code: &str) -> Result<InviteInfo, Error> {
    Ok(invitee(tx, call, code)?.invitation)
}

/// What an open invitation says, and how its person answers it (F4). Looking uses nothing up (S-R38).
///
/// # Errors
/// Those of [`show`].
pub fn invitee(tx: &mut dyn Transaction, call: &Call, code: &str) -> Result<Invitee, Error> {
    let (membership, user) = find(tx, call, code)?;
    let invitation = membership.invitation.ok_or(Refusal::InviteUsed)?;
    if call.now >= invitation.expires_at {
        return Err(Refusal::InviteExpired.into());
    }
    let account = tx.accounts().summaries(&[membership.account])?.pop().ok_or(Error::NotFound)?;
    let invitation = InviteInfo {
        tenant: account.id,
        tenant_name: account.name.into_string(),
        email: user.email.to_string(),
        first_name: membership.given.first.to_string(),
        last_name: membership.given.last.to_string(),
        expires_at: invitation.expires_at,
        inviter_name: inviter(tx, &membership)?,
    };
    let is_activated = user.is_activated();
    Ok(Invitee { invitation, is_activated, language: user.settings.language_code })
}

/// Who invited; the system has no name.
fn inviter(tx: &mut dyn Transaction, membership: &Membership) -> Result<String, Error> {
    let invited = membership.stamps.invited;
    let names = ActorNames::read(tx, std::iter::once(invited))?;
    let by: Option<ActorRef> = invited.and_then(|stamp| stamp.by);
    Ok(match by.and_then(|by| names.get(by)) {
        Some(ActorName::User(user)) => user.name.clone(),
        Some(ActorName::Token(token)) => token.name.to_string(),
        None => String::new(),
    })
}

/// The caller accepts an invitation (U8); what is refused is refused in the order of S-R40.
///
/// # Errors
/// [`Error::NotFound`], [`Refusal::InviteTaken`], [`Refusal::InviteExpired`], [`Refusal::InviteEmailMismatch`].
pub fn accept(tx: &mut dyn Transaction, call: &Call, code: Result<&str, Error>) -> Result<TenantUser, Error> {
    let (membership, user) = find(tx, call, code?)?;
    if membership.invitation.is_none() && caller(tx, call)? == user.id {
        return view(tx, call, membership, user);
    }
    check_caller(tx, call, &membership, &user)?;
    let (membership, user) = join(tx, call, membership, user, MembershipVerb::Accept)?;
    view(tx, call, membership, user)
}

/// The caller declines an invitation; what is refused is refused as of [`accept`].
///
/// # Errors
/// Those of [`accept`]; [`Refusal::InviteUsed`] for one that the caller accepted.
pub fn decline(tx: &mut dyn Transaction, call: &Call, code: &str) -> Result<(), Error> {
    let (membership, user) = find(tx, call, code)?;
    if membership.invitation.is_none() && caller(tx, call)? == user.id {
        return Err(Refusal::InviteUsed.into());
    }
    check_caller(tx, call, &membership, &user)?;
    membership::decline(tx, call, MembershipKey::Own(membership.id))
}

/// The invitation is open and the caller's (S-R40).
fn check_caller(
    tx: &mut dyn Transaction,
    call: &Call,
    membership: &Membership,
    user: &User,
) -> Result<(), Error> {
    let invitation = membership.invitation.as_ref().ok_or(Refusal::InviteTaken)?;
    if call.now >= invitation.expires_at {
        return Err(Refusal::InviteExpired.into());
    }
    if caller(tx, call)? != user.id || !user.is_email_verified {
        return Err(Refusal::InviteEmailMismatch.into());
    }
    Ok(())
}

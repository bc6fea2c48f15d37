//! Accepting and declining an invitation, sending it again (R9, R18, R19).

use super::invite::send_code;
use super::rules::{check_account, check_open};
use super::view::{Minted, audit_object, visible};
use super::{Invitation, Membership, MembershipKey, MembershipState, MembershipVerb, ResendLog};
use crate::actor::{Actor, Principal, Who};
use crate::audit::{Documents, Event, Fact, ObjectKind};
use crate::auth::Forget;
use crate::error::Error;
use crate::policy::{Action, Target};
use crate::port::{CodeKind, MintedCode, Transaction};
use crate::service::Call;
use crate::user::{PasswordHash, User, reproject};

/// The invitee accepts by their own session; repeating it on an active membership changes nothing (R19).
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`] for anybody else or with an unverified e-mail, [`Error::Transition`],
/// [`Error::Invalid`] keyed `account`.
pub fn accept(
    tx: &mut dyn Transaction,
    call: &Call,
    key: MembershipKey,
) -> Result<(Membership, User), Error> {
    let (membership, user) = visible(tx, call, key)?;
    call.actor().may(Action::InvitationAnswer, Target::person(user.id))?;
    if !user.is_email_verified {
        return Err(Error::Forbidden);
    }
    call.expects(membership.tag(call.now))?;
    if membership.state == MembershipState::Active {
        return Ok((membership, user));
    }
    membership.own_status(call.now).after(MembershipVerb::Accept)?;
    check_account(tx, membership.account)?;
    join(tx, call, membership, user, MembershipVerb::Accept)
}

/// A never activated person accepts by the code while setting a first password, which verifies the e-mail (R29).
///
/// # Errors
/// [`Error::Invalid`] keyed `invitationCode` or `account`.
pub(crate) fn accept_by_code(
    tx: &mut dyn Transaction,
    call: &Call,
    membership: Membership,
    user: User,
    password: PasswordHash,
) -> Result<User, Error> {
    check_open(tx, &membership, call.now)?;
    // From here on the person is known, so the record names them and not the code.
    let principal = Principal {
        actor: Actor { who: Who::Person(user.id), ..call.actor().clone() },
        credential: call.principal.credential,
        name: user.name(),
        account_name: None,
        not_after: None,
    };
    let call = Call { principal: &principal, ..*call };
    let user = User { password: Some(password), is_email_verified: true, ..user };
    Ok(join(tx, &call, membership, user, MembershipVerb::AcceptByCode)?.1)
}

/// Joins the person, whose first invitation it may be.
///
/// # Errors
/// [`Error::Transition`]; those of the store.
pub(crate) fn join(
    tx: &mut dyn Transaction,
    call: &Call,
    membership: Membership,
    mut user: User,
    verb: MembershipVerb,
) -> Result<(Membership, User), Error> {
    let joined = membership.join(verb, call.stamp())?;
    tx.memberships().update(&joined)?;
    user.activated_at = user.activated_at.or(Some(call.now));
    user.current_account = user.current_account.or(Some(joined.account));
    user.revision += 1;
    user.standing = crate::user::standing_of(&tx.memberships().glances(user.id)?);
    tx.users().update(&user)?;
    tx.forget(Forget::User(user.id))?;
    let mut documents = Documents::default();
    documents.note("status", Fact::text(Some("Invited")), Fact::text(Some("Active")));
    if verb == MembershipVerb::AcceptByCode {
        documents.note("password", Fact::Null, Fact::secret());
    }
    call.record(Event::MemberJoined, audit_object(&joined, &user))
        .seen_by(joined.account)
        .touching(ObjectKind::User, user.id)
        .with(documents)
        .append(tx, call)?;
    Ok((joined, user))
}

/// The invitee declines: the membership is deleted and its link dead.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`] for anybody else, [`Error::Transition`].
pub fn decline(tx: &mut dyn Transaction, call: &Call, key: MembershipKey) -> Result<(), Error> {
    let (membership, mut user) = visible(tx, call, key)?;
    call.actor().may(Action::InvitationAnswer, Target::person(user.id))?;
    call.expects(membership.tag(call.now))?;
    let before = membership.own_status(call.now);
    let ended = membership.end(MembershipVerb::Decline, call.stamp())?;
    tx.memberships().update(&ended)?;
    super::ended(tx, call, ended.id)?;
    reproject(tx, &mut user)?;
    tx.forget(Forget::User(user.id))?;
    let mut documents = Documents::default();
    documents.note("status", Fact::text(Some(before.as_str())), Fact::text(Some("Deleted")));
    call.record(Event::InviteDeclined, audit_object(&ended, &user))
        .seen_by(ended.account)
        .with(documents)
        .append(tx, call)
}

/// Sends the invitation again, or a new one after expiry: a new code and 7 new days, and the old code is dead.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Transition`], [`Error::Throttled`] (R18).
pub fn send_again(
    tx: &mut dyn Transaction,
    call: &Call,
    key: MembershipKey,
    verb: MembershipVerb,
) -> Result<Minted, Error> {
    let (membership, user) = visible(tx, call, key)?;
    call.actor().may(Action::MembershipManage, Target::of(membership.account))?;
    call.expects(membership.tag(call.now))?;
    renew(tx, call, membership, user, verb)
}

/// Mints a new code in place of the old one, and mails it.
///
/// # Errors
/// [`Error::Transition`], [`Error::Throttled`] (R18).
pub(crate) fn renew(
    tx: &mut dyn Transaction,
    call: &Call,
    membership: Membership,
    mut user: User,
    verb: MembershipVerb,
) -> Result<Minted, Error> {
    membership.own_status(call.now).after(verb)?;
    let sent_before = membership.invitation.map_or(ResendLog::default(), |invitation| invitation.resends);
    let (renewed, code) = replace_code(tx, call, membership, verb, sent_before.note(call.now)?)?;
    reproject(tx, &mut user)?;
    let event = if verb == MembershipVerb::Resend { Event::InviteResent } else { Event::InviteRenewed };
    let mut documents = Documents::default();
    documents.note("invitation.code", Fact::Null, Fact::secret());
    call.record(event, audit_object(&renewed, &user))
        .seen_by(renewed.account)
        .with(documents)
        .append(tx, call)?;
    let code = send_code(tx, call, &renewed, &code)?;
    Ok(Minted { membership: renewed, user, code })
}

/// Puts a new code in place of the old one, which is dead from then on.
///
/// # Errors
/// [`Error::Transition`]; those of the store.
pub(crate) fn replace_code(
    tx: &mut dyn Transaction,
    call: &Call,
    membership: Membership,
    verb: MembershipVerb,
    resends: ResendLog,
) -> Result<(Membership, MintedCode), Error> {
    let code = call.tools.minter.code(CodeKind::Invitation);
    let invitation = Invitation { resends, ..Invitation::new(&code, call.now) };
    let renewed = membership.renew(verb, invitation, call.stamp())?;
    tx.memberships().update(&renewed)?;
    Ok((renewed, code))
}

//! What a waiting notice becomes: a letter to somebody, unless what it was about is over.

use std::time::Duration;

use super::letter::Letter;
use super::link::{RESET_SPAN, invitation_url, reset_seal_context, reset_url, seal_context};
use super::{Notice, OutboxEntry};
use crate::actor::ActorRef;
use crate::error::Error;
use crate::id::{AccountId, Id, MembershipId, UserId};
use crate::membership::pin::TEMPORARY_SPAN;
use crate::membership::{INVITATION_SPAN, Membership};
use crate::port::{CodeKind, Mail, Transaction};
use crate::secret::{Digest, Secret};
use crate::service::Tools;

/// The mail, or nothing when nobody is to be told any more. Internal addresses are never written to (S-R34).
pub(super) fn compose(
    tx: &mut dyn Transaction,
    tools: &Tools,
    entry: &OutboxEntry,
) -> Result<Option<Mail>, Error> {
    let addressed = match &entry.notice {
        Notice::Invitation { membership, sealed_code } => invitation(tx, tools, *membership, sealed_code)?,
        Notice::Added { membership } => about(tx, *membership, |account| Letter::Added { account })?,
        Notice::Removed { membership } => about(tx, *membership, |account| Letter::Removed { account })?,
        Notice::PinSet { membership } => {
            about(tx, *membership, |account| Letter::PinSet { account, days: days(TEMPORARY_SPAN) })?
        }
        Notice::PasswordChanged { user } => Some((*user, Letter::PasswordChanged)),
        Notice::PasswordVoided { user } => Some((*user, Letter::PasswordVoided)),
        Notice::PasswordReset { user, sealed_code } => {
            reset(tx, tools, *user, sealed_code)?.map(|letter| (*user, letter))
        }
    };
    let Some((user, letter)) = addressed else { return Ok(None) };
    let Some(user) = tx.users().find(user)?.filter(|user| !user.email.is_internal()) else {
        return Ok(None);
    };
    Ok(Some(Mail {
        id: mail_id(tx, entry)?,
        to: user.email,
        language: user.settings.language_code,
        product: tools.settings.product_name.clone(),
        letter,
    }))
}

/// A letter to a member about the account.
fn about(
    tx: &mut dyn Transaction,
    id: MembershipId,
    letter: impl FnOnce(String) -> Letter,
) -> Result<Option<(UserId, Letter)>, Error> {
    let Some(membership) = tx.memberships().find(id)? else { return Ok(None) };
    let account = account_name(tx, membership.account)?;
    Ok(account.map(|account| (membership.user, letter(account))))
}

fn invitation(
    tx: &mut dyn Transaction,
    tools: &Tools,
    id: MembershipId,
    sealed_code: &[u8],
) -> Result<Option<(UserId, Letter)>, Error> {
    let Some(membership) = tx.memberships().find(id)? else { return Ok(None) };
    let Some((code, digest)) = opened(tools, CodeKind::Invitation, &seal_context(id), sealed_code)? else {
        return Ok(None);
    };
    // A code that was replaced or used up since is dead, and its mail with it.
    if !membership.invitation.is_some_and(|invitation| invitation.code.matches(&digest)) {
        return Ok(None);
    }
    let Some(account) = account_name(tx, membership.account)? else { return Ok(None) };
    let inviter = inviter_name(tx, &membership)?;
    let link = invitation_url(&tools.settings.portal_url, &code, id);
    let letter = Letter::Invitation { account, inviter, link, days: days(INVITATION_SPAN) };
    Ok(Some((membership.user, letter)))
}

fn reset(
    tx: &mut dyn Transaction,
    tools: &Tools,
    user: UserId,
    sealed_code: &[u8],
) -> Result<Option<Letter>, Error> {
    let code = opened(tools, CodeKind::Reset, &reset_seal_context(user), sealed_code)?;
    // A code that was replaced or used up since is dead, and its mail with it.
    let own = tx.resets().find(user)?.and_then(|reset| reset.code);
    let code = code.filter(|(_, digest)| own.is_some_and(|own| own.matches(digest)));
    Ok(code.map(|(code, _)| Letter::PasswordReset {
        link: reset_url(&tools.settings.portal_url, &code),
        minutes: RESET_SPAN.as_secs() / 60,
    }))
}

/// A sealed code and its digest, if it is a code of that kind.
fn opened(
    tools: &Tools,
    kind: CodeKind,
    context: &str,
    sealed: &[u8],
) -> Result<Option<(Secret, Digest)>, Error> {
    let code = tools.sealer.open(context, sealed).map_err(|error| Error::Internal(error.to_string()))?;
    let digest = tools.minter.read_code(kind, code.expose());
    Ok(digest.map(|digest| (code, digest)))
}

/// Who invited last, if that was a person; a token's name says nothing to the one who is invited.
fn inviter_name(tx: &mut dyn Transaction, membership: &Membership) -> Result<Option<String>, Error> {
    let by = membership.stamps.invited.and_then(|stamp| stamp.by);
    let Some(ActorRef::User(id)) = by else { return Ok(None) };
    Ok(tx.users().summaries(&[id])?.pop().map(|inviter| inviter.name))
}

fn account_name(tx: &mut dyn Transaction, id: AccountId) -> Result<Option<String>, Error> {
    Ok(tx.accounts().summaries(&[id])?.pop().map(|account| account.name.to_string()))
}

const fn days(span: Duration) -> u64 {
    span.as_secs() / (24 * 60 * 60)
}

/// Unique beyond this store: receivers drop messages whose identifier they have seen.
fn mail_id(tx: &mut dyn Transaction, entry: &OutboxEntry) -> Result<String, Error> {
    let installation = tx.accounts().operations()?.map_or(0, Id::number);
    Ok(format!("outbox-{installation}-{}", entry.sequence))
}

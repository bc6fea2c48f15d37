//! Signing in with e-mail and password (A1, S-R9, S-R10).
//!
//! What is counted, read, hashed and compared is the same whether the e-mail is known or not, so that neither answer
//! nor time tells. The attempt is counted as a failure before anything is verified and taken back if it was none.

use std::sync::Arc;

use super::tokens::{claims_of, place};
use super::{Begun, Level, SESSIONS_MAX, Session, SessionSet, end};
use crate::account::is_usable;
use crate::actor::{ActorRef, Principal};
use crate::audit::Origin;
use crate::auth::principal_of;
use crate::error::Error;
use crate::id::SessionId;
use crate::membership::MembershipState;
use crate::port::{CodeKind, Reading, SecurityEvent, Transaction};
use crate::refusal::Refusal;
use crate::second_factor::{self, Outcome};
use crate::secret::Secret;
use crate::service::{Call, Identity};
use crate::state::Stamp;
use crate::user::{PasswordHash, User, UserLife, normal_password};
use crate::value::EmailAddress;

/// Members of a sign-in.
#[derive(Clone)]
pub struct SignIn {
    /// `email`
    pub email: String,
    /// `password`
    pub password: Secret,
    /// `otp`: a code of the second factor.
    pub otp: Option<String>,
}

/// What the session is continued by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Continued {
    /// A refresh token.
    ByRefresh,
    /// The cookie of a browser at the pages of this server.
    ByCookie,
}

impl Identity {
    /// Signs a person in, at person level.
    ///
    /// # Errors
    /// [`Refusal::InvalidCredentials`] for everything that is wrong, [`Refusal::OtpRequired`]; [`Error::Throttled`];
    /// [`Error::Overloaded`] before anything was hashed; [`Error::Invalid`] for a password of more than 1 KiB.
    pub async fn sign_in(&self, origin: Origin, input: SignIn, continued: Continued) -> Result<Begun, Error> {
        let password = normal_password(&input.password)?;
        let user = self.candidate(&input.email).await?;
        let stored = user.as_ref().and_then(|user| user.password.clone());
        let attempt = self.attempt(&origin, &input.email, password.clone(), || stored.clone()).await?;
        let (Some(person), Some(hash), true) = (user.as_ref(), stored, attempt.is_right) else {
            self.note_failure(&origin, user.as_ref(), &attempt).await?;
            return Err(Refusal::InvalidCredentials.into());
        };
        let rehashed = self.rehashed(password, &hash).await;
        let (verified, counted, otp) = (person.clone(), attempt.clone(), input.otp);
        let system = Arc::new(Principal::system());
        let begun = self
            .write(&system, origin.clone(), move |tx, call| {
                let user = current(tx, call, &verified, &hash)?;
                check_second_factor(tx, call, &user, otp.as_deref())?;
                counted.succeed(tx, call.now)?;
                begin(tx, call, user, rehashed.as_ref(), continued)
            })
            .await;
        match &begun {
            Ok(begun) => {
                let (user, session) = (begun.session.user, begun.session.id);
                self.note(SecurityEvent::SignedIn { user, session }, &origin);
            }
            Err(Error::Refused(Refusal::InvalidCredentials)) => {
                self.note_failure(&origin, Some(person), &attempt).await?;
            }
            // A right password is no failure; it is no success either, so what failed before still counts.
            Err(Error::Refused(Refusal::OtpRequired)) => self.undo_attempt(&attempt).await?,
            Err(_) => {}
        }
        begun
    }

    async fn candidate(&self, email: &str) -> Result<Option<User>, Error> {
        // A text that is no e-mail is looked up as well, as one that nobody has.
        let nobody = || EmailAddress::from_stored("nobody@users.invalid".into());
        let email = email.parse().unwrap_or_else(|_| nobody());
        self.store().read(Reading::Point, move |tx| Ok(tx.users().find_by_email(&email)?)).await
    }

    /// The password hashed again if parameters rose since; a sign-in does not fail because there is no room for that.
    pub(crate) async fn rehashed(&self, password: Secret, hash: &PasswordHash) -> Option<PasswordHash> {
        if !self.hasher().is_outdated(hash) {
            return None;
        }
        self.hasher().hash(password).await.ok()
    }
}

/// The person as they are now, if they are who was verified and may sign in.
fn current(
    tx: &mut dyn Transaction,
    call: &Call,
    verified: &User,
    hash: &PasswordHash,
) -> Result<User, Error> {
    let user = tx.users().find(verified.id)?;
    let user = user.filter(|user| user.life == UserLife::Live && user.password.as_ref() == Some(hash));
    match user {
        Some(user) if may_sign_in(tx, call, &user)? => Ok(user),
        _ => Err(Refusal::InvalidCredentials.into()),
    }
}

/// Asks for the second factor, if there is one (S-R11).
fn check_second_factor(
    tx: &mut dyn Transaction,
    call: &Call,
    user: &User,
    otp: Option<&str>,
) -> Result<(), Error> {
    match second_factor::check(tx, call.tools, user.id, otp, call.now)? {
        Outcome::NotNeeded | Outcome::Right => Ok(()),
        Outcome::Missing => Err(Refusal::OtpRequired.into()),
        Outcome::Wrong => Err(Refusal::InvalidCredentials.into()),
    }
}

/// Whether there is anything to sign in for: an active membership or an open invitation, in a usable account (R9).
fn may_sign_in(tx: &mut dyn Transaction, call: &Call, user: &User) -> Result<bool, Error> {
    for membership in tx.memberships().of_user(user.id)? {
        let is_open = match membership.state {
            MembershipState::Active => true,
            MembershipState::Invited => {
                membership.invitation.is_some_and(|invitation| call.now < invitation.expires_at)
            }
            MembershipState::Blocked | MembershipState::Deleted => false,
        };
        if is_open && is_usable(tx, membership.account)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn begin(
    tx: &mut dyn Transaction,
    call: &Call,
    mut user: User,
    rehashed: Option<&PasswordHash>,
    continued: Continued,
) -> Result<Begun, Error> {
    make_room(tx, call, &user)?;
    let kind = match continued {
        Continued::ByRefresh => CodeKind::Refresh,
        Continued::ByCookie => CodeKind::Cookie,
    };
    let code = call.tools.minter.code(kind);
    let session = Session {
        id: SessionId::new(0),
        user: user.id,
        level: Level::Person,
        refresh: (kind == CodeKind::Refresh).then_some(code.digest),
        cookie: (kind == CodeKind::Cookie).then_some(code.digest),
        created_at: call.now,
        last_used_at: call.now,
        expires_at: call.now,
        ip: call.origin.ip.clone(),
        user_agent: call.origin.user_agent.clone(),
    };
    let session = place(tx, call, session.used(call.now))?;
    // Signing in is no change of the person (platform.md §1.6).
    user.last_login_at = Some(call.now);
    user.stamps.login = Some(Stamp { at: call.now, by: Some(ActorRef::User(user.id)) });
    if let Some(hash) = rehashed {
        user.password = Some(hash.clone());
    }
    tx.users().update(&user)?;
    let principal = principal_of(tx, &call.tools.catalogue, &session)?;
    let claims = claims_of(call.tools, &session, &principal, call.now);
    Ok(Begun { session, claims, secret: Some(code.value) })
}

/// Ends the sessions at person level that were used longest ago, until there is room for one more (S-R6).
fn make_room(tx: &mut dyn Transaction, call: &Call, user: &User) -> Result<(), Error> {
    let mut sessions = tx.sessions().of_user(user.id, call.now)?;
    sessions.retain(|session| session.level == Level::Person);
    sessions.sort_by_key(|session| session.last_used_at);
    let too_many = (sessions.len() + 1).saturating_sub(SESSIONS_MAX);
    for session in sessions.iter().take(too_many) {
        end(tx, SessionSet::One(session.id))?;
    }
    Ok(())
}

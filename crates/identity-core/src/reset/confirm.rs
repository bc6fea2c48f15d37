//! Setting a new password by a code: that of a reset, or that of a first invitation, which it accepts (A7, S-R14).

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Reset;
use crate::actor::{Actor, Credential, Principal, Who};
use crate::audit::{Documents, Event, Fact, Origin};
use crate::auth::Forget;
use crate::error::{Error, Violations};
use crate::membership::{Membership, MembershipState, accept_by_code, check_open};
use crate::outbox::Notice;
use crate::port::{CodeKind, Reading, TokenMinter, Transaction};
use crate::refusal::Refusal;
use crate::secret::{Digest, Secret};
use crate::service::{Call, Identity};
use crate::session::{self, SessionSet};
use crate::throttle::{self, PASSWORD_EVERYWHERE, Subject};
use crate::timestamp::Timestamp;
use crate::user::{PasswordHash, User, UserLife, audit_object, context_of};

/// A code that was presented.
#[derive(Clone, Copy)]
enum Presented {
    Reset(Digest),
    Invitation(Digest),
}

impl Presented {
    fn read(minter: &dyn TokenMinter, text: &str) -> Option<Self> {
        let reset = minter.read_code(CodeKind::Reset, text).map(Self::Reset);
        reset.or_else(|| minter.read_code(CodeKind::Invitation, text).map(Self::Invitation))
    }

    /// Whose password it sets.
    fn person(self, tx: &mut dyn Transaction, now: Timestamp) -> Result<User, Error> {
        match self {
            Self::Reset(code) => Ok(open_reset(tx, &code, now)?.1),
            Self::Invitation(code) => Ok(open_invitation(tx, &code, now)?.1),
        }
    }
}

impl Identity {
    /// Sets a password by a code, which is used up. Nobody is signed in, and all sessions end.
    ///
    /// # Errors
    /// [`Refusal::InvalidCode`], whatever is wrong with it; [`Refusal::WeakPassword`], which uses nothing up;
    /// [`Error::Overloaded`] before anything was hashed.
    pub async fn confirm_reset(&self, origin: Origin, code: &str, password: Secret) -> Result<(), Error> {
        let code = Presented::read(&*self.tools().minter, code).ok_or(Refusal::InvalidCode)?;
        let (product, now) = (self.tools().settings.product_name.clone(), self.now());
        let reading = move |tx: &mut dyn Transaction| {
            let user = code.person(tx, now)?;
            context_of(tx, &user, &product)
        };
        let context = self.store().read(Reading::Snapshot, reading).await?;
        let password = self.checked_password(&password, &context).map_err(as_weak)?;
        let hash = self.hasher().hash(password).await?;
        let nobody = Arc::new(Principal::system());
        self.write(&nobody, origin, move |tx, call| match code {
            Presented::Reset(code) => {
                let (reset, user) = open_reset(tx, &code, call.now)?;
                replace_password(tx, call, reset, user, &hash)
            }
            Presented::Invitation(code) => {
                let (membership, user) = open_invitation(tx, &code, call.now)?;
                let id = user.id;
                accept_by_code(tx, call, membership, user, hash.clone()).map_err(as_code)?;
                Ok(tx.outbox().push(&Notice::PasswordChanged { user: id }, call.now)?)
            }
        })
        .await
    }
}

/// What is wrong with an invitation is told as of any other code.
fn as_code(error: Error) -> Error {
    match error {
        Error::Unauthenticated | Error::Invalid(_) | Error::Transition { .. } => Refusal::InvalidCode.into(),
        other => other,
    }
}

/// The open invitation of a person who was never activated; whoever was signs in and accepts (F4).
fn open_invitation(
    tx: &mut dyn Transaction,
    code: &Digest,
    now: Timestamp,
) -> Result<(Membership, User), Error> {
    let membership = tx.memberships().find_by_invitation(code)?;
    let membership = membership.filter(|membership| membership.state == MembershipState::Invited);
    let membership = membership.ok_or(Refusal::InvalidCode)?;
    let user = tx.users().find(membership.user)?;
    let user = user.filter(|user| user.life == UserLife::Live && !user.is_activated());
    check_open(tx, &membership, now).map_err(as_code)?;
    Ok((membership, user.ok_or(Refusal::InvalidCode)?))
}

/// What is wrong with a password has a code of its own here.
fn as_weak(error: Error) -> Error {
    match error {
        Error::Invalid(violations) => Refusal::WeakPassword(first_message(&violations)).into(),
        other => other,
    }
}

fn first_message(violations: &Violations) -> String {
    violations.iter().flat_map(|(_, messages)| messages).next().cloned().unwrap_or_default()
}

/// The reset of a code that works, and its person.
fn open_reset(tx: &mut dyn Transaction, code: &Digest, now: Timestamp) -> Result<(Reset, User), Error> {
    let reset = tx.resets().find_by_code(code)?.filter(|reset| reset.accepts(code, now));
    let reset = reset.ok_or(Refusal::InvalidCode)?;
    let user = tx.users().find(reset.user)?.filter(|user| user.life == UserLife::Live);
    Ok((reset, user.ok_or(Refusal::InvalidCode)?))
}

fn replace_password(
    tx: &mut dyn Transaction,
    call: &Call,
    reset: Reset,
    user: User,
    hash: &PasswordHash,
) -> Result<(), Error> {
    // From here on the person is known, so the record names them and not the code.
    let principal = Principal {
        actor: Actor { who: Who::Person(user.id), account: None, modules: BTreeSet::new(), reseller: None },
        credential: Credential::System,
        name: user.name(),
        account_name: None,
        not_after: None,
    };
    let call = Call { principal: &principal, ..*call };
    tx.resets().put(&Reset { code: None, ..reset })?;
    let mut new = user;
    new.password = Some(hash.clone());
    new.is_email_verified = true;
    new.revision += 1;
    new.stamps.updated = Some(call.stamp());
    tx.users().update(&new)?;
    session::end(tx, SessionSet::OfUser { user: new.id, except: None })?;
    tx.forget(Forget::User(new.id))?;
    let email = new.email.to_string();
    throttle::clear(tx, &Subject::new(&*call.tools.digester, &PASSWORD_EVERYWHERE, &[&email]))?;
    tx.outbox().push(&Notice::PasswordChanged { user: new.id }, call.now)?;
    let mut documents = Documents::default();
    documents.note("password", Fact::Null, Fact::secret());
    call.record(Event::PasswordSet, audit_object(&new)).with(documents).append(tx, &call)
}

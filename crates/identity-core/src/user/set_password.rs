//! Setting a password: by the person, by an invitation's code, or by the operator before the first use (R29).
//!
//! Hashing is slow on purpose, so it happens between a read that decides and a write that decides again.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::password::{PasswordContext, check_password, context_words, normal_password};
use super::{PasswordHash, User, UserVerb, audit_object, visible};
use crate::account::viewers_of;
use crate::actor::{Actor, Credential, Principal, Who};
use crate::audit::{Documents, Event, Fact, Origin};
use crate::auth::{Forget, at_person_level};
use crate::condition::Terms;
use crate::error::Error;
use crate::id::{MembershipId, UserId};
use crate::membership::{Membership, MembershipState, accept_by_code};
use crate::outbox::Notice;
use crate::policy::{Action, Target};
use crate::port::{CodeKind, HashError, Reading, Transaction};
use crate::second_factor;
use crate::secret::{Digest, Secret};
use crate::service::{Call, Identity};
use crate::session;

/// Whose password: the person's identifier, or the membership's that an invitation link names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordTarget {
    /// A person.
    User(UserId),
    /// An invited membership.
    Membership(MembershipId),
}

/// Members of set-password.
#[derive(Clone)]
pub struct SetPassword {
    /// `password`
    pub password: Secret,
    /// `currentPassword`
    pub current: Option<Secret>,
    /// `invitationCode`
    pub code: Option<String>,
}

/// What the reading half found out.
struct Prepared {
    user: User,
    context: PasswordContext,
    is_self: bool,
    input: SetPassword,
}

impl Identity {
    /// Sets a password. Without a principal only an invitation's code opens the way, and using it accepts the
    /// invitation in the same step. `show` makes the answer in the transaction of the change, with the person's own
    /// rights if the code was theirs.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] for a missing, wrong or used code; [`Error::Invalid`] for an expired one, a weak
    /// password or a wrong current one; [`Error::Forbidden`], [`Error::NotFound`]; [`Error::PreconditionFailed`];
    /// [`Error::Overloaded`] before anything was hashed; those of `show`.
    pub async fn set_password<T: Send + 'static>(
        &self,
        principal: Option<&Arc<Principal>>,
        (terms, origin): (Terms, Origin),
        target: PasswordTarget,
        input: Result<SetPassword, Error>,
        show: impl FnMut(&mut dyn Transaction, &Call, User) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let asked = (terms, origin);
        match principal {
            Some(principal) => self.set_by_principal(principal, asked, target, input, show).await,
            None => self.set_by_code(asked, target, input.map_err(|_| Error::Unauthenticated)?, show).await,
        }
    }

    async fn set_by_principal<T: Send + 'static>(
        &self,
        principal: &Arc<Principal>,
        (terms, origin): (Terms, Origin),
        target: PasswordTarget,
        input: Result<SetPassword, Error>,
        mut show: impl FnMut(&mut dyn Transaction, &Call, User) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let PasswordTarget::User(id) = target else { return Err(Error::NotFound) };
        let look = move |tx: &mut dyn Transaction, call: &Call| prepare(tx, call, id, input.clone());
        let prepared = self.read_on(terms.clone(), principal, Reading::Snapshot, look).await?;
        let password = self.checked_password(&prepared.input.password, &prepared.context)?;
        if prepared.is_self && prepared.user.password.is_some() {
            self.check_current(&origin, &prepared.user, prepared.input.current).await?;
        }
        let hash = self.hash(password).await?;
        let expected = prepared.user.password;
        let work = move |tx: &mut dyn Transaction, call: &Call| {
            let user = store_password(tx, call, id, expected.as_ref(), &hash)?;
            show(tx, call, user)
        };
        self.write_on(terms, principal, origin, work).await
    }

    async fn set_by_code<T: Send + 'static>(
        &self,
        (terms, origin): (Terms, Origin),
        target: PasswordTarget,
        input: SetPassword,
        mut show: impl FnMut(&mut dyn Transaction, &Call, User) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let read_code = |code: &String| self.tools().minter.read_code(CodeKind::Invitation, code);
        let code = input.code.as_ref().and_then(read_code).ok_or(Error::Unauthenticated)?;
        let product = self.tools().settings.product_name.clone();
        let now = self.now();
        let refused = terms.clone();
        let reading = move |tx: &mut dyn Transaction| {
            // The code is used up by its first use, which the same request is answered with again.
            refused.attempt(tx, now)?.map_or(Ok(()), |attempt| attempt.go_on())?;
            let (membership, user) = invited(tx, target, code)?;
            refused.admit(Ok(()))?;
            crate::membership::check_open(tx, &membership, now)?;
            Ok((membership.id, context_of(tx, &user, &product)?))
        };
        let (membership, context) = self.store().read(Reading::Snapshot, reading).await?;
        let hash = self.hash(self.checked_password(&input.password, &context)?).await?;
        let invitee = Principal {
            actor: Actor {
                who: Who::Invitee(membership),
                account: None,
                modules: BTreeSet::new(),
                reseller: None,
            },
            credential: Credential::Invitation(membership),
            name: String::new(),
            account_name: None,
            not_after: None,
        };
        let work = move |tx: &mut dyn Transaction, call: &Call| {
            call.admit(Ok(()))?;
            let (membership, user) = invited(tx, PasswordTarget::Membership(membership), code)?;
            call.expects(user.tag(call.now))?;
            let user = accept_by_code(tx, call, membership, user, hash.clone())?;
            // Whoever used the code is that person from then on.
            let principal = at_person_level(tx, user.id, call.principal.credential)?;
            show(tx, &Call { principal: &principal, ..*call }, user)
        };
        self.write_on(terms, &Arc::new(invitee), origin, work).await
    }

    pub(crate) fn checked_password(
        &self,
        password: &Secret,
        context: &PasswordContext,
    ) -> Result<Secret, Error> {
        check_password(password, context, self.tools().settings.password)
    }

    async fn hash(&self, password: Secret) -> Result<PasswordHash, Error> {
        self.hasher().hash(password).await.map_err(Error::from)
    }

    /// Checks the current password; failures count as those of signing in do (R29).
    async fn check_current(
        &self,
        origin: &Origin,
        user: &User,
        current: Option<Secret>,
    ) -> Result<(), Error> {
        let refused = || Error::invalid("currentPassword", "Is not the current password.");
        let current = normal_password(&current.ok_or_else(refused)?).map_err(|_| refused())?;
        let attempt = self.attempt(origin, user.email.as_str(), current, || user.password.clone()).await?;
        if attempt.is_right {
            return self.settle_attempt(&attempt).await;
        }
        self.note_failure(origin, Some(user), &attempt).await?;
        Err(refused())
    }
}

impl From<HashError> for Error {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy { retry_after_ms } => Self::Overloaded { retry_after_ms },
            HashError::Failed(text) => Self::Internal(text),
        }
    }
}

fn prepare(
    tx: &mut dyn Transaction,
    call: &Call,
    id: UserId,
    input: Result<SetPassword, Error>,
) -> Result<Prepared, Error> {
    let user = visible(tx, call, id)?;
    let is_self = may_set(call, &user)?;
    let input = call.admit(input)?;
    user.life.after(user.status(call.now), UserVerb::Update)?;
    let context = context_of(tx, &user, &call.tools.settings.product_name)?;
    Ok(Prepared { user, context, is_self, input })
}

/// Whether it is the person's own password; the operator's way is open before the first activation only.
fn may_set(call: &Call, user: &User) -> Result<bool, Error> {
    let target = Target::person(user.id);
    if call.actor().may(Action::PasswordSetOwn, target).is_ok() {
        return Ok(true);
    }
    call.actor().may(Action::PasswordSetFirst, target)?;
    if user.is_activated() { Err(Error::Forbidden) } else { Ok(false) }
}

/// What a password of this person is judged by.
pub(crate) fn context_of(
    tx: &mut dyn Transaction,
    user: &User,
    product: &str,
) -> Result<PasswordContext, Error> {
    let accounts: Vec<_> = tx.memberships().of_user(user.id)?.iter().map(|m| m.account).collect();
    let summaries = tx.accounts().summaries(&accounts)?;
    let names: Vec<_> = summaries.iter().map(|account| account.name.to_string()).collect();
    let has_second_factor = second_factor::is_confirmed(tx, user.id)?;
    Ok(PasswordContext { words: context_words(user, &names, product), has_second_factor })
}

/// The invited membership of a never activated person whose code this is.
fn invited(
    tx: &mut dyn Transaction,
    target: PasswordTarget,
    code: Digest,
) -> Result<(Membership, User), Error> {
    let is_right = |m: &Membership| {
        m.state == MembershipState::Invited
            && m.invitation.is_some_and(|invitation| invitation.code.matches(&code))
    };
    let membership = match target {
        PasswordTarget::Membership(id) => tx.memberships().find(id)?.filter(is_right),
        PasswordTarget::User(id) => tx.memberships().of_user(id)?.into_iter().find(is_right),
    };
    let membership = membership.ok_or(Error::Unauthenticated)?;
    let user = tx.users().find(membership.user)?.ok_or(Error::Unauthenticated)?;
    if user.is_activated() || user.life != super::UserLife::Live {
        return Err(Error::Unauthenticated);
    }
    Ok((membership, user))
}

fn store_password(
    tx: &mut dyn Transaction,
    call: &Call,
    id: UserId,
    expected: Option<&PasswordHash>,
    hash: &PasswordHash,
) -> Result<User, Error> {
    let stored = visible(tx, call, id)?;
    let is_self = may_set(call, &stored)?;
    call.expects(stored.tag(call.now))?;
    // The current password was verified against what was read before; another one may have come in between.
    if is_self && stored.password.as_ref() != expected {
        return Err(Error::invalid("currentPassword", "Is not the current password."));
    }
    let mut new = stored;
    new.password = Some(hash.clone());
    new.revision += 1;
    new.stamps.updated = Some(call.stamp());
    tx.users().update(&new)?;
    session::end_others(tx, call, id)?;
    tx.forget(Forget::User(id))?;
    if is_self {
        tx.outbox().push(&Notice::PasswordChanged { user: id }, call.now)?;
    }
    let mut documents = Documents::default();
    documents.note("password", Fact::Null, Fact::secret());
    let viewers = viewers_of(tx, call, &[id])?;
    call.record(Event::PasswordSet, audit_object(&new))
        .seen_by_all(viewers)
        .with(documents)
        .append(tx, call)?;
    Ok(new)
}

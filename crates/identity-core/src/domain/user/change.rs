//! Changing a person (B13; P-R28).

use super::change_input::{UserChange, Wanted};
use super::find::{find_by_external_id, user_by_email, user_by_id};
use super::person::{Person, memberships_in_reach};
use super::read::UserKey;
use crate::audit::{AuditObject, Documents, Event, Fact};
use crate::auth::Forget;
use crate::domain::reach::check_manages;
use crate::domain::{DomainRefusal, Faults};
use crate::error::Error;
use crate::membership::{Membership, MembershipStatus, MembershipVerb, ResendLog, replace_code, send_code};
use crate::port::Transaction;
use crate::reset;
use crate::service::Call;
use crate::user::{User, audit_object, standing_of};

/// Changes a person, all of whose memberships have to be in reach (B13). Equal values change nothing.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Domain`].
pub fn change(
    tx: &mut dyn Transaction,
    call: &Call,
    key: UserKey,
    input: Result<&UserChange, Error>,
) -> Result<Person, Error> {
    check_manages(call)?;
    let stored = find(tx, call, key)?;
    let reached = memberships_in_reach(tx, call, &stored)?;
    let before = Person::through(&reached, &stored).ok_or(Error::NotFound)?;
    let wanted = input?.read()?;
    let new = wanted.applied_to(stored.clone());
    check(tx, &stored, &new, &reached)?;
    let memberships = spread(tx, call, &stored, &new, &wanted, reached.clone())?;
    if new == stored && memberships == reached {
        return Ok(before);
    }
    let user = write(tx, call, &stored, new)?;
    let after = Person::through(&memberships, &user).ok_or(Error::NotFound)?;
    record(tx, call, (&before, &after), &user, &memberships)?;
    Ok(after)
}

/// The person of the path. An external identifier is one of the credential's own account, which is none of those that a
/// multitenant credential reaches by it.
fn find(tx: &mut dyn Transaction, call: &Call, key: UserKey) -> Result<User, Error> {
    let found = match key {
        UserKey::Email(email) => user_by_email(tx, email)?,
        UserKey::Id(id) => user_by_id(tx, id)?,
        UserKey::External(id) => {
            let own = call.actor().account_id().filter(|_| !call.actor().is_multitenant());
            Some(find_by_external_id(tx, own.ok_or(Error::NotFound)?, id)?.1)
        }
    };
    found.ok_or(Error::NotFound)
}

fn check(tx: &mut dyn Transaction, stored: &User, new: &User, reached: &[Membership]) -> Result<(), Error> {
    let mut faults = Faults::default();
    faults.unless(tx.memberships().of_user(stored.id)?.len() == reached.len(), DomainRefusal::OutOfReach);
    if new.email != stored.email {
        faults.unless(!stored.is_activated() && stored.password.is_none(), DomainRefusal::EmailStays);
        faults.unless(tx.users().find_by_email(&new.email)?.is_none(), DomainRefusal::EmailTaken);
    }
    faults.check()
}

/// Brings the memberships in line: what the inviter gave, and open invitations, whose links went to the old e-mail.
fn spread(
    tx: &mut dyn Transaction,
    call: &Call,
    stored: &User,
    new: &User,
    wanted: &Wanted,
    memberships: Vec<Membership>,
) -> Result<Vec<Membership>, Error> {
    let is_moved = new.email != stored.email;
    let mut spread = Vec::with_capacity(memberships.len());
    for membership in memberships {
        let given = wanted.given(&membership.given);
        let is_renamed = !membership.is_joined() && given != membership.given;
        let is_open = membership.own_status(call.now) == MembershipStatus::Invited;
        let changed = if is_renamed { Membership { given, ..membership } } else { membership };
        spread.push(if is_moved && is_open {
            // Sent to another address, it is no repetition, and forgets none (R18).
            let resends = changed.invitation.map_or(ResendLog::default(), |invitation| invitation.resends);
            let (renewed, code) = replace_code(tx, call, changed, MembershipVerb::Resend, resends)?;
            send_code(tx, call, &renewed, &code)?;
            renewed
        } else if is_renamed {
            let changed = changed.touched(call.stamp());
            tx.memberships().update(&changed)?;
            changed
        } else {
            changed
        });
    }
    Ok(spread)
}

fn write(tx: &mut dyn Transaction, call: &Call, stored: &User, mut new: User) -> Result<User, Error> {
    if new.email != stored.email {
        reset::void(tx, new.id)?;
    }
    new.standing = standing_of(&tx.memberships().glances(new.id)?);
    new.revision += 1;
    new.stamps.updated = Some(call.stamp());
    tx.users().update(&new)?;
    tx.forget(Forget::User(new.id))?;
    Ok(new)
}

/// The accounts read it, so it says what they are shown (P-R27).
fn record(
    tx: &mut dyn Transaction,
    call: &Call,
    (before, after): (&Person, &Person),
    user: &User,
    memberships: &[Membership],
) -> Result<(), Error> {
    let mut documents = Documents::default();
    documents.note("email", Fact::text(Some(&before.email)), Fact::text(Some(&after.email)));
    documents.note("userName", Fact::text(before.user_name.as_ref()), Fact::text(after.user_name.as_ref()));
    documents.note("phone", Fact::text(before.phone.as_ref()), Fact::text(after.phone.as_ref()));
    let is_asked = memberships.iter().any(|m| m.own_status(call.now) == MembershipStatus::Invited);
    if before.email != after.email && is_asked {
        documents.note("invitation.code", Fact::Null, Fact::secret());
    }
    let name = after.user_name.clone().unwrap_or_else(|| after.email.to_string());
    let object = AuditObject { name, ..audit_object(user) };
    let viewers = memberships.iter().map(|membership| membership.account);
    call.record(Event::UserUpdated, object).seen_by_all(viewers).with(documents).append(tx, call)
}

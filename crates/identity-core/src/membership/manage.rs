//! Changing a member's groups and names, removing a member (R15, R21–R24).

use std::collections::BTreeSet;

use super::rules::{added_modules, check_grant, keep_administered, loses_default, read_groups};
use super::view::{audit_object, visible};
use super::{Given, Membership, MembershipKey, MembershipVerb};
use crate::audit::{Documents, Event, Fact, ObjectKind};
use crate::auth::Forget;
use crate::error::{Error, REFERENCE_NOT_FOUND};
use crate::id::GroupId;
use crate::outbox::Notice;
use crate::policy::{Action, Target};
use crate::port::Transaction;
use crate::service::{Call, Record};
use crate::user::{User, UserInput, reproject};
use crate::value::Member;

/// Members of an update.
#[derive(Debug, Clone, Default)]
pub struct MembershipInput {
    /// `groups[].id`, replaced whole if present.
    pub groups: Member<Vec<String>>,
    /// `user`: applied while the person was never activated and is a member nowhere else (R24).
    pub profile: UserInput,
}

/// How a verb changes the groups of a member.
#[derive(Debug, Clone)]
pub enum GroupsChange {
    /// One more; already in it is no change.
    Add(Member<String>),
    /// Exactly these.
    Replace(Member<Vec<String>>),
    /// One less; the last one stays (R15).
    Remove(GroupId),
}

fn manageable(
    tx: &mut dyn Transaction,
    call: &Call,
    key: MembershipKey,
) -> Result<(Membership, User), Error> {
    let (membership, user) = visible(tx, call, key)?;
    call.actor().may(Action::MembershipManage, Target::of(membership.account))?;
    Ok((membership, user))
}

/// Replaces groups and, for a person nobody else knows yet, names, phone and settings.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Invalid`], [`Error::LastAdministrator`], [`Error::Rule`].
pub fn update(
    tx: &mut dyn Transaction,
    call: &Call,
    key: MembershipKey,
    input: Result<&MembershipInput, Error>,
) -> Result<(Membership, User), Error> {
    let (stored, user) = manageable(tx, call, key)?;
    let input = input?;
    let groups = match &input.groups {
        Member::Absent => stored.groups.clone(),
        sent => replacement(tx, call, &stored, sent)?,
    };
    let profile = input.profile.merge_into(&user, "user.")?;
    call.expects(stored.tag(call.now))?;
    let is_unknown = !user.is_activated() && tx.memberships().of_user(user.id)?.len() == 1;
    let new_user = if is_unknown { profile } else { user.clone() };
    keep_owner_in_place(tx, &stored, &groups)?;
    change(tx, call, Event::MemberUpdated, (stored, user), groups, new_user)
}

/// Changes the groups of a member.
///
/// # Errors
/// As [`update`]; [`Error::NotFound`] also for a group to remove that the member does not have.
pub fn change_groups(
    tx: &mut dyn Transaction,
    call: &Call,
    key: MembershipKey,
    wanted: Result<&GroupsChange, Error>,
) -> Result<(Membership, User), Error> {
    let (stored, user) = manageable(tx, call, key)?;
    let mut groups = stored.groups.clone();
    match wanted? {
        GroupsChange::Replace(sent) => groups = replacement(tx, call, &stored, sent)?,
        GroupsChange::Add(sent) => {
            let id: GroupId = sent
                .value()
                .and_then(|text| text.parse().ok())
                .ok_or_else(|| Error::invalid("id", REFERENCE_NOT_FOUND))?;
            let found = tx.groups().find_many(stored.account, &[id])?;
            if found.is_empty() {
                return Err(Error::invalid("id", REFERENCE_NOT_FOUND));
            }
            check_grant(call, added_modules(&found, &stored.groups))?;
            groups.insert(id);
        }
        GroupsChange::Remove(id) => {
            if !groups.remove(id) {
                return Err(Error::NotFound);
            }
        }
    }
    call.expects(stored.tag(call.now))?;
    if groups.is_empty() {
        return Err(Error::invalid("groups", "Must have at least one element."));
    }
    keep_owner_in_place(tx, &stored, &groups)?;
    regroup(tx, call, (stored, user), groups)
}

fn replacement(
    tx: &mut dyn Transaction,
    call: &Call,
    stored: &Membership,
    sent: &Member<Vec<String>>,
) -> Result<BTreeSet<GroupId>, Error> {
    let groups = read_groups(tx, stored.account, sent, "groups")?;
    check_grant(call, added_modules(&groups, &stored.groups))?;
    Ok(groups.iter().map(|group| group.id).collect())
}

fn change(
    tx: &mut dyn Transaction,
    call: &Call,
    event: Event,
    (stored, old_user): (Membership, User),
    groups: BTreeSet<GroupId>,
    mut user: User,
) -> Result<(Membership, User), Error> {
    let given = if user == old_user { stored.given.clone() } else { Given::of(&user) };
    let mut documents = Documents::default();
    documents.note("groups", Fact::texts(&stored.groups), Fact::texts(&groups));
    documents.note(
        "user.firstName",
        Fact::text(Some(&old_user.first_name)),
        Fact::text(Some(&user.first_name)),
    );
    documents.note("user.lastName", Fact::text(Some(&old_user.last_name)), Fact::text(Some(&user.last_name)));
    if groups == stored.groups && user == old_user {
        return Ok((stored, old_user));
    }
    keep_administered(tx, call, &stored, &old_user, |default| groups.contains(&default))?;
    let new = Membership { given, groups, ..stored };
    let new = new.touched(call.stamp());
    tx.memberships().update(&new)?;
    let mut record = call.record(event, audit_object(&new, &user)).seen_by(new.account).with(documents);
    if user != old_user {
        user.revision += 1;
        user.stamps.updated = Some(call.stamp());
        tx.users().update(&user)?;
        record = record.touching(ObjectKind::User, user.id);
    }
    tx.forget(Forget::User(user.id))?;
    record.append(tx, call)?;
    Ok((new, user))
}

/// The owner keeps the default group (R21).
fn keep_owner_in_place(
    tx: &mut dyn Transaction,
    stored: &Membership,
    groups: &BTreeSet<GroupId>,
) -> Result<(), Error> {
    if stored.is_owner && loses_default(tx, stored, groups)? {
        return Err(Error::Rule("The owner of the account keeps its default group."));
    }
    Ok(())
}

/// Gives a member other groups, which may be given and taken; the same ones change nothing.
///
/// # Errors
/// [`Error::LastAdministrator`]; those of the store.
pub(crate) fn regroup(
    tx: &mut dyn Transaction,
    call: &Call,
    (stored, user): (Membership, User),
    groups: BTreeSet<GroupId>,
) -> Result<(Membership, User), Error> {
    change(tx, call, Event::MemberGroupsChanged, (stored, user.clone()), groups, user)
}

/// Removes a member: pending link and account entered next go with it, and the person is told (R22, R23).
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Rule`] for oneself and the owner,
/// [`Error::LastAdministrator`].
pub fn remove(tx: &mut dyn Transaction, call: &Call, key: MembershipKey) -> Result<(), Error> {
    let (stored, user) = manageable(tx, call, key)?;
    call.expects(stored.tag(call.now))?;
    if call.actor().person() == Some(user.id) {
        return Err(Error::Rule("Nobody removes their own membership."));
    }
    if stored.is_owner {
        return Err(Error::Rule("The owner of the account is not removed."));
    }
    keep_administered(tx, call, &stored, &user, |_| false)?;
    end(tx, call, stored, user)
}

/// Ends a membership that may be ended.
///
/// # Errors
/// [`Error::Transition`]; those of the store.
pub(crate) fn end(
    tx: &mut dyn Transaction,
    call: &Call,
    stored: Membership,
    mut user: User,
) -> Result<(), Error> {
    let before = stored.own_status(call.now);
    let ended = stored.end(MembershipVerb::Remove, call.stamp())?;
    tx.memberships().update(&ended)?;
    let tokens = super::ended(tx, call, ended.id)?;
    reproject(tx, &mut user)?;
    tx.outbox().push(&Notice::Removed { membership: ended.id }, call.now)?;
    tx.forget(Forget::User(user.id))?;
    let mut documents = Documents::default();
    documents.note("status", Fact::text(Some(before.as_str())), Fact::text(Some("Deleted")));
    let record = call
        .record(Event::MemberRemoved, audit_object(&ended, &user))
        .seen_by(ended.account)
        .touching(ObjectKind::User, user.id)
        .with(documents);
    let touching = |record: Record, token| record.touching(ObjectKind::ApiToken, token);
    tokens.into_iter().fold(record, touching).append(tx, call)
}

//! Making, changing and deleting groups (R6, R33–R35).

use std::collections::BTreeSet;

use super::rules::{Cascade, cascade, check_default_modules, check_within_default, read_buyers};
use super::view::{audit_object, visible};
use super::{Group, GroupInput, GroupKind, GroupStamps};
use crate::account::AccountKind;
use crate::actor::Rank;
use crate::audit::{Documents, Event, Fact, ObjectKind};
use crate::auth::Forget;
use crate::error::{Error, REFERENCE_NOT_FOUND};
use crate::id::{AccountId, GroupId};
use crate::membership::check_grant;
use crate::module::read_modules;
use crate::policy::{Action, Target};
use crate::port::Transaction;
use crate::service::Call;
use crate::value::{Member, Text};

/// Makes a group in the account that the body names, by default the actor's own.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::Invalid`].
pub fn create(
    tx: &mut dyn Transaction,
    call: &Call,
    input: Result<&GroupInput, Error>,
) -> Result<Group, Error> {
    let (account, kind, input) = target(tx, call, Action::GroupManage, input, |input| &input.account)?;
    let mut group = input.merge_into(&Group::blank(call, account), true)?;
    group.modules = read_modules(call, &input.modules)?.unwrap_or_default();
    group.buyers = read_buyers(tx, (account, kind), &input.buyers, None)?;
    check_within_default(tx, account, &group.modules)?;
    check_grant(call, group.modules.iter().copied())?;
    insert(tx, call, group)
}

impl Group {
    /// A group of people's own that has nothing yet, not even an identifier.
    pub(crate) fn blank(call: &Call, account: AccountId) -> Self {
        Self {
            id: GroupId::new(0),
            revision: 1,
            account,
            kind: GroupKind::Custom,
            name: Text::from_stored(String::new()),
            description: None,
            logo: None,
            modules: BTreeSet::new(),
            buyers: None,
            stamps: GroupStamps { created: Some(call.stamp()), updated: None },
        }
    }
}

/// Stores a new group that was found good, under an identifier of its own.
///
/// # Errors
/// Those of the store.
pub(crate) fn insert(tx: &mut dyn Transaction, call: &Call, mut group: Group) -> Result<Group, Error> {
    call.place(|id| {
        group.id = id;
        tx.groups().insert(&group)
    })?;
    call.record(Event::GroupCreated, audit_object(&group))
        .seen_by(group.account)
        .with(facts(&Group::blank(call, group.account), &group))
        .append(tx, call)?;
    Ok(group)
}

/// The account that something is made in: the body's, by default the actor's own. An actor who may not do so
/// anywhere is refused before the body is looked at.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::Invalid`] keyed `account.id`.
pub(crate) fn target<'a, I>(
    tx: &mut dyn Transaction,
    call: &Call,
    action: Action,
    input: Result<&'a I, Error>,
    account: impl FnOnce(&I) -> &Member<String>,
) -> Result<(AccountId, AccountKind, &'a I), Error> {
    if matches!(call.actor().rank(), Rank::Member(_) | Rank::Nobody) {
        return Err(Error::Forbidden);
    }
    let input = input?;
    let not_found = || Error::invalid("account.id", REFERENCE_NOT_FOUND);
    let id = match (account(input), call.actor().account_id()) {
        (Member::Value(text), _) => text.parse().map_err(|_| not_found())?,
        (Member::Absent | Member::Null, Some(own)) => own,
        _ => return Err(not_found()),
    };
    let account = tx.accounts().find_in(call.actor().account_scope(), id)?.ok_or_else(not_found)?;
    call.actor().may(action, Target::of(id))?;
    Ok((id, account.kind, input))
}

/// Changes the members that were sent; equal values change nothing.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Invalid`], [`Error::PreconditionFailed`], [`Error::Rule`] for
/// a built-in group.
pub fn update(
    tx: &mut dyn Transaction,
    call: &Call,
    id: GroupId,
    input: Result<&GroupInput, Error>,
) -> Result<Group, Error> {
    let stored = visible(tx, call, id)?;
    call.actor().may(Action::GroupManage, Target::of(stored.account))?;
    let input = input?;
    let writes_modules = writes_modules(call, input, &stored);
    if stored.is_default() && writes_modules {
        call.actor().may(Action::DefaultGroupModules, Target::of(stored.account))?;
    }
    let mut new = input.merge_into(&stored, false)?;
    let kind = tx.accounts().summaries(&[stored.account])?.pop().ok_or(Error::NotFound)?.kind;
    new.modules = read_modules(call, &input.modules)?.unwrap_or(new.modules);
    new.buyers = read_buyers(tx, (stored.account, kind), &input.buyers, new.buyers)?;
    call.expects(stored.tag())?;
    if stored.kind.is_fixed() && (new.name != stored.name || new.modules != stored.modules) {
        return Err(Error::Rule("Name and modules of a built-in group are fixed."));
    }
    if new.modules != stored.modules {
        if stored.is_default() {
            check_default_modules(call, kind, &stored.modules, &new.modules)?;
        } else {
            check_within_default(tx, stored.account, &new.modules)?;
        }
        check_grant(call, new.modules.difference(&stored.modules).copied())?;
    }
    store_changes(tx, call, &stored, new)
}

/// Whether the sent modules differ; a list that cannot be read always does (platform.md §1.3).
fn writes_modules(call: &Call, input: &GroupInput, stored: &Group) -> bool {
    input.modules.is_sent()
        && read_modules(call, &input.modules).map_or(true, |sent| sent.as_ref() != Some(&stored.modules))
}

fn store_changes(
    tx: &mut dyn Transaction,
    call: &Call,
    stored: &Group,
    mut new: Group,
) -> Result<Group, Error> {
    let documents = facts(stored, &new);
    if documents.is_empty() {
        return Ok(new);
    }
    new.revision += 1;
    new.stamps.updated = Some(call.stamp());
    tx.groups().update(&new)?;
    let mut touched = Cascade::default();
    if new.modules != stored.modules {
        if stored.is_default() {
            let removed = stored.modules.difference(&new.modules).copied().collect();
            touched = cascade(tx, call, &new, &removed)?;
        }
        tx.forget(Forget::Account(new.account))?;
    }
    let mut record =
        call.record(Event::GroupUpdated, audit_object(&new)).seen_by(new.account).with(documents);
    for id in touched.groups {
        record = record.touching(ObjectKind::UserGroup, id);
    }
    for id in touched.tokens {
        record = record.touching(ObjectKind::ApiToken, id);
    }
    record.append(tx, call)?;
    Ok(new)
}

/// Deletes a group that nobody is in; built-in groups stay (R33).
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::PreconditionFailed`], [`Error::Rule`].
pub fn delete(tx: &mut dyn Transaction, call: &Call, id: GroupId) -> Result<(), Error> {
    let stored = visible(tx, call, id)?;
    call.actor().may(Action::GroupManage, Target::of(stored.account))?;
    call.expects(stored.tag())?;
    if stored.kind != GroupKind::Custom {
        return Err(Error::Rule("A built-in group is not deleted."));
    }
    if tx.memberships().count_in_group(id, 1)? > 0 {
        return Err(Error::Rule("A group with members is not deleted."));
    }
    tx.groups().delete(id)?;
    call.record(Event::GroupDeleted, audit_object(&stored)).seen_by(stored.account).append(tx, call)
}

fn facts(before: &Group, after: &Group) -> Documents {
    let buyers = |group: &Group| group.buyers.as_ref().map_or(Fact::Null, Fact::texts);
    let mut documents = Documents::default();
    documents.note("name", Fact::text(Some(&before.name)), Fact::text(Some(&after.name)));
    documents.note(
        "description",
        Fact::text(before.description.as_ref()),
        Fact::text(after.description.as_ref()),
    );
    documents.note("logo", Fact::text(before.logo.as_ref()), Fact::text(after.logo.as_ref()));
    documents.note("modules", Fact::texts(&before.modules), Fact::texts(&after.modules));
    documents.note("buyers", buyers(before), buyers(after));
    documents
}

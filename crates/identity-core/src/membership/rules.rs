//! Rules about members that need the store: groups, grants, and administrators that must stay (R6, R15, R21).

use std::collections::BTreeSet;

use super::{Membership, MembershipState};
use crate::account::{AccountKind, is_usable};
use crate::error::{Error, REFERENCE_NOT_FOUND, Violations};
use crate::group::Group;
use crate::id::{AccountId, GroupId, ModuleId};
use crate::port::Transaction;
use crate::service::Call;
use crate::timestamp::Timestamp;
use crate::user::{User, counts_as_administrator};
use crate::value::Member;

/// Refuses to give away modules that the actor does not hold (R6).
///
/// # Errors
/// [`Error::Forbidden`] when one of them is not held.
pub(crate) fn check_grant(call: &Call, added: impl IntoIterator<Item = ModuleId>) -> Result<(), Error> {
    let actor = call.actor();
    if actor.is_operator() || added.into_iter().all(|module| actor.modules.contains(&module)) {
        Ok(())
    } else {
        Err(Error::Forbidden)
    }
}

/// Reads a sent list of group references: at least one, all of the account (R15).
///
/// # Errors
/// [`Error::Invalid`] keyed by the reference, such as `groups[0].id`.
pub(super) fn read_groups(
    tx: &mut dyn Transaction,
    account: AccountId,
    member: &Member<Vec<String>>,
    path: &str,
) -> Result<Vec<Group>, Error> {
    let sent = match member {
        Member::Absent | Member::Null => return Err(Error::invalid(path, "Must have at least one element.")),
        Member::Bad(message) => return Err(Error::invalid(path, message)),
        Member::Value(sent) if sent.is_empty() => {
            return Err(Error::invalid(path, "Must have at least one element."));
        }
        Member::Value(sent) if sent.len() > GROUPS_MAX => {
            return Err(Error::invalid(path, "Must have at most 50 elements."));
        }
        Member::Value(sent) => sent,
    };
    let ids: Vec<Option<GroupId>> = sent.iter().map(|text| text.parse().ok()).collect();
    let wanted: BTreeSet<_> = ids.iter().flatten().copied().collect();
    let found = tx.groups().find_many(account, &wanted.iter().copied().collect::<Vec<_>>())?;
    let mut wrong = Violations::default();
    for (n, id) in ids.iter().enumerate() {
        if id.is_none_or(|id| found.iter().all(|group| group.id != id)) {
            wrong.add(format!("{path}[{n}].id"), REFERENCE_NOT_FOUND);
        }
    }
    wrong.into_result()?;
    Ok(found)
}

/// Groups that a member has at most (platform.md §3).
pub const GROUPS_MAX: usize = 50;

/// Modules that the groups would newly give to a member of `present`.
pub(crate) fn added_modules(groups: &[Group], present: &BTreeSet<GroupId>) -> BTreeSet<ModuleId> {
    let new = groups.iter().filter(|group| !present.contains(&group.id));
    new.flat_map(|group| group.modules.iter().copied()).collect()
}

/// Whether a change to these groups takes the default group from a member who has it, which no owner loses (R21, S-R36,
/// P-R20).
///
/// # Errors
/// Those of the store.
pub(crate) fn loses_default(
    tx: &mut dyn Transaction,
    stored: &Membership,
    groups: &BTreeSet<GroupId>,
) -> Result<bool, Error> {
    let default = tx.groups().default_of(stored.account)?.map(|group| group.id);
    Ok(default.is_some_and(|id| stored.groups.contains(&id) && !groups.contains(&id)))
}

/// Refuses to take the default group from its last active administrator (R21). O+ is exempt, except in the
/// Operations account. `keeps` says whether the member stays an active one of that group.
///
/// # Errors
/// [`Error::LastAdministrator`].
pub(crate) fn keep_administered(
    tx: &mut dyn Transaction,
    call: &Call,
    before: &Membership,
    user: &User,
    keeps: impl FnOnce(GroupId) -> bool,
) -> Result<(), Error> {
    let Some(default) = tx.groups().default_of(before.account)? else { return Ok(()) };
    if !is_active_administrator(before, user, default.id) || keeps(default.id) {
        return Ok(());
    }
    let kind = tx.accounts().summaries(&[before.account])?.pop().map(|account| account.kind);
    if call.actor().is_operator() && kind != Some(AccountKind::Operations) {
        return Ok(());
    }
    refuse_last(tx, default.id)
}

/// The same for blocking and deleting a person: in the Operations account nobody is exempt (R21).
///
/// # Errors
/// [`Error::LastAdministrator`].
pub(crate) fn keep_operations_administered(tx: &mut dyn Transaction, user: &User) -> Result<(), Error> {
    let Some(operations) = tx.accounts().operations()? else { return Ok(()) };
    let Some(membership) = tx.memberships().find_pair(operations, user.id)? else { return Ok(()) };
    let Some(default) = tx.groups().default_of(operations)? else { return Ok(()) };
    if is_active_administrator(&membership, user, default.id) { refuse_last(tx, default.id) } else { Ok(()) }
}

/// Whether the member is an administrator whom R21 counts.
pub(crate) fn is_active_administrator(membership: &Membership, user: &User, default: GroupId) -> bool {
    membership.state == MembershipState::Active
        && membership.kind.counts_as_administrator()
        && counts_as_administrator(user)
        && membership.groups.contains(&default)
}

fn refuse_last(tx: &mut dyn Transaction, group: GroupId) -> Result<(), Error> {
    if tx.memberships().count_administrators(group, 2)? <= 1 { Err(Error::LastAdministrator) } else { Ok(()) }
}

/// Refuses an invitation that is over, or into an account that cannot be used (R9, R29).
///
/// # Errors
/// [`Error::Invalid`] keyed `invitationCode` or `account`.
pub(crate) fn check_open(
    tx: &mut dyn Transaction,
    membership: &Membership,
    now: Timestamp,
) -> Result<(), Error> {
    if membership.invitation.is_some_and(|invitation| now >= invitation.expires_at) {
        return Err(Error::invalid("invitationCode", "Has expired."));
    }
    check_account(tx, membership.account)
}

/// Refuses to join an account that cannot be used (R9).
///
/// # Errors
/// [`Error::Invalid`] keyed `account`.
pub(super) fn check_account(tx: &mut dyn Transaction, account: AccountId) -> Result<(), Error> {
    if is_usable(tx, account)? { Ok(()) } else { Err(Error::invalid("account", "Is disabled.")) }
}

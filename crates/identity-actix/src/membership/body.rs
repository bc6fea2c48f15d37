//! Memberships as they are sent.

use identity_core::Error;
use identity_core::membership::{GroupsChange, InviteInput, MembershipInput};
use identity_core::user::UserInput;
use identity_core::value::Member;

use crate::http::body::{Json, Members, ids_of};
use crate::user::body::profile;

/// Reads an inner object of which a wrong type is told at once.
fn inner<T: Default>(
    sent: &mut Members,
    name: &str,
    read: impl FnOnce(&mut Members) -> T,
) -> Result<T, Error> {
    match sent.object(name, read) {
        Member::Value(value) => Ok(value),
        Member::Absent | Member::Null => Ok(T::default()),
        Member::Bad(message) => Err(Error::invalid(name, message)),
    }
}

/// Reads an invitation.
pub(super) fn invite(sent: &mut Members) -> Result<InviteInput, Error> {
    let read_user = |sent: &mut Members| (sent.text("email"), person(sent));
    let (email, profile) = inner(sent, "user", read_user)?;
    Ok(InviteInput {
        email,
        profile,
        groups: sent.references("groups"),
        account: sent.reference("account"),
        status: inner(sent, "invitation", |sent| sent.text("status"))?,
    })
}

/// Reads an update.
pub(super) fn update(sent: &mut Members) -> Result<MembershipInput, Error> {
    Ok(MembershipInput { groups: sent.references("groups"), profile: inner(sent, "user", person)? })
}

/// The account that a person enters next is nobody else's to choose.
fn person(sent: &mut Members) -> UserInput {
    UserInput { current_account: Member::Absent, ..profile(sent) }
}

/// Reads one group to add.
pub(super) fn added_group(sent: &mut Members) -> GroupsChange {
    GroupsChange::Add(sent.text("id"))
}

/// Reads the groups that replace all others.
pub(super) fn all_groups(sent: Vec<Json>) -> GroupsChange {
    GroupsChange::Replace(Member::Value(ids_of(sent)))
}

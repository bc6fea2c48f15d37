//! Rules of memberships and invitations, R6, R7, R9, R14–R24, against the in-memory store.

mod expiry;
mod invitation;
mod manage;

use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::account::{AccountInput, AccountVerb, steer};
use crate::actor::Principal;
use crate::audit::Event;
use crate::error::Error;
use crate::group::{Group, GroupInput};
use crate::module::ACCESS_MANAGEMENT;
use crate::secret::Secret;
use crate::state::Repeat;
use crate::testing::contract::block_on;
use crate::testing::{BILLING, PASSWORD, REPORTS, World};
use crate::user::{PasswordTarget, SetPassword, UserInput, UserStatus};
use crate::value::Member;

fn sent(text: &str) -> Member<String> {
    Member::Value(text.into())
}

fn invite_as(
    world: &World,
    who: &Arc<Principal>,
    account: Option<AccountId>,
    input: InviteInput,
) -> Result<Minted, Error> {
    world.write(who, move |tx, call| invite(tx, call, account, Ok(&input)))
}

fn finance(world: &World, account: AccountId, modules: &[crate::id::ModuleId]) -> Group {
    let input = GroupInput {
        name: sent("Finance"),
        account: sent(&account.to_string()),
        modules: Member::Value(modules.iter().map(ToString::to_string).collect()),
        ..GroupInput::default()
    };
    world.write(&world.operator, move |tx, call| crate::group::create(tx, call, Ok(&input))).unwrap()
}

fn by_code(world: &World, minted: &Minted, code: &str) -> Result<User, Error> {
    let input =
        SetPassword { password: Secret::new(PASSWORD.into()), current: None, code: Some(code.into()) };
    let target = PasswordTarget::Membership(minted.membership.id);
    block_on(world.identity.set_password(None, Default::default(), target, Ok(input), |_, _, user| Ok(user)))
}

fn code_of(minted: &Minted) -> String {
    minted.code.as_ref().unwrap().code.expose().to_owned()
}

fn own(membership: &Membership) -> MembershipKey {
    MembershipKey::Own(membership.id)
}

fn accept_as(world: &World, who: &Arc<Principal>, membership: &Membership) -> Result<Membership, Error> {
    let key = own(membership);
    world.write(who, move |tx, call| accept(tx, call, key)).map(|(membership, _)| membership)
}

fn remove_as(world: &World, who: &Arc<Principal>, membership: &Membership) -> Result<(), Error> {
    let key = own(membership);
    world.write(who, move |tx, call| remove(tx, call, key))
}

fn regroup(
    world: &World,
    who: &Arc<Principal>,
    membership: &Membership,
    groups: &[GroupId],
) -> Result<(), Error> {
    let key = own(membership);
    let wanted = GroupsChange::Replace(Member::Value(groups.iter().map(ToString::to_string).collect()));
    world.write(who, move |tx, call| change_groups(tx, call, key, Ok(&wanted))).map(drop)
}

fn status_of(world: &World, user: UserId) -> UserStatus {
    world.read(&world.operator, move |tx, call| Ok(tx.users().find(user)?.unwrap().status(call.now))).unwrap()
}

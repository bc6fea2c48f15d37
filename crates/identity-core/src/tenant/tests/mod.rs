//! Rules of tenants and tenant users, against the in-memory store.

mod answering;
mod changing;
mod integration;
mod invitation;
mod making;
mod own;
mod pin;
mod protect;
mod read;
mod role;

use std::sync::Arc;

use super::{ProfileInput, StoreAccessInput, TenantUser, TenantUserInput, create, update};
use crate::actor::Principal;
use crate::error::Error;
use crate::id::{AccountId, MembershipId, UserId};
use crate::membership::{Membership, MembershipKey};
use crate::refusal::Refusal;
use crate::testing::World;
use crate::user::User;
use crate::value::Member;

fn sent(text: &str) -> Member<String> {
    Member::Value(text.into())
}

fn refused<T>(refusal: Refusal) -> Result<T, Error> {
    Err(Error::Refused(refusal))
}

/// A tenant with an administrator who is signed in there.
struct Shop {
    world: World,
    tenant: AccountId,
    admin: Arc<Principal>,
    admin_user: UserId,
    admin_member: MembershipId,
}

impl Shop {
    fn new() -> Self {
        let world = World::new();
        let tenant = world.client("Harbour Lane Foods").id;
        let default = world.default_group(tenant).id;
        let (member, user) = world.join(tenant, "admin@example.com", &[default]);
        let admin = world.person(user.id, Some(tenant));
        Self { tenant, admin, admin_user: user.id, admin_member: member.id, world }
    }

    fn create(&self, input: TenantUserInput) -> Result<TenantUser, Error> {
        self.create_as(&self.admin, input)
    }

    fn create_as(&self, who: &Arc<Principal>, input: TenantUserInput) -> Result<TenantUser, Error> {
        let tenant = self.tenant;
        self.world.write(who, move |tx, call| create(tx, call, tenant, Ok(&input)))
    }

    /// A member of the kind, made by the administrator.
    fn made(&self, kind: &str, email: &str) -> TenantUser {
        self.create(body(kind, email)).unwrap()
    }

    fn update(&self, id: MembershipId, input: TenantUserInput) -> Result<TenantUser, Error> {
        self.update_as(&self.admin, id, input)
    }

    fn update_as(
        &self,
        who: &Arc<Principal>,
        id: MembershipId,
        input: TenantUserInput,
    ) -> Result<TenantUser, Error> {
        let tenant = self.tenant;
        self.world.write(who, move |tx, call| update(tx, call, tenant, id, Ok(&input)))
    }

    fn remove(&self, who: &Arc<Principal>, id: MembershipId) -> Result<(), Error> {
        let tenant = self.tenant;
        self.world.write(who, move |tx, call| super::remove(tx, call, tenant, id))
    }

    fn get(&self, who: &Arc<Principal>, id: MembershipId) -> Result<TenantUser, Error> {
        let tenant = self.tenant;
        self.world.read(who, move |tx, call| super::get(tx, call, tenant, id))
    }

    fn stored(&self, id: MembershipId) -> (Membership, User) {
        let read = move |tx: &mut dyn crate::port::Transaction, _: &crate::service::Call| {
            let membership = tx.memberships().find(id)?.unwrap();
            let user = tx.users().find(membership.user)?.unwrap();
            Ok((membership, user))
        };
        self.world.read(&self.world.operator, read).unwrap()
    }

    /// Another active administrator, signed in.
    fn second_admin(&self) -> (MembershipId, Arc<Principal>) {
        let default = self.world.default_group(self.tenant).id;
        let (member, user) = self.world.join(self.tenant, "second@example.com", &[default]);
        (member.id, self.world.person(user.id, Some(self.tenant)))
    }

    /// Makes a member the owner, or one who is not; this API does neither.
    fn own(&self, id: MembershipId, is_owner: bool) {
        let (membership, _) = self.stored(id);
        let owner = Membership { is_owner, ..membership };
        self.world.write(&self.world.operator, move |tx, _| Ok(tx.memberships().update(&owner)?)).unwrap();
    }

    fn groups_of(&self, id: MembershipId) -> Vec<crate::group::GroupKind> {
        let (membership, _) = self.stored(id);
        let ids: Vec<_> = membership.groups.into_iter().collect();
        let tenant = self.tenant;
        let found =
            self.world.read(&self.world.operator, move |tx, _| Ok(tx.groups().find_many(tenant, &ids)?));
        let mut kinds: Vec<_> = found.unwrap().into_iter().map(|group| group.kind).collect();
        kinds.sort_by_key(|kind| kind.as_str());
        kinds
    }

    /// Accepts the latest invitation of the member by the code that the operator sees, and signs in.
    fn accept(&self, id: MembershipId) -> Arc<Principal> {
        let (membership, user) = self.stored(id);
        let (key, verb) = (MembershipKey::Own(id), crate::membership::MembershipVerb::Resend);
        let minted = self
            .world
            .write(&self.world.operator, move |tx, call| crate::membership::send_again(tx, call, key, verb));
        let code = minted.unwrap().code.unwrap().code;
        if user.is_activated() {
            let person = self.world.person(user.id, None);
            self.world
                .write(&person, move |tx, call| super::accept_invitation(tx, call, Ok(code.expose())))
                .unwrap();
        } else {
            self.set_password(id, code.expose());
        }
        self.world.person(user.id, Some(membership.account))
    }

    fn set_password(&self, id: MembershipId, code: &str) {
        let password = crate::secret::Secret::new(crate::testing::PASSWORD.into());
        let wanted = crate::user::SetPassword { password, current: None, code: Some(code.into()) };
        let target = crate::user::PasswordTarget::Membership(id);
        crate::testing::contract::block_on(self.world.identity.set_password(
            None,
            Default::default(),
            target,
            Ok(wanted),
            |_, _, user| Ok(user),
        ))
        .unwrap();
    }
}

/// A body of T4 with what each kind requires.
fn body(kind: &str, email: &str) -> TenantUserInput {
    let email = if email.is_empty() { Member::Absent } else { sent(email) };
    TenantUserInput {
        account_type: sent(kind),
        profile: ProfileInput {
            email,
            display_name: sent("Kari N"),
            first_name: sent("Kari"),
            last_name: sent("Nordmann"),
            ..ProfileInput::default()
        },
        ..TenantUserInput::default()
    }
}

fn store(uid: &str, role: &str) -> StoreAccessInput {
    StoreAccessInput { store: sent(uid), role: sent(role) }
}

/// A body of T6 with a role.
fn role(name: &str) -> TenantUserInput {
    TenantUserInput { tenant_role: sent(name), ..TenantUserInput::default() }
}

/// A body of T6 with a kind.
fn kind(name: &str) -> TenantUserInput {
    TenantUserInput { account_type: sent(name), ..TenantUserInput::default() }
}

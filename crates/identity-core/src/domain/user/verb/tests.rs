use std::collections::BTreeSet;
use std::sync::Arc;

use super::*;
use crate::actor::Principal;
use crate::api_token::{TokenInput, create as create_token};
use crate::audit::Event;
use crate::domain::user::DomainUserStatus;
use crate::id::{AccountId, MembershipId, UserId};
use crate::membership::{Membership, MembershipKind, MembershipState};
use crate::module::ACCESS_MANAGEMENT;
use crate::testing::{BILLING, REPORTS, World};
use crate::value::{Member, Texts};

/// A domain with two ADMINs, a member of two custom roles, and whoever acts on them.
struct Stage {
    world: World,
    account: AccountId,
    name: String,
    /// A token with all modules that speaks for nobody.
    admin: Arc<Principal>,
    /// One that holds access management alone.
    light: Arc<Principal>,
}

type Verb = fn(&mut dyn Transaction, &Call, &str, &str) -> Result<DomainUser, Error>;

const FIRST: &str = "first@example.com";
const SECOND: &str = "second@example.com";
const KARI: &str = "kari@example.com";

impl Stage {
    fn new() -> Self {
        let world = World::new();
        let account = world.client("Harbour").id;
        let default = world.default_group(account).id;
        world.join(account, FIRST, &[default]);
        world.join(account, SECOND, &[default]);
        let groups =
            [world.group(account, "reviewer", &[BILLING]), world.group(account, "reporter", &[REPORTS])];
        world.join(account, KARI, &groups);
        let admin = world.actor(account, &[ACCESS_MANAGEMENT, BILLING, REPORTS]);
        let light = world.actor(account, &[ACCESS_MANAGEMENT]);
        Self { admin, light, name: account.to_string(), account, world }
    }

    fn call(&self, who: &Arc<Principal>, verb: Verb, email: &str) -> Result<DomainUser, Error> {
        let (name, email) = (self.name.clone(), email.to_owned());
        self.world.write(who, move |tx, call| verb(tx, call, &name, &email))
    }

    fn remove(&self, who: &Arc<Principal>, email: &str) -> Result<(), Error> {
        let (name, email) = (self.name.clone(), email.to_owned());
        self.world.write(who, move |tx, call| remove(tx, call, &name, &email))
    }

    fn replace_as(&self, who: &Arc<Principal>, email: &str, roles: &str) -> Result<DomainUser, Error> {
        let (name, email, input) = (self.name.clone(), email.to_owned(), input(roles));
        self.world.write(who, move |tx, call| replace_roles(tx, call, &name, &email, Ok(&input)))
    }

    fn replace(&self, email: &str, roles: &str) -> Result<DomainUser, Error> {
        self.replace_as(&self.admin, email, roles)
    }

    fn replace_one(&self, who: &Arc<Principal>, email: &str, role: &str) -> Result<DomainUser, Error> {
        let (name, email, role) = (self.name.clone(), email.to_owned(), role.to_owned());
        self.world.write(who, move |tx, call| replace_role(tx, call, &name, &email, &role))
    }

    fn take(&self, email: &str, roles: &str) -> Result<DomainUser, Error> {
        let (name, email, input) = (self.name.clone(), email.to_owned(), input(roles));
        self.world.write(&self.admin, move |tx, call| take_roles(tx, call, &name, &email, Ok(&input)))
    }

    fn stored(&self, email: &str) -> (Membership, User) {
        let (account, email) = (self.account, email.parse().unwrap());
        let read = move |tx: &mut dyn Transaction, _: &Call| {
            let user = tx.users().find_by_email(&email)?.unwrap();
            Ok((tx.memberships().find_pair(account, user.id)?.unwrap(), user))
        };
        self.world.read(&self.world.operator, read).unwrap()
    }

    fn store(&self, membership: Membership) {
        self.world
            .write(&self.world.operator, move |tx, _| Ok(tx.memberships().update(&membership)?))
            .unwrap();
    }

    /// A token that the person made for themselves, which speaks for them.
    fn token_of(&self, email: &str) -> Arc<Principal> {
        let (membership, user) = self.stored(email);
        let person = self.world.person(user.id, Some(membership.account));
        let input = TokenInput {
            account: Member::Value(self.account.to_string()),
            modules: Member::Value([ACCESS_MANAGEMENT, BILLING, REPORTS].map(|id| id.to_string()).to_vec()),
            holder: Member::Value(user.id.to_string()),
            ..TokenInput::default()
        };
        let made = self.world.write(&person, move |tx, call| create_token(tx, call, Ok(&input)));
        self.world.authenticate(&made.unwrap().1).unwrap()
    }

    fn owner(&self) -> Option<UserId> {
        let account = self.account;
        let owner =
            self.world.read(&self.world.operator, move |tx, _| Ok(tx.memberships().owner(account)?));
        owner.unwrap().map(|membership| membership.user)
    }

    /// What changes is told in one record, whatever else changes nothing.
    #[track_caller]
    fn recorded<T>(&self, event: Event, change: impl FnOnce() -> T) -> T {
        let before = self.world.audit_count();
        let changed = change();
        assert_eq!(self.world.audit_count(), before + 1);
        assert_eq!(self.world.audit()[0].event, event);
        changed
    }
}

fn input(roles: &str) -> RolesInput {
    RolesInput { roles: Member::Value(Texts::One(roles.into())) }
}

fn refused<T>(refusal: DomainRefusal) -> Result<T, Error> {
    Err(Error::Domain(refusal))
}

fn shown(user: &DomainUser) -> Vec<&str> {
    user.roles.iter().map(String::as_str).collect()
}

#[test]
fn p_r29_an_active_user_is_disabled_and_enabled_again() {
    let stage = Stage::new();
    let (membership, user) = stage.stored(KARI);
    let inside = stage.world.person(user.id, Some(stage.account));
    let disabled = stage.recorded(Event::MemberUpdated, || stage.call(&stage.admin, disable, KARI).unwrap());
    assert_eq!(
        (disabled.status, shown(&disabled)),
        (DomainUserStatus::Inactive, vec!["reporter", "reviewer"])
    );
    assert_eq!(stage.world.read(&inside, |_, _| Ok(())), Ok(()), "a principal that was read before");
    assert_eq!(stage.world.write(&inside, |_, _| Ok(())), Err(Error::Unauthenticated), "its session is gone");
    assert_eq!(stage.call(&stage.admin, disable, KARI), refused(DomainRefusal::NotActive));
    let enabled = stage.recorded(Event::MemberUpdated, || stage.call(&stage.admin, enable, KARI).unwrap());
    assert_eq!(enabled.status, DomainUserStatus::Active);
    assert_eq!(stage.stored(KARI).0.id, membership.id);
    assert_eq!(stage.call(&stage.admin, enable, KARI), refused(DomainRefusal::NotDisabled));
    let default = stage.world.default_group(stage.account).id;
    stage.world.invite(stage.account, "new@example.com", &[default]);
    for (verb, refusal) in [(disable as Verb, DomainRefusal::NotActive), (enable, DomainRefusal::NotDisabled)]
    {
        assert_eq!(stage.call(&stage.admin, verb, "new@example.com"), refused(refusal), "pending");
    }
}

#[test]
fn p_r20_the_owner_is_neither_disabled_nor_deleted_nor_loses_admin() {
    let stage = Stage::new();
    stage.call(&stage.admin, transfer, FIRST).unwrap();
    for who in [&stage.admin, &stage.world.operator] {
        assert_eq!(stage.call(who, disable, FIRST), refused(DomainRefusal::OwnerNotDisabled));
        assert_eq!(stage.remove(who, FIRST), refused(DomainRefusal::OwnerNotDeleted));
        assert_eq!(stage.replace_as(who, FIRST, "reviewer"), refused(DomainRefusal::OwnerKeepsAdmin));
        assert_eq!(stage.replace_one(who, FIRST, "reviewer"), refused(DomainRefusal::OwnerKeepsAdmin));
    }
    let (owner, _) = stage.stored(FIRST);
    let reviewer = *stage.stored(KARI).0.groups.first().unwrap();
    let groups: BTreeSet<GroupId> = owner.groups.iter().copied().chain([reviewer]).collect();
    stage.store(Membership { groups, ..owner });
    assert_eq!(stage.take(FIRST, "ADMIN"), refused(DomainRefusal::OwnerKeepsAdmin));
    assert_eq!(shown(&stage.replace(FIRST, "admin").unwrap()), ["ADMIN"], "keeping it is no change of it");
}

#[test]
fn p_r20_the_last_active_admin_stays_as_r21_counts_and_exempts() {
    let stage = Stage::new();
    stage.remove(&stage.admin, FIRST).unwrap();
    // Nobody who is invited, or in tills only, is one who stays.
    let default = stage.world.default_group(stage.account).id;
    stage.world.invite(stage.account, "new@example.com", &[default]);
    let last = DomainRefusal::LastAdmin;
    assert_eq!(stage.call(&stage.admin, disable, SECOND), refused(last.clone()));
    assert_eq!(stage.remove(&stage.admin, SECOND), refused(last.clone()));
    assert_eq!(stage.replace(SECOND, "reviewer"), refused(last.clone()));
    assert_eq!(stage.replace_one(&stage.admin, SECOND, "reviewer"), refused(last.clone()));
    assert_eq!(stage.take(SECOND, "ADMIN"), refused(DomainRefusal::RoleNeeded), "the least number");
    assert_eq!(stage.call(&stage.token_of(SECOND), disable, SECOND), refused(last), "before 142");
    let operator = stage.world.operator.clone();
    assert_eq!(shown(&stage.replace_as(&operator, SECOND, "reviewer").unwrap()), ["reviewer"], "exempt");
}

#[test]
fn p_r30_deleting_ends_everything_and_frees_the_account_entered_next() {
    let stage = Stage::new();
    let (membership, user) = stage.stored(KARI);
    assert_eq!(user.current_account, Some(stage.account));
    let inside = stage.world.person(user.id, Some(stage.account));
    stage.recorded(Event::MemberRemoved, || stage.remove(&stage.admin, KARI).unwrap());
    assert_eq!(stage.world.write(&inside, |_, _| Ok(())), Err(Error::Unauthenticated));
    let id: MembershipId = membership.id;
    let read = move |tx: &mut dyn Transaction, _: &Call| {
        Ok((tx.memberships().find(id)?.unwrap().state, tx.users().find(user.id)?.unwrap().current_account))
    };
    let left = stage.world.read(&stage.world.operator, read).unwrap();
    assert_eq!(left, (MembershipState::Deleted, None));
    assert_eq!(stage.remove(&stage.admin, KARI), Err(Error::NotFound));
    let default = stage.world.default_group(stage.account).id;
    let minted = stage.world.invite(stage.account, "new@example.com", &[default]);
    stage.remove(&stage.admin, "new@example.com").unwrap();
    let accepted = stage.world.identity.set_password(
        None,
        Default::default(),
        crate::user::PasswordTarget::Membership(minted.membership.id),
        Ok(crate::user::SetPassword {
            password: crate::secret::Secret::new(crate::testing::PASSWORD.into()),
            current: None,
            code: Some(minted.code.unwrap().code.expose().into()),
        }),
        |_, _, user| Ok(user),
    );
    assert!(crate::testing::contract::block_on(accepted).is_err(), "the open invitation is void");
}

#[test]
fn p_r30_nobody_disables_or_deletes_their_own_membership() {
    let stage = Stage::new();
    let own = stage.token_of(FIRST);
    assert_eq!(stage.call(&own, disable, FIRST), refused(DomainRefusal::OwnMembership));
    assert_eq!(stage.remove(&own, FIRST), refused(DomainRefusal::OwnMembership));
    assert!(stage.call(&own, disable, SECOND).is_ok());
    assert_eq!(stage.replace_as(&own, FIRST, "reviewer"), refused(DomainRefusal::LastAdmin));
}

#[test]
fn p_r18_roles_are_replaced_whole_or_one_by_one_and_taken() {
    let stage = Stage::new();
    let replaced =
        stage.recorded(Event::MemberGroupsChanged, || stage.replace(KARI, "no_privileges, reviewer"));
    assert_eq!(shown(&replaced.unwrap()), ["reviewer", "NO_PRIVILEGES"]);
    let before = stage.world.audit_count();
    assert_eq!(shown(&stage.replace(KARI, "reviewer,NO_PRIVILEGES").unwrap()), ["reviewer", "NO_PRIVILEGES"]);
    assert_eq!(shown(&stage.take(KARI, "reporter").unwrap()), ["reviewer", "NO_PRIVILEGES"], "they lack it");
    assert_eq!(stage.world.audit_count(), before, "nothing changed");
    assert_eq!(stage.replace_one(&stage.admin, KARI, "reporter"), refused(DomainRefusal::SeveralRoles));
    assert_eq!(stage.take(KARI, "reviewer,NO_PRIVILEGES,ADMIN"), refused(DomainRefusal::RoleNeeded));
    assert_eq!(shown(&stage.take(KARI, "reviewer").unwrap()), ["NO_PRIVILEGES"]);
    assert_eq!(shown(&stage.replace_one(&stage.admin, KARI, "ADMIN").unwrap()), ["ADMIN"]);
    assert_eq!(stage.replace(KARI, "ADMIN,reviewer"), refused(DomainRefusal::AdminAlone));
    assert_eq!(stage.replace(KARI, "ADMIN,unknown"), refused(DomainRefusal::UnknownRole), "the least number");
    assert_eq!(stage.take(KARI, "unknown"), refused(DomainRefusal::UnknownRole));
    for owner in [
        stage.replace(KARI, "OWNER"),
        stage.take(KARI, "OWNER"),
        stage.replace_one(&stage.admin, KARI, "OWNER"),
    ] {
        assert_eq!(owner, refused(DomainRefusal::OwnerNotHere), "P-R19");
    }
    assert_eq!(stage.replace_one(&stage.admin, KARI, "a,b"), refused(DomainRefusal::RoleNameMalformed));
    assert_eq!(stage.replace_one(&stage.admin, KARI, "gone"), refused(DomainRefusal::UnknownRole));
}

#[test]
fn p_r16_of_the_default_and_other_groups_admin_alone_is_shown_and_the_real_ones_are_taken() {
    let stage = Stage::new();
    let (kari, _) = stage.stored(KARI);
    let default = stage.world.default_group(stage.account).id;
    let both: BTreeSet<GroupId> = kari.groups.iter().copied().chain([default]).collect();
    stage.store(Membership { groups: both.clone(), ..kari.clone() });
    assert_eq!(shown(&stage.take(KARI, "reporter").unwrap()), ["ADMIN"]);
    assert_eq!(stage.stored(KARI).0.groups.len(), 2);
    assert_eq!(shown(&stage.take(KARI, "ADMIN").unwrap()), ["reviewer"]);
    stage.store(Membership { groups: both, ..kari });
    assert_eq!(
        shown(&stage.replace_one(&stage.admin, KARI, "reviewer").unwrap()),
        ["reviewer"],
        "one is present"
    );
    assert_eq!(stage.stored(KARI).0.groups.len(), 1);
}

#[test]
fn p_r39_nobody_gives_a_role_with_modules_that_they_do_not_hold() {
    let stage = Stage::new();
    for roles in ["ADMIN", "reporter,reviewer,no_privileges,ADMIN", "ADMIN,unknown", "ADMIN, -"] {
        assert_eq!(stage.replace_as(&stage.light, KARI, roles), Err(Error::Forbidden), "{roles}");
    }
    assert_eq!(stage.replace_one(&stage.light, SECOND, "reviewer"), Err(Error::Forbidden));
    let kept = stage.replace_as(&stage.light, KARI, "reviewer,no_privileges").unwrap();
    assert_eq!(shown(&kept), ["reviewer", "NO_PRIVILEGES"], "what is there may stay");
    assert_eq!(shown(&stage.replace_as(&stage.light, KARI, "no_privileges").unwrap()), ["NO_PRIVILEGES"]);
    assert!(stage.replace_as(&stage.world.operator, KARI, "ADMIN").is_ok());
}

#[test]
fn p_r20_ownership_goes_to_an_active_internal_admin_and_the_former_owner_stays_admin() {
    let stage = Stage::new();
    let first = stage.stored(FIRST).1.id;
    assert_eq!(stage.owner(), None);
    let owner = stage.recorded(Event::OwnerChanged, || stage.call(&stage.light, transfer, FIRST).unwrap());
    assert!(owner.is_owner, "anybody who manages members may name the first owner");
    assert_eq!((stage.owner(), shown(&owner)), (Some(first), vec!["ADMIN"]));
    assert_eq!(
        stage.call(&stage.admin, transfer, SECOND),
        Err(Error::Forbidden),
        "neither owner nor multitenant"
    );
    let own = stage.token_of(FIRST);
    assert_eq!(stage.call(&own, transfer, FIRST), refused(DomainRefusal::TransferTarget), "is the owner");
    assert_eq!(stage.call(&own, transfer, KARI), refused(DomainRefusal::TransferTarget), "is no ADMIN");
    let (second, _) = stage.stored(SECOND);
    for unfit in [
        Membership { kind: MembershipKind::Regular, ..second.clone() },
        Membership { state: MembershipState::Blocked, ..second.clone() },
    ] {
        stage.store(unfit);
        assert_eq!(stage.call(&own, transfer, SECOND), refused(DomainRefusal::TransferTarget));
    }
    stage.store(second.clone());
    stage.recorded(Event::OwnerChanged, || stage.call(&own, transfer, SECOND).unwrap());
    let record = &stage.world.audit()[0];
    assert_eq!((&record.object.id, record.related.len()), (&second.id.to_string(), 1));
    assert_eq!(stage.owner(), Some(second.user));
    let (former, _) = stage.stored(FIRST);
    let default = stage.world.default_group(stage.account).id;
    assert_eq!((former.is_owner, former.groups), (false, [default].into()));
    assert_eq!(stage.call(&own, transfer, FIRST), Err(Error::Forbidden), "no owner any more");
    assert!(stage.call(&stage.world.operator, transfer, FIRST).unwrap().is_owner);
}

#[test]
fn p_r2_verbs_need_a_user_of_a_domain_in_reach_and_access_management() {
    let stage = Stage::new();
    let elsewhere = stage.world.client("Elsewhere").id;
    let foreign = stage.world.actor(elsewhere, &[ACCESS_MANAGEMENT]);
    let member = stage.world.actor(stage.account, &[BILLING]);
    for verb in [disable as Verb, enable, transfer] {
        assert_eq!(stage.call(&foreign, verb, KARI), Err(Error::NotFound));
        assert_eq!(stage.call(&stage.admin, verb, "nobody@example.com"), Err(Error::NotFound));
        assert_eq!(stage.call(&member, verb, KARI), Err(Error::Forbidden));
    }
    let (kari, _) = stage.stored(KARI);
    stage.store(Membership { kind: MembershipKind::Integration, ..kari });
    assert_eq!(stage.replace(KARI, "ADMIN"), Err(Error::NotFound), "P-R26");
}

//! Rules of people, R25–R32, against the in-memory store.

use std::sync::Arc;

use super::*;
use crate::actor::Principal;
use crate::audit::Event;
use crate::error::Error;
use crate::list::Query;
use crate::membership::MembershipKey;
use crate::module::ACCESS_MANAGEMENT;
use crate::secret::Secret;
use crate::testing::contract::block_on;
use crate::testing::fakes::FakeHasher;
use crate::testing::{PASSWORD, World};
use crate::value::Member;

fn steer(world: &World, who: &Arc<Principal>, id: UserId, verb: UserVerb) -> Result<User, Error> {
    world.write(who, move |tx, call| block(tx, call, id, verb))
}

fn stored(world: &World, id: UserId) -> User {
    world.read(&world.operator, move |tx, _| Ok(tx.users().find(id)?.unwrap())).unwrap()
}

fn change(world: &World, who: &Arc<Principal>, id: UserId, input: UserInput) -> Result<User, Error> {
    world.write(who, move |tx, call| update(tx, call, id, Ok(&input)))
}

fn password(
    world: &World,
    who: &Arc<Principal>,
    id: UserId,
    new: &str,
    current: Option<&str>,
) -> Result<User, Error> {
    let input = SetPassword {
        password: Secret::new(new.into()),
        current: current.map(|text| Secret::new(text.into())),
        code: None,
    };
    world.clock.advance(std::time::Duration::from_millis(1));
    let target = PasswordTarget::User(id);
    block_on(
        world.identity.set_password(Some(who), Default::default(), target, Ok(input), |_, _, user| Ok(user)),
    )
}

fn renamed(name: &str) -> UserInput {
    UserInput { first_name: Member::Value(name.into()), ..UserInput::default() }
}

#[test]
fn r26_blocking_is_global_and_unblocking_recomputes() {
    let world = World::new();
    let account = world.client("Own");
    let (_, mara) = world.join(account.id, "mara@example.com", &[world.default_group(account.id).id]);
    let session = world.person(mara.id, Some(account.id));
    assert_eq!(steer(&world, &world.operator, mara.id, UserVerb::Block).unwrap().life, UserLife::Blocked);
    assert_eq!(world.write(&session, |_, _| Ok(())), Err(Error::Unauthenticated));
    let again = steer(&world, &world.operator, mara.id, UserVerb::Block);
    assert_eq!(again, Err(Error::Transition { from: "Blocked", verb: "block" }));
    steer(&world, &world.operator, mara.id, UserVerb::Unblock).unwrap();
    assert_eq!(stored(&world, mara.id).status(world.identity.now()), UserStatus::Active);
    assert_eq!(world.write(&session, |_, _| Ok(())), Err(Error::Unauthenticated), "what ended stays ended");
}

#[test]
fn r26_nobody_blocks_themselves_and_administrators_block_nobody() {
    let world = World::new();
    let account = world.client("Own");
    let (_, mara) = world.join(account.id, "mara@example.com", &[world.default_group(account.id).id]);
    let operator = world.person(world.administrator, Some(world.operations));
    assert!(matches!(steer(&world, &operator, world.administrator, UserVerb::Block), Err(Error::Rule(_))));
    let admin = world.actor(account.id, &[ACCESS_MANAGEMENT]);
    assert_eq!(steer(&world, &admin, mara.id, UserVerb::Block), Err(Error::Forbidden));
    assert_eq!(steer(&world, &admin, world.administrator, UserVerb::Block), Err(Error::NotFound));
}

#[test]
fn r27_deletion_ends_memberships_and_frees_the_e_mail_but_not_the_identifier() {
    let world = World::new();
    let account = world.client("Own");
    let group = world.default_group(account.id);
    let (membership, mara) = world.join(account.id, "mara@example.com", &[group.id]);
    let id = mara.id;
    let erase = || world.write(&world.operator, move |tx, call| delete(tx, call, id));
    assert_eq!(erase(), Err(Error::Transition { from: "Active", verb: "delete" }));
    steer(&world, &world.operator, id, UserVerb::Block).unwrap();
    let before = world.audit_count();
    assert_eq!(erase(), Ok(()));
    assert_eq!(world.audit_count(), before + 1);
    assert_eq!(world.audit()[0].related.len(), 1);
    assert_eq!(stored(&world, id).status(world.identity.now()), UserStatus::Deleted);
    let key = MembershipKey::Own(membership.id);
    let gone =
        world.read(&world.operator, move |tx, call| crate::membership::visible(tx, call, key).map(drop));
    assert_eq!(gone, Err(Error::NotFound));
    assert_ne!(world.invite(account.id, "mara@example.com", &[group.id]).user.id, id);
    assert!(
        matches!(change(&world, &world.operator, id, renamed("X")), Err(Error::Transition { .. })),
        "R46"
    );
    let admin = world.actor(account.id, &[ACCESS_MANAGEMENT]);
    assert_eq!(change(&world, &admin, id, renamed("X")), Err(Error::NotFound), "R46");
}

#[test]
fn r28_the_account_to_enter_next_is_the_persons_own_choice_among_usable_ones() {
    let world = World::new();
    let (first, second, foreign) = (world.client("First"), world.client("Second"), world.client("Foreign"));
    let (_, mara) = world.join(first.id, "mara@example.com", &[world.default_group(first.id).id]);
    world.join(second.id, "mara@example.com", &[world.default_group(second.id).id]);
    let to =
        |id: AccountId| UserInput { current_account: Member::Value(id.to_string()), ..UserInput::default() };
    assert_eq!(change(&world, &world.operator, mara.id, to(second.id)), Err(Error::Forbidden));
    assert!(
        change(&world, &world.operator, mara.id, to(first.id)).is_ok(),
        "repeating what is stored is no write"
    );
    let session = world.person(mara.id, None);
    assert_eq!(change(&world, &session, mara.id, to(second.id)).unwrap().current_account, Some(second.id));
    assert_eq!(world.audit()[0].event, Event::AccountSwitched);
    assert!(matches!(change(&world, &session, mara.id, to(foreign.id)), Err(Error::Invalid(_))));
}

#[test]
fn r29_own_password_needs_the_current_one_and_the_operator_acts_before_activation_only() {
    let world = World::new();
    let account = world.client("Own");
    let group = world.default_group(account.id);
    let (_, mara) = world.join(account.id, "mara@example.com", &[group.id]);
    let session = world.person(mara.id, None);
    let new = "another river over stones";
    assert!(matches!(password(&world, &session, mara.id, new, None), Err(Error::Invalid(_))));
    assert!(matches!(password(&world, &session, mara.id, new, Some("wrong")), Err(Error::Invalid(_))));
    let changed = password(&world, &session, mara.id, new, Some(PASSWORD)).unwrap();
    assert_eq!(changed.password, Some(FakeHasher::hash_of(new)));
    assert_eq!(world.audit()[0].event, Event::PasswordSet);
    assert_eq!(password(&world, &world.operator, mara.id, new, None), Err(Error::Forbidden));
    let invited = world.invite(account.id, "tom@example.com", &[group.id]).user;
    let set = password(&world, &world.operator, invited.id, new, None).unwrap();
    assert_eq!((set.password.is_some(), set.is_activated()), (true, false), "the status stays");
    let admin = world.actor(account.id, &[ACCESS_MANAGEMENT]);
    assert_eq!(password(&world, &admin, invited.id, new, None), Err(Error::Forbidden));
}

#[test]
fn r30_a_weak_password_is_refused_before_anything_is_hashed() {
    let world = World::new();
    let account = world.client("Harbour Lane Foods");
    let (_, mara) = world.join(account.id, "mara@example.com", &[world.default_group(account.id).id]);
    let session = world.person(mara.id, None);
    let hashed = world.hasher.hashes();
    for weak in ["short", "harbour lane foods 2026", "mara lindqvist!"] {
        assert!(
            matches!(password(&world, &session, mara.id, weak, Some(PASSWORD)), Err(Error::Invalid(_))),
            "{weak}"
        );
    }
    assert_eq!(world.hasher.hashes(), hashed);
}

#[test]
fn r50_no_secret_is_in_any_record() {
    let world = World::new();
    let account = world.client("Own");
    let minted = world.invite(account.id, "mara@example.com", &[world.default_group(account.id).id]);
    let code = minted.code.unwrap().code;
    let (_, value) = world.token(account.id, &[ACCESS_MANAGEMENT]);
    let trail = format!("{:?}", world.audit());
    for secret in [code.expose(), value.expose(), PASSWORD] {
        assert!(!trail.contains(secret));
    }
}

#[test]
fn r31_r32_profiles_are_the_persons_and_the_operators() {
    let world = World::new();
    let account = world.client("Own");
    let (_, mara) = world.join(account.id, "mara@example.com", &[world.default_group(account.id).id]);
    let admin = world.actor(account.id, &[ACCESS_MANAGEMENT]);
    assert_eq!(change(&world, &admin, mara.id, renamed("Maria")), Err(Error::Forbidden));
    assert_eq!(change(&world, &world.person(mara.id, None), mara.id, renamed("Maria")).unwrap().revision, 3);
    assert_eq!(
        change(&world, &world.operator, mara.id, renamed("Maria")).unwrap().revision,
        3,
        "equal values"
    );
}

#[test]
fn favourites_are_the_persons_alone() {
    let world = World::new();
    let account = world.client("Own");
    let (_, mara) = world.join(account.id, "mara@example.com", &[world.default_group(account.id).id]);
    let favour = |who: &Arc<Principal>, account: AccountId| {
        let id = mara.id;
        world
            .write(who, move |tx, call| set_favorite(tx, call, id, account, Ok(true)))
            .map(|own| own.membership.is_favorite)
    };
    assert_eq!(favour(&world.operator, account.id), Err(Error::Forbidden));
    let session = world.person(mara.id, None);
    assert_eq!(favour(&session, account.id), Ok(true));
    assert_eq!(favour(&session, world.operations), Err(Error::NotFound));
    let id = mara.id;
    let listed = world
        .read(&session, move |tx, call| accounts(tx, call, id, &Query::everything(&OWN_FIELDS)))
        .unwrap();
    assert_eq!((listed.total, listed.items[0].membership.is_favorite), (1, true));
}

#[test]
fn r25_standing_is_the_best_of_the_memberships() {
    use crate::membership::MembershipState::{Active, Blocked, Deleted, Invited};
    let now = crate::testing::fixture::NOW;
    let glance = |state, until: Option<i64>| MembershipGlance {
        state,
        invited_until: until.map(crate::testing::fixture::at),
    };
    let status = |memberships: &[MembershipGlance]| standing_of(memberships).status(now);
    assert_eq!(status(&[]), UserStatus::New);
    assert_eq!(status(&[glance(Deleted, None)]), UserStatus::Disabled);
    assert_eq!(status(&[glance(Blocked, None)]), UserStatus::Disabled);
    assert_eq!(status(&[glance(Invited, Some(-1))]), UserStatus::InvitationExpired);
    assert_eq!(status(&[glance(Invited, Some(-1)), glance(Invited, Some(1))]), UserStatus::Invited);
    assert_eq!(
        status(&[glance(Invited, Some(1)), glance(Active, None), glance(Blocked, None)]),
        UserStatus::Active
    );
}

#[test]
fn r49_every_account_of_a_person_sees_what_the_operator_does_and_none_what_the_person_does() {
    let world = World::new();
    let accounts = [world.client("First").id, world.client("Second").id];
    let mut mara = None;
    for account in accounts {
        mara = Some(world.join(account, "mara@example.com", &[world.default_group(account).id]).1.id);
    }
    let mara = mara.unwrap();
    let viewers = || world.audit()[0].viewers.clone();
    steer(&world, &world.operator, mara, UserVerb::Block).unwrap();
    let everyone: std::collections::BTreeSet<_> = [accounts[0], accounts[1], world.operations].into();
    assert_eq!(viewers().into_iter().collect::<std::collections::BTreeSet<_>>(), everyone);
    steer(&world, &world.operator, mara, UserVerb::Unblock).unwrap();
    let inside = world.person(mara, Some(accounts[0]));
    change(&world, &inside, mara, renamed("Maria")).unwrap();
    assert_eq!(viewers(), [accounts[0]], "her own act is seen where she did it");
}

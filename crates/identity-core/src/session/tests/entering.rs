//! U5, A3 to A5, A8: entering an account, own sessions, and what others are told of a token.

use super::{authenticate, issue, mara, sign_in};
use crate::actor::Credential;
use crate::error::Error;
use crate::id::SessionId;
use crate::refusal::Refusal;
use crate::session::{Level, end_one, end_the_others, enter, list};
use crate::testing::contract::block_on;
use crate::testing::{BILLING, World};

#[test]
fn s_r6_s_r20_entering_gives_one_session_per_account_with_the_rights_there() {
    let world = World::new();
    let (user, account) = mara(&world);
    let begun = sign_in(&world, "mara@example.com").unwrap();
    let person = authenticate(&world, &issue(&world, &begun)).unwrap();
    let first = world.write(&person, move |tx, call| enter(tx, call, account)).unwrap();
    let again = world.write(&person, move |tx, call| enter(tx, call, account)).unwrap();
    assert_eq!(first.session.id, again.session.id);
    assert_eq!(first.session.expires_at, begun.session.expires_at, "it ends with the one that it lives in");
    let inside = authenticate(&world, &issue(&world, &again)).unwrap();
    assert_eq!(inside.actor.account_id(), Some(account));
    assert_eq!(inside.actor.modules, [BILLING].into());
    assert!(matches!(inside.credential, Credential::Access { .. }));
    let now = world.identity.now();
    let member = world
        .read(&world.operator, move |tx, _| Ok(tx.memberships().find_pair(account, user)?))
        .unwrap()
        .unwrap();
    assert_eq!(member.stamps.access.map(|stamp| stamp.at), Some(now), "lastAccessed");
    assert_eq!(member.revision, 2, "and no change of the membership");
}

#[test]
fn s_r3_s_r20_an_account_that_cannot_be_entered_is_one_answer() {
    let world = World::new();
    let (_, own) = mara(&world);
    let begun = sign_in(&world, "mara@example.com").unwrap();
    let person = authenticate(&world, &issue(&world, &begun)).unwrap();
    let foreign = world.client("Foreign").id;
    let invited = world.client("Invited").id;
    world.invite(invited, "mara@example.com", &[world.default_group(invited).id]);
    for account in [foreign, invited, crate::id::AccountId::new(99_999_998)] {
        let refused = world.write(&person, move |tx, call| enter(tx, call, account)).err();
        assert_eq!(refused, Some(Error::Refused(Refusal::TenantAccessDenied)), "{account}");
    }
    let inside = world.write(&person, move |tx, call| enter(tx, call, own)).unwrap();
    let access = authenticate(&world, &issue(&world, &inside)).unwrap();
    let refused = world.write(&access, move |tx, call| enter(tx, call, own)).err();
    assert_eq!(refused, Some(Error::Unauthenticated), "an access token enters nothing (S-R1)");
}

#[test]
fn s_r46_people_see_and_end_their_own_sessions_alone() {
    let world = World::new();
    let (_, account) = mara(&world);
    let group = world.default_group(account).id;
    world.join(account, "tom@example.com", &[group]);
    let sign = |email: &str| {
        let begun = sign_in(&world, email).unwrap();
        let token = issue(&world, &begun);
        (begun.session.id, authenticate(&world, &token).unwrap())
    };
    let (toms, _) = sign("tom@example.com");
    let (first, own) = sign("mara@example.com");
    let (second, other) = sign("mara@example.com");
    let seen = world.read(&own, list).unwrap();
    assert!(seen.iter().all(|session| session.id != toms));
    assert!([first, second].iter().all(|id| seen.iter().any(|session| session.id == *id)));
    for foreign in [toms, SessionId::new(99_999_998)] {
        let refused = world.write(&own, move |tx, call| end_one(tx, call, foreign));
        assert_eq!(refused, Err(Error::NotFound));
    }
    world.write(&own, move |tx, call| end_one(tx, call, second)).unwrap();
    assert_eq!(world.write(&other, |_, _| Ok(())), Err(Error::Unauthenticated));
    let inside = world.write(&own, move |tx, call| enter(tx, call, account)).unwrap().session.id;
    sign("mara@example.com");
    world.write(&own, end_the_others).unwrap();
    let left: Vec<_> = world.read(&own, list).unwrap().into_iter().map(|session| session.id).collect();
    assert_eq!(left, [first, inside], "the current one with what lives in it");
}

#[test]
fn s_r44_others_are_told_of_tokens_of_their_own_account_alone() {
    let world = World::new();
    let (_, account) = mara(&world);
    let foreign = world.client("Foreign").id;
    let begun = sign_in(&world, "mara@example.com").unwrap();
    let auth = issue(&world, &begun);
    let person = authenticate(&world, &auth).unwrap();
    let inside = world.write(&person, move |tx, call| enter(tx, call, account)).unwrap();
    let access = issue(&world, &inside);
    let own = world.actor(account, &[BILLING]);
    let stranger = world.actor(foreign, &[BILLING]);
    let active = |caller, token: &crate::secret::Secret| {
        block_on(world.identity.introspect(caller, token.expose())).unwrap().is_some()
    };
    assert!(active(&own, &access) && !active(&stranger, &access) && active(&world.operator, &access));
    assert!(!active(&own, &auth) && active(&world.operator, &auth), "person-level ones are foreign");
    assert!(!active(&world.operator, &crate::secret::Secret::new("nonsense".into())));
    let (_, api) = world.token(account, &[BILLING]);
    assert!(active(&own, &api) && !active(&stranger, &api));
    assert!(matches!(inside.session.level, Level::Web { .. }));
}

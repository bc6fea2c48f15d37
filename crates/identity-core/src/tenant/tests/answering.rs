//! Invitations at the pages: what they say, accepting and declining them by their code (U7, U8, S-R38 to S-R40).

use std::sync::Arc;
use std::time::Duration;

use crate::account::{AccountInput, AccountVerb};
use crate::actor::Principal;
use crate::error::Error;
use crate::id::AccountId;
use crate::membership::{MembershipState, Minted};
use crate::refusal::Refusal;
use crate::state::Repeat;
use crate::tenant::{Invitee, accept_invitation, decline_invitation, invitee};
use crate::testing::World;

fn invite(world: &World, account: AccountId, email: &str) -> (Minted, String) {
    let minted = world.invite(account, email, &[world.default_group(account).id]);
    let code = minted.code.as_ref().unwrap().code.expose().to_owned();
    (minted, code)
}

fn look(world: &World, code: &str) -> Result<Invitee, Error> {
    let code = code.to_owned();
    world.read(&Arc::new(Principal::system()), move |tx, call| invitee(tx, call, &code))
}

fn decline(world: &World, who: &Arc<Principal>, code: &str) -> Result<(), Error> {
    let code = code.to_owned();
    world.write(who, move |tx, call| decline_invitation(tx, call, &code))
}

fn accept(world: &World, who: &Arc<Principal>, code: &str) -> Result<(), Error> {
    let code = code.to_owned();
    world.write(who, move |tx, call| accept_invitation(tx, call, Ok(&code)).map(drop))
}

#[test]
fn s_r38_s_r39_looking_says_who_is_invited_into_what_and_uses_nothing_up() {
    let world = World::new();
    let account = world.client("Harbour Lane Foods").id;
    let (_, code) = invite(&world, account, "mara@example.com");
    for _ in 0..3 {
        let seen = look(&world, &code).unwrap();
        assert_eq!(seen.invitation.tenant_name, "Harbour Lane Foods");
        assert_eq!(seen.invitation.email, "mara@example.com");
        assert!(!seen.is_activated);
    }
    let known = world.client("Other").id;
    world.join(known, "kari@example.com", &[world.default_group(known).id]);
    let (_, code) = invite(&world, account, "kari@example.com");
    assert!(look(&world, &code).unwrap().is_activated);
    assert_eq!(look(&world, "nobody's").err(), Some(Error::NotFound));
    world.clock.advance(Duration::from_secs(7 * 24 * 60 * 60));
    assert_eq!(look(&world, &code).err(), Some(Refusal::InviteExpired.into()));
}

#[test]
fn s_r40_the_invited_person_declines_and_the_code_is_dead() {
    let world = World::new();
    let home = world.client("Home").id;
    let (_, kari) = world.join(home, "kari@example.com", &[world.default_group(home).id]);
    let (_, mara) = world.join(home, "mara@example.com", &[world.default_group(home).id]);
    let (kari, mara) = (world.person(kari.id, None), world.person(mara.id, None));
    let (minted, code) = invite(&world, world.client("Harbour Lane Foods").id, "kari@example.com");
    assert_eq!(decline(&world, &mara, &code).err(), Some(Refusal::InviteEmailMismatch.into()));
    assert!(look(&world, &code).is_ok(), "nothing happened");
    decline(&world, &kari, &code).unwrap();
    let id = minted.membership.id;
    let membership = world.read(&world.operator, move |tx, _| Ok(tx.memberships().find(id)?)).unwrap();
    assert_eq!(membership.unwrap().state, MembershipState::Deleted);
    assert_eq!(look(&world, &code).err(), Some(Error::NotFound));
    assert_eq!(accept(&world, &kari, &code).err(), Some(Error::NotFound));
}

#[test]
fn s_r40_what_was_accepted_is_not_declined_any_more() {
    let world = World::new();
    let home = world.client("Home").id;
    let (_, kari) = world.join(home, "kari@example.com", &[world.default_group(home).id]);
    let kari = world.person(kari.id, None);
    let account = world.client("Harbour Lane Foods").id;
    let (_, code) = invite(&world, account, "kari@example.com");
    accept(&world, &kari, &code).unwrap();
    assert_eq!(decline(&world, &kari, &code).err(), Some(Refusal::InviteUsed.into()));
    assert_eq!(look(&world, &code).err(), Some(Refusal::InviteUsed.into()));
    assert_eq!(accept(&world, &kari, &code), Ok(()), "repeating changes nothing");
    let (_, code) = invite(&world, world.client("Closed").id, "kari@example.com");
    let closed = look(&world, &code).unwrap().invitation.tenant;
    world
        .write(&world.operator, move |tx, call| {
            let nothing = AccountInput::default();
            crate::account::steer(tx, call, closed, AccountVerb::Disable, Ok(&nothing), Repeat::Refuse)
        })
        .unwrap();
    assert_eq!(decline(&world, &kari, &code).err(), Some(Error::NotFound));
}

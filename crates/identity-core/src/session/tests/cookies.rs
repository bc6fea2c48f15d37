//! Cookies: sessions at person level by possession (S-R2, S-R6).

use std::time::Duration;

use super::{from, mara};
use crate::error::Error;
use crate::secret::Secret;
use crate::session::{Begun, Continued, PERSON_SPAN, SignIn, Visitor, end_one};
use crate::testing::contract::block_on;
use crate::testing::{PASSWORD, World};
use crate::timestamp::Timestamp;
use crate::user::UserVerb;

fn sign_in(world: &World) -> Begun {
    let (email, password) = ("mara@example.com".to_owned(), Secret::new(PASSWORD.to_owned()));
    let input = SignIn { email, password, otp: None };
    block_on(world.identity.sign_in(from("192.0.2.1"), input, Continued::ByCookie)).unwrap()
}

fn visit(world: &World, begun: &Begun) -> Result<Visitor, Error> {
    let cookie = begun.secret.as_ref().unwrap();
    block_on(world.identity.authenticate_cookie(cookie.expose()))
}

fn expires_at(world: &World, begun: &Begun) -> Timestamp {
    let id = begun.session.id;
    world.read(&world.operator, move |tx, _| Ok(tx.sessions().find(id)?)).unwrap().unwrap().expires_at
}

#[test]
fn a_cookie_is_the_person_alone_and_no_bearer_credential() {
    let world = World::new();
    let (user, _) = mara(&world);
    let begun = sign_in(&world);
    let visitor = visit(&world, &begun).unwrap();
    assert_eq!((visitor.principal.actor.person(), visitor.principal.actor.account), (Some(user), None));
    assert_eq!(visitor.principal.credential.session(), Some(begun.session.id));
    assert_eq!(visitor.email.to_string(), "mara@example.com");
    let cookie = begun.secret.unwrap();
    let as_bearer = block_on(world.identity.authenticate(cookie.expose()));
    assert_eq!(as_bearer.err(), Some(Error::Unauthenticated));
}

#[test]
fn s_r1_nothing_else_is_a_cookie() {
    let world = World::new();
    mara(&world);
    let begun = sign_in(&world);
    let cookie = begun.secret.as_ref().unwrap().expose().to_owned();
    let other = format!("{}{}", &cookie[..cookie.len() - 1], if cookie.ends_with('A') { 'B' } else { 'A' });
    let as_refresh = cookie.replace("web_", "rft_");
    for bad in ["", "web_", &other, &as_refresh, &cookie[4..], world.operator_token.expose()] {
        let refused = block_on(world.identity.authenticate_cookie(bad));
        assert_eq!(refused.err(), Some(Error::Unauthenticated), "{bad}");
    }
    assert!(visit(&world, &begun).is_ok(), "the control");
}

#[test]
fn s_r2_what_ended_or_blocks_the_person_refuses_the_cookie_at_once() {
    let world = World::new();
    let (user, _) = mara(&world);
    let (first, second) = (sign_in(&world), sign_in(&world));
    let (visitor, id) = (visit(&world, &first).unwrap(), first.session.id);
    world.write(&visitor.principal, move |tx, call| end_one(tx, call, id)).unwrap();
    assert_eq!(visit(&world, &first).err(), Some(Error::Unauthenticated));
    assert!(visit(&world, &second).is_ok());
    world
        .write(&world.operator, move |tx, call| crate::user::block(tx, call, user, UserVerb::Block))
        .unwrap();
    assert_eq!(visit(&world, &second).err(), Some(Error::Unauthenticated));
}

#[test]
fn s_r6_a_use_begins_the_idle_time_again_and_is_noted_once_a_minute() {
    let world = World::new();
    mara(&world);
    let begun = sign_in(&world);
    let first = expires_at(&world, &begun);
    world.clock.advance(Duration::from_secs(59));
    visit(&world, &begun).unwrap();
    assert_eq!(expires_at(&world, &begun), first);
    world.clock.advance(Duration::from_secs(1));
    visit(&world, &begun).unwrap();
    assert_eq!(expires_at(&world, &begun), world.identity.now().plus(PERSON_SPAN.idle));
    world.clock.advance(PERSON_SPAN.idle);
    assert_eq!(visit(&world, &begun).err(), Some(Error::Unauthenticated), "unused for too long");
}

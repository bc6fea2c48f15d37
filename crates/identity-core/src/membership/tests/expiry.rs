//! Invitations that end unanswered, R18, R48, and who reads which name of an invited person, R20.

use super::*;
use crate::actor::Principal;
use crate::audit::AuditRecord;

fn expired(world: &World) -> Vec<AuditRecord> {
    world.audit().into_iter().filter(|record| record.event == Event::InviteExpired).collect()
}

fn note(world: &World) -> u32 {
    block_on(world.identity.note_expired_invitations()).unwrap()
}

fn renew(world: &World, membership: &Membership) -> Result<Minted, Error> {
    let key = own(membership);
    world.write(&world.operator, move |tx, call| send_again(tx, call, key, MembershipVerb::SendNew))
}

fn stored(world: &World, id: MembershipId) -> Membership {
    world.read(&world.operator, move |tx, _| Ok(tx.memberships().find(id)?.unwrap())).unwrap()
}

/// One record per expired invitation, by the system; a renewed invitation may expire again.
#[test]
fn r48_an_invitation_expires_once_until_it_is_renewed() {
    let world = World::new();
    let account = world.client("Own");
    let group = world.default_group(account.id);
    let minted = world.invite(account.id, "mara@example.com", &[group.id]);
    world.join(account.id, "tom@example.com", &[group.id]);
    world.clock.advance(INVITATION_SPAN.saturating_sub(Duration::from_secs(60)));
    assert_eq!((note(&world), expired(&world).len()), (0, 0), "it is open still");
    world.clock.advance(Duration::from_secs(60));
    assert_eq!((note(&world), note(&world)), (1, 0));
    let records = expired(&world);
    let [record] = records.as_slice() else { panic!("{records:?}") };
    assert_eq!(record.object.id, minted.membership.id.to_string());
    assert_eq!((record.actor.id.as_ref(), record.actor.name.as_str()), (None, "System"));
    assert_eq!(record.viewers, [account.id]);
    let after = stored(&world, minted.membership.id);
    assert_eq!(after.revision, minted.membership.revision, "nobody changed it");

    renew(&world, &minted.membership).unwrap();
    assert_eq!((note(&world), expired(&world).len()), (0, 1));
    world.clock.advance(INVITATION_SPAN);
    assert_eq!((note(&world), note(&world), expired(&world).len()), (1, 0, 2));
}

/// Many that end at once are noted in bounded transactions, each exactly once.
#[test]
fn r48_expiry_is_noted_batch_by_batch() {
    let world = World::new();
    let account = world.client("Own");
    let group = world.default_group(account.id);
    for n in 0..103 {
        world.invite(account.id, &format!("m{n}@example.com"), &[group.id]);
    }
    world.clock.advance(INVITATION_SPAN);
    assert_eq!([note(&world), note(&world), note(&world)], [100, 3, 0]);
}

/// What is declined, removed or accepted in time never expires.
#[test]
fn r48_an_answered_invitation_does_not_expire() {
    let world = World::new();
    let account = world.client("Own");
    let group = world.default_group(account.id);
    let declined = world.invite(account.id, "mara@example.com", &[group.id]);
    let removed = world.invite(account.id, "tom@example.com", &[group.id]);
    let invitee = world.person(declined.user.id, None);
    let key = own(&declined.membership);
    world.write(&invitee, move |tx, call| decline(tx, call, key)).unwrap();
    remove_as(&world, &world.operator, &removed.membership).unwrap();
    world.join(account.id, "ida@example.com", &[group.id]);
    world.clock.advance(INVITATION_SPAN);
    assert_eq!(note(&world), 0);
}

/// The account reads the names that the inviter gave, in the audit trail too.
#[test]
fn r20_records_of_an_invited_person_have_the_given_name() {
    let world = World::new();
    let (first, second) = (world.client("First"), world.client("Second"));
    world.join(first.id, "mara@example.com", &[world.default_group(first.id).id]);
    let mut input = World::invitation("mara@example.com", &[world.default_group(second.id).id]);
    input.profile.first_name = sent("Given");
    let minted = invite_as(&world, &world.operator, Some(second.id), input).unwrap();
    assert_eq!(world.audit()[0].object.name, "Given Lindqvist");
    let session: Arc<Principal> = world.person(minted.user.id, None);
    accept_as(&world, &session, &minted.membership).unwrap();
    assert_eq!(
        (world.audit()[0].event, world.audit()[0].object.name.as_str()),
        (Event::MemberJoined, "Mara Lindqvist")
    );
}

/// Expiry is checked when the invitation is used, not when the job comes by (R18).
#[test]
fn r18_expiry_does_not_wait_for_the_job() {
    let world = World::new();
    let (first, second) = (world.client("First"), world.client("Second"));
    world.join(first.id, "mara@example.com", &[world.default_group(first.id).id]);
    let known = world.invite(second.id, "mara@example.com", &[world.default_group(second.id).id]);
    let new = world.invite(second.id, "tom@example.com", &[world.default_group(second.id).id]);
    world.clock.advance(INVITATION_SPAN);
    let session = world.person(known.user.id, None);
    assert!(matches!(accept_as(&world, &session, &known.membership), Err(Error::Transition { .. })));
    assert!(matches!(by_code(&world, &new, &code_of(&new)), Err(Error::Invalid(_))));
    assert_eq!(status_of(&world, new.user.id), UserStatus::InvitationExpired);
}

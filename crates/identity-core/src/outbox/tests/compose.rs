//! What notices become, and which are dropped.

use crate::id::UserId;
use crate::membership::Membership;
use crate::outbox::{Delivery, Letter, Notice, reset_seal_context};
use crate::port::{CodeKind, Mail, TokenMinter as _};
use crate::secret::Secret;
use crate::testing::World;
use crate::testing::contract::block_on;
use crate::testing::fakes::FakeMinter;
use crate::testing::fixture::parsed;
use crate::user::{SettingsInput, User, UserInput, update};
use crate::value::{EmailAddress, Member};

/// A member of an account named Own, and nothing in the outbox.
fn member() -> (World, Membership, User) {
    let world = World::new();
    let account = world.client("Own");
    let (membership, user) =
        world.join(account.id, "mara@example.com", &[world.default_group(account.id).id]);
    block_on(world.identity.deliver_mail(&world.mailer)).unwrap();
    (world, membership, user)
}

/// Delivers one notice; the mail that came of it, if any did.
fn delivered(world: &World, notice: Notice) -> Option<Mail> {
    let before = world.mailer.sent().len();
    push(world, notice);
    let round = block_on(world.identity.deliver_mail(&world.mailer)).unwrap();
    assert_eq!(round, Delivery { done: 1, ..Delivery::default() });
    world.mailer.sent().into_iter().nth(before)
}

fn push(world: &World, notice: Notice) {
    world.write(&world.operator, move |tx, call| Ok(tx.outbox().push(&notice, call.now)?)).unwrap();
}

fn sealed(world: &World, user: UserId, code: &Secret) -> Notice {
    let code = code.clone();
    let sealed_code = world.read(&world.operator, move |_, call| {
        Ok(call.tools.sealer.seal(&reset_seal_context(user), &code).unwrap())
    });
    Notice::PasswordReset { user, sealed_code: sealed_code.unwrap() }
}

#[test]
fn an_invitation_names_the_person_who_invites() {
    let (world, membership, mara) = member();
    let admin = world.person(mara.id, Some(membership.account));
    let groups: Vec<_> = membership.groups.iter().copied().collect();
    let input = World::invitation("kim@example.com", &groups);
    let account = membership.account;
    world
        .write(&admin, move |tx, call| crate::membership::invite(tx, call, Some(account), Ok(&input)))
        .unwrap();
    block_on(world.identity.deliver_mail(&world.mailer)).unwrap();
    let mails = world.mailer.sent();
    let Letter::Invitation { account, inviter, .. } = &mails.last().unwrap().letter else {
        panic!("another letter")
    };
    assert_eq!((account.as_str(), inviter.as_deref()), ("Own", Some("Mara Lindqvist")));
}

#[test]
fn s_r14_the_link_of_a_reset_has_the_code_and_the_configured_address() {
    let (world, _, mara) = member();
    let minted = FakeMinter::default().code(CodeKind::Reset);
    let (code, user) = (minted.value, mara.id);
    assert!(
        delivered(&world, sealed(&world, mara.id, &code)).is_none(),
        "a code that was never the person's"
    );
    world
        .write(&world.operator, move |tx, call| {
            let reset = crate::reset::Reset::new(user, call.now).mailed(minted.digest, call.now);
            Ok(tx.resets().put(&reset.unwrap())?)
        })
        .unwrap();
    let mail = delivered(&world, sealed(&world, mara.id, &code)).unwrap();
    assert_eq!((mail.to.as_str(), mail.product.as_str()), ("mara@example.com", "Identity"));
    let Letter::PasswordReset { link, minutes } = mail.letter else { panic!("another letter") };
    let expected = format!("http://127.0.0.1:8080/reset-password?code={}", code.expose());
    assert!(link.expose() == expected);
    assert_eq!(minutes, 15);
    let invitation = FakeMinter::default().code(CodeKind::Invitation).value;
    assert!(delivered(&world, sealed(&world, mara.id, &invitation)).is_none(), "a code of another kind");
}

#[test]
fn s_r10_s_r19_people_are_told_of_a_void_password_and_of_a_new_pin() {
    let (world, membership, mara) = member();
    let voided = delivered(&world, Notice::PasswordVoided { user: mara.id }).unwrap();
    assert!(matches!(voided.letter, Letter::PasswordVoided));
    assert_eq!(voided.to, mara.email);
    let pin = delivered(&world, Notice::PinSet { membership: membership.id }).unwrap();
    assert!(matches!(pin.letter, Letter::PinSet { account, days: 7 } if account == "Own"));
    assert_eq!(pin.to, mara.email);
}

#[test]
fn the_language_is_the_persons_own() {
    let (world, _, mara) = member();
    let id = mara.id;
    let notice = Notice::PasswordChanged { user: id };
    assert_eq!(delivered(&world, notice.clone()).unwrap().language, None);
    let settings = SettingsInput { language_code: Member::Value("de-AT".into()), ..SettingsInput::default() };
    let german = UserInput { settings: Member::Value(settings), ..UserInput::default() };
    world.write(&world.operator, move |tx, call| update(tx, call, id, Ok(&german))).unwrap();
    assert_eq!(delivered(&world, notice).unwrap().language, Some(parsed("de-AT")));
}

#[test]
fn s_r34_an_internal_address_is_never_mailed() {
    let (world, membership, mara) = member();
    let mut nameless = mara.clone();
    nameless.email = EmailAddress::from_stored("ausr-4821-0034-7719@users.invalid".into());
    world.write(&world.operator, move |tx, _| Ok(tx.users().update(&nameless)?)).unwrap();
    let code = FakeMinter::default().code(CodeKind::Reset).value;
    for notice in [
        Notice::PinSet { membership: membership.id },
        Notice::Added { membership: membership.id },
        Notice::Removed { membership: membership.id },
        Notice::PasswordChanged { user: mara.id },
        Notice::PasswordVoided { user: mara.id },
        sealed(&world, mara.id, &code),
    ] {
        assert!(delivered(&world, notice.clone()).is_none(), "{notice:?}");
    }
}

//! Delivery when the mail system says no.

use crate::outbox::Delivery;
use crate::port::{MailError, MockMailer};
use crate::testing::World;
use crate::testing::contract::block_on;

fn world_with_a_mail() -> World {
    let world = World::new();
    let account = world.client("Own");
    world.invite(account.id, "mara@example.com", &[world.default_group(account.id).id]);
    world
}

#[test]
fn a_mail_that_is_refused_for_good_is_given_up_at_once() {
    let world = world_with_a_mail();
    let mut mailer = MockMailer::new();
    mailer.expect_send().once().returning(|_| Err(MailError::Permanent("no such mailbox".into())));
    let round = block_on(world.identity.deliver_mail(&mailer)).unwrap();
    assert_eq!(round, Delivery { given_up: 1, ..Delivery::default() });
    assert_eq!(
        block_on(world.identity.deliver_mail(&mailer)).unwrap(),
        Delivery::default(),
        "nothing is left"
    );
}

#[test]
fn a_mail_is_tried_with_growing_pauses_and_then_given_up() {
    let world = world_with_a_mail();
    let mut mailer = MockMailer::new();
    mailer.expect_send().times(16).returning(|_| Err(MailError::Transient("try later".into())));
    let mut pauses = Vec::new();
    loop {
        let round = block_on(world.identity.deliver_mail(&mailer)).unwrap();
        if round.given_up == 1 {
            break;
        }
        assert_eq!(round.postponed, 1);
        let mut waited_secs = 0;
        while block_on(world.identity.store().read(crate::port::Reading::Point, {
            let now = world.identity.now();
            move |tx| Ok(tx.outbox().due(now, 1)?.is_empty())
        }))
        .unwrap()
        {
            world.clock.advance(std::time::Duration::from_secs(5));
            waited_secs += 5;
        }
        pauses.push(waited_secs);
    }
    assert_eq!(pauses.len(), 15);
    assert_eq!(pauses.first(), Some(&5));
    assert!(pauses.is_sorted() && pauses.last() == Some(&(4 * 60 * 60)), "{pauses:?}");
}

#[test]
fn a_mail_that_another_node_took_is_left_alone_until_that_node_must_have_ended() {
    let world = world_with_a_mail();
    let taken = world.identity.now().plus(std::time::Duration::from_secs(120));
    block_on(world.identity.store().write({
        let now = world.identity.now();
        move |tx| {
            let mail = tx.outbox().due(now, 1)?.pop();
            assert!(tx.outbox().claim(mail.unwrap().sequence, now, taken)?);
            Ok(())
        }
    }))
    .unwrap();
    let mut mailer = MockMailer::new();
    mailer.expect_send().once().returning(|_| Ok(()));
    assert_eq!(block_on(world.identity.deliver_mail(&mailer)).unwrap(), Delivery::default());
    world.clock.advance(std::time::Duration::from_secs(120));
    let round = block_on(world.identity.deliver_mail(&mailer)).unwrap();
    assert_eq!(round, Delivery { done: 1, ..Delivery::default() });
}

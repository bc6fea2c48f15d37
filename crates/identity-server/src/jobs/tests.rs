//! Jobs over the store in memory.

use async_trait::async_trait;
use identity_core::audit::{self, Event};
use identity_core::id::{AccountId, UserId};
use identity_core::list::Query;
use identity_core::outbox::Notice;
use identity_core::port::{Mail, MailError, Reading};
use identity_core::testing::fixture::{self, Rows};
use tokio::sync::mpsc;

use super::*;
use crate::bootstrap;
use crate::config::BootstrapConfig;
use crate::stage::{Stage, stage};

struct Channel(mpsc::UnboundedSender<Mail>);

#[async_trait]
impl Mailer for Channel {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        self.0.send(mail).map_err(|error| MailError::Transient(error.to_string()))
    }
}

async fn notify(stage: &Stage, user: UserId) {
    let now = stage.identity.now();
    let push = move |tx: &mut dyn identity_core::port::Transaction| {
        Ok(tx.outbox().push(&Notice::PasswordChanged { user }, now)?)
    };
    stage.identity.store().write(push).await.unwrap();
}

#[tokio::test]
async fn mail_is_delivered_until_the_end_and_uses_are_written_at_the_end() {
    let stage = stage().await;
    let fresh = bootstrap::fill(&stage.identity, &BootstrapConfig::default()).await.unwrap().unwrap();
    let (sender, mut delivered) = mpsc::unbounded_channel();
    let jobs = Jobs::start(&stage.identity, Box::new(Channel(sender)));
    for _ in 0..2 {
        notify(&stage, fresh.made.administrator).await;
        let mail = delivered.recv().await.unwrap();
        assert_eq!(mail.to.as_str(), "admin@example.com");
    }
    stage.identity.authenticate(fresh.token.expose()).await.unwrap();
    jobs.stop().await;
    assert!(delivered.recv().await.is_none(), "the mail job still runs");
    let token = fresh.made.token;
    let stored = stage.identity.store().read(Reading::Point, move |tx| Ok(tx.api_tokens().find(token)?));
    assert_eq!(stored.await.unwrap().unwrap().last_access_at, Some(stage.identity.now()));
}

/// What the audit trail has, newest first.
async fn events(stage: &Stage) -> Vec<Event> {
    let everything = Query::everything(&audit::FIELDS);
    let page = stage
        .identity
        .store()
        .read(Reading::Scan, move |tx| Ok(tx.audit().page(&audit::AuditScope::All, &everything)?));
    page.await.unwrap().items.into_iter().map(|record| record.event).collect()
}

/// The first round comes at the start, so what ended while nobody ran is noted then.
#[tokio::test]
async fn invitations_that_ended_while_nobody_ran_are_noted() {
    let stage = stage().await;
    let own = fixture::group(1, AccountId::new(1));
    let member = fixture::membership(1, own.account, UserId::new(1), [own.id]);
    let rows = Rows {
        accounts: vec![fixture::account(1)],
        users: vec![fixture::user(1)],
        memberships: vec![fixture::invited(member, -1)],
        groups: vec![own],
        ..Rows::default()
    };
    stage.identity.store().write(move |tx| rows.insert(tx)).await.unwrap();
    let (sender, _mails) = mpsc::unbounded_channel();
    let jobs = Jobs::start(&stage.identity, Box::new(Channel(sender)));
    let noted = async {
        while events(&stage).await.is_empty() {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(30), noted).await.unwrap();
    jobs.stop().await;
    assert_eq!(events(&stage).await, [Event::InviteExpired]);
}

#[tokio::test]
async fn devices_that_nobody_linked_vanish() {
    let stage = stage().await;
    let rows = Rows {
        accounts: vec![fixture::account(1)],
        devices: vec![fixture::device(1, AccountId::new(1))],
        ..Rows::default()
    };
    stage.identity.store().write(move |tx| rows.insert(tx)).await.unwrap();
    stage.clock.advance(Duration::from_secs(25 * 60 * 60));
    let (sender, _mails) = mpsc::unbounded_channel();
    let jobs = Jobs::start(&stage.identity, Box::new(Channel(sender)));
    let vanished = async {
        while events(&stage).await.is_empty() {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(30), vanished).await.unwrap();
    jobs.stop().await;
    assert_eq!(events(&stage).await, [Event::DeviceExpired]);
}

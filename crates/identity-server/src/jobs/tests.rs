//! Jobs over the store in memory.

use async_trait::async_trait;
use identity_core::id::UserId;
use identity_core::outbox::Notice;
use identity_core::port::{Mail, MailError};
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
    let stored = stage
        .identity
        .store()
        .read(identity_core::port::Reading::Point, move |tx| Ok(tx.api_tokens().find(token)?));
    assert_eq!(stored.await.unwrap().unwrap().last_access_at, Some(stage.identity.now()));
}

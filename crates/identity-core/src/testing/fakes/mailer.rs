//! A mail system that keeps what it is given.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use crate::port::{Mail, MailError, Mailer};

/// Collects mail; can be told to refuse some first.
#[derive(Default)]
pub struct MemoryMailer(Mutex<Inbox>);

#[derive(Default)]
struct Inbox {
    mails: Vec<Mail>,
    failures_left: u32,
}

impl std::fmt::Debug for MemoryMailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MemoryMailer").field("mails", &self.inbox().mails.len()).finish_non_exhaustive()
    }
}

impl MemoryMailer {
    /// Lets the next `count` deliveries fail for now.
    pub fn fail_next(&self, count: u32) {
        self.inbox().failures_left = count;
    }

    /// What was taken over so far, oldest first.
    pub fn sent(&self) -> Vec<Mail> {
        self.inbox().mails.clone()
    }

    fn inbox(&self) -> MutexGuard<'_, Inbox> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Mailer for MemoryMailer {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        let mut inbox = self.inbox();
        if inbox.failures_left > 0 {
            inbox.failures_left -= 1;
            return Err(MailError::Transient("asked for by the test".into()));
        }
        inbox.mails.push(mail);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::Letter;
    use crate::testing::contract::block_on;
    use crate::testing::fixture::parsed;

    #[test]
    fn keeps_what_it_did_not_refuse() {
        let mailer = MemoryMailer::default();
        mailer.fail_next(1);
        let mail = Mail {
            id: "1".into(),
            to: parsed("a@example.com"),
            language: None,
            product: "Identity".into(),
            letter: Letter::PasswordChanged,
        };
        assert!(block_on(mailer.send(mail.clone())).is_err());
        assert!(mailer.sent().is_empty());
        assert_eq!(block_on(mailer.send(mail)), Ok(()));
        assert_eq!(mailer.sent().len(), 1);
    }
}

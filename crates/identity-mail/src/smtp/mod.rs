//! Mail to an SMTP server.

use std::net::Ipv4Addr;
use std::time::Duration;

use async_trait::async_trait;
use identity_core::port::{Mail, MailError, Mailer};
use lettre::transport::smtp::Error;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};

use crate::MailConfigError;
use crate::message::{Sender, one_line};

/// How long one delivery may take, from the connection to the server's last word.
const DEADLINE: Duration = Duration::from_secs(60);
/// How much of a server's answer is told.
const ANSWER_CHARS_MAX: usize = 300;

/// Hands every message over on a connection of its own.
pub(crate) struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    sender: Sender,
    deadline: Duration,
}

impl SmtpMailer {
    /// A mailer for `smtp://` and `smtps://` addresses, as [`connect`](crate::connect) describes them.
    ///
    /// # Errors
    /// [`MailConfigError::Address`].
    pub(crate) fn new(url: &str, sender: Sender) -> Result<Self, MailConfigError> {
        check(url).map_err(|why| MailConfigError::Address(why.into()))?;
        // The error of a wrong address says what is wrong with it and does not repeat it.
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|error| MailConfigError::Address(one_line(&error.to_string())))?;
        Ok(Self { transport: builder.build(), sender, deadline: DEADLINE })
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        let message = self.sender.compose(&mail)?;
        // The transport bounds the connection alone; a server that falls silent later must not hold the queue up.
        match tokio::time::timeout(self.deadline, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(failure(&error)),
            Err(_) => Err(MailError::Transient("the mail server did not answer in time".into())),
        }
    }
}

/// Refuses what the transport would silently read in another way than its writer meant.
fn check(url: &str) -> Result<(), &'static str> {
    let (address, options) =
        url.split_once('?').map_or((url, None), |(address, options)| (address, Some(options)));
    let (scheme, rest) = address.split_once("://").unwrap_or_default();
    let is_encrypted = match (scheme, options) {
        ("smtps", None) | ("smtp", Some("tls=required")) => true,
        ("smtp", None) => false,
        _ => return Err("the only option is ?tls=required, with smtp://"),
    };
    let authority = rest.split('/').next().unwrap_or_default();
    let (credentials, host) =
        authority.rsplit_once('@').map_or((None, authority), |(credentials, host)| (Some(credentials), host));
    if host.starts_with('[') {
        return Err("an IPv6 server needs a name");
    }
    if let Some(credentials) = credentials {
        let (name, password) = credentials.split_once(':').unwrap_or_default();
        if name.is_empty() || password.is_empty() {
            return Err("credentials are a name and a password");
        }
        let name = host.split(':').next().unwrap_or_default();
        let is_local =
            name == "localhost" || name.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback());
        if !is_encrypted && !is_local {
            return Err("credentials need ?tls=required or smtps://");
        }
    }
    Ok(())
}

/// Only an answer about the message itself is final: 550 to 553, 555 and 556. Other refusals (bad credentials, a
/// blocked client, 554, which some servers greet with) are about the connection or the configuration; they pass when
/// those are mended, and nothing should be lost until then.
fn failure(error: &Error) -> MailError {
    let text = one_line(&error.to_string()).chars().take(ANSWER_CHARS_MAX).collect();
    match error.status().map(u16::from) {
        Some(550..=553 | 555 | 556) => MailError::Permanent(text),
        _ => MailError::Transient(text),
    }
}

#[cfg(test)]
mod sink;
#[cfg(test)]
mod tests;

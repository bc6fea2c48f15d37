//! E-mail out of identity-core's outbox: SMTP, or a folder of .eml files.
//!
//! Delivery is at least once. A repeated message carries the same Message-ID, and in a folder it replaces its own
//! file.

mod folder;
mod message;
mod smtp;
mod words;

use std::path::Path;

use identity_core::port::Mailer;

use self::folder::FolderMailer;
use self::message::Sender;
use self::smtp::SmtpMailer;
use self::words::Words;

/// Why no mailer could be made. The text never holds a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailConfigError {
    /// The address of the mail system is of no known kind.
    #[error(
        "mail goes to file://folder, smtp://host:port, smtp://host:port?tls=required or smtps://host:port"
    )]
    Scheme,
    /// The address of the mail system is wrong in a way that the text says.
    #[error("the mail address cannot be used: {0}")]
    Address(String),
    /// The sender is no address that others could answer to.
    #[error("the sender must be an e-mail address of an ASCII domain, such as `Name <name@example.com>`")]
    Sender,
    /// A template cannot be used; the text names the file and the line.
    #[error("{0}")]
    Template(String),
}

/// Makes the mailer that `url` asks for; `from` is the sender of every message, with or without a display name, and
/// `templates` a folder of the operator's own words, in place of those that come with this crate.
///
/// - `file://folder` writes one .eml file per message; `file:///folder` is an absolute path. Nothing is unescaped.
/// - `smtp://host:port` talks to a sink on the same machine or network without encryption (default port 25).
///   Credentials are accepted for the same machine only, because they would cross the network in the clear.
/// - `smtp://host:port?tls=required` insists on STARTTLS (default port 587).
/// - `smtps://host:port` speaks TLS from the start (default port 465).
///
/// Credentials stand before the host, percent-encoded: `smtps://name:password@host`. A path is the name that the
/// client greets with (EHLO). Certificates are checked against those that the machine trusts.
///
/// # Errors
/// [`MailConfigError`]; nothing is connected or written yet.
pub fn connect(url: &str, from: &str, templates: Option<&Path>) -> Result<Box<dyn Mailer>, MailConfigError> {
    let words = Words::load(templates).map_err(|flaw| MailConfigError::Template(flaw.to_string()))?;
    let sender = Sender::parse(from, words)?;
    match url.split_once("://") {
        Some(("file", folder)) => Ok(Box::new(FolderMailer::new(folder, sender)?)),
        Some(("smtp" | "smtps", _)) => Ok(Box::new(SmtpMailer::new(url, sender)?)),
        _ => Err(MailConfigError::Scheme),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(url: &str, from: &str) -> MailConfigError {
        connect(url, from, None).err().unwrap_or_else(|| panic!("{url} {from} was taken"))
    }

    #[test]
    fn known_addresses_are_taken() {
        for url in [
            "file://data/mail",
            "file:///var/mail",
            "smtp://localhost:2525",
            "smtp://name:pass%40word@127.0.0.1:2525",
            "smtp://mail.example.com?tls=required",
            "smtps://name:password@mail.example.com:465",
            "smtps://mail.example.com/identity.example.com",
        ] {
            let answer = connect(url, "Identity <no-reply@example.com>", None);
            assert!(answer.is_ok(), "{url}: {:?}", answer.err());
        }
    }

    #[test]
    fn other_addresses_are_refused_without_their_password() {
        for url in ["", "data/mail", "http://localhost", "SMTP://localhost", "sendmail://"] {
            assert_eq!(refusal(url, "a@example.com"), MailConfigError::Scheme, "{url}");
        }
        for url in [
            "file://",
            "smtp://",
            "smtp://:25",
            "smtp://localhost:99999",
            "smtp://[::1]:25",
            "smtp://localhost?tls=opportunistic",
            "smtp://localhost?tls=required&x=hunter2",
            "smtps://localhost?tls=none",
            "smtps://name@localhost",
            "smtps://:hunter2@localhost",
            "smtps://name:@localhost",
            "smtp://name:hunter2@mail.example.com",
            "smtp://name:hunter2@127.example.com",
            "smtp://name:hunter2@10.0.0.1:25",
            "smtps://name:hunter2@loc alhost",
        ] {
            let error = refusal(url, "a@example.com");
            assert!(matches!(error, MailConfigError::Address(_)), "{url}: {error:?}");
            assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn the_sender_must_be_an_address() {
        for from in ["", "nobody", "<>", "a@b@c", "a@example.com\r\nBcc: b@example.com", "a@bücher.example"]
        {
            assert_eq!(refusal("file://mail", from), MailConfigError::Sender, "{from:?}");
        }
    }
}

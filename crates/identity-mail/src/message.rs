//! Messages in the form of RFC 5322, made of the mails of core.

use std::fmt::Write as _;

use identity_core::port::{Mail, MailError};
use lettre::Address;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, Message, MultiPart, SinglePart};

use crate::MailConfigError;
use crate::words::Words;

const ID_CHARS_MAX: usize = 64;

/// Who all messages come from, and in which words.
pub(crate) struct Sender {
    from: Mailbox,
    words: Words,
}

impl Sender {
    /// Reads an address with or without a display name.
    ///
    /// # Errors
    /// [`MailConfigError::Sender`], also for a domain outside ASCII: it becomes part of every Message-ID, where only
    /// its encoded form may stand.
    pub(crate) fn parse(from: &str, words: Words) -> Result<Self, MailConfigError> {
        from.parse()
            .ok()
            .filter(|mailbox: &Mailbox| mailbox.email.domain().is_ascii())
            .map(|from| Self { from, words })
            .ok_or(MailConfigError::Sender)
    }

    /// Makes the message of a mail: its letter as plain text and as a page, marked as sent by a machine (RFC 3834), so
    /// that nobody's absence notice answers it.
    ///
    /// # Errors
    /// [`MailError::Permanent`] for a recipient or an identifier that no message can carry. [`MailError::Transient`]
    /// for an operator's template that fails, so that nothing is lost until it is mended.
    pub(crate) fn compose(&self, mail: &Mail) -> Result<Message, MailError> {
        let refuse = |what: &str| MailError::Permanent(what.into());
        let to: Address = mail
            .to
            .as_str()
            .parse()
            .map_err(|_| refuse("the recipient is no address that mail can be sent to"))?;
        let id = safe_id(&mail.id).ok_or_else(|| refuse("the identifier is empty or too long"))?;
        let written = self.words.write(mail).map_err(|flaw| MailError::Transient(flaw.to_string()))?;
        let parts =
            part(ContentType::TEXT_PLAIN, written.text).zip(part(ContentType::TEXT_HTML, written.html));
        let (text, html) = parts.ok_or_else(|| refuse("the text cannot be encoded"))?;
        let auto_submitted = HeaderName::new_from_ascii_str("Auto-Submitted");
        Message::builder()
            .from(self.from.clone())
            .to(to.into())
            .subject(one_line(&written.subject))
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .raw_header(HeaderValue::new(auto_submitted, "auto-generated".into()))
            .multipart(MultiPart::alternative().singlepart(text).singlepart(html))
            .map_err(|_| refuse("no message can be made of it"))
    }
}

/// A text in quoted-printable whatever its language, so that a stored message can be read as it is.
fn part(kind: ContentType, text: String) -> Option<SinglePart> {
    let body = Body::new_with_encoding(text, ContentTransferEncoding::QuotedPrintable).ok()?;
    Some(SinglePart::builder().header(kind).body(body))
}

/// A mail's identifier in characters that stand for themselves in file names and in a Message-ID; any other becomes
/// `%XX`. `None` for one that is empty or longer than 64 bytes.
pub(crate) fn safe_id(id: &str) -> Option<String> {
    if id.is_empty() || id.len() > ID_CHARS_MAX {
        return None;
    }
    let mut safe = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_".contains(&byte) {
            safe.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(safe, "%{byte:02X}");
        }
    }
    Some(safe)
}

/// The text with a space for every control character, so that it cannot begin another line.
pub(crate) fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use identity_core::outbox::Letter;

    use super::*;

    /// A mail to Mara, in German, about leaving the account.
    pub(crate) fn mail(id: &str, account: &str) -> Mail {
        Mail {
            id: id.into(),
            to: "mara@example.com".parse().unwrap(),
            language: Some("de".parse().unwrap()),
            product: "Identity".into(),
            letter: Letter::Removed { account: account.into() },
        }
    }

    pub(crate) fn sender() -> Sender {
        Sender::parse("Identity <no-reply@example.org>", Words::load(None).unwrap()).unwrap()
    }

    fn composed(mail: &Mail) -> String {
        String::from_utf8(sender().compose(mail).unwrap().formatted()).unwrap()
    }

    fn header_names(message: &str) -> Vec<&str> {
        let (head, _) = message.split_once("\r\n\r\n").unwrap();
        let lines = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
        let mut names: Vec<_> = lines.map(|line| line.split_once(": ").unwrap().0).collect();
        names.sort_unstable();
        names
    }

    const HEADERS: [&str; 8] =
        ["Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Subject", "To"];

    #[test]
    fn a_message_has_the_headers_it_needs_two_parts_and_is_ascii() {
        let message = composed(&mail("outbox-17", "Gärtnerei"));
        assert!(message.is_ascii());
        assert!(message.contains("From: Identity <no-reply@example.org>\r\n"), "{message}");
        assert!(message.contains("To: mara@example.com\r\n"), "{message}");
        assert!(message.contains("Message-ID: <outbox-17@example.org>\r\n"), "{message}");
        assert!(message.contains("Auto-Submitted: auto-generated\r\n"), "{message}");
        assert!(message.contains("Content-Type: multipart/alternative;"), "{message}");
        let kinds: Vec<_> = message.lines().filter(|line| line.starts_with("Content-Type: text/")).collect();
        assert_eq!(
            kinds,
            ["Content-Type: text/plain; charset=utf-8", "Content-Type: text/html; charset=utf-8"]
        );
        assert!(
            message.contains("\r\nSie sind bei Identity nicht mehr Mitglied von G=C3=A4rtnerei"),
            "{message}"
        );
        assert_eq!(header_names(&message), HEADERS);
    }

    #[test]
    fn neither_a_name_nor_an_identifier_can_add_a_header() {
        for hostile in [
            "a\r\nBcc: eve@example.com",
            "a\nBcc: eve@example.com",
            "a\rBcc: eve@example.com",
            "a\r\n\r\nbody",
            "ä\r\nBcc: eve@example.com",
            "a\u{0}\u{b}\u{85}\u{2028}Bcc: eve@example.com",
            ">\r\nBcc: eve@example.com",
        ] {
            let mut bad = mail(hostile, hostile);
            bad.product = hostile.into();
            let message = composed(&bad);
            assert_eq!(header_names(&message), HEADERS, "{message}");
            assert!(!message.contains("\nBcc"), "{message}");
            let message_id = message.lines().find(|line| line.starts_with("Message-ID")).unwrap();
            assert!(message_id.ends_with("@example.org>"), "{message_id}");
        }
    }

    #[test]
    fn identifiers_stay_apart_when_made_safe() {
        assert_eq!(safe_id("outbox-17").as_deref(), Some("outbox-17"));
        assert_eq!(safe_id("a/../b").as_deref(), Some("a%2F%2E%2E%2Fb"));
        assert_eq!(safe_id("a%2F").as_deref(), Some("a%252F"));
        assert_eq!(safe_id("é").as_deref(), Some("%C3%A9"));
        assert_eq!(safe_id(""), None);
        assert_eq!(safe_id(&"x".repeat(65)), None);
    }

    #[test]
    fn what_no_message_can_carry_is_refused_for_good() {
        let nameless = mail("", "Hello");
        assert!(matches!(sender().compose(&nameless), Err(MailError::Permanent(_))));
        let mut homeless = mail("outbox-1", "Hello");
        homeless.to = "mara@-.-".parse().unwrap();
        assert!(matches!(sender().compose(&homeless), Err(MailError::Permanent(_))));
    }
    #[test]
    fn an_operators_template_that_fails_later_loses_nothing() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("de")).unwrap();
        let text = "Subject: A\n\n{{ 1 // (account | length - 3) }}";
        std::fs::write(folder.path().join("de/removed.txt"), text).unwrap();
        let words = Words::load(Some(folder.path())).unwrap();
        let sender = Sender::parse("no-reply@example.org", words).unwrap();
        assert!(sender.compose(&mail("outbox-1", "Hello")).is_ok());
        let failed = sender.compose(&mail("outbox-1", "Own")).err();
        assert!(matches!(&failed, Some(MailError::Transient(why)) if why.contains("line 3")), "{failed:?}");
    }
}

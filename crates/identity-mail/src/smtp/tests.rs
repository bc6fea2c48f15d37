use std::net::TcpListener;

use super::sink::{Answers, Sink};
use super::*;
use crate::connect;
use crate::message::tests::{mail, sender};

/// Delivers one mail to a sink and returns the outcome and what the sink was told.
async fn deliver(answers: Answers, url: impl Fn(&str) -> String) -> (Result<(), MailError>, Vec<String>) {
    let sink = Sink::start(answers);
    let mailer = connect(&url(&sink.address.to_string()), "Identity <no-reply@example.org>", None).unwrap();
    let outcome = mailer.send(mail("outbox-17", "Gärtnerei")).await;
    (outcome, sink.lines())
}

fn plain(address: &str) -> String {
    format!("smtp://{address}")
}

#[tokio::test]
async fn a_message_is_handed_over_whole() {
    let (outcome, lines) = deliver(&[], plain).await;
    assert_eq!(outcome, Ok(()));
    assert!(lines.contains(&"MAIL FROM:<no-reply@example.org>".into()), "{lines:?}");
    assert!(lines.contains(&"RCPT TO:<mara@example.com>".into()), "{lines:?}");
    assert!(lines.contains(&"Message-ID: <outbox-17@example.org>".into()), "{lines:?}");
    let greetings = lines.iter().filter(|line| line.contains("Guten Tag,")).count();
    assert_eq!(greetings, 2, "the text and the page: {lines:?}");
    assert_eq!(lines.last().map(String::as_str), Some("QUIT"), "{lines:?}");
}

#[tokio::test]
async fn a_lone_dot_does_not_end_the_message() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("de")).unwrap();
    std::fs::write(folder.path().join("de/removed.txt"), "Subject: A\n\nGrüße\n.\nAdieu\n").unwrap();
    let sink = Sink::start(&[]);
    let url = plain(&sink.address.to_string());
    let mailer = connect(&url, "Identity <no-reply@example.org>", Some(folder.path())).unwrap();
    assert_eq!(mailer.send(mail("outbox-17", "Own")).await, Ok(()));
    let lines = sink.lines();
    // It is doubled on the wire (RFC 5321 §4.5.2).
    let text: Vec<&str> =
        lines.iter().map(String::as_str).skip_while(|line| !line.starts_with("Gr")).collect();
    assert_eq!(text[..3], ["Gr=C3=BC=C3=9Fe", "..", "Adieu"], "{lines:?}");
}

#[tokio::test]
async fn answers_about_the_message_are_final_and_all_others_are_not() {
    const FINAL: [Answers; 4] = [
        &[("RCPT", "550 no such person")],
        &[("RCPT", "553 not here")],
        &[("MAIL", "552 no room")],
        &[(".", "550 not wanted")],
    ];
    const FOR_NOW: [Answers; 6] = [
        &[("RCPT", "450 try later")],
        &[("MAIL", "421 closing")],
        &[(".", "451 try later")],
        &[("", "554 no service for you")],
        &[("MAIL", "530 sign in first")],
        &[("EHLO", "502 what?"), ("HELO", "502 what?")],
    ];
    for answers in FINAL {
        let (outcome, _) = deliver(answers, plain).await;
        assert!(matches!(outcome, Err(MailError::Permanent(_))), "{answers:?}: {outcome:?}");
    }
    for answers in FOR_NOW {
        let (outcome, _) = deliver(answers, plain).await;
        assert!(matches!(outcome, Err(MailError::Transient(_))), "{answers:?}: {outcome:?}");
    }
}

#[tokio::test]
async fn a_server_cannot_write_lines_of_its_own_into_the_log() {
    let (outcome, _) = deliver(&[("RCPT", "550-no\r\n550 \u{1b}[31msuch person")], plain).await;
    let text = outcome.unwrap_err().to_string();
    assert!(text.contains("such person") && !text.contains(char::is_control), "{text:?}");
}

#[tokio::test]
async fn credentials_are_decoded_and_refused_ones_leave_the_mail_waiting() {
    // Base64 of NUL, `name`, NUL, `p@ss`.
    const SIGN_IN: &str = "AUTH PLAIN AG5hbWUAcEBzcw==";
    const OFFER: (&str, &str) = ("EHLO", "250-sink\r\n250 AUTH PLAIN");
    let url = |address: &str| format!("smtp://name:p%40ss@{address}");

    let (outcome, lines) = deliver(&[OFFER, ("AUTH", "235 welcome")], url).await;
    assert_eq!(outcome, Ok(()));
    assert!(lines.contains(&SIGN_IN.into()), "{lines:?}");

    let (outcome, lines) = deliver(&[OFFER, ("AUTH", "535 who?")], url).await;
    assert!(matches!(outcome, Err(MailError::Transient(_))), "{outcome:?}");
    assert!(!lines.iter().any(|line| line.starts_with("MAIL")), "{lines:?}");
}

#[tokio::test]
async fn a_server_without_encryption_gets_nothing_when_encryption_is_required() {
    let with_starttls = |address: &str| format!("smtp://name:secret@{address}?tls=required");
    let (outcome, lines) = deliver(&[("EHLO", "250-sink\r\n250 AUTH PLAIN")], with_starttls).await;
    assert!(matches!(outcome, Err(MailError::Transient(_))), "{outcome:?}");
    assert!(!lines.iter().any(|line| line.starts_with("AUTH") || line.starts_with("MAIL")), "{lines:?}");

    let (outcome, lines) = deliver(&[], |address| format!("smtps://name:secret@{address}")).await;
    assert!(matches!(outcome, Err(MailError::Transient(_))), "{outcome:?}");
    assert!(!lines.iter().any(|line| line.starts_with("EHLO")), "{lines:?}");
}

#[tokio::test]
async fn a_server_that_is_away_or_falls_silent_is_tried_again() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let mut silent = SmtpMailer::new(&format!("smtp://{address}"), sender()).unwrap();
    silent.deadline = Duration::from_millis(20);
    let outcome = silent.send(mail("outbox-17", "Hello")).await;
    assert_eq!(outcome, Err(MailError::Transient("the mail server did not answer in time".into())));

    // Nobody listens on the port of a service that was given up decades ago.
    let away = SmtpMailer::new("smtp://127.0.0.1:1", sender()).unwrap();
    let outcome = away.send(mail("outbox-17", "Hello")).await;
    assert!(matches!(outcome, Err(MailError::Transient(_))), "{outcome:?}");
}

//! Mail as files: a folder with one .eml per message, for development and for trials.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use identity_core::port::{Mail, MailError, Mailer};

use crate::MailConfigError;
use crate::message::{Sender, safe_id};

/// Writes every message to a file of its own, mode 0600, because a message may hold a one-time code.
///
/// A file's name is the last number in the mail's identifier, in twenty digits, and the identifier itself: names
/// sort in the order of the outbox, and a repeated message replaces its own file.
pub(crate) struct FolderMailer {
    folder: PathBuf,
    sender: Sender,
    written: AtomicU64,
}

impl FolderMailer {
    /// A mailer that writes to `folder`, which is made when the first message comes.
    ///
    /// # Errors
    /// [`MailConfigError::Address`] without a folder.
    pub(crate) fn new(folder: &str, sender: Sender) -> Result<Self, MailConfigError> {
        if folder.is_empty() {
            return Err(MailConfigError::Address("file:// needs a folder".into()));
        }
        Ok(Self { folder: folder.into(), sender, written: AtomicU64::new(0) })
    }
}

#[async_trait]
impl Mailer for FolderMailer {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        let message = self.sender.compose(&mail)?.formatted();
        let name = file_name(&mail.id)?;
        // Two deliveries at once, and two processes, never write to the same unfinished file.
        let number = self.written.fetch_add(1, Ordering::Relaxed);
        let unfinished = self.folder.join(format!(".{name}.{}-{number}", std::process::id()));
        let (folder, path) = (self.folder.clone(), self.folder.join(name));
        tokio::task::spawn_blocking(move || write(&folder, &unfinished, &path, &message))
            .await
            .map_err(|error| MailError::Transient(error.to_string()))?
            .map_err(|error| MailError::Transient(format!("the file could not be written: {error}")))
    }
}

fn file_name(id: &str) -> Result<String, MailError> {
    let safe =
        safe_id(id).ok_or_else(|| MailError::Permanent("the identifier is empty or too long".into()))?;
    let digits = id.rsplit(|c: char| !c.is_ascii_digit()).find(|run| !run.is_empty());
    Ok(format!("{:0>20}-{safe}.eml", digits.unwrap_or_default()))
}

/// Writes a whole file or none, and returns when it is on the disk.
fn write(folder: &Path, unfinished: &Path, path: &Path, message: &[u8]) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(unfinished)
        .and_then(|mut file| {
            file.write_all(message)?;
            file.sync_all()
        })
        .and_then(|()| std::fs::rename(unfinished, path));
    if written.is_err() {
        // What is left of it is of no use; the first error is the one to tell.
        let _ = std::fs::remove_file(unfinished);
    }
    written?;
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::connect;
    use crate::message::tests::mail;

    fn files(folder: &Path) -> Vec<String> {
        let names = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[tokio::test]
    async fn messages_become_files_in_order_that_only_the_owner_reads() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("data/mail");
        let mailer = connect(&format!("file://{}", folder.display()), "no-reply@example.org", None).unwrap();
        for id in ["outbox-9", "outbox-10", "no-number"] {
            mailer.send(mail(id, "Gärtnerei")).await.unwrap();
        }
        let names = files(&folder);
        assert_eq!(
            names,
            [
                "00000000000000000000-no-number.eml",
                "00000000000000000009-outbox-9.eml",
                "00000000000000000010-outbox-10.eml"
            ]
        );
        let path = folder.join(&names[1]);
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(&folder)), (0o600, 0o700));

        let text = std::fs::read_to_string(path).unwrap();
        assert!(text.contains("Message-ID: <outbox-9@example.org>\r\n"), "{text}");
        assert!(
            text.contains("Subject: Sie sind nicht mehr Mitglied von =?utf-8?b?R8OkcnRuZXJlaQ==?=\r\n"),
            "{text}"
        );
        for part in ["text/plain", "text/html"] {
            assert!(text.contains(&format!("\r\nContent-Type: {part}; charset=utf-8\r\n")), "{text}");
        }
    }

    #[tokio::test]
    async fn a_repeated_message_replaces_its_own_file() {
        let root = tempfile::tempdir().unwrap();
        let mailer =
            connect(&format!("file://{}", root.path().display()), "no-reply@example.org", None).unwrap();
        mailer.send(mail("outbox-7", "First")).await.unwrap();
        mailer.send(mail("outbox-7", "Second")).await.unwrap();
        let names = files(root.path());
        assert_eq!(names.len(), 1, "{names:?}");
        let text = std::fs::read_to_string(root.path().join(&names[0])).unwrap();
        assert!(text.contains("Mitglied von Second\r\n"), "{text}");
    }

    #[tokio::test]
    async fn a_folder_that_cannot_be_written_is_worth_another_try_and_leaves_nothing() {
        let root = tempfile::tempdir().unwrap();
        let mailer =
            connect(&format!("file://{}", root.path().display()), "no-reply@example.org", None).unwrap();
        let taken = root.path().join("00000000000000000007-outbox-7.eml");
        std::fs::create_dir(&taken).unwrap();
        let answer = mailer.send(mail("outbox-7", "Hello")).await;
        assert!(matches!(answer, Err(MailError::Transient(_))), "{answer:?}");
        assert_eq!(files(root.path()).len(), 1, "an unfinished file was left");
        std::fs::remove_dir(taken).unwrap();
        mailer.send(mail("outbox-7", "Hello")).await.unwrap();
    }
}

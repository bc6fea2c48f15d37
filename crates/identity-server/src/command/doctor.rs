//! `doctor`: would a start succeed? The settings have been checked when this begins.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::process::ExitCode;

use identity_crypto::{KeyFileError, MasterKey};
use identity_diesel::OpenError;

use super::say;
use crate::config::Config;
use crate::error::StartError;
use crate::installation::Installation;
use crate::storage::Storage;

/// What a check found; an error is what keeps a start from succeeding.
type Finding = Result<String, String>;

/// Checks what a start needs and prints a line for each; 1 unless all is well.
pub(crate) async fn doctor(config: &Config) -> Result<ExitCode, StartError> {
    let database = check_database(config).await;
    let findings = [
        ("settings", Ok("fine".into())),
        ("database", database),
        ("key", check_key(config)),
        ("mail", check_mail(config)),
    ];
    let mut code = ExitCode::SUCCESS;
    for (subject, finding) in findings {
        match finding {
            Ok(text) => say(&format!("ok      {subject}: {text}\n"))?,
            Err(text) => {
                say(&format!("failed  {subject}: {text}\n"))?;
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}

/// Opens the database as a start does, which brings its schema up to date and compares the master key.
async fn check_database(config: &Config) -> Finding {
    let url = &config.database.url;
    match Installation::open_existing(config).await {
        Ok(_) => Ok(format!("{url} is up to date and belongs to the master key")),
        Err(StartError::NoDatabase(_)) => Ok(format!("{url} does not exist yet; the first start makes it")),
        Err(StartError::Database(OpenError::Locked(_))) => {
            Ok(format!("{url} is in use, so it was not looked at"))
        }
        Err(error) => Err(error.to_string()),
    }
}

fn check_key(config: &Config) -> Finding {
    let path = config.keys.master_file.display();
    match MasterKey::load(&config.keys.master_file) {
        Ok(_) => Ok(format!("{path} is readable by its owner alone")),
        Err(KeyFileError::Missing(_)) if Storage::is_made(&config.database).is_ok_and(|is_made| !is_made) => {
            Ok(format!("{path} does not exist yet; the first start makes it"))
        }
        Err(error) => Err(error.to_string()),
    }
}

fn check_mail(config: &Config) -> Finding {
    match config.mail.url.as_folder() {
        Some(folder) if folder.is_dir() => {
            check_writable(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
            Ok(format!("{} can be written to", folder.display()))
        }
        Some(folder) if folder.exists() => Err(format!("{} is no folder", folder.display())),
        Some(folder) => Ok(format!("{} does not exist yet; the first mail makes it", folder.display())),
        None => Ok(format!("{} is not asked", config.mail.url)),
    }
}

fn check_writable(folder: &Path) -> std::io::Result<()> {
    let probe = folder.join(format!(".doctor.{}", std::process::id()));
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(&probe)?;
    std::fs::remove_file(probe)
}

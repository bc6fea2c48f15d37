//! A folder with everything that one throw-away server keeps.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::{Failure, Process};

/// Password of the administrator of every throw-away server.
pub const PASSWORD: &str = "correct harbour lantern battery";

const NAME: &str = "identity-server";
const LOG_LINES: usize = 5;

/// Data of a server that starts, stops, and starts again. Removed when this is dropped.
pub struct Home {
    folder: TempDir,
    server: PathBuf,
    /// The address of the database, if that is none in this folder.
    database: Option<String>,
}

impl Home {
    /// An empty home below the target folder, which unlike a folder for temporary files is on a real disk, and the
    /// server that was built beside this program.
    ///
    /// # Errors
    /// When the server has not been built.
    pub fn new() -> Result<Self, Failure> {
        let own = std::env::current_exe()?;
        // Programs are in target/<profile>, benchmarks in target/<profile>/deps.
        let profile = own.ancestors().skip(1).take(2).find(|folder| folder.join(NAME).is_file());
        let profile = profile.ok_or_else(|| {
            let release = if cfg!(debug_assertions) { "" } else { " --release" };
            Failure::new(format!(
                "{NAME} is not built; build it first: cargo build -p identity-server{release}"
            ))
        })?;
        let work = profile.with_file_name("tmp");
        std::fs::create_dir_all(&work)?;
        let folder = TempDir::with_prefix_in("home-", work)?;
        Ok(Self { folder, server: profile.join(NAME), database: None })
    }

    /// The same with a database elsewhere.
    ///
    /// # Errors
    /// As [`Home::new`].
    pub fn with_database(url: String) -> Result<Self, Failure> {
        Ok(Self { database: Some(url), ..Self::new()? })
    }

    /// The server's command, its settings in the environment and nothing else there.
    pub fn command(&self) -> Command {
        let at = |name: &str| self.path(name).display().to_string();
        let database = self.database.clone();
        let mut command = Command::new(&self.server);
        command
            .env_clear()
            .current_dir(self.folder.path())
            .env("IDENTITY_HTTP__LISTEN", "127.0.0.1:0")
            .env(
                "IDENTITY_DATABASE__URL",
                database.unwrap_or_else(|| format!("sqlite://{}", at("identity.db"))),
            )
            .env("IDENTITY_BOOTSTRAP__EMAIL", "admin@example.com")
            .env("IDENTITY_BOOTSTRAP__PASSWORD", PASSWORD)
            .env("IDENTITY_BOOTSTRAP__TOKEN_FILE", at("token"))
            .env("IDENTITY_KEYS__MASTER_FILE", at("master.key"))
            .env("IDENTITY_MAIL__URL", format!("file://{}", at("mail")));
        command
    }

    /// Starts the server; the first time it fills the database.
    ///
    /// # Errors
    /// When it does not come to listen, with the last lines of its log.
    pub fn start(&self) -> Result<Process, Failure> {
        self.start_as(&mut self.command())
    }

    /// Starts the server by a command of this home to which settings were added.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub fn start_as(&self, command: &mut Command) -> Result<Process, Failure> {
        let log = File::options().create(true).append(true).open(self.path("log"))?;
        Process::start(command.stderr(Stdio::from(log)))
            .map_err(|failure| Failure::new(format!("{failure}\n{}", self.log_end())))
    }

    /// The Operations token that the first start left.
    ///
    /// # Errors
    /// When there is none yet.
    pub fn operations_token(&self) -> Result<String, Failure> {
        Ok(std::fs::read_to_string(self.path("token"))?.trim().to_owned())
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A place in the folder: `identity.db`, `mail`, `token`, `master.key`, `log`.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn log_end(&self) -> String {
        let log = std::fs::read_to_string(self.path("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines.get(lines.len().saturating_sub(LOG_LINES)..).unwrap_or_default().join("\n")
    }
}

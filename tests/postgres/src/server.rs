//! Starting the server, and databases on it.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};

use tempfile::TempDir;

use crate::programs;

/// Why no server was started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The programs are not installed.
    #[error(
        "PostgreSQL is not installed: neither /usr/lib/postgresql nor the search path has initdb and postgres"
    )]
    NotInstalled,
    /// PgBouncer is not installed.
    #[error("PgBouncer is not installed: neither /usr/sbin nor the search path has pgbouncer")]
    NoBouncer,
    /// A folder or program could not be used.
    #[error("{0}: {1}")]
    Io(&'static str, #[source] std::io::Error),
    /// A program failed.
    #[error("{0} failed: {1}")]
    Failed(&'static str, String),
}

/// A running server.
#[derive(Debug)]
pub struct Server {
    programs: PathBuf,
    pub(crate) folder: TempDir,
    databases: AtomicU64,
    pub(crate) is_root: bool,
    pub(crate) port: u16,
    running: Option<Running>,
}

/// The server's processes.
#[derive(Debug)]
struct Running {
    /// Closed when this process ends; then the server is stopped.
    life: ChildStdin,
    watcher: Child,
}

/// The server refuses to run as root; as root this user runs it.
const UNPRIVILEGED: u32 = 65_534;

/// Stops the server at a line, and when its input ends: no way to end leaves it behind, nor its folder.
const WATCH: &str = "\"$1/postgres\" -D \"$2/data\" -k \"$2/data\" 2>>\"$2/data/log\" & \
                     if read -r line; then kill -INT $!; wait $!; else kill -INT $!; wait $!; rm -rf \"$2\"; fi";

/// What every server is configured with: nothing is kept, so nothing has to reach a disk.
const CONFIGURATION: &str = "listen_addresses = ''\nfsync = off\nfull_page_writes = off\n\
                             synchronous_commit = off\nmax_connections = 200\nlog_min_messages = fatal\n";

impl Server {
    /// Makes a server and waits until it accepts connections.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn start() -> Result<Self, StartError> {
        let programs = programs::folder().ok_or(StartError::NotInstalled)?;
        let (folder, is_root) = private_folder().map_err(|error| StartError::Io("a folder", error))?;
        let data = folder.path().join("data");
        let mut initdb = Command::new(programs.join("initdb"));
        initdb.arg("-D").arg(&data).args(["-U", "identity", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]);
        done("initdb", as_user(&mut initdb, is_root))?;
        let mut server =
            Self { programs, folder, databases: AtomicU64::new(0), is_root, port: 5432, running: None };
        server.configure(CONFIGURATION)?;
        server.resume()?;
        Ok(server)
    }

    /// Adds lines to the server's configuration; they hold when it is started the next time.
    ///
    /// # Errors
    /// [`StartError::Io`].
    pub fn configure(&self, lines: &str) -> Result<(), StartError> {
        OpenOptions::new()
            .append(true)
            .open(self.data().join("postgresql.conf"))
            .and_then(|mut file| file.write_all(lines.as_bytes()))
            .map_err(|error| StartError::Io("postgresql.conf", error))
    }

    /// Stops the server, if it runs: connections are cut, what was committed stays.
    pub fn stop(&mut self) {
        if let Some(Running { mut life, mut watcher }) = self.running.take() {
            // A watcher that cannot be told or waited for has ended already.
            let _ = life.write_all(b"\n");
            let _ = watcher.wait();
        }
    }

    /// Starts a server that was stopped, and waits until it accepts connections.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn resume(&mut self) -> Result<(), StartError> {
        self.stop();
        let mut watcher = Command::new("sh");
        watcher.args(["-c", WATCH, "sh"]).arg(&self.programs).arg(self.folder.path()).current_dir("/");
        let mut watcher = as_user(&mut watcher, self.is_root)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| StartError::Io("sh", error))?;
        self.running = watcher.stdin.take().map(|life| Running { life, watcher });
        self.wait_until_ready()
    }

    /// Stops the server and starts it again.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn restart(&mut self) -> Result<(), StartError> {
        self.stop();
        self.resume()
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name)
    }

    /// Asks until the server answers; each question waits by itself for a second at most.
    fn wait_until_ready(&self) -> Result<(), StartError> {
        let mut last = Ok(String::new());
        for _ in 0..1000 {
            let mut ready = Command::new(self.program("pg_isready"));
            ready.arg("-q").arg("-h").arg(self.data()).args(["-t", "1", "-p", &self.port.to_string()]);
            last = done("pg_isready", &mut ready);
            if last.is_ok() {
                return Ok(());
            }
            std::thread::yield_now();
        }
        last.map(drop)
    }

    /// The address of a database of that name.
    pub fn url(&self, database: &str) -> String {
        format!("postgresql:///{database}?user=identity&host={}&port={}", self.data().display(), self.port)
    }

    /// A new database like `template`, and its address.
    ///
    /// # Errors
    /// [`StartError::Failed`].
    pub fn database_like(&self, template: &str) -> Result<String, StartError> {
        self.fresh_like(template).map(|name| self.url(&name))
    }

    /// A new database like `template`, and its name.
    ///
    /// # Errors
    /// [`StartError::Failed`].
    pub fn fresh_like(&self, template: &str) -> Result<String, StartError> {
        let number = self.databases.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{number}");
        self.run(&format!("CREATE DATABASE {name} TEMPLATE {template}"))?;
        Ok(name)
    }

    /// Every byte of every table and of the log of changes, after what was in memory only is written.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn stored_bytes(&self) -> Result<Vec<u8>, StartError> {
        self.run("CHECKPOINT")?;
        let mut stored = Vec::new();
        let mut folders = vec![self.data().join("base"), self.data().join("pg_wal")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    // A file may be gone by now.
                    stored.extend(std::fs::read(path).unwrap_or_default());
                }
            }
        }
        Ok(stored)
    }

    /// Runs a statement as the server's owner, in the database `postgres`.
    ///
    /// # Errors
    /// [`StartError::Failed`].
    pub fn run(&self, statement: &str) -> Result<(), StartError> {
        let mut psql = Command::new(self.program("psql"));
        psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d"])
            .arg(self.url("postgres"))
            .arg("-c")
            .arg(statement);
        done("psql", &mut psql).map(drop)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A folder of the user who runs the server, and whether this process is root.
pub(crate) fn private_folder() -> std::io::Result<(TempDir, bool)> {
    let folder = tempfile::tempdir()?;
    let is_root = std::fs::metadata(folder.path())?.uid() == 0;
    if is_root {
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o700))?;
        chown(folder.path(), Some(UNPRIVILEGED), Some(UNPRIVILEGED))?;
    }
    Ok((folder, is_root))
}

/// Lets the user who runs the server run the command.
pub(crate) fn as_user(command: &mut Command, is_root: bool) -> &mut Command {
    if is_root { command.uid(UNPRIVILEGED).gid(UNPRIVILEGED).current_dir("/") } else { command }
}

/// Runs a program to its successful end; answers what it printed.
pub(crate) fn done(name: &'static str, command: &mut Command) -> Result<String, StartError> {
    let output = command.output().map_err(|error| StartError::Io(name, error))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    } else {
        Err(StartError::Failed(name, String::from_utf8_lossy(&output.stderr).into_owned()))
    }
}

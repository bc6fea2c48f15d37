//! A server whose data outlives its end: it is stopped, killed, frozen and started again.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::server::{as_user, done, private_folder};
use crate::{StartError, port, programs, signal};

/// Everything that PostgreSQL does for durability is left on. A standby looks for its primary ten times a second:
/// commits wait for it after a restart, and five seconds pass between two looks unless that is said.
const SETTINGS: &str = "listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\n\
                        fsync = on\nsynchronous_commit = on\nwal_retrieve_retry_interval = 100\n";

/// Says the number of the first process. Stops the server in order when a line comes, at once when the input ends, even
/// if it is frozen: no way to end leaves it behind, nor its folder.
const WATCH: &str = "\"$1/postgres\" -D \"$2/data\" -p \"$3\" 2>>\"$2/data.log\" >&2 & echo $!; \
                     if read -r line; then kill -INT $!; wait $!; \
                     else kill -CONT $!; kill -QUIT $!; wait $!; rm -rf \"$2\"; fi";

const READY_WITHIN: Duration = Duration::from_secs(60);
const READY_EVERY: Duration = Duration::from_millis(5);

/// One server on a port of 127.0.0.1 of its own, with durable settings.
#[derive(Debug)]
pub struct Node {
    programs: PathBuf,
    folder: TempDir,
    is_root: bool,
    port: u16,
    running: Option<Running>,
}

#[derive(Debug)]
struct Running {
    watcher: Child,
    life: Option<ChildStdin>,
    postmaster: u32,
    frozen: Vec<u32>,
}

impl Node {
    /// A running server without databases of ours.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn start_new() -> Result<Self, StartError> {
        let mut node = Self::empty()?;
        let mut initdb = Command::new(node.programs.join("initdb"));
        initdb.arg("-D").arg(node.data());
        initdb.args(["-U", "identity", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]);
        done("initdb", as_user(&mut initdb, node.is_root))?;
        let settings = node.data().join("postgresql.conf");
        let mut file = std::fs::File::options().append(true).open(settings).map_err(io("settings"))?;
        file.write_all(SETTINGS.as_bytes()).map_err(io("settings"))?;
        node.start()?;
        Ok(node)
    }

    /// A place for a server, without data.
    pub(crate) fn empty() -> Result<Self, StartError> {
        let programs = programs::folder().ok_or(StartError::NotInstalled)?;
        let (folder, is_root) = private_folder().map_err(io("a folder"))?;
        let port = port::free().ok_or_else(|| StartError::Failed("a port", "none is free".into()))?;
        Ok(Self { programs, folder, is_root, port, running: None })
    }

    /// Replaces whatever data there is by that of a running primary and starts as its standby.
    pub(crate) fn follow(&mut self, primary: &Self) -> Result<(), StartError> {
        self.kill()?;
        if self.data().exists() {
            std::fs::remove_dir_all(self.data()).map_err(io("a folder"))?;
        }
        let mut backup = Command::new(self.programs.join("pg_basebackup"));
        backup.arg("-D").arg(self.data()).args(["-R", "--checkpoint=fast", "--no-sync", "-d"]);
        backup.arg(primary.url("postgres"));
        done("pg_basebackup", as_user(&mut backup, self.is_root))?;
        self.start()
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Starts the server and waits until it accepts connections.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn start(&mut self) -> Result<(), StartError> {
        let mut watcher = Command::new("sh");
        watcher
            .args(["-c", WATCH, "sh"])
            .arg(&self.programs)
            .arg(self.folder.path())
            .arg(self.port.to_string());
        watcher.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).current_dir("/");
        let mut watcher = as_user(&mut watcher, self.is_root).spawn().map_err(io("sh"))?;
        let mut number = String::new();
        if let Some(stdout) = watcher.stdout.take() {
            BufReader::new(stdout).read_line(&mut number).map_err(io("sh"))?;
        }
        let life = watcher.stdin.take();
        let postmaster = number.trim().parse();
        let postmaster = postmaster.map_err(|_| StartError::Failed("sh", "it started nothing".into()))?;
        self.running = Some(Running { watcher, life, postmaster, frozen: Vec::new() });
        self.wait_until_ready()
    }

    fn wait_until_ready(&self) -> Result<(), StartError> {
        let deadline = Instant::now() + READY_WITHIN;
        loop {
            let mut ready = Command::new(self.programs.join("pg_isready"));
            ready.args(["-q", "-t", "1", "-d"]).arg(self.url("postgres"));
            match done("pg_isready", &mut ready) {
                Ok(_) => return Ok(()),
                Err(_) if Instant::now() < deadline => std::thread::park_timeout(READY_EVERY),
                Err(_) => {
                    let log = std::fs::read_to_string(self.data().with_extension("log")).unwrap_or_default();
                    return Err(StartError::Failed("postgres", log));
                }
            }
        }
    }

    /// Stops the server as `pg_ctl stop -m fast` does: connections are closed, everything is written.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn stop(&mut self) -> Result<(), StartError> {
        let Some(mut running) = self.running.take() else { return Ok(()) };
        if let Some(life) = &mut running.life {
            life.write_all(b"\n").map_err(io("sh"))?;
        }
        running.watcher.wait().map(drop).map_err(io("sh"))
    }

    /// Kills every process of the server at one moment with SIGKILL.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn kill(&mut self) -> Result<(), StartError> {
        let Some(mut running) = self.running.take() else { return Ok(()) };
        signal::kill(running.postmaster)?;
        // Its input must not end, or the data would go as well.
        if let Some(life) = &mut running.life {
            life.write_all(b"\n").map_err(io("sh"))?;
        }
        running.watcher.wait().map(drop).map_err(io("sh"))
    }

    /// Freezes every process of the server: connections stay open, new ones are taken by the kernel, nobody answers.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn freeze(&mut self) -> Result<(), StartError> {
        let Some(running) = &mut self.running else { return Ok(()) };
        running.frozen = signal::freeze(running.postmaster)?;
        Ok(())
    }

    /// Lets a frozen server go on.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn thaw(&mut self) -> Result<(), StartError> {
        let Some(running) = &mut self.running else { return Ok(()) };
        signal::thaw(&std::mem::take(&mut running.frozen))
    }

    /// Ends the connections of all clients, this one's excepted.
    ///
    /// # Errors
    /// [`StartError::Failed`].
    pub fn disconnect_all(&self) -> Result<(), StartError> {
        let all = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                   WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
        self.run(all).map(drop)
    }

    /// Runs a statement as the server's owner, in the database `postgres`; answers what it selects.
    ///
    /// # Errors
    /// [`StartError::Failed`].
    pub fn run(&self, statement: &str) -> Result<String, StartError> {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d"]);
        done("psql", psql.arg(self.url("postgres")).arg("-c").arg(statement))
    }

    /// The address of a database of that name.
    pub fn url(&self, database: &str) -> String {
        format!("postgresql://identity@127.0.0.1:{}/{database}", self.port)
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        if let Some(mut running) = self.running.take() {
            running.life = None;
            // A watcher that cannot be waited for has ended already.
            let _ = running.watcher.wait();
        }
    }
}

fn io(what: &'static str) -> impl Fn(std::io::Error) -> StartError {
    move |error| StartError::Io(what, error)
}

//! A throw-away PgBouncer.

use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};

use tempfile::TempDir;

use crate::programs;
use crate::server::{Server, StartError, as_user, done, private_folder};

/// A running PgBouncer in transaction mode: each transaction is on whatever connection to the server is free.
#[derive(Debug)]
pub struct Bouncer {
    folder: TempDir,
    /// Closed when this process ends; then the PgBouncer is stopped.
    life: Option<ChildStdin>,
    watcher: Child,
}

/// Stops the PgBouncer when its input ends: no way to end leaves it behind.
const WATCH: &str = "\"$1\" \"$2\" >/dev/null 2>&1 & read -r line; kill -TERM $!; wait $!";

impl Bouncer {
    /// Starts one before `server` that has so many connections to each of its databases.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn start(server: &Server, connections: u32) -> Result<Self, StartError> {
        let program = programs::find("pgbouncer").ok_or(StartError::NoBouncer)?;
        let (folder, is_root) = private_folder().map_err(|error| StartError::Io("a folder", error))?;
        let configuration = format!(
            "[databases]\n* = host={data} port={port} user=identity\n[pgbouncer]\nlisten_port = 6432\n\
             unix_socket_dir = {place}\nlogfile = {place}/log\nauth_type = any\npool_mode = transaction\n\
             default_pool_size = {connections}\nmax_client_conn = 1000\nserver_idle_timeout = 1\n",
            data = server.data().display(),
            port = server.port,
            place = folder.path().display(),
        );
        let file = folder.path().join("pgbouncer.ini");
        std::fs::write(&file, configuration).map_err(|error| StartError::Io("pgbouncer.ini", error))?;
        let mut watcher = Command::new("sh");
        watcher.args(["-c", WATCH, "sh"]).arg(&program).arg(&file).current_dir("/");
        let mut watcher = as_user(&mut watcher, is_root)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| StartError::Io("sh", error))?;
        let life = watcher.stdin.take();
        let bouncer = Self { folder, life, watcher };
        bouncer.wait_until_ready(server.program("psql"))?;
        Ok(bouncer)
    }

    /// Asks until a question reaches the server.
    fn wait_until_ready(&self, psql: PathBuf) -> Result<(), StartError> {
        let mut last = Ok(String::new());
        for _ in 0..1000 {
            let mut asked = Command::new(&psql);
            asked.args(["-X", "-q", "-d"]).arg(self.url("postgres")).args(["-c", "SELECT 1"]);
            last = done("pgbouncer", &mut asked);
            if last.is_ok() {
                return Ok(());
            }
            std::thread::yield_now();
        }
        last.map(drop)
    }

    /// The address of a database of that name, through this PgBouncer.
    pub fn url(&self, database: &str) -> String {
        format!("postgresql:///{database}?user=identity&host={}&port=6432", self.folder.path().display())
    }
}

impl Drop for Bouncer {
    fn drop(&mut self) {
        self.life = None;
        // A watcher that cannot be waited for has ended already.
        let _ = self.watcher.wait();
    }
}

//! A program that listens and says where.

use std::io::{self, BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::Failure;

const LISTENING_WITHIN: Duration = Duration::from_secs(60);
const LISTENING: &str = "listening on http://";

/// A running server; it is killed when this is dropped.
pub struct Process {
    child: Child,
    address: SocketAddr,
}

impl Process {
    /// Starts the program and waits for its line `listening on http://ADDRESS`.
    ///
    /// # Errors
    /// When it cannot be started, ends before, or says nothing for a minute.
    pub fn start(command: &mut Command) -> Result<Self, Failure> {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let stdout = child.stdout.take();
        // From here on the child is killed on every way out.
        let mut process = Self { child, address: SocketAddr::from(([0; 4], 0)) };
        let (said, heard) = mpsc::channel();
        // Reads on to the end, so that the program is never stopped by a full pipe.
        std::thread::spawn(move || {
            for line in stdout.into_iter().flat_map(|out| BufReader::new(out).lines().map_while(Result::ok)) {
                if let Some((_, rest)) = line.split_once(LISTENING) {
                    let _ = said.send(rest.trim().to_owned());
                }
            }
        });
        let address = heard.recv_timeout(LISTENING_WITHIN).map_err(|_| {
            Failure::new("the program ended, or did not say within a minute where it listens")
        })?;
        process.address = address.parse()?;
        Ok(process)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Kills it with SIGKILL and waits for its end.
    ///
    /// # Errors
    /// Those of the operating system.
    pub fn kill(&mut self) -> io::Result<()> {
        self.child.kill()?;
        self.child.wait().map(drop)
    }

    /// Sends a signal, by its name: `STOP`, `CONT`, `TERM`.
    ///
    /// # Errors
    /// When there is no such process.
    pub fn signal(&self, name: &str) -> Result<(), Failure> {
        let sent = Command::new("kill").arg(format!("-{name}")).arg(self.child.id().to_string()).status()?;
        if sent.success() { Ok(()) } else { Err(Failure::new(format!("SIG{name} was not sent"))) }
    }

    /// Resident memory in MiB, as the kernel says (Linux); `None` when it cannot be told.
    pub fn resident_mib(&self) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        let kib: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(kib / 1024.0)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself, and then there is nothing to do.
        let _ = self.kill();
    }
}

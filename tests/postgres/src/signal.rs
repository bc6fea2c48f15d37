//! Signals to a server as a whole: what happens to a machine happens to all of its processes.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::StartError;
use crate::server::done;

const GONE_WITHIN: Duration = Duration::from_secs(30);
const GONE_EVERY: Duration = Duration::from_millis(2);

/// Stops every process of the server for now. The first one is stopped first, so that no new ones come.
pub(crate) fn freeze(postmaster: u32) -> Result<Vec<u32>, StartError> {
    let mut stopped = vec![postmaster];
    send("STOP", &stopped)?;
    loop {
        let more: Vec<u32> = children(postmaster).into_iter().filter(|id| !stopped.contains(id)).collect();
        if more.is_empty() {
            return Ok(stopped);
        }
        send("STOP", &more)?;
        stopped.extend(more);
    }
}

/// Lets stopped processes go on.
pub(crate) fn thaw(stopped: &[u32]) -> Result<(), StartError> {
    send("CONT", stopped)
}

/// Ends every process of the server at one moment and without a word, as a power cut does. Returns when all are gone:
/// while one of them still holds the shared memory, the server does not start again.
pub(crate) fn kill(postmaster: u32) -> Result<(), StartError> {
    let killed = freeze(postmaster)?;
    send("KILL", &killed)?;
    let deadline = Instant::now() + GONE_WITHIN;
    while let Some(process) = killed.iter().find(|process| is_alive(**process)) {
        if Instant::now() > deadline {
            return Err(StartError::Failed("kill", format!("process {process} does not end")));
        }
        std::thread::park_timeout(GONE_EVERY);
    }
    Ok(())
}

/// The shell's own `kill` is there on every machine. A process that has ended by itself is no failure.
fn send(signal: &str, processes: &[u32]) -> Result<(), StartError> {
    let mut shell = Command::new("sh");
    shell.args(["-c", "kill -s \"$0\" \"$@\" 2>/dev/null || true", signal]);
    done("sh", shell.args(processes.iter().map(u32::to_string))).map(drop)
}

fn children(parent: u32) -> Vec<u32> {
    let all = std::fs::read_dir("/proc").ok().into_iter().flatten().flatten();
    all.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|process| parent_of(*process) == Some(parent))
        .collect()
}

fn parent_of(process: u32) -> Option<u32> {
    fields(process)?.split_whitespace().nth(1)?.parse().ok()
}

/// Whether it runs; one that has ended and that nobody asked about yet does not.
fn is_alive(process: u32) -> bool {
    fields(process).is_some_and(|fields| !fields.trim_start().starts_with(['Z', 'X']))
}

/// State, parent and more: what follows the name, which stands in brackets and may hold anything.
fn fields(process: u32) -> Option<String> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    Some(stat.rsplit_once(')')?.1.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_a_child_of_its_parent() {
        let parent = parent_of(std::process::id()).unwrap();
        assert!(children(parent).contains(&std::process::id()));
    }

    #[test]
    fn a_process_that_was_killed_is_not_alive_even_before_anybody_asks_about_it() {
        let mut child = Command::new("sleep").arg("60").spawn().unwrap();
        assert!(is_alive(child.id()));
        kill(child.id()).unwrap();
        assert!(!is_alive(child.id()));
        child.wait().unwrap();
    }
}

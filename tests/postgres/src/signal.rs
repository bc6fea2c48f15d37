//! Signals to a server as a whole: what happens to a machine happens to all of its processes.

use std::process::Command;

use crate::StartError;
use crate::server::done;

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

/// Ends every process of the server at one moment and without a word, as a power cut does.
pub(crate) fn kill(postmaster: u32) -> Result<(), StartError> {
    send("KILL", &freeze(postmaster)?)
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

/// The field after name and state; the name stands in brackets and may hold anything.
fn parent_of(process: u32) -> Option<u32> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_a_child_of_its_parent() {
        let parent = parent_of(std::process::id()).unwrap();
        assert!(children(parent).contains(&std::process::id()));
    }
}

//! Running a command to its end, or killing it on the way, and watching its memory.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use identity_tests::Failure;

use crate::ceiling::Measured;

const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Whether a run is killed.
#[derive(Debug, Clone, Copy)]
pub enum Stop {
    /// It ends by itself and must succeed.
    Never,
    /// With SIGKILL when it says that so many percent are done.
    At(u64),
}

/// Runs a command.
pub fn run(command: &mut Command, stop: Stop) -> Result<Measured, Failure> {
    let began = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    let (said, heard) = mpsc::channel();
    let stderr = child.stderr.take();
    std::thread::spawn(move || {
        for line in stderr.into_iter().flat_map(|stderr| BufReader::new(stderr).lines().map_while(Result::ok))
        {
            // Nobody listens any more when the run has ended.
            let _ = said.send(line);
        }
    });
    let mut measured = Measured { rows: 0, took: Duration::ZERO, peak_kib: 0, stopped_at: None };
    let mut last = String::new();
    let status = loop {
        measured.peak_kib = measured.peak_kib.max(peak_kib(child.id()).unwrap_or_default());
        while let Ok(line) = heard.try_recv() {
            if let (Stop::At(percent), Some(done)) = (stop, percent(&line))
                && done >= percent
                && measured.stopped_at.is_none()
            {
                child.kill()?;
                measured.stopped_at = Some(done);
            }
            last = line;
        }
        match child.try_wait()? {
            Some(status) => break status,
            None => std::thread::park_timeout(LOOK_EVERY),
        }
    };
    measured.took = began.elapsed();
    if status.success() || measured.stopped_at.is_some() {
        return Ok(measured);
    }
    // What was said last says why.
    let rest: Vec<String> = heard.iter().collect();
    Err(Failure::new(rest.into_iter().next_back().unwrap_or(last)))
}

/// What a line of progress says.
fn percent(line: &str) -> Option<u64> {
    line.split_once(" %, ").and_then(|(percent, _)| percent.trim().parse().ok())
}

/// The highest resident memory of a process so far, as the kernel says (Linux).
fn peak_kib(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

//! How far long work has come, on standard error: one line that changes on a terminal, a line now and then elsewhere.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use identity_diesel::dump::Progress;

/// Tells how far long work has come, not too often.
pub(crate) struct Meter {
    began: Instant,
    told: Instant,
    /// Where the work began, if it is the rest of some.
    first: Option<u64>,
    is_terminal: bool,
}

impl Meter {
    /// Work that begins now.
    pub(crate) fn start() -> Self {
        let now = Instant::now();
        Self { began: now, told: now, first: None, is_terminal: std::io::stderr().is_terminal() }
    }

    /// Says where the work is, unless that was said just now.
    pub(crate) fn tell(&mut self, at: Progress) {
        let first = *self.first.get_or_insert(at.rows);
        let span = Duration::from_millis(if self.is_terminal { 200 } else { 2000 });
        if self.told.elapsed() < span {
            return;
        }
        self.told = Instant::now();
        let (before, after) = if self.is_terminal { ("\r\x1b[K", "") } else { ("", "\n") };
        // Nobody may be reading, and the work is worth finishing all the same.
        let _ =
            write!(std::io::stderr(), "{before}{}{after}", line(at, at.rows - first, self.began.elapsed()));
    }

    /// Leaves the line that changes.
    pub(crate) fn end(self) {
        if self.is_terminal {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

fn line(at: Progress, done: u64, since: Duration) -> String {
    let percent = (at.rows * 100).checked_div(at.total).unwrap_or(100);
    let seconds = since.as_secs().max(1);
    format!("{percent:>3} %, {} of {} rows, {} rows/s", at.rows, at.total, done / seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_far_and_how_fast() {
        let at = Progress { rows: 500, total: 2000 };
        assert_eq!(line(at, 400, Duration::from_secs(4)), " 25 %, 500 of 2000 rows, 100 rows/s");
        let nothing = Progress { rows: 0, total: 0 };
        assert_eq!(line(nothing, 0, Duration::ZERO), "100 %, 0 of 0 rows, 0 rows/s");
    }
}

//! What a run took, and what it may take.

use std::ops::Add;
use std::time::Duration;

/// Memory of a process at most, however many rows there are.
pub const MIB_MAX: u64 = 128;

/// What one or more runs took.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    pub rows: u64,
    pub took: Duration,
    /// Resident memory at its highest.
    pub peak_kib: u64,
    /// How many percent were done when it was killed.
    pub stopped_at: Option<u64>,
}

impl Add for Measured {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { took: self.took + other.took, peak_kib: self.peak_kib.max(other.peak_kib), ..self }
    }
}

impl Measured {
    /// Prints a line.
    pub fn print(&self, name: &str, what: &str) {
        let seconds = self.took.as_secs_f64();
        let rate = u128::from(self.rows) * 1000 / self.took.as_millis().max(1);
        let mib = self.peak_kib.div_ceil(1024);
        println!("  {name:<11} {what:<8} {seconds:>9.1} {rate:>9} {mib:>10}");
    }

    /// Whether it kept within its memory; a run whose memory nobody saw did not.
    pub fn is_bounded(&self) -> bool {
        (1..=MIB_MAX * 1024).contains(&self.peak_kib)
    }
}

//! What was ordered with an account; stored and shown, never interpreted (provisioning.md §3.4).

use crate::value::Text;

/// A plan as the Provisioning API was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What it is called.
    pub name: Text<64>,
    /// A span, in whatever unit the caller counts.
    pub time: Option<u64>,
    /// A volume, in whatever unit the caller counts.
    pub volume: Option<u64>,
}

impl Plan {
    /// The greatest span or volume: stores count in signed numbers.
    pub const COUNT_MAX: u64 = i64::MAX.unsigned_abs();
}

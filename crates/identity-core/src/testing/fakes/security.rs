//! A security log that can be read.

use std::sync::{Mutex, PoisonError};

use crate::audit::Origin;
use crate::port::{SecurityEvent, SecurityLog};

/// Keeps what was noted.
#[derive(Debug, Default)]
pub struct MemorySecurityLog(Mutex<Vec<SecurityEvent>>);

impl MemorySecurityLog {
    /// What was noted since the last call, oldest first.
    pub fn take(&self) -> Vec<SecurityEvent> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl SecurityLog for MemorySecurityLog {
    fn note(&self, event: SecurityEvent, _: &Origin) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(event);
    }
}

//! The security log: one line for each event, under a target of its own.

use identity_core::audit::Origin;
use identity_core::port::{SecurityEvent, SecurityLog};

/// Writes events to the log of the process, as target `identity_server::security`.
#[derive(Debug, Clone, Copy, Default)]
pub struct SecurityLines;

impl SecurityLog for SecurityLines {
    fn note(&self, event: SecurityEvent, origin: &Origin) {
        let name = event.name();
        let (ip, trace_id) = (origin.ip.as_deref(), origin.correlation_id.as_deref());
        match event {
            SecurityEvent::SignedIn { .. } | SecurityEvent::Entered { .. } => {
                tracing::info!(name, ?event, ip, trace_id, "security event");
            }
            _ => tracing::warn!(name, ?event, ip, trace_id, "security event"),
        }
    }
}

//! Devices that nobody linked (S-R42).

use std::sync::Arc;
use std::time::Duration;

use super::DeviceVerb;
use super::facts::{audit_object, changed};
use super::manage::end;
use crate::actor::Principal;
use crate::audit::{Event, Origin};
use crate::error::Error;
use crate::port::{Reading, Transaction};
use crate::service::Identity;

/// How long a device waits after its code's end before it vanishes.
pub const PENDING_KEPT: Duration = Duration::from_secs(24 * 60 * 60);
/// Devices that one transaction ends.
const BATCH: u32 = 100;

impl Identity {
    /// Ends devices that nobody linked until a day after their codes expired, at most 100 per call, with an audit
    /// record each, and returns how many.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn expire_devices(&self) -> Result<u32, Error> {
        let now = self.now();
        let is_due = move |tx: &mut dyn Transaction| {
            Ok(!tx.devices().unlinked_since(now.minus(PENDING_KEPT), 1)?.is_empty())
        };
        if !self.store().read(Reading::Snapshot, is_due).await? {
            return Ok(0);
        }
        self.write(&Arc::new(Principal::system()), Origin::default(), |tx, call| {
            let mut count = 0;
            for before in tx.devices().unlinked_since(call.now.minus(PENDING_KEPT), BATCH)? {
                let after = end(tx, call, before.clone(), DeviceVerb::Expire)?;
                call.record(Event::DeviceExpired, audit_object(&after))
                    .seen_by(after.account)
                    .with(changed(&before, &after))
                    .append(tx, call)?;
                count += 1;
            }
            Ok(count)
        })
        .await
    }
}

//! Cheap reads: at once, on a connection that the calling thread owns. A thread hop would cost more than the read.

use std::cell::RefCell;
use std::sync::Arc;

use identity_core::error::Error;
use identity_core::port::Reading;
use thread_local::ThreadLocal;

use super::connect::Role;
use super::shared::Shared;
use crate::error::translate;
use crate::job::{Answer, UnitJob, execute, run};
use crate::unit::{Access, Link, Memory};

/// Whether several statements have to see one state.
fn is_framed(reading: Reading) -> bool {
    reading != Reading::Point
}

/// Runs a read on the connection in the slot, which is opened when there is none and dropped when it is in doubt.
pub(super) fn read(slot: &mut Option<Link>, shared: &Shared, reading: Reading, job: &mut UnitJob) -> Answer {
    let mut link = match slot.take() {
        Some(link) => link,
        None => shared.link(Role::Reader)?,
    };
    // Totals belong to lists, and lists are scans. Generations are noted before the snapshot begins.
    let memory =
        (reading == Reading::Scan).then(|| Memory { totals: &shared.totals, noted: shared.totals.note() });
    if is_framed(reading) {
        execute(&mut link, "BEGIN").map_err(|error| Error::from(translate(&error)))?;
    }
    let ran = run(&mut link, Access::Read, memory, job);
    let is_closed = !is_framed(reading) || execute(&mut link, "COMMIT").is_ok();
    if is_closed && !ran.has_panicked {
        *slot = Some(link);
    }
    ran.answer
}

/// One reading connection per thread that reads. They live as long as the store.
pub(super) struct Readers {
    pub(super) shared: Arc<Shared>,
    links: ThreadLocal<RefCell<Option<Link>>>,
}

impl Readers {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared, links: ThreadLocal::new() }
    }

    /// Runs a read at once, on this thread.
    pub(super) fn run(&self, reading: Reading, mut job: UnitJob) -> Answer {
        let Ok(mut slot) = self.links.get_or_default().try_borrow_mut() else {
            return Err(Error::Internal("a read was begun inside another one".into()));
        };
        read(&mut slot, &self.shared, reading, &mut job)
    }
}

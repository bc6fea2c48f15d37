//! The check as the reference describes it (self-service.md A11).

use crate::openapi::operation::{Answer, Operation, Section};

/// Operations of gateways.
pub(crate) static SECTION: Section = Section {
    tag: "Check",
    prefix: "auth.",
    id: &[],
    operations: &[
        Operation::other("check", "Is this credential good, and for what?", Answer::Check),
        Operation::other("check.post", "The same by POST", Answer::Check),
    ],
};

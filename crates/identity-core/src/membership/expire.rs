//! Invitations that ended unanswered, noted once each (platform.md §3.8, R48).

use std::sync::Arc;

use super::view::audit_object;
use super::{Membership, MembershipStatus};
use crate::actor::Principal;
use crate::audit::{Documents, Event, Fact, Origin};
use crate::error::Error;
use crate::port::{Reading, Transaction};
use crate::service::{Call, Identity};
use crate::user::User;

/// Invitations that one transaction notes.
const BATCH: u32 = 100;

impl Identity {
    /// Writes one audit record for each invitation that is over, at most 100 per call, and returns how many. An
    /// invitation is noted in the transaction of its record, so that repeating and restarting note nothing twice; one
    /// that was renewed can expire and be noted again.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn note_expired_invitations(&self) -> Result<u32, Error> {
        let now = self.now();
        let is_due =
            move |tx: &mut dyn Transaction| Ok(!tx.memberships().expired_invitations(now, 1)?.is_empty());
        if !self.store().read(Reading::Snapshot, is_due).await? {
            return Ok(0);
        }
        self.write(&Arc::new(Principal::system()), Origin::default(), |tx, call| {
            let mut count = 0;
            for (membership, user) in tx.memberships().expired_invitations(call.now, BATCH)? {
                note(tx, call, membership, &user)?;
                count += 1;
            }
            Ok(count)
        })
        .await
    }
}

/// The clock changed the status, nobody changed the membership: neither its revision nor its stamps move.
fn note(tx: &mut dyn Transaction, call: &Call, mut membership: Membership, user: &User) -> Result<(), Error> {
    if let Some(invitation) = &mut membership.invitation {
        invitation.is_expiry_noted = true;
    }
    tx.memberships().update(&membership)?;
    let [before, after] = [MembershipStatus::Invited, MembershipStatus::InvitationExpired];
    let mut documents = Documents::default();
    documents.note("status", Fact::text(Some(before.as_str())), Fact::text(Some(after.as_str())));
    call.record(Event::InviteExpired, audit_object(&membership, user))
        .seen_by(membership.account)
        .with(documents)
        .append(tx, call)
}

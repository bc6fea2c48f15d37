//! What speaks against a new domain user (P-R19, P-R22, P-R25, P-R26).

use super::input::Wanted;
use crate::domain::role::{Role, is_owner};
use crate::domain::{Domain, DomainRefusal, Faults};
use crate::error::Error;
use crate::membership::MembershipKind;
use crate::port::Transaction;
use crate::service::Call;
use crate::user::User;

/// A user who is about to be made.
pub(super) struct New<'a> {
    pub(super) domain: &'a Domain,
    pub(super) kind: MembershipKind,
    pub(super) wanted: Wanted,
    pub(super) known: Option<User>,
    pub(super) role: Option<&'a Role>,
}

impl New<'_> {
    /// Refuses what is against a rule; the least number is told.
    ///
    /// # Errors
    /// [`Error::Domain`].
    pub(super) fn check(&self, tx: &mut dyn Transaction, call: &Call) -> Result<(), Error> {
        let account = self.domain.account.id;
        let is_multitenant = call.actor().is_multitenant();
        let is_external = self.kind == MembershipKind::Regular;
        let is_owner = is_owner(&self.wanted.role);
        let mut faults = Faults::default();
        if let Some(known) = &self.known {
            let is_member = tx.memberships().find_pair(account, known.id)?.is_some();
            faults.unless(!is_member, DomainRefusal::UserExists);
        }
        faults.unless(self.role.is_some(), DomainRefusal::UnknownRole);
        if tx.memberships().count_domain_users(account)? == 0 {
            self.check_first(is_multitenant, &mut faults);
        }
        if is_external {
            faults.unless(!is_owner, DomainRefusal::ExternalOwner);
        } else if is_owner {
            faults.unless(tx.memberships().owner(account)?.is_none(), DomainRefusal::OwnerExists);
        }
        if self.skips_mail() {
            faults.unless(is_multitenant, DomainRefusal::SkipNotAllowed);
            let can_sign_in = |user: &User| user.password.is_some() && user.is_email_verified;
            faults.unless(self.known.as_ref().is_some_and(can_sign_in), DomainRefusal::SkipNotPossible);
        }
        if let Some(id) = &self.wanted.external_id {
            let is_taken = tx.profiles().find_by_external_id(account, id.as_str())?.is_some();
            faults.unless(!is_taken, DomainRefusal::ExternalIdTaken);
        }
        faults.check()
    }

    /// Who the first user of a domain is (P-R22), in the order of the rule.
    fn check_first(&self, is_multitenant: bool, faults: &mut Faults) {
        if !is_multitenant {
            faults.note(DomainRefusal::FirstNeedsMultitenant);
        } else if self.kind == MembershipKind::Regular {
            faults.note(DomainRefusal::FirstIsInternal);
        } else if !is_owner(&self.wanted.role) {
            faults.note(DomainRefusal::FirstIsOwner);
        }
    }

    /// Whether a known person is to be there without being asked (P-R25).
    pub(super) fn skips_mail(&self) -> bool {
        self.kind == MembershipKind::Full && self.wanted.skips_mail
    }
}

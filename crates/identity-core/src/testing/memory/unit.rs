//! One open transaction over a state of its own.

use std::sync::Arc;

use super::state::State;
use crate::account::AccountRepository;
use crate::api_token::ApiTokenRepository;
use crate::audit::AuditRepository;
use crate::auth::Forget;
use crate::buyer::BuyerRepository;
use crate::device::DeviceRepository;
use crate::error::StoreError;
use crate::group::GroupRepository;
use crate::icon::IconRepository;
use crate::idempotency::IdempotencyRepository;
use crate::membership::pin::PinRepository;
use crate::membership::{MembershipRepository, ProfileRepository};
use crate::module::ModuleRepository;
use crate::outbox::OutboxRepository;
use crate::port::Transaction;
use crate::replay::ReplayRepository;
use crate::reset::ResetRepository;
use crate::second_factor::SecondFactorRepository;
use crate::session::SessionRepository;
use crate::signing_key::SigningKeyRepository;
use crate::throttle::ThrottleRepository;
use crate::user::UserRepository;

/// What a transaction may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Look only.
    Read,
    /// Look and change.
    Write,
}

/// A transaction; all repositories are views of it.
pub(super) struct Unit {
    state: Arc<State>,
    access: Access,
    is_poisoned: bool,
    forgotten: Vec<Forget>,
}

impl Unit {
    pub(super) fn new(state: Arc<State>, access: Access) -> Self {
        Self { state, access, is_poisoned: false, forgotten: Vec::new() }
    }

    /// Runs a statement that only looks.
    pub(super) fn look<T>(&mut self, statement: impl FnOnce(&State) -> T) -> Result<T, StoreError> {
        if self.is_poisoned {
            return Err(StoreError::Poisoned);
        }
        Ok(statement(&self.state))
    }

    /// Runs a statement that changes; if it fails, the transaction is lost. The first change copies the state.
    pub(super) fn change<T>(
        &mut self,
        statement: impl FnOnce(&mut State) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.may_change()?;
        let result = statement(Arc::make_mut(&mut self.state));
        self.is_poisoned = result.is_err();
        result
    }

    fn may_change(&mut self) -> Result<(), StoreError> {
        if self.is_poisoned {
            return Err(StoreError::Poisoned);
        }
        if self.access == Access::Read {
            self.is_poisoned = true;
            return Err(StoreError::Constraint("a read cannot change anything".into()));
        }
        Ok(())
    }

    /// What to commit and what to forget.
    pub(super) fn finish(self) -> Result<(Arc<State>, Vec<Forget>), StoreError> {
        if self.is_poisoned { Err(StoreError::Poisoned) } else { Ok((self.state, self.forgotten)) }
    }
}

/// A transaction is its own view of every repository.
macro_rules! views {
    ($($name:ident: $repository:ident,)*) => {
        $(fn $name(&mut self) -> &mut dyn $repository {
            self
        })*
    };
}

impl Transaction for Unit {
    views! {
        accounts: AccountRepository,
        users: UserRepository,
        memberships: MembershipRepository,
        profiles: ProfileRepository,
        groups: GroupRepository,
        modules: ModuleRepository,
        api_tokens: ApiTokenRepository,
        buyers: BuyerRepository,
        sessions: SessionRepository,
        resets: ResetRepository,
        second_factors: SecondFactorRepository,
        pins: PinRepository,
        devices: DeviceRepository,
        throttles: ThrottleRepository,
        replays: ReplayRepository,
        signing_keys: SigningKeyRepository,
        icons: IconRepository,
        audit: AuditRepository,
        outbox: OutboxRepository,
        idempotency: IdempotencyRepository,
    }

    fn forget(&mut self, what: Forget) -> Result<(), StoreError> {
        self.may_change()?;
        self.forgotten.push(what);
        Ok(())
    }
}

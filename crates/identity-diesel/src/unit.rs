//! One open transaction; all repositories are views of it.

use std::collections::HashSet;

use identity_core::account::AccountRepository;
use identity_core::api_token::ApiTokenRepository;
use identity_core::audit::AuditRepository;
use identity_core::auth::Forget;
use identity_core::buyer::BuyerRepository;
use identity_core::device::DeviceRepository;
use identity_core::error::StoreError;
use identity_core::group::GroupRepository;
use identity_core::icon::IconRepository;
use identity_core::idempotency::IdempotencyRepository;
use identity_core::membership::pin::PinRepository;
use identity_core::membership::{MembershipRepository, ProfileRepository};
use identity_core::module::ModuleRepository;
use identity_core::outbox::OutboxRepository;
use identity_core::port::Transaction;
use identity_core::replay::ReplayRepository;
use identity_core::reset::ResetRepository;
use identity_core::second_factor::SecondFactorRepository;
use identity_core::session::SessionRepository;
use identity_core::signing_key::SigningKeyRepository;
use identity_core::throttle::ThrottleRepository;
use identity_core::user::UserRepository;

use crate::any::AnyConnection;
use crate::error::Fault;
use crate::sql::Sql;
use crate::totals::{Noted, Totals, Touched};

/// How many list statements a connection keeps prepared: clients choose filters and orders, so it must be bounded.
const SHAPES_MAX: usize = 128;

/// A connection and what it knows of its prepared statements.
pub(crate) struct Link {
    pub(crate) any: AnyConnection,
    shapes: HashSet<u64>,
}

impl Link {
    pub(crate) fn new(any: AnyConnection) -> Self {
        Self { any, shapes: HashSet::new() }
    }

    /// Whether a statement of this shape is kept prepared; the first ones are.
    fn keeps(&mut self, shape: u64) -> bool {
        self.shapes.contains(&shape) || (self.shapes.len() < SHAPES_MAX && self.shapes.insert(shape))
    }
}

/// What a transaction may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Look only.
    Read,
    /// Look and change.
    Write,
}

/// What a reader may believe of remembered totals.
pub(crate) struct Memory<'c> {
    pub(crate) totals: &'c Totals,
    /// The generations before the reader began.
    pub(crate) noted: Noted,
}

/// What follows from a transaction once it is committed.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    /// What caches of verified credentials must forget.
    pub(crate) forgotten: Vec<Forget>,
    /// What tables it changed.
    pub(crate) touched: Touched,
}

/// One open transaction.
pub(crate) struct Unit<'c> {
    link: &'c mut Link,
    access: Access,
    memory: Option<Memory<'c>>,
    failure: Option<StoreError>,
    effects: Effects,
}

impl<'c> Unit<'c> {
    pub(crate) fn new(link: &'c mut Link, access: Access) -> Self {
        Self { link, access, memory: None, failure: None, effects: Effects::default() }
    }

    /// The same with remembered totals; it has looked at nothing yet.
    pub(crate) fn remembering(self, memory: Option<Memory<'c>>) -> Self {
        Self { memory, ..self }
    }

    /// Runs a statement that only looks. If it fails, the transaction is lost.
    pub(crate) fn look<T>(
        &mut self,
        statement: impl FnOnce(&mut AnyConnection) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        if self.failure.is_some() {
            return Err(StoreError::Poisoned);
        }
        statement(&mut self.link.any).map_err(|Fault(error)| {
            self.failure = Some(error.clone());
            error
        })
    }

    /// Runs statements that may change any table. If one fails, the transaction is lost.
    pub(crate) fn change<T>(
        &mut self,
        statement: impl FnOnce(&mut AnyConnection) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        self.effects.touched.add_everything();
        self.write(statement)
    }

    /// Runs statements that change these tables and no other, so that totals over other tables stay known.
    pub(crate) fn change_in<T>(
        &mut self,
        tables: &[&'static str],
        statement: impl FnOnce(&mut AnyConnection) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        self.effects.touched.add(tables);
        self.write(statement)
    }

    fn write<T>(
        &mut self,
        statement: impl FnOnce(&mut AnyConnection) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        if self.access == Access::Read {
            return self.look(|_| Err(StoreError::Constraint("a read cannot change anything".into()).into()));
        }
        self.look(statement)
    }

    /// The total that the statement counts, remembered or counted now.
    pub(crate) fn counted(
        &mut self,
        count: Sql,
        now: impl FnOnce(&mut Self, Sql) -> Result<u64, StoreError>,
    ) -> Result<u64, StoreError> {
        let Some(memory) = &self.memory else { return now(self, count) };
        if let Some(total) = memory.totals.get(&memory.noted, &count) {
            return Ok(total);
        }
        let total = now(self, count.clone())?;
        if let Some(memory) = &self.memory {
            memory.totals.put(&memory.noted, count, total);
        }
        Ok(total)
    }

    /// Whether the connection keeps a list statement of this shape prepared.
    pub(crate) fn keeps(&mut self, shape: u64) -> bool {
        self.link.keeps(shape)
    }

    /// What failed, if anything did: the transaction is lost, whatever the closure makes of it. A runner that tries again
    /// asks.
    #[cfg(feature = "postgres")]
    pub(crate) fn failure(&self) -> Option<&StoreError> {
        self.failure.as_ref()
    }

    /// What follows from the commit; nothing may be committed of a poisoned transaction.
    pub(crate) fn finish(self) -> Result<Effects, StoreError> {
        if self.failure.is_some() { Err(StoreError::Poisoned) } else { Ok(self.effects) }
    }
}

/// An update that finds no row must not look like success.
pub(crate) fn one_row(count: usize, table: &str) -> Result<(), Fault> {
    if count == 1 {
        Ok(())
    } else {
        Err(StoreError::Constraint(format!("no row to update in {table}")).into())
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

impl Transaction for Unit<'_> {
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
        self.change_in(&["changes"], |any| Ok(crate::changes::publish(any, what)?))?;
        self.effects.forgotten.push(what);
        Ok(())
    }
}

//! A whole service in memory: bootstrapped, with a clock that can be moved and mail that can be read.

mod founding;

pub use founding::catalogue;

use std::sync::Arc;
use std::time::Duration;

use super::contract::block_on;
use super::fakes::{FakeHasher, FixedClock, MemoryMailer, MemorySecurityLog, SeededEntropy};
use super::memory::MemoryStore;
use crate::account::{Account, AccountInput, create as create_account};
use crate::actor::Principal;
use crate::api_token::{ApiToken, TokenInput, create as create_token};
use crate::audit::{AuditRecord, Origin};
use crate::auth::principal_of;
use crate::error::Error;
use crate::group::{Group, GroupInput, create as create_group};
use crate::id::{AccountId, GroupId, ModuleId, SessionId, UserId};
use crate::list::Query;
use crate::membership::{InviteInput, Membership, Minted, invite};
use crate::port::{Reading, Transaction};
use crate::secret::Secret;
use crate::service::{Call, Identity};
use crate::session::{Level, Session};
use crate::user::{PasswordTarget, SetPassword, User, UserInput};
use crate::value::Member;

/// A configurable module that every kind of account may have.
pub const BILLING: ModuleId = ModuleId::new(8352);
/// Another one.
pub const REPORTS: ModuleId = ModuleId::new(8353);

/// A password that obeys every rule.
pub const PASSWORD: &str = "quiet river under stones";

/// A bootstrapped service over a store: the in-memory one, or any other.
pub struct World<S: ?Sized = MemoryStore> {
    /// The service.
    pub identity: Identity,
    /// Its time.
    pub clock: Arc<FixedClock>,
    /// Its mail.
    pub mailer: MemoryMailer,
    /// Its store, for faults.
    pub store: Arc<S>,
    /// Its password hashing.
    pub hasher: Arc<FakeHasher>,
    /// Its security log.
    pub security: Arc<MemorySecurityLog>,
    /// The Operations account.
    pub operations: AccountId,
    /// The administrator that the bootstrap made.
    pub administrator: UserId,
    /// O+: the token that the bootstrap made.
    pub operator: Arc<Principal>,
    /// The value of that token.
    pub operator_token: Secret,
}

/// A session that begins now.
pub(super) fn place_session(
    tx: &mut dyn Transaction,
    call: &Call,
    user: UserId,
    level: Level,
) -> Result<Session, Error> {
    let mut session = Session {
        id: SessionId::new(0),
        user,
        level,
        refresh: None,
        cookie: None,
        created_at: call.now,
        last_used_at: call.now,
        expires_at: call.now,
        ip: None,
        user_agent: None,
    }
    .used(call.now);
    call.place(|id| {
        session.id = id;
        tx.sessions().insert(&session)
    })?;
    Ok(session)
}

impl World {
    /// Bootstraps over the in-memory store.
    pub fn new() -> Self {
        let store = Arc::new(MemoryStore::default());
        let epochs = Arc::clone(store.epochs());
        World::over(store.clone(), epochs, &Arc::new(SeededEntropy::new(7))).with_store(store)
    }

    /// The body of an invitation.
    pub fn invitation(email: &str, groups: &[GroupId]) -> InviteInput {
        InviteInput {
            email: Member::Value(email.into()),
            profile: UserInput {
                first_name: Member::Value("Mara".into()),
                last_name: Member::Value("Lindqvist".into()),
                ..UserInput::default()
            },
            groups: Member::Value(groups.iter().map(ToString::to_string).collect()),
            ..InviteInput::default()
        }
    }
}

#[expect(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a world that cannot be built is a defect of the test"
)]
impl<S: ?Sized> World<S> {
    /// Runs a writing use case.
    ///
    /// # Errors
    /// Those of the use case.
    pub fn write<T: Send + 'static>(
        &self,
        who: &Arc<Principal>,
        work: impl FnMut(&mut dyn Transaction, &Call) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        // Time goes on, so that records have an order.
        self.clock.advance(Duration::from_millis(1));
        block_on(self.identity.write(who, Origin::default(), work))
    }

    /// Runs a reading use case.
    ///
    /// # Errors
    /// Those of the use case.
    pub fn read<T: Send + 'static>(
        &self,
        who: &Arc<Principal>,
        work: impl FnMut(&mut dyn Transaction, &Call) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        block_on(self.identity.read(who, Reading::Scan, work))
    }

    /// A new Client account.
    pub fn client(&self, name: &str) -> Account {
        self.account(name, "Client")
    }

    /// A new account of the kind.
    pub fn account(&self, name: &str, kind: &str) -> Account {
        let input = AccountInput {
            name: Member::Value(name.into()),
            kind: Member::Value(kind.into()),
            ..AccountInput::default()
        };
        self.write(&self.operator, move |tx, call| create_account(tx, call, Ok(&input))).unwrap()
    }

    /// The default group of an account.
    pub fn default_group(&self, account: AccountId) -> Group {
        self.read(&self.operator, move |tx, _| Ok(tx.groups().default_of(account)?)).unwrap().unwrap()
    }

    /// A new group, made by O+.
    pub fn group(&self, account: AccountId, name: &str, modules: &[ModuleId]) -> GroupId {
        let input = GroupInput {
            name: Member::Value(name.into()),
            account: Member::Value(account.to_string()),
            modules: Member::Value(modules.iter().map(ToString::to_string).collect()),
            ..GroupInput::default()
        };
        self.write(&self.operator, move |tx, call| create_group(tx, call, Ok(&input))).unwrap().id
    }

    /// Invites a person, as O+, so that the code is known.
    pub fn invite(&self, account: AccountId, email: &str, groups: &[GroupId]) -> Minted {
        let input = World::invitation(email, groups);
        self.write(&self.operator, move |tx, call| invite(tx, call, Some(account), Ok(&input))).unwrap()
    }

    /// Invites a person who accepts: a new one by code, a known one by their own session.
    pub fn join(&self, account: AccountId, email: &str, groups: &[GroupId]) -> (Membership, User) {
        let minted = self.invite(account, email, groups);
        let id = minted.membership.id;
        if minted.user.is_activated() {
            let person = self.person(minted.user.id, None);
            let key = crate::membership::MembershipKey::Own(id);
            self.write(&person, move |tx, call| crate::membership::accept(tx, call, key)).unwrap();
        } else {
            let code = minted.code.unwrap().code;
            block_on(self.identity.set_password(
                None,
                Default::default(),
                PasswordTarget::Membership(id),
                Ok(SetPassword {
                    password: Secret::new(PASSWORD.into()),
                    current: None,
                    code: Some(code.expose().into()),
                }),
                |_, _, user| Ok(user),
            ))
            .unwrap();
        }
        let user = minted.user.id;
        self.read(&self.operator, move |tx, _| {
            Ok((tx.memberships().find(id)?.unwrap(), tx.users().find(user)?.unwrap()))
        })
        .unwrap()
    }

    /// A session of a person, in an account or at person level.
    pub fn person(&self, user: UserId, account: Option<AccountId>) -> Arc<Principal> {
        let system = Arc::new(Principal::system());
        let principal = self.write(&system, move |tx, call| {
            let person = place_session(tx, call, user, Level::Person)?;
            let session = match account {
                None => person,
                Some(account) => {
                    let membership = tx.memberships().find_pair(account, user)?.ok_or(Error::NotFound)?.id;
                    place_session(tx, call, user, Level::Web { parent: person.id, account, membership })?
                }
            };
            principal_of(tx, &call.tools.catalogue, &session)
        });
        Arc::new(principal.unwrap())
    }

    /// A new token, made by O+, and its value.
    pub fn token(&self, account: AccountId, modules: &[ModuleId]) -> (ApiToken, Secret) {
        let input = TokenInput {
            account: Member::Value(account.to_string()),
            modules: Member::Value(modules.iter().map(ToString::to_string).collect()),
            ..TokenInput::default()
        };
        self.write(&self.operator, move |tx, call| create_token(tx, call, Ok(&input))).unwrap()
    }

    /// A new token as the actor that it authenticates.
    pub fn actor(&self, account: AccountId, modules: &[ModuleId]) -> Arc<Principal> {
        let (_, value) = self.token(account, modules);
        self.authenticate(&value).unwrap()
    }

    /// Authenticates the value of a token.
    ///
    /// # Errors
    /// Those of authentication.
    pub fn authenticate(&self, value: &Secret) -> Result<Arc<Principal>, Error> {
        block_on(self.identity.authenticate(value.expose())).map(|verified| verified.principal.clone())
    }

    /// Everything that happened, newest first; at most 100 records.
    pub fn audit(&self) -> Vec<AuditRecord> {
        let everything = Query::everything(&crate::audit::FIELDS);
        self.read(&self.operator, move |tx, call| crate::audit::list(tx, call, &everything)).unwrap().items
    }

    /// How many audit records there are.
    pub fn audit_count(&self) -> u64 {
        let everything = Query::everything(&crate::audit::FIELDS);
        self.read(&self.operator, move |tx, call| crate::audit::list(tx, call, &everything)).unwrap().total
    }
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}

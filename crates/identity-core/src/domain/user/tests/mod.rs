//! Rules of domain users and persons, against the in-memory store.

mod adding;
mod changing;
mod reach;

use std::collections::BTreeSet;

use super::{DomainUser, DomainUserInput, add_external, add_internal};
use crate::account::{AccountInput, AccountKind, create as create_account};
use crate::actor::{ActingAccount, Actor, Credential, Principal, Who};
use crate::domain::DomainRefusal;
use crate::error::Error;
use crate::id::{AccountId, TokenId};
use crate::membership::Membership;
use crate::outbox::Letter;
use crate::port::Transaction;
use crate::service::Call;
use crate::testing::World;
use crate::testing::contract::block_on;
use crate::user::User;
use crate::value::Member;

fn sent(text: &str) -> Member<String> {
    Member::Value(text.into())
}

fn refused<T>(refusal: DomainRefusal) -> Result<T, Error> {
    Err(refusal.into())
}

/// A reseller with a child, whose owner was made, and whoever is none of its own.
struct Msp {
    world: World,
    reseller: AccountId,
    child: AccountId,
    grandchild: AccountId,
    stranger: AccountId,
}

impl Msp {
    fn new() -> Self {
        let world = World::new();
        let reseller = world.client("Msp").id;
        let child = below(&world, "Acme", reseller);
        let grandchild = below(&world, "Branch", child);
        let stranger = world.client("Stranger").id;
        let msp = Self { world, reseller, child, grandchild, stranger };
        msp.internal(msp.child, "owner@example.com", "OWNER").unwrap();
        msp
    }

    /// Runs a use case as the reseller's key.
    fn sign<T: Send + 'static>(
        &self,
        mut work: impl FnMut(&mut dyn Transaction, &Call) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let own = ActingAccount { id: self.reseller, kind: AccountKind::Client };
        let actor = Actor {
            who: Who::Token(TokenId::new(5)),
            account: None,
            modules: BTreeSet::new(),
            reseller: Some(own),
        };
        let credential = Credential::Hmac(TokenId::new(5));
        let principal =
            Principal { actor, credential, name: "Key".into(), account_name: None, not_after: None };
        self.world
            .write(&self.world.operator, move |tx, call| work(tx, &Call { principal: &principal, ..*call }))
    }

    /// B7 by the reseller's key.
    fn internal(&self, domain: AccountId, email: &str, role: &str) -> Result<DomainUser, Error> {
        let input = body(domain, email, role);
        self.sign(move |tx, call| add_internal(tx, call, Ok(&input)))
    }

    /// B8 by the reseller's key.
    fn external(&self, domain: AccountId, email: &str, id: &str) -> Result<DomainUser, Error> {
        let input = DomainUserInput { external_id: sent(id), ..body(domain, email, "NO_PRIVILEGES") };
        self.sign(move |tx, call| add_external(tx, call, Ok(&input)))
    }

    fn stored(&self, user: &DomainUser, account: AccountId) -> (Membership, User) {
        let id = user.id;
        let read = move |tx: &mut dyn Transaction, _: &Call| {
            let membership = tx.memberships().find_pair(account, id)?.unwrap();
            Ok((membership, tx.users().find(id)?.unwrap()))
        };
        self.world.read(&self.world.operator, read).unwrap()
    }

    /// Delivers what waits; addressees and letters since the last time.
    fn mails(&self) -> Vec<(String, Letter)> {
        let before = self.world.mailer.sent().len();
        block_on(self.world.identity.deliver_mail(&self.world.mailer)).unwrap();
        let mails = self.world.mailer.sent().into_iter().skip(before);
        mails.map(|mail| (mail.to.to_string(), mail.letter)).collect()
    }
}

fn below(world: &World, name: &str, parent: AccountId) -> AccountId {
    let input = AccountInput {
        name: sent(name),
        kind: sent("Client"),
        parent: sent(&parent.to_string()),
        ..AccountInput::default()
    };
    world.write(&world.operator, move |tx, call| create_account(tx, call, Ok(&input))).unwrap().id
}

fn body(domain: AccountId, email: &str, role: &str) -> DomainUserInput {
    DomainUserInput {
        email: sent(email),
        role: sent(role),
        domain: sent(&domain.to_string()),
        user_name: sent("Ana Ruiz"),
        ..DomainUserInput::default()
    }
}

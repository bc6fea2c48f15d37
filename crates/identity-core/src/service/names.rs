//! Names of who did what, for the `audit` block of representations.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::actor::ActorRef;
use crate::api_token::TokenSummary;
use crate::error::Error;
use crate::link::IDS_MAX;
use crate::port::Transaction;
use crate::state::Stamp;
use crate::user::UserSummary;

/// An actor as references show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActorName {
    /// A person.
    User(UserSummary),
    /// A token.
    Token(TokenSummary),
}

/// Actors by reference; shared by all rows of a page.
#[derive(Debug, Clone, Default)]
pub struct ActorNames(Arc<BTreeMap<ActorRef, ActorName>>);

impl ActorNames {
    /// Reads the names behind the stamps in at most two statements per 8192 actors.
    ///
    /// # Errors
    /// Those of the store.
    pub fn read(
        tx: &mut dyn Transaction,
        stamps: impl Iterator<Item = Option<Stamp>>,
    ) -> Result<Self, Error> {
        let references: BTreeSet<ActorRef> = stamps.filter_map(|stamp| stamp?.by).collect();
        let (mut users, mut tokens) = (Vec::new(), Vec::new());
        for reference in references {
            match reference {
                ActorRef::User(id) => users.push(id),
                ActorRef::Token(id) => tokens.push(id),
            }
        }
        let mut names = BTreeMap::new();
        for ids in users.chunks(IDS_MAX) {
            let found = tx.users().summaries(ids)?;
            names.extend(found.into_iter().map(|user| (ActorRef::User(user.id), ActorName::User(user))));
        }
        for ids in tokens.chunks(IDS_MAX) {
            let found = tx.api_tokens().summaries(ids)?;
            names.extend(found.into_iter().map(|token| (ActorRef::Token(token.id), ActorName::Token(token))));
        }
        Ok(Self(Arc::new(names)))
    }

    /// The name behind a reference.
    pub fn get(&self, reference: ActorRef) -> Option<&ActorName> {
        self.0.get(&reference)
    }
}

//! Names of who did what, for the `audit` block of representations.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::actor::ActorRef;
use crate::api_token::TokenSummary;
use crate::error::Error;
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
    /// Reads the names behind the stamps in at most two statements.
    ///
    /// # Errors
    /// Those of the store.
    pub fn read(
        tx: &mut dyn Transaction,
        stamps: impl Iterator<Item = Option<Stamp>>,
    ) -> Result<Self, Error> {
        let (mut users, mut tokens) = (Vec::new(), Vec::new());
        for reference in stamps.filter_map(|stamp| stamp?.by) {
            match reference {
                ActorRef::User(id) if !users.contains(&id) => users.push(id),
                ActorRef::Token(id) if !tokens.contains(&id) => tokens.push(id),
                _ => {}
            }
        }
        let mut names = BTreeMap::new();
        if !users.is_empty() {
            let found = tx.users().summaries(&users)?;
            names.extend(found.into_iter().map(|user| (ActorRef::User(user.id), ActorName::User(user))));
        }
        if !tokens.is_empty() {
            let found = tx.api_tokens().summaries(&tokens)?;
            names.extend(found.into_iter().map(|token| (ActorRef::Token(token.id), ActorName::Token(token))));
        }
        Ok(Self(Arc::new(names)))
    }

    /// The name behind a reference.
    pub fn get(&self, reference: ActorRef) -> Option<&ActorName> {
        self.0.get(&reference)
    }
}

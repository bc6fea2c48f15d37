//! What a writer knows about its token, for those who check it meanwhile.

use std::sync::{Mutex, PoisonError};

/// Whether a token is active, as long as that is certain.
#[derive(Debug)]
pub struct Belief(Mutex<Believed>);

/// A state of the belief; two that are equal had no change between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Believed {
    changes: u64,
    /// Whether the token is active; `None` while a change is under way or nobody was told how one ended.
    pub is_active: Option<bool>,
}

impl Belief {
    /// A token whose state is known.
    pub fn known(is_active: bool) -> Self {
        Self(Mutex::new(Believed { changes: 0, is_active: Some(is_active) }))
    }

    /// What is believed now.
    pub fn now(&self) -> Believed {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on that is so.
    pub fn set(&self, is_active: Option<bool>) {
        let mut believed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        believed.changes += 1;
        believed.is_active = is_active;
    }
}

//! Epochs: how verified credentials are forgotten without a lock and without a search.
//!
//! Every cached principal remembers the epochs of what it depends on, noted before it was read. Forgetting raises
//! an epoch; an entry whose epochs are not the present ones is as good as absent. So a stale fill can never be
//! believed, however late it is inserted.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::id::{AccountId, Id as _, TokenId, UserId};

/// What a committed change makes untrue in caches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forget {
    /// A token changed or ended.
    Token(TokenId),
    /// Rights inside an account changed.
    Account(AccountId),
    /// A person's rights changed.
    User(UserId),
    /// The account tree changed: usability of any account may have.
    Everything,
}

/// Collisions between slots only cause a needless look-up.
const SLOTS: usize = 1 << 15;

/// The present epochs of everything that principals depend on. One per store; shared with the cache.
#[derive(Debug)]
pub struct Epochs {
    generation: AtomicU64,
    everything: AtomicU64,
    slots: Box<[AtomicU64]>,
}

/// Epochs that a principal was read under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noted {
    everything: u64,
    token: u64,
    account: u64,
}

impl Default for Epochs {
    fn default() -> Self {
        Self {
            generation: AtomicU64::new(0),
            everything: AtomicU64::new(0),
            slots: (0..SLOTS).map(|_| AtomicU64::new(0)).collect(),
        }
    }
}

impl Epochs {
    /// Forgets. Stores call this on the committing thread, after the commit and before anybody is answered.
    pub fn forget(&self, what: Forget) {
        // The generation moves first: whoever sees a raised slot also sees a moved generation.
        self.generation.fetch_add(1, Ordering::SeqCst);
        match what {
            Forget::Everything => &self.everything,
            Forget::Token(id) => self.slot(1, id.number()),
            Forget::Account(id) => self.slot(2, id.number()),
            Forget::User(id) => self.slot(3, id.number()),
        }
        .fetch_add(1, Ordering::SeqCst);
    }

    /// The generation to remember before a principal is read.
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::SeqCst)
    }

    /// Epochs for a principal that was read since `generation`; `None` when anything was forgotten meanwhile, and
    /// then what was read must not be kept.
    pub fn note(&self, generation: u64, token: TokenId, account: AccountId) -> Option<Noted> {
        let noted = self.present(token, account);
        (self.generation() == generation).then_some(noted)
    }

    /// Whether nothing that the principal depends on was forgotten since.
    pub fn is_present(&self, noted: Noted, token: TokenId, account: AccountId) -> bool {
        self.present(token, account) == noted
    }

    fn present(&self, token: TokenId, account: AccountId) -> Noted {
        Noted {
            everything: self.everything.load(Ordering::SeqCst),
            token: self.slot(1, token.number()).load(Ordering::SeqCst),
            account: self.slot(2, account.number()).load(Ordering::SeqCst),
        }
    }

    fn slot(&self, kind: u64, number: u64) -> &AtomicU64 {
        // Fibonacci hashing spreads neighbouring numbers; the kind keeps equal numbers of different things apart.
        let spread = (number.wrapping_mul(8).wrapping_add(kind)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let index = usize::try_from(spread >> 49).unwrap_or(0);
        self.slots.get(index).unwrap_or(&self.everything)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: TokenId = TokenId::new(1);
    const ACCOUNT: AccountId = AccountId::new(2);

    #[test]
    fn each_kind_of_forgetting_makes_an_entry_stale() {
        for what in [Forget::Token(TOKEN), Forget::Account(ACCOUNT), Forget::Everything] {
            let epochs = Epochs::default();
            let noted = epochs.note(epochs.generation(), TOKEN, ACCOUNT).unwrap();
            assert!(epochs.is_present(noted, TOKEN, ACCOUNT));
            epochs.forget(what);
            assert!(!epochs.is_present(noted, TOKEN, ACCOUNT), "{what:?}");
        }
    }

    #[test]
    fn others_are_not_disturbed() {
        let epochs = Epochs::default();
        let noted = epochs.note(epochs.generation(), TOKEN, ACCOUNT).unwrap();
        epochs.forget(Forget::Token(TokenId::new(77)));
        epochs.forget(Forget::Account(AccountId::new(1)));
        assert!(epochs.is_present(noted, TOKEN, ACCOUNT));
    }

    #[test]
    fn a_fill_that_was_overtaken_is_dropped() {
        let epochs = Epochs::default();
        let generation = epochs.generation();
        epochs.forget(Forget::Account(ACCOUNT));
        assert_eq!(epochs.note(generation, TOKEN, ACCOUNT), None);
    }
}

//! Epochs: how verified credentials are forgotten without a lock and without a search.
//!
//! Every cached principal remembers the epochs of what it depends on, noted before it was read. Forgetting raises
//! an epoch; an entry whose epochs are not the present ones is as good as absent. So a stale fill can never be
//! believed, however late it is inserted.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::actor::Credential;
use crate::id::{AccountId, DeviceId, Id as _, SessionId, TokenId, UserId};

/// What a committed change makes untrue in caches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forget {
    /// A token changed or ended.
    Token(TokenId),
    /// A session ended.
    Session(SessionId),
    /// A device changed or ended.
    Device(DeviceId),
    /// Rights inside an account changed.
    Account(AccountId),
    /// A person's rights changed.
    User(UserId),
    /// The account tree changed: usability of any account may have.
    Everything,
}

/// Collisions between slots only cause a needless look-up.
const SLOTS: usize = 1 << 15;

/// Until when a node may believe what it remembers.
#[derive(Debug)]
struct Freshness(AtomicU64);

impl Freshness {
    /// For as long as it lives: every change passes through it.
    const ALWAYS: u64 = u64::MAX;

    fn micros(uptime: Duration) -> u64 {
        u64::try_from(uptime.as_micros()).unwrap_or(Self::ALWAYS - 1)
    }
}

/// The present epochs of everything that principals depend on. One per store; shared with the cache.
#[derive(Debug)]
pub struct Epochs {
    freshness: Freshness,
    generation: AtomicU64,
    everything: AtomicU64,
    slots: Box<[AtomicU64]>,
}

/// What a principal can be found by: all that it is remembered under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CredentialKey {
    /// A token of any kind.
    Token(TokenId),
    /// A session.
    Session(SessionId),
    /// A device by its own token.
    Device(DeviceId),
}

impl CredentialKey {
    /// The key of a credential; what is used once has none.
    pub const fn of(credential: Credential) -> Option<Self> {
        match credential {
            Credential::Api(token) | Credential::Integration { token, .. } | Credential::Hmac(token) => {
                Some(Self::Token(token))
            }
            Credential::Auth(session)
            | Credential::Access { session, .. }
            | Credential::DeviceAccess { session, .. } => Some(Self::Session(session)),
            Credential::Device(device) => Some(Self::Device(device)),
            Credential::Invitation(_) | Credential::System => None,
        }
    }
}

/// What a principal rests on; if any of it changes, the principal has to be read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grounds {
    /// The credential.
    pub credential: CredentialKey,
    /// The account acted in.
    pub account: Option<AccountId>,
    /// The person behind it.
    pub user: Option<UserId>,
    /// The device that it works on.
    pub device: Option<DeviceId>,
}

/// Epochs that a principal was read under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noted {
    everything: u64,
    credential: u64,
    account: u64,
    user: u64,
    device: u64,
}

/// Tells the slots of tokens, accounts and the others apart.
const TOKENS: u64 = 1;
const ACCOUNTS: u64 = 2;
const USERS: u64 = 3;
const SESSIONS: u64 = 4;
const DEVICES: u64 = 5;

impl Default for Epochs {
    fn default() -> Self {
        Self {
            freshness: Freshness(AtomicU64::new(Freshness::ALWAYS)),
            generation: AtomicU64::new(0),
            everything: AtomicU64::new(0),
            slots: (0..SLOTS).map(|_| AtomicU64::new(0)).collect(),
        }
    }
}

impl Epochs {
    /// Epochs of a database that other nodes write to as well: nothing is believed until somebody who follows its
    /// changes confirms it.
    pub fn followed() -> Self {
        Self { freshness: Freshness(AtomicU64::new(0)), ..Self::default() }
    }

    /// Whether others write to the database too.
    pub fn are_followed(&self) -> bool {
        self.freshness.0.load(Ordering::SeqCst) != Freshness::ALWAYS
    }

    /// Believes what is remembered until that uptime: all changes that were committed up to now were forgotten.
    pub fn confirm(&self, until: Duration) {
        self.freshness.0.fetch_max(Freshness::micros(until), Ordering::SeqCst);
    }

    /// Whether what is remembered may be believed at that uptime.
    pub fn are_fresh(&self, uptime: Duration) -> bool {
        Freshness::micros(uptime) < self.freshness.0.load(Ordering::SeqCst)
    }

    /// Forgets. Stores call this on the committing thread, after the commit and before anybody is answered.
    pub fn forget(&self, what: Forget) {
        // The generation moves first: whoever sees a raised slot also sees a moved generation.
        self.generation.fetch_add(1, Ordering::SeqCst);
        match what {
            Forget::Everything => &self.everything,
            Forget::Token(id) => self.slot(TOKENS, id.number()),
            Forget::Session(id) => self.slot(SESSIONS, id.number()),
            Forget::Device(id) => self.slot(DEVICES, id.number()),
            Forget::Account(id) => self.slot(ACCOUNTS, id.number()),
            Forget::User(id) => self.slot(USERS, id.number()),
        }
        .fetch_add(1, Ordering::SeqCst);
    }

    /// The generation to remember before a principal is read.
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::SeqCst)
    }

    /// Epochs for a principal that was read since `generation`; `None` when anything was forgotten meanwhile, and
    /// then what was read must not be kept.
    pub fn note(&self, generation: u64, grounds: &Grounds) -> Option<Noted> {
        let noted = self.present(grounds);
        (self.generation() == generation).then_some(noted)
    }

    /// Whether nothing that the principal rests on was forgotten since.
    pub fn is_present(&self, noted: Noted, grounds: &Grounds) -> bool {
        self.present(grounds) == noted
    }

    fn present(&self, grounds: &Grounds) -> Noted {
        let read = |kind: u64, number: Option<u64>| {
            number.map_or(0, |number| self.slot(kind, number).load(Ordering::SeqCst))
        };
        let credential = match grounds.credential {
            CredentialKey::Token(id) => read(TOKENS, Some(id.number())),
            CredentialKey::Session(id) => read(SESSIONS, Some(id.number())),
            CredentialKey::Device(id) => read(DEVICES, Some(id.number())),
        };
        Noted {
            everything: self.everything.load(Ordering::SeqCst),
            credential,
            account: read(ACCOUNTS, grounds.account.map(AccountId::number)),
            user: read(USERS, grounds.user.map(UserId::number)),
            device: read(DEVICES, grounds.device.map(DeviceId::number)),
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
    const SESSION: SessionId = SessionId::new(1);
    const ACCOUNT: AccountId = AccountId::new(2);
    const USER: UserId = UserId::new(1);
    const DEVICE: DeviceId = DeviceId::new(1);

    fn token() -> Grounds {
        let credential = CredentialKey::Token(TOKEN);
        Grounds { credential, account: Some(ACCOUNT), user: None, device: None }
    }

    fn till() -> Grounds {
        let credential = CredentialKey::Session(SESSION);
        Grounds { credential, account: Some(ACCOUNT), user: Some(USER), device: Some(DEVICE) }
    }

    fn reaches(what: Forget, grounds: &Grounds) -> bool {
        let epochs = Epochs::default();
        let noted = epochs.note(epochs.generation(), grounds).unwrap();
        assert!(epochs.is_present(noted, grounds));
        epochs.forget(what);
        !epochs.is_present(noted, grounds)
    }

    #[test]
    fn whatever_a_principal_rests_on_makes_it_stale() {
        for what in [Forget::Token(TOKEN), Forget::Account(ACCOUNT), Forget::Everything] {
            assert!(reaches(what, &token()), "{what:?}");
        }
        for what in [
            Forget::Session(SESSION),
            Forget::Account(ACCOUNT),
            Forget::User(USER),
            Forget::Device(DEVICE),
            Forget::Everything,
        ] {
            assert!(reaches(what, &till()), "{what:?}");
        }
    }

    #[test]
    fn others_are_not_disturbed() {
        let others =
            [Forget::Token(TokenId::new(77)), Forget::Account(AccountId::new(1)), Forget::User(USER)];
        for what in others {
            assert!(!reaches(what, &token()), "{what:?}");
        }
        for what in [Forget::Token(TOKEN), Forget::Session(SessionId::new(2)), Forget::User(UserId::new(2))] {
            assert!(!reaches(what, &till()), "{what:?}");
        }
    }

    #[test]
    fn what_others_write_to_is_believed_as_long_as_it_was_confirmed() {
        let secs = Duration::from_secs;
        assert!(Epochs::default().are_fresh(secs(1_000_000)));
        let followed = Epochs::followed();
        assert!(followed.are_followed() && !Epochs::default().are_followed());
        assert!(!followed.are_fresh(secs(0)));
        followed.confirm(secs(5));
        followed.confirm(secs(3));
        assert_eq!([0, 4, 5, 6].map(|at| followed.are_fresh(secs(at))), [true, true, false, false]);
    }

    #[test]
    fn a_fill_that_was_overtaken_is_dropped() {
        let epochs = Epochs::default();
        let generation = epochs.generation();
        epochs.forget(Forget::Account(ACCOUNT));
        assert_eq!(epochs.note(generation, &token()), None);
    }
}

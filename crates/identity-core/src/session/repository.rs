//! The port to stored sessions.

use super::Session;
use crate::error::StoreError;
use crate::id::{AccountId, DeviceId, MembershipId, SessionId, UserId};
use crate::secret::Digest;
use crate::timestamp::Timestamp;

/// Sessions that end together. With a session at person level end those in accounts that live in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionSet {
    /// One.
    One(SessionId),
    /// Those of a person, without one of them and what lives in it.
    OfUser {
        /// The person.
        user: UserId,
        /// The one that stays.
        except: Option<SessionId>,
    },
    /// Those in an account by a membership, whatever the channel.
    OfMembership(MembershipId),
    /// Those of a membership on channel web.
    WebOfMembership(MembershipId),
    /// Those of a membership on devices, without one of them.
    DevicesOfMembership {
        /// The membership.
        membership: MembershipId,
        /// The one that stays.
        except: Option<SessionId>,
    },
    /// Those begun at a device.
    OnDevice(DeviceId),
    /// Those in an account and in all accounts below it.
    Below(AccountId),
}

/// Stored sessions.
#[cfg_attr(any(test, feature = "testing"), mockall::automock)]
pub trait SessionRepository {
    /// The session, over or not.
    fn find(&mut self, id: SessionId) -> Result<Option<Session>, StoreError>;
    /// The session that a refresh token was made for, used or not.
    fn find_by_refresh(&mut self, refresh: &Digest) -> Result<Option<Session>, StoreError>;
    /// The session of a cookie.
    fn find_by_cookie(&mut self, cookie: &Digest) -> Result<Option<Session>, StoreError>;
    /// The web session by a membership that lives in a session at person level; there is at most one.
    fn find_web(
        &mut self,
        parent: SessionId,
        membership: MembershipId,
    ) -> Result<Option<Session>, StoreError>;
    /// Stores a new session; `false` when the identifier is taken, and then nothing was stored.
    fn insert(&mut self, session: &Session) -> Result<bool, StoreError>;
    /// Notes a use: `last_used_at` and `expires_at`, of a session at person level also those that live in it.
    fn note_use(&mut self, session: &Session) -> Result<(), StoreError>;
    /// Replaces the refresh token that works, in one conditional statement; `false` when `used` is not it any more,
    /// and then nothing was changed. The used one is remembered for as long as the session lives.
    fn rotate(&mut self, id: SessionId, used: &Digest, new: &Digest) -> Result<bool, StoreError>;
    /// All sessions of a person that are not over, oldest first.
    fn of_user(&mut self, user: UserId, now: Timestamp) -> Result<Vec<Session>, StoreError>;
    /// Removes sessions, and those that live in them; which ones.
    fn end(&mut self, set: SessionSet) -> Result<Vec<SessionId>, StoreError>;
    /// Removes sessions that are over, at most `limit`; how many.
    fn remove_expired(&mut self, now: Timestamp, limit: u32) -> Result<usize, StoreError>;
}

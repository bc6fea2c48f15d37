//! A session as it is stored.

use diesel::prelude::*;
use identity_core::error::StoreError;
use identity_core::id::{DeviceId, SessionId};
use identity_core::session::{Level, Session};
use identity_core::timestamp::Timestamp;

use crate::row::{Place, key};
use crate::schema::sessions;

/// A row of `sessions`.
#[derive(Queryable, Insertable)]
#[diesel(table_name = sessions, treat_none_as_default_value = false)]
pub(super) struct StoredSession {
    id: i64,
    user_id: i64,
    parent_id: Option<i64>,
    device_id: Option<i64>,
    account_id: Option<i64>,
    membership_id: Option<i64>,
    refresh: Option<Vec<u8>>,
    cookie: Option<Vec<u8>>,
    created_at: i64,
    last_used_at: i64,
    expires_at: i64,
    ip: Option<String>,
    user_agent: Option<String>,
}

impl From<&Session> for StoredSession {
    fn from(session: &Session) -> Self {
        let (parent, device): (Option<SessionId>, Option<DeviceId>) = match session.level {
            Level::Person => (None, None),
            Level::Web { parent, .. } => (Some(parent), None),
            Level::Device { device, .. } => (None, Some(device)),
        };
        let place = session.level.place();
        Self {
            id: key(session.id),
            user_id: key(session.user),
            parent_id: parent.map(key),
            device_id: device.map(key),
            account_id: place.map(|(account, _)| key(account)),
            membership_id: place.map(|(_, membership)| key(membership)),
            refresh: session.refresh.map(|digest| digest.0.to_vec()),
            cookie: session.cookie.map(|digest| digest.0.to_vec()),
            created_at: session.created_at.millis(),
            last_used_at: session.last_used_at.millis(),
            expires_at: session.expires_at.millis(),
            ip: session.ip.clone(),
            user_agent: session.user_agent.clone(),
        }
    }
}

impl StoredSession {
    /// The session.
    pub(super) fn session(self) -> Result<Session, StoreError> {
        let place = Place::<SessionId>::new("sessions", self.id);
        let parent = place.id_or_none("parent_id", self.parent_id)?;
        let device = place.id_or_none("device_id", self.device_id)?;
        let account = place.id_or_none("account_id", self.account_id)?;
        let membership = place.id_or_none("membership_id", self.membership_id)?;
        let level = match (parent, device, account, membership) {
            (None, None, None, None) => Some(Level::Person),
            (Some(parent), None, Some(account), Some(membership)) => {
                Some(Level::Web { parent, account, membership })
            }
            (None, Some(device), Some(account), Some(membership)) => {
                Some(Level::Device { device, account, membership })
            }
            _ => None,
        };
        Ok(Session {
            id: place.id("id", self.id)?,
            user: place.id("user_id", self.user_id)?,
            level: place.known("parent_id", level)?,
            refresh: self.refresh.map(|bytes| place.digest("refresh", bytes)).transpose()?,
            cookie: self.cookie.map(|bytes| place.digest("cookie", bytes)).transpose()?,
            created_at: Timestamp::from_millis(self.created_at),
            last_used_at: Timestamp::from_millis(self.last_used_at),
            expires_at: Timestamp::from_millis(self.expires_at),
            ip: self.ip,
            user_agent: self.user_agent,
        })
    }
}

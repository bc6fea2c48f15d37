//! Stored sessions.

mod end;
mod row;

use diesel::prelude::*;
use identity_core::error::StoreError;
use identity_core::id::{MembershipId, SessionId, UserId};
use identity_core::secret::Digest;
use identity_core::session::{Session, SessionRepository, SessionSet};
use identity_core::timestamp::Timestamp;

use row::StoredSession;

use crate::any::AnyConnection;
use crate::dialect::{Skip, or};
use crate::error::Fault;
use crate::row::{Place, key};
use crate::schema::{session_refreshes, sessions};
use crate::unit::{Unit, one_row};

/// What a change of sessions writes to.
const TABLES: [&str; 2] = ["sessions", "session_refreshes"];

fn one(row: Option<StoredSession>) -> Result<Option<Session>, Fault> {
    Ok(row.map(StoredSession::session).transpose()?)
}

fn remember(any: &mut AnyConnection, refresh: &Digest, id: SessionId) -> Result<(), Fault> {
    let row = (session_refreshes::refresh.eq(&refresh.0[..]), session_refreshes::session_id.eq(key(id)));
    diesel::insert_into(session_refreshes::table).values(row).execute(any)?;
    Ok(())
}

impl SessionRepository for Unit<'_> {
    fn find(&mut self, id: SessionId) -> Result<Option<Session>, StoreError> {
        self.look(|any| one(sessions::table.find(key(id)).get_result(any).optional()?))
    }

    fn find_by_refresh(&mut self, refresh: &Digest) -> Result<Option<Session>, StoreError> {
        let refresh = refresh.0;
        self.look(|any| {
            let row = sessions::table
                .inner_join(session_refreshes::table)
                .filter(session_refreshes::refresh.eq(&refresh[..]))
                .select(sessions::all_columns)
                .get_result(any)
                .optional()?;
            one(row)
        })
    }

    fn find_by_cookie(&mut self, cookie: &Digest) -> Result<Option<Session>, StoreError> {
        let cookie = cookie.0;
        self.look(|any| {
            one(sessions::table.filter(sessions::cookie.eq(&cookie[..])).get_result(any).optional()?)
        })
    }

    fn find_web(
        &mut self,
        parent: SessionId,
        membership: MembershipId,
    ) -> Result<Option<Session>, StoreError> {
        self.look(|any| {
            let row = sessions::table
                .filter(sessions::parent_id.eq(key(parent)))
                .filter(sessions::membership_id.eq(key(membership)))
                .get_result(any)
                .optional()?;
            one(row)
        })
    }

    fn insert(&mut self, session: &Session) -> Result<bool, StoreError> {
        self.change_in(&TABLES, |any| {
            let insert = diesel::insert_into(sessions::table).values(StoredSession::from(session));
            if or(Skip, insert).execute(any)? == 0 {
                return Ok(false);
            }
            if let Some(refresh) = &session.refresh {
                remember(any, refresh, session.id)?;
            }
            Ok(true)
        })
    }

    fn note_use(&mut self, session: &Session) -> Result<(), StoreError> {
        self.change_in(&TABLES, |any| {
            let end = sessions::expires_at.eq(session.expires_at.millis());
            let own = diesel::update(sessions::table.find(key(session.id)))
                .set((sessions::last_used_at.eq(session.last_used_at.millis()), end));
            one_row(own.execute(any)?, "sessions")?;
            let inner = sessions::table.filter(sessions::parent_id.eq(key(session.id)));
            diesel::update(inner).set(end).execute(any)?;
            Ok(())
        })
    }

    fn rotate(&mut self, id: SessionId, used: &Digest, new: &Digest) -> Result<bool, StoreError> {
        let (used, new) = (*used, *new);
        self.change_in(&TABLES, |any| {
            let unused = sessions::table.find(key(id)).filter(sessions::refresh.eq(&used.0[..]));
            if diesel::update(unused).set(sessions::refresh.eq(&new.0[..])).execute(any)? == 0 {
                return Ok(false);
            }
            remember(any, &new, id)?;
            Ok(true)
        })
    }

    fn of_user(&mut self, user: UserId, now: Timestamp) -> Result<Vec<Session>, StoreError> {
        self.look(|any| {
            let rows = sessions::table
                .filter(sessions::user_id.eq(key(user)))
                .filter(sessions::expires_at.gt(now.millis()))
                .order((sessions::created_at, sessions::id))
                .load::<StoredSession>(any)?;
            Ok(rows.into_iter().map(StoredSession::session).collect::<Result<_, _>>()?)
        })
    }

    fn end(&mut self, set: SessionSet) -> Result<Vec<SessionId>, StoreError> {
        self.change_in(&TABLES, |any| {
            let ended = end::end(any, set)?.into_iter();
            Ok(ended
                .map(|id| Place::<SessionId>::new("sessions", id).id("id", id))
                .collect::<Result<_, _>>()?)
        })
    }

    fn remove_expired(&mut self, now: Timestamp, limit: u32) -> Result<usize, StoreError> {
        self.change_in(&TABLES, |any| end::expired(any, now, limit))
    }
}

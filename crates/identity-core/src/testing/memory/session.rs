//! Sessions in memory.

use std::collections::BTreeSet;

use super::state::{State, refer, stored, unique};
use super::unit::Unit;
use crate::error::{StoreError, UniqueKey};
use crate::id::{MembershipId, SessionId, UserId};
use crate::secret::Digest;
use crate::session::{Level, Session, SessionRepository, SessionSet};
use crate::timestamp::Timestamp;

/// Whether the session belongs to the set by itself.
fn is_in(state: &State, session: &Session, set: SessionSet) -> bool {
    let by = |membership: MembershipId| session.level.place().is_some_and(|(_, own)| own == membership);
    match (set, session.level) {
        (SessionSet::One(id), _) => session.id == id,
        (SessionSet::OfUser { user, except }, level) => {
            let stays = except == Some(session.id)
                || matches!(level, Level::Web { parent, .. } if except == Some(parent));
            session.user == user && !stays
        }
        (SessionSet::OfMembership(membership), _)
        | (SessionSet::WebOfMembership(membership), Level::Web { .. }) => by(membership),
        (SessionSet::DevicesOfMembership { membership, except }, Level::Device { .. }) => {
            by(membership) && except != Some(session.id)
        }
        (SessionSet::OnDevice(device), Level::Device { device: own, .. }) => own == device,
        (SessionSet::Below(account), level) => {
            level.place().is_some_and(|(own, _)| state.lineage(own).any(|step| step.id == account))
        }
        _ => false,
    }
}

impl State {
    fn remove_sessions(&mut self, mut ended: BTreeSet<SessionId>) -> Vec<SessionId> {
        let inner = self
            .sessions
            .values()
            .filter(|session| matches!(session.level, Level::Web { parent, .. } if ended.contains(&parent)));
        let inner: Vec<_> = inner.map(|session| session.id).collect();
        ended.extend(inner);
        self.sessions.retain(|id, _| !ended.contains(id));
        self.refreshes.retain(|_, id| !ended.contains(id));
        ended.into_iter().collect()
    }
}

impl SessionRepository for Unit {
    fn find(&mut self, id: SessionId) -> Result<Option<Session>, StoreError> {
        self.look(|state| state.sessions.get(&id).cloned())
    }

    fn find_by_refresh(&mut self, refresh: &Digest) -> Result<Option<Session>, StoreError> {
        self.look(|state| state.refreshes.get(&refresh.0).and_then(|id| state.sessions.get(id)).cloned())
    }

    fn find_by_cookie(&mut self, cookie: &Digest) -> Result<Option<Session>, StoreError> {
        self.look(|state| {
            state.sessions.values().find(|session| session.cookie.as_ref() == Some(cookie)).cloned()
        })
    }

    fn find_web(
        &mut self,
        parent: SessionId,
        membership: MembershipId,
    ) -> Result<Option<Session>, StoreError> {
        self.look(|state| {
            let is_it = |session: &&Session| {
                matches!(session.level, Level::Web { parent: above, membership: by, .. }
                    if above == parent && by == membership)
            };
            state.sessions.values().find(is_it).cloned()
        })
    }

    fn insert(&mut self, session: &Session) -> Result<bool, StoreError> {
        self.change(|state| {
            if state.sessions.contains_key(&session.id) {
                return Ok(false);
            }
            refer(&state.users, [session.user], "users")?;
            if let Some((account, membership)) = session.level.place() {
                refer(&state.accounts, [account], "accounts")?;
                refer(&state.memberships, [membership], "memberships")?;
            }
            if let Level::Web { parent, .. } = session.level {
                refer(&state.sessions, [parent], "sessions")?;
            }
            if let Some(refresh) = session.refresh {
                unique(state.refreshes.contains_key(&refresh.0), UniqueKey::Session)?;
                state.refreshes.insert(refresh.0, session.id);
            }
            state.sessions.insert(session.id, session.clone());
            Ok(true)
        })
    }

    fn note_use(&mut self, session: &Session) -> Result<(), StoreError> {
        self.change(|state| {
            let own = stored(&mut state.sessions, &session.id, "sessions")?;
            own.last_used_at = session.last_used_at;
            own.expires_at = session.expires_at;
            let lives_in =
                |inner: &Session| matches!(inner.level, Level::Web { parent, .. } if parent == session.id);
            for inner in state.sessions.values_mut().filter(|inner| lives_in(inner)) {
                inner.expires_at = session.expires_at;
            }
            Ok(())
        })
    }

    fn rotate(&mut self, id: SessionId, used: &Digest, new: &Digest) -> Result<bool, StoreError> {
        self.change(|state| {
            let Some(session) = state.sessions.get_mut(&id) else { return Ok(false) };
            if session.refresh.as_ref() != Some(used) {
                return Ok(false);
            }
            session.refresh = Some(*new);
            state.refreshes.insert(new.0, id);
            Ok(true)
        })
    }

    fn of_user(&mut self, user: UserId, now: Timestamp) -> Result<Vec<Session>, StoreError> {
        self.look(|state| {
            let own = state.sessions.values().filter(|session| session.user == user && !session.is_over(now));
            let mut sessions: Vec<_> = own.cloned().collect();
            sessions.sort_by_key(|session| (session.created_at, session.id));
            sessions
        })
    }

    fn end(&mut self, set: SessionSet) -> Result<Vec<SessionId>, StoreError> {
        self.change(|state| {
            let members = state.sessions.values().filter(|session| is_in(state, session, set));
            let ended = members.map(|session| session.id).collect();
            Ok(state.remove_sessions(ended))
        })
    }

    fn remove_expired(&mut self, now: Timestamp, limit: u32) -> Result<usize, StoreError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        self.change(|state| {
            let mut over: Vec<_> = state.sessions.values().filter(|session| session.is_over(now)).collect();
            over.sort_by_key(|session| session.expires_at);
            let ended: BTreeSet<_> = over.into_iter().take(limit).map(|session| session.id).collect();
            let count = ended.len();
            state.remove_sessions(ended);
            Ok(count)
        })
    }
}

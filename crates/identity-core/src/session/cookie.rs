//! The cookie of a browser at the pages of this server: a session at person level by possession (S-R2, S-R4).

use std::sync::Arc;
use std::time::Duration;

use super::{Level, Session};
use crate::actor::Principal;
use crate::auth::principal_of;
use crate::error::Error;
use crate::port::{CodeKind, Reading, Transaction};
use crate::secret::Digest;
use crate::service::Identity;
use crate::timestamp::Timestamp;
use crate::value::{EmailAddress, Text};

/// Uses that follow one another within this time are noted once.
const NOTED_EVERY: Duration = Duration::from_secs(60);

/// Whoever is behind a cookie.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The person, at person level.
    pub principal: Arc<Principal>,
    /// The e-mail that they sign in with.
    pub email: EmailAddress,
    /// The language that they chose, if they did.
    pub language: Option<Text<5>>,
}

impl Identity {
    /// Verifies a cookie against current data; a use begins the idle time again, noted at most once a minute (S-R6).
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], whatever is wrong; those of the store.
    pub async fn authenticate_cookie(&self, value: &str) -> Result<Visitor, Error> {
        let (tools, now) = (self.tools(), self.now());
        let cookie = tools.minter.read_code(CodeKind::Cookie, value).ok_or(Error::Unauthenticated)?;
        let catalogue = Arc::clone(&tools.catalogue);
        let read = move |tx: &mut dyn Transaction| {
            let session = open(tx, &cookie, now)?;
            let principal = principal_of(tx, &catalogue, &session)?;
            let user = tx.users().find(session.user)?.ok_or(Error::Unauthenticated)?;
            let principal = Arc::new(principal);
            Ok((session, Visitor { principal, email: user.email, language: user.settings.language_code }))
        };
        let (session, visitor) = self.store().read(Reading::Snapshot, read).await?;
        if now.since(session.last_used_at) >= NOTED_EVERY {
            // The session is read again, because it may have ended meanwhile.
            let note = move |tx: &mut dyn Transaction| {
                let session = open(tx, &cookie, now)?;
                Ok(tx.sessions().note_use(&session.used(now))?)
            };
            self.store().write(note).await?;
        }
        Ok(visitor)
    }
}

/// The session of the cookie, if it is not over.
fn open(tx: &mut dyn Transaction, cookie: &Digest, now: Timestamp) -> Result<Session, Error> {
    let session = tx.sessions().find_by_cookie(cookie)?;
    let session = session.filter(|session| session.level == Level::Person && !session.is_over(now));
    session.ok_or(Error::Unauthenticated)
}

//! The next token of a session, by its refresh token (A2, S-R5).

use std::sync::Arc;

use super::tokens::claims_of;
use super::{Begun, Level, Session, SessionSet, end};
use crate::actor::{Credential, Principal};
use crate::audit::Origin;
use crate::auth::{open_session, principal_of};
use crate::error::Error;
use crate::port::{CodeKind, SecurityEvent, Transaction};
use crate::secret::Digest;
use crate::service::{Call, Identity};

/// What became of a refresh token.
enum Outcome {
    Renewed(Box<Begun>),
    Reused(Session),
}

impl Identity {
    /// Replaces a refresh token and says what the next token is to say. Of a session at a device `device` has to be
    /// the principal of that device; the token of another session wants none.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], whatever is wrong. A token that was used before ends its session.
    pub async fn refresh_session(
        &self,
        origin: Origin,
        device: Option<&Arc<Principal>>,
        refresh: &str,
    ) -> Result<Begun, Error> {
        let used = self.tools().minter.read_code(CodeKind::Refresh, refresh).ok_or(Error::Unauthenticated)?;
        let presented = device.map(|device| device.credential);
        let system = Arc::new(Principal::system());
        let outcome =
            self.write(&system, origin.clone(), move |tx, call| renew(tx, call, &used, presented)).await?;
        match outcome {
            Outcome::Renewed(begun) => Ok(*begun),
            Outcome::Reused(ended) => {
                self.note(SecurityEvent::RefreshReused { user: ended.user, session: ended.id }, &origin);
                Err(Error::Unauthenticated)
            }
        }
    }
}

fn renew(
    tx: &mut dyn Transaction,
    call: &Call,
    used: &Digest,
    device: Option<Credential>,
) -> Result<Outcome, Error> {
    let session = tx.sessions().find_by_refresh(used)?.ok_or(Error::Unauthenticated)?;
    // Without the token of its device it says nothing, and ends nothing either.
    let belongs_to = match session.level {
        Level::Person => None,
        Level::Device { device, .. } => Some(Credential::Device(device)),
        Level::Web { .. } => return Err(Error::Unauthenticated),
    };
    if belongs_to != device {
        return Err(Error::Unauthenticated);
    }
    let session = open_session(tx, session.id, call.now)?;
    let principal = principal_of(tx, &call.tools.catalogue, &session)?;
    let code = call.tools.minter.code(CodeKind::Refresh);
    if !tx.sessions().rotate(session.id, used, &code.digest)? {
        end(tx, SessionSet::One(session.id))?;
        return Ok(Outcome::Reused(session));
    }
    let session = session.used(call.now);
    tx.sessions().note_use(&session)?;
    let claims = claims_of(call.tools, &session, &principal, call.now);
    Ok(Outcome::Renewed(Box::new(Begun { session, claims, secret: Some(code.value) })))
}

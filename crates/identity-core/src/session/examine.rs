//! What is behind a bearer credential that somebody else presented (A8, S-R44), and ending its session (A9, S-R45).

use std::sync::Arc;

use super::{Claims, revoke};
use crate::account::AccountKind;
use crate::actor::{Credential, Principal};
use crate::api_token::ApiToken;
use crate::audit::Origin;
use crate::auth::at_person_level;
use crate::error::Error;
use crate::id::SessionId;
use crate::port::{CodeKind, Reading};
use crate::secret::Digest;
use crate::service::{Call, Identity};

/// A good credential.
#[derive(Debug, Clone)]
pub struct Examined {
    /// Whom it makes, with the rights of this moment.
    pub principal: Arc<Principal>,
    /// What it says itself, if it is a token of a session.
    pub claims: Option<Claims>,
    /// Its row, if it is an API token: what it is stored with for others to interpret (P-R6).
    pub token: Option<ApiToken>,
}

/// A token of a session, read.
#[derive(Clone, Copy)]
enum Handle {
    Session(SessionId),
    Refresh(Digest),
}

impl Identity {
    /// What is behind a credential, if it is good and no foreign one: of the caller's account, or any at all for a caller
    /// of the Operations account.
    ///
    /// # Errors
    /// Those of the store; a bad credential is none.
    pub async fn introspect(&self, caller: &Principal, value: &str) -> Result<Option<Examined>, Error> {
        let principal = match self.authenticate(value).await {
            Ok(verified) => Arc::clone(&verified.principal),
            Err(Error::Unauthenticated) => return Ok(None),
            Err(error) => return Err(error),
        };
        let own = caller.actor.account_id();
        let is_own = own.is_some() && own == principal.actor.account_id();
        if !is_own && !caller.actor.is_of(AccountKind::Operations) {
            return Ok(None);
        }
        let claims = match principal.credential.session() {
            Some(_) => Some(self.claims(value, self.now()).await?),
            None => None,
        };
        let token = match principal.credential {
            Credential::Api(id) => {
                self.store().read(Reading::Point, move |tx| Ok(tx.api_tokens().find(id)?)).await?
            }
            _ => None,
        };
        Ok(Some(Examined { principal, claims, token }))
    }

    /// Ends the session of a token: of an auth token or a refresh token at person level that session with all that lives
    /// in it, of any other the session in its account. A text that is no such token ends nothing.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn revoke_session(&self, origin: Origin, value: &str) -> Result<(), Error> {
        let handle = match self.tools().minter.read_code(CodeKind::Refresh, value) {
            Some(refresh) => Handle::Refresh(refresh),
            None => match self.claims(value, self.now()).await {
                Ok(claims) => Handle::Session(claims.session),
                Err(Error::Unauthenticated) => return Ok(()),
                Err(error) => return Err(error),
            },
        };
        let system = Arc::new(Principal::system());
        self.write(&system, origin, move |tx, call| {
            let session = match handle {
                Handle::Session(id) => tx.sessions().find(id)?,
                Handle::Refresh(refresh) => tx.sessions().find_by_refresh(&refresh)?,
            };
            let Some(session) = session else { return Ok(()) };
            // Whoever has the token speaks for the person, blocked or not.
            let principal = match at_person_level(tx, session.user, Credential::System) {
                Ok(person) => person,
                Err(Error::Unauthenticated) => Principal::system(),
                Err(error) => return Err(error),
            };
            revoke(tx, &Call { principal: &principal, ..*call }, &session)
        })
        .await
    }
}

//! What a session is given: a token of 15 minutes, and the claims in it.

use super::{AccessClaims, Claims, Session, TOKEN_SPAN};
use crate::actor::Principal;
use crate::error::Error;
use crate::port::Transaction;
use crate::secret::Secret;
use crate::service::{Call, Tools};
use crate::timestamp::Timestamp;

/// A session and the right to its tokens, shown this once.
#[derive(Clone)]
pub struct Begun {
    /// The session.
    pub session: Session,
    /// What its next token says.
    pub claims: Claims,
    /// Its refresh token or cookie, if it has one.
    pub secret: Option<Secret>,
}

impl Begun {
    /// Seconds that its token is good for.
    pub fn expires_in_secs(&self) -> u64 {
        self.claims.expires_at.since(self.claims.issued_at).as_secs()
    }
}

/// The claims of a session's next token, with the rights of this moment.
pub(crate) fn claims_of(tools: &Tools, session: &Session, principal: &Principal, now: Timestamp) -> Claims {
    let end = now.plus(TOKEN_SPAN).min(session.expires_at);
    let codes = tools.catalogue.codes(principal.actor.modules.iter().copied());
    let access = session.level.place().zip(principal.actor.account);
    let access = access.map(|((account, membership), acting)| AccessClaims {
        account,
        account_kind: acting.kind,
        membership,
        modules: codes.map(str::to_owned).collect(),
        channel: session.level.channel(),
    });
    let settings = &tools.settings;
    Claims {
        issuer: settings.issuer.clone(),
        audience: if access.is_some() { settings.audience.clone() } else { settings.issuer.clone() },
        user: session.user,
        session: session.id,
        issued_at: whole_secs(now),
        expires_at: whole_secs(end),
        id: format!("{:016x}{:016x}", tools.entropy.next(), tools.entropy.next()),
        access,
    }
}

/// Tokens count whole seconds.
fn whole_secs(moment: Timestamp) -> Timestamp {
    Timestamp::from_millis(moment.millis().div_euclid(1000) * 1000)
}

/// Stores a new session under a free identifier.
///
/// # Errors
/// Those of the store.
pub(crate) fn place(tx: &mut dyn Transaction, call: &Call, mut session: Session) -> Result<Session, Error> {
    call.place(|id| {
        session.id = id;
        tx.sessions().insert(&session)
    })?;
    Ok(session)
}

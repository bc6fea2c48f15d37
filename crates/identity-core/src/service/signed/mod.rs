//! Authentication of signed requests, in the order of the contract (provisioning.md F1, P-R1, P-R4).

#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::Identity;
use crate::api_token::hmac_seal_context;
use crate::audit::Origin;
use crate::auth::{CredentialKey, Grounds, Proof, Signature, SignedRequest, Verified, check_key};
use crate::error::{Error, StoreError};
use crate::id::TokenId;
use crate::port::{Reading, SecurityEvent};
use crate::replay::{self, Sighting};
use crate::secret::Secret;
use crate::timestamp::Timestamp;

/// What is signed with in place of a secret that there is not, so that unknown keys take as long as others.
const NOBODYS: &str = "hms_0000000000000000000000000000000000000000000";

/// A key as it was found.
struct Found {
    verified: Arc<Verified>,
    /// Since when it was read from the store; none if it was remembered.
    since: Option<u64>,
}

impl Identity {
    /// Verifies a signed request and makes sure that it is not a second one of the same signature. What fails is noted in
    /// the security log.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], whatever is wrong; [`Error::Store`] when that cannot be told, and when it is not
    /// certain that the request is the first one.
    pub async fn authenticate_signed(
        &self,
        request: &SignedRequest<'_>,
        origin: &Origin,
    ) -> Result<Arc<Verified>, Error> {
        let now = self.now();
        let (key, verified) = match self.check_signature(request, now).await {
            Err(Error::Unauthenticated) => {
                self.note(SecurityEvent::AuthenticationFailed, origin);
                return Err(Error::Unauthenticated);
            }
            checked => checked?,
        };
        if !self.is_first(key, request, now).await? {
            self.note(SecurityEvent::Replayed { token: key }, origin);
            return Err(Error::Unauthenticated);
        }
        if verified.is_use_due(now) {
            self.uses.note(&verified.grounds, now);
        }
        Ok(verified)
    }

    async fn check_signature(
        &self,
        request: &SignedRequest<'_>,
        now: Timestamp,
    ) -> Result<(TokenId, Arc<Verified>), Error> {
        let signature = &request.signature;
        if !signature.is_timely(now) {
            return Err(Error::Unauthenticated);
        }
        let found = self.find_key(signature, now).await?;
        let nobodys = Secret::new(NOBODYS.into());
        let secret = found.as_ref().and_then(|found| found.verified.secret(signature.header));
        let message = [signature.key.as_bytes(), request.body, signature.timestamp.as_bytes()];
        let is_right = self.authenticator.tag(secret.unwrap_or(&nobodys), &message).matches(&signature.sign);
        let is_right = is_right && secret.is_some();
        let (key, found) =
            signature.key_id().zip(found).filter(|_| is_right).ok_or(Error::Unauthenticated)?;
        // As with bearers, whoever is wrong cannot push out who is right.
        if let Some(since) = found.since {
            self.cache.fill(since, &found.verified);
        }
        Ok((key, found.verified))
    }

    async fn find_key(&self, signature: &Signature<'_>, now: Timestamp) -> Result<Option<Found>, Error> {
        let Some(id) = signature.key_id() else { return Ok(None) };
        let since = self.cache.generation();
        if let Some(verified) = self.cache.get(CredentialKey::Token(id), now, self.clock.uptime()) {
            return Ok(Some(Found { verified, since: None }));
        }
        match self.look_up_key(id, now).await {
            Ok(verified) => Ok(Some(Found { verified: Arc::new(verified), since: Some(since) })),
            Err(Error::Unauthenticated) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn look_up_key(&self, id: TokenId, now: Timestamp) -> Result<Verified, Error> {
        let catalogue = Arc::clone(&self.tools().catalogue);
        let reading = self.store().read(Reading::Snapshot, move |tx| {
            let credential = tx.api_tokens().credential(id)?.ok_or(Error::Unauthenticated)?;
            Ok((check_key(tx, &catalogue, &credential, now)?, credential))
        });
        let (principal, credential) = reading.await?;
        let (scope, sealed) = credential.hmac_scope.zip(credential.sealed).ok_or(Error::Unauthenticated)?;
        let context = hmac_seal_context(id, credential.account);
        let secret = self.tools().sealer.open(&context, &sealed);
        let secret = secret.map_err(|error| Error::Internal(format!("the secret of {id}: {error}")))?;
        let grounds = Grounds {
            credential: CredentialKey::Token(id),
            account: Some(credential.account),
            user: None,
            device: None,
        };
        let proof = Proof::Key { scope, secret };
        Ok(Verified::new(Arc::new(principal), grounds, proof, credential.last_access_at))
    }

    /// Whether the request may have its effect (P-R4). Nothing was done for it yet, so whatever the store's answer would
    /// have been, without one it can be sent anew.
    async fn is_first(
        &self,
        key: TokenId,
        request: &SignedRequest<'_>,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let (sign, is_write) = (request.signature.sign, request.is_write);
        let sighting = Sighting { key, sign, is_write, kept_until: now.plus(replay::KEPT) };
        let admitted = self.store().write(move |tx| Ok(tx.replays().admit(&sighting)?)).await;
        admitted.map_err(|error| match error {
            Error::Store(StoreError::Busy { .. }) => error,
            other => StoreError::Unavailable(format!("replays cannot be told: {other}")).into(),
        })
    }
}

//! Tokens of sessions: signed here, and read back.

use super::VerifyingKey;
use crate::error::Error;
use crate::secret::Secret;
use crate::service::Identity;
use crate::session::Claims;
use crate::timestamp::Timestamp;

impl Identity {
    /// The token of these claims.
    ///
    /// # Errors
    /// Those of the store, when the keys have to be read again; [`Error::Internal`] when the key does not sign.
    pub async fn issue(&self, claims: &Claims) -> Result<Secret, Error> {
        let keys = self.keys().present(self.now()).await?;
        let signed = self.keys().signer.sign(&keys.signing, claims);
        signed.map_err(|error| Error::Internal(error.to_string()))
    }

    /// The claims of a token of ours that holds now. Text that is no token is refused without a look-up.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], whatever is wrong; [`Error::Store`] when that cannot be told.
    pub(crate) async fn claims(&self, text: &str, now: Timestamp) -> Result<Claims, Error> {
        let keys = self.keys();
        let id = keys.signer.key_id(text).ok_or(Error::Unauthenticated)?;
        let held = keys.knowing(&id, now).await?;
        let key = held.verifying(&id, now).ok_or(Error::Unauthenticated)?;
        let claims = keys.signer.read(text, &key.public).ok_or(Error::Unauthenticated)?;
        let settings = &self.tools().settings;
        if claims.hold(&settings.issuer, &settings.audience, now) {
            Ok(claims)
        } else {
            Err(Error::Unauthenticated)
        }
    }

    /// The keys that verify tokens now, for publication (A10).
    ///
    /// # Errors
    /// Those of the store, when the keys have to be read again.
    pub async fn verifying_keys(&self) -> Result<Vec<VerifyingKey>, Error> {
        let now = self.now();
        Ok(self.keys().present(now).await?.good(now).cloned().collect())
    }
}

//! `keys`: the keys that sign the tokens of sessions, listed and rotated by whoever has the database and its key.

use identity_core::service::Identity;

use super::say;
use crate::config::Config;
use crate::error::StartError;
use crate::installation::Installation;
use crate::web::local_url;

async fn open(config: &Config) -> Result<Identity, StartError> {
    Installation::open_existing(config).await?.identity(config, local_url(config.http.listen)).await
}

/// Prints a line for each key, newest first: its name, its birth and its end.
pub(crate) async fn list_keys(config: &Config) -> Result<(), StartError> {
    for key in open(config).await?.signing_keys().await? {
        let (id, since) = (&key.id, key.created_at);
        match key.until() {
            None => say(&format!("{id}  since {since}  signs\n"))?,
            Some(until) => say(&format!("{id}  since {since}  verifies until {until}\n"))?,
        }
    }
    Ok(())
}

/// Puts a new key in the place of the one that signs, and prints its name.
pub(crate) async fn rotate_keys(config: &Config) -> Result<(), StartError> {
    let key = open(config).await?.rotate_signing_keys().await?;
    say(&format!("{}\n", key.id))
}

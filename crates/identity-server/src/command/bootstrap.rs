//! `bootstrap`: fill an empty database without serving it.

use super::say;
use crate::bootstrap::{Fresh, fill};
use crate::config::{Config, PublicUrl};
use crate::error::StartError;
use crate::installation::Installation;
use crate::storage::Storage;
use crate::web::local_url;

/// Fills an empty database and prints its first credentials; says so when there is nothing to do.
pub(crate) async fn bootstrap(config: &Config) -> Result<(), StartError> {
    let _alone = Storage::start_alone(&config.database).await?;
    let installation = Installation::open(config).await?;
    installation.apply_catalogue(config).await?;
    let url = local_url(config.http.listen);
    let portal_url = config.http.public_url.as_ref().map_or_else(|| url.clone(), PublicUrl::to_string);
    let identity = installation.identity(config, portal_url).await?;
    match fill(&identity, &config.bootstrap).await? {
        Some(fresh) => say(&introduction(&fresh, &url)),
        None => say("The database was bootstrapped before; nothing changed.\n"),
    }
}

/// The first credentials, and a line that uses them.
pub(super) fn introduction(fresh: &Fresh, url: &str) -> String {
    let token = fresh.token.expose();
    let password = fresh.password.as_ref().map_or("as configured", |password| password.expose());
    format!(
        "\n\
         The database was empty and has been filled. Secrets are shown this once.\n\
         \n\
         Operations account  {account}\n\
         Administrator       {email} ({user})\n\
         Password            {password}\n\
         Operations token    {token}\n\
         \n\
         Try it:\n\
         \n  curl -s -H 'Authorization: Bearer {token}' {url}/v1/accounts/accounts\n\n",
        account = fresh.made.account,
        email = fresh.email,
        user = fresh.made.administrator,
    )
}

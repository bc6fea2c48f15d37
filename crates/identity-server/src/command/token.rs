//! `token create`: a token made offline, by whoever has the database and its key.

use std::sync::Arc;

use identity_core::Error;
use identity_core::actor::Principal;
use identity_core::api_token::{TokenInput, create};
use identity_core::audit::Origin;
use identity_core::id::{AccountId, ModuleId};
use identity_core::port::Transaction;
use identity_core::service::Call;
use identity_core::value::Member;

use super::say;
use crate::cli::CreateToken;
use crate::config::Config;
use crate::error::StartError;
use crate::installation::Installation;
use crate::web::local_url;

/// Makes a token and prints its value, and nothing else, on standard output.
pub(crate) async fn create_token(config: &Config, wanted: &CreateToken) -> Result<(), StartError> {
    let refused = |what: &str| StartError::Refused(what.into());
    let account: AccountId =
        wanted.account.parse().map_err(|_| refused("--account must be like ACC-1671-0642"))?;
    let installation = Installation::open_existing(config).await?;
    let identity = installation.identity(config, local_url(config.http.listen)).await?;
    let (name, modules) = (wanted.name.clone(), wanted.modules.clone());
    let system = Arc::new(Principal::system());
    let made = identity.write(&system, Origin::default(), move |tx, call| {
        let modules = read_modules(tx, call, account, &modules)?;
        let input = TokenInput {
            name: Member::Value(name.clone()),
            account: Member::Value(account.to_string()),
            modules: Member::Value(modules.iter().map(ToString::to_string).collect()),
            ..TokenInput::default()
        };
        create(tx, call, Ok(&input))
    });
    let (token, value) = made.await?;
    eprintln!("{} was made in {account}; its value is shown this once:", token.id);
    say(&format!("{}\n", value.expose()))
}

/// `all` that the account has, or modules by code.
fn read_modules(
    tx: &mut dyn Transaction,
    call: &Call,
    account: AccountId,
    text: &str,
) -> Result<Vec<ModuleId>, Error> {
    if text == "all" {
        return Ok(tx.groups().default_modules(account)?.into_iter().collect());
    }
    let by_code = |code: &str| {
        let module = call.tools.catalogue.iter().find(|module| module.code.as_str() == code);
        module
            .map(|module| module.id)
            .ok_or_else(|| Error::invalid("modules", format!("`{code}` is unknown.")))
    };
    text.split(',').map(|code| by_code(code.trim())).collect()
}

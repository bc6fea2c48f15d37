//! The first start on an empty database.

mod token_file;

use std::sync::Arc;

use identity_core::actor::Principal;
use identity_core::audit::Origin;
use identity_core::id::{Id as _, IdShape, TokenId};
use identity_core::port::{Entropy, Reading};
use identity_core::secret::Secret;
use identity_core::service::{Bootstrap, Bootstrapped, Identity, bootstrap};
use identity_core::value::{EmailAddress, Text, TokenName};

use crate::config::{ADMINISTRATOR, BootstrapConfig};
use crate::error::StartError;

/// What the operator has to keep after the first start. It is never shown again.
pub struct Fresh {
    /// Identifiers of what was made.
    pub made: Bootstrapped,
    /// E-mail of the administrator.
    pub email: EmailAddress,
    /// Password of the administrator, if it was drawn and not set.
    pub password: Option<Secret>,
    /// Value of the Operations token.
    pub token: Secret,
}

/// Fills an empty store; `None` when it was filled before, and then nothing changed. The catalogue has to be applied
/// first. With `token_file` set, the token is safe on the disk before anything is committed.
///
/// # Errors
/// [`StartError`]; nothing was committed unless the store says that it does not know.
pub(crate) async fn fill(
    identity: &Identity,
    settings: &BootstrapConfig,
) -> Result<Option<Fresh>, StartError> {
    let operations = identity.store().read(Reading::Point, |tx| Ok(tx.accounts().operations()?)).await?;
    if operations.is_some() {
        return Ok(None);
    }
    let given = settings.checked_password()?;
    let drawn = given.is_none().then(|| draw_password(&*identity.tools().entropy));
    let Some(password) = given.or_else(|| drawn.clone()) else { return Ok(None) };
    let wanted = wanted(identity, settings, password).await?;
    let (email, token) = (wanted.email.clone(), wanted.token.value.clone());
    if let Some(path) = &settings.token_file {
        token_file::write(path, &token)
            .map_err(|source| StartError::TokenFile { path: path.clone(), source })?;
    }
    let system = Arc::new(Principal::system());
    let made =
        identity.write(&system, Origin::default(), move |tx, call| bootstrap(tx, call, &wanted)).await?;
    Ok(made.map(|made| Fresh { made, email, password: drawn, token }))
}

async fn wanted(
    identity: &Identity,
    settings: &BootstrapConfig,
    password: Secret,
) -> Result<Bootstrap, StartError> {
    let tools = identity.tools();
    let space = IdShape::space(TokenId::SHAPE.groups_min);
    let token_id = TokenId::new(tools.entropy.next() % (space - 1) + 1);
    let (first_name, last_name) = ADMINISTRATOR;
    Ok(Bootstrap {
        account_name: settings.account_name.clone(),
        email: settings.email.clone(),
        first_name: Text::from_stored(first_name.into()),
        last_name: Text::from_stored(last_name.into()),
        password: identity.hasher().hash(password).await?,
        token_id,
        token: tools.minter.token(token_id),
        token_name: TokenName::from_stored("Operations".into()),
    })
}

/// Crockford's base 32: no two characters look alike.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const GROUPS: usize = 5;
const CHARS_PER_GROUP: u32 = 5;

/// Five groups of five characters, 125 random bits.
fn draw_password(entropy: &dyn Entropy) -> Secret {
    let mut text = String::with_capacity(GROUPS * (CHARS_PER_GROUP as usize + 1));
    for group in 0..GROUPS {
        if group > 0 {
            text.push('-');
        }
        let bits = entropy.next();
        let characters = (0..CHARS_PER_GROUP).filter_map(|place| {
            let index = usize::try_from(bits >> (5 * place) & 31).ok()?;
            ALPHABET.get(index).copied().map(char::from)
        });
        text.extend(characters);
    }
    Secret::new(text)
}

#[cfg(test)]
mod tests;

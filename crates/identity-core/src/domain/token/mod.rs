//! Account tokens as automation makes and steers them (A1–A7; P-R6–P-R14).

mod create;
mod input;
mod scope;
mod steer;
#[cfg(test)]
mod tests;
mod value;
mod view;

pub use create::create;
pub use input::TokenInput;
pub use steer::{delete, rename, steer};
pub use value::{Shown, get, reveal};
pub use view::{TokenView, list};

use super::{Domain, Short, within};
use crate::api_token::{ApiToken, TokenState};
use crate::error::Error;
use crate::id::{AccountId, TokenId};
use crate::policy::{Action, Target};
use crate::port::Transaction;
use crate::service::Call;

/// Runs a use case on a token of an account.
///
/// # Errors
/// As [`within`]; [`Error::NotFound`] for what is no token of the account; [`Error::Forbidden`]; those of the use case.
fn within_token<T>(
    tx: &mut dyn Transaction,
    call: &Call,
    account: &str,
    token: &str,
    work: impl FnOnce(&mut dyn Transaction, &Call, &Domain, ApiToken) -> Result<T, Error>,
) -> Result<T, Error> {
    within(tx, call, account, Short::Own, |tx, call, domain| {
        let token = find(tx, domain.account.id, token)?;
        call.actor().may(Action::TokenManage, Target::of(domain.account.id))?;
        work(tx, call, domain, token)
    })
}

fn find(tx: &mut dyn Transaction, account: AccountId, token: &str) -> Result<ApiToken, Error> {
    let id = read_id(token).ok_or(Error::NotFound)?;
    let found = tx.api_tokens().find(id)?;
    let is_there = |token: &ApiToken| token.account == account && token.state != TokenState::Deleted;
    found.filter(is_there).ok_or(Error::NotFound)
}

/// A token's identifier: as it is written everywhere, or its digits as a number (P-R8).
fn read_id(text: &str) -> Option<TokenId> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().ok().map(TokenId::new)
    } else {
        text.parse().ok()
    }
}

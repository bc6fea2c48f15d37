//! What ends with a membership, whoever ends it (R23, S-R8).

use crate::api_token::TokenVerb;
use crate::auth::Forget;
use crate::error::Error;
use crate::id::{MembershipId, TokenId};
use crate::port::Transaction;
use crate::service::Call;
use crate::session::{self, SessionSet};
use crate::state::Repeat;

/// Ends the sessions of a deleted membership, deletes the tokens that have its rights, forgets its PIN and
/// frees its codes; which tokens.
///
/// # Errors
/// Those of the store.
pub(crate) fn ended(
    tx: &mut dyn Transaction,
    call: &Call,
    membership: MembershipId,
) -> Result<Vec<TokenId>, Error> {
    session::end(tx, SessionSet::OfMembership(membership))?;
    tx.profiles().remove(membership)?;
    tx.pins().remove(membership)?;
    let mut deleted = Vec::new();
    for token in tx.api_tokens().of_membership(membership)? {
        if let Some(token) = token.apply(TokenVerb::Delete, Repeat::Refuse, call.stamp())? {
            tx.api_tokens().update(&token)?;
            tx.forget(Forget::Token(token.id))?;
            deleted.push(token.id);
        }
    }
    Ok(deleted)
}

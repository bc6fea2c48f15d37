//! One token with its value, or what stands for that (A2; P-R10, P-R38).

use super::view::{TokenView, creator, view};
use super::within_token;
use crate::api_token::{ApiToken, TokenKind, open};
use crate::domain::acting_person;
use crate::error::Error;
use crate::port::Transaction;
use crate::secret::{Digest, Secret};
use crate::service::Call;

/// A token, and what is shown of its value.
pub struct Shown {
    /// The token.
    pub token: TokenView,
    /// What stands for the value.
    pub mask: String,
    /// Whether the caller may read the value.
    pub is_revealable: bool,
    /// The value, once it was read.
    pub value: Option<Secret>,
}

/// The token as anybody who manages tokens sees it.
///
/// # Errors
/// As [`within`](crate::domain::within); [`Error::NotFound`], [`Error::Forbidden`].
pub fn get(tx: &mut dyn Transaction, call: &Call, account: &str, token: &str) -> Result<Shown, Error> {
    within_token(tx, call, account, token, |tx, call, domain, token| {
        let is_revealable = is_revealable(tx, call, &token)?;
        let mask = mask(&token.digests.current, token.tail.as_deref());
        Ok(Shown { token: view(tx, call, domain, token)?, mask, is_revealable, value: None })
    })
}

/// The same with the value, if the caller may read it; that is recorded in the same transaction.
///
/// # Errors
/// As [`get`].
pub fn reveal(tx: &mut dyn Transaction, call: &Call, account: &str, token: &str) -> Result<Shown, Error> {
    let shown = get(tx, call, account, token)?;
    let value = if shown.is_revealable { Some(open(tx, call, &shown.token.token)?) } else { None };
    Ok(Shown { value, ..shown })
}

/// The acting person reads what she made or holds, while there is a copy of it.
fn is_revealable(tx: &mut dyn Transaction, call: &Call, token: &ApiToken) -> Result<bool, Error> {
    if token.kind != TokenKind::Api || token.sealed.is_none() {
        return Ok(false);
    }
    let person = acting_person(tx, call)?;
    Ok(person.is_some() && (person == creator(token) || person == token.holder))
}

/// What stands for a value: six digits of its digest, and its end.
fn mask(digest: &Digest, tail: Option<&str>) -> String {
    let [one, two, three, ..] = digest.0;
    format!("tk.{one:02x}{two:02x}{three:02x}.{}", tail.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api_token::tail;

    #[test]
    fn p_r10_the_mask_of_the_contracts_example() {
        let value = Secret::new("idt:TKN-4134-7330:demo-secret-0001".into());
        // The beginning of the SHA-256 of that text.
        let mut digest = Digest([0; 32]);
        digest.0[..4].copy_from_slice(&[0x5b, 0xed, 0xcb, 0x0d]);
        assert_eq!(mask(&digest, tail(&value).as_deref()), "tk.5bedcb.-0001");
    }

    #[test]
    fn p_r10_a_value_from_before_shows_as_much_of_its_end_as_is_known() {
        assert_eq!(mask(&Digest([10; 32]), Some("9Qzd")), "tk.0a0a0a.9Qzd");
        assert_eq!(mask(&Digest([255; 32]), None), "tk.ffffff.");
    }
}

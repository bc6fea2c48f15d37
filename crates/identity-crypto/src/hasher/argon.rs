//! Argon2id over work memory that is used again (RFC 9106), and PHC strings.

use std::hint::black_box;

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash as PhcHash, Salt};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use identity_core::port::HashError;
use identity_core::secret::Secret;
use identity_core::user::PasswordHash;
use subtle::ConstantTimeEq as _;

use super::parameters::is_affordable;

/// Random bytes in a salt, as RFC 9106 §3.1 recommends.
pub(super) const SALT_BYTES: usize = 16;

/// Hashes a password into a PHC string.
pub(super) fn hash(
    password: &Secret,
    salt: [u8; SALT_BYTES],
    params: &Params,
    memory: &mut Vec<Block>,
) -> Result<PasswordHash, HashError> {
    let tag = compute(password, &salt, params, params, memory)?;
    let phc = PhcHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(params).map_err(failed)?,
        salt: Some(Salt::new(&salt).map_err(failed)?),
        hash: Some(tag),
    };
    Ok(PasswordHash(phc.to_string()))
}

/// Compares a password with a PHC string, under the parameters of that string.
pub(super) fn verify(
    password: &Secret,
    stored: &PasswordHash,
    own: &Params,
    memory: &mut Vec<Block>,
) -> Result<bool, HashError> {
    let (phc, params) = read(stored)?;
    let (Some(salt), Some(expected)) = (&phc.salt, &phc.hash) else {
        return Err(unusable("salt or tag is missing"));
    };
    let tag = compute(password, salt, &params, own, memory)?;
    Ok(tag.as_bytes().ct_eq(expected.as_bytes()).into())
}

/// A PHC string and the parameters that it was made with.
fn read(stored: &PasswordHash) -> Result<(PhcHash, Params), HashError> {
    let phc = PhcHash::new(&stored.0).map_err(|_| unusable("it is no PHC string"))?;
    if phc.algorithm != ARGON2ID_IDENT || phc.version != Some(Version::V0x13.into()) {
        return Err(unusable("it is not of argon2id version 19"));
    }
    let params = Params::try_from(&phc).ok().filter(is_affordable);
    let params = params.ok_or_else(|| unusable("its parameters are out of bounds"))?;
    Ok((phc, params))
}

/// Whether any parameter of a PHC string is below the configured one; so is whatever cannot be read.
pub(super) fn is_weaker(stored: &PasswordHash, own: &Params) -> bool {
    read(stored).map_or(true, |(_, params)| {
        params.m_cost() < own.m_cost() || params.t_cost() < own.t_cost() || params.p_cost() < own.p_cost()
    })
}

/// The work of one verification for somebody who does not exist.
pub(super) fn verify_in_vain(
    password: &Secret,
    own: &Params,
    memory: &mut Vec<Block>,
) -> Result<bool, HashError> {
    let tag = compute(password, &[0; SALT_BYTES], own, own, memory)?;
    // The comparison belongs to the work, its outcome does not.
    black_box(tag.as_bytes().ct_eq(&[0; Params::DEFAULT_OUTPUT_LEN]));
    Ok(false)
}

/// One run of argon2id. The thread's memory has the size that the configured parameters (`own`) need; a stored hash
/// that needs more gets memory for that one time, so that it does not stay.
fn compute(
    password: &Secret,
    salt: &[u8],
    params: &Params,
    own: &Params,
    memory: &mut Vec<Block>,
) -> Result<Output, HashError> {
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    let tag_bytes = params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
    let mut buffer = [0; Output::MAX_LENGTH];
    let tag = buffer.get_mut(..tag_bytes).ok_or_else(|| unusable("its tag is too long"))?;
    let password = password.expose().as_bytes();
    if params.block_count() > own.block_count() {
        argon.hash_password_into(password, salt, tag).map_err(failed)?;
    } else {
        memory.resize(own.block_count(), Block::new());
        argon.hash_password_into_with_memory(password, salt, tag, memory).map_err(failed)?;
    }
    Output::new(tag).map_err(failed)
}

fn failed(error: impl std::fmt::Display) -> HashError {
    HashError::Failed(format!("argon2: {error}"))
}

fn unusable(why: &str) -> HashError {
    HashError::Failed(format!("a stored hash cannot be used: {why}"))
}

//! `/v1/auth`, `/oauth` and the published keys: signing in, sessions, resets, second factors, introspection, revocation,
//! checks (§2.4).

mod check;
mod introspect;
mod keys;
mod otp;
mod reset;
mod revoke;
mod sessions;
mod sign_in;

pub(super) use check::{check, name_of};
pub(super) use introspect::introspect;
pub(super) use keys::keys;
pub(super) use otp::{confirm_otp, enrol_otp, remove_otp};
pub(super) use reset::{ask, confirm};
pub(super) use revoke::revoke;
pub(super) use sessions::{end_all, end_one, list};
pub(super) use sign_in::{refresh, sign_in};

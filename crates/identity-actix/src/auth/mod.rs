//! `/v1/auth` in the dialect of the Self-service API.

mod check;
mod key_set;
mod refusal;
pub(crate) mod schema;

pub(crate) use check::check;
pub use key_set::key_set;
pub(crate) use refusal::refuse;

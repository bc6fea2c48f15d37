//! `/v1/auth` in the dialect of the Self-service API.

mod check;
mod refusal;
pub(crate) mod schema;

pub(crate) use check::check;
pub(crate) use refusal::refuse;

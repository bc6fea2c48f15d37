//! Bodies: JSON objects with the members that an operation lists and no others (provisioning.md §1.1).

use crate::http::body::{Members, Need};
use crate::http::context::Context;
use crate::http::failure::Failure;
use crate::self_service::body::Turn;

impl Context {
    /// Reads an object strictly; what is wrong with it is told in its turn, after what is about the account and rights.
    /// A member that the contract accepts and ignores is listed as known too.
    ///
    /// # Errors
    /// What is told at once: [`Failure::TooLarge`] and [`Failure::Slow`].
    pub(super) async fn turn<I>(
        &mut self,
        need: Need,
        known: &[&str],
        read: impl FnOnce(&mut Members) -> I,
    ) -> Result<Turn<I>, Failure> {
        let members = self.members(need).await?;
        Ok(Turn::of(members.and_then(|mut members| {
            let unknown = members.names().find(|name| !known.contains(name)).map(str::to_owned);
            unknown.map_or_else(|| Ok(read(&mut members)), |name| Err(Failure::UnknownMember(name)))
        })))
    }
}

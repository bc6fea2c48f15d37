//! Identifiers in paths (self-service.md §1.1, S-R3).

use identity_core::Error;
use identity_core::id::Id;
use identity_core::value::Uid;

use crate::http::context::Context;

impl Context {
    /// An identifier in the path. One that cannot be any is refused at once; one that is none of ours is that of nothing,
    /// so that core refuses it in its turn, like one that is unknown.
    ///
    /// # Errors
    /// [`Error::Invalid`] keyed by its name.
    pub(super) fn uid<I: Id + std::str::FromStr>(&self, n: usize, name: &str) -> Result<I, Error> {
        let text = self.segment(n);
        let uid: Uid =
            text.parse().map_err(|bad: identity_core::value::BadText| Error::invalid(name, bad.0))?;
        // A `Uid` is trimmed, a path is not.
        if uid.as_str() != text {
            return Err(Error::invalid(name, "Must not begin or end with spaces."));
        }
        Ok(text.parse().unwrap_or_else(|_| I::from_number(0)))
    }
}

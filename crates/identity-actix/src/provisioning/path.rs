//! Values in paths: percent-decoded once, `@` as it is (provisioning.md §1.1).

use identity_core::Error;
use percent_encoding::percent_decode_str;

use crate::http::context::Context;

impl Context {
    /// A variable segment of the path, decoded.
    ///
    /// # Errors
    /// [`Error::NotFound`] for what is no text: nothing is called so.
    pub(super) fn decoded(&self, n: usize) -> Result<String, Error> {
        let decoded = percent_decode_str(self.segment(n)).decode_utf8();
        decoded.map(String::from).map_err(|_| Error::NotFound)
    }
}

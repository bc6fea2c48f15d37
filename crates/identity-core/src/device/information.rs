//! What a device says of itself.

use crate::value::BadText;

/// The text of a JSON object, as the device sent it. Nothing here reads it; the dialect knows that it is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemInformation(String);

impl SystemInformation {
    /// The most bytes it has.
    pub const BYTES_MAX: usize = 4096;

    /// Takes the text of an object.
    ///
    /// # Errors
    /// [`BadText`] for one that is too long.
    pub fn new(text: String) -> Result<Self, BadText> {
        if text.len() > Self::BYTES_MAX {
            return Err(BadText::new(format!("Must be at most {} bytes long.", Self::BYTES_MAX)));
        }
        Ok(Self(text))
    }

    /// Takes back what a store of ours wrote before.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

//! Pictures of accounts, people and buyers (platform.md §1.5).

mod change;
mod read;
mod repository;
#[cfg(test)]
mod tests;

pub(crate) use change::replace;
pub use read::SIDE_MAX;
#[cfg(any(test, feature = "testing"))]
pub use repository::MockIconRepository;
pub use repository::{IconOwner, IconRepository};

use std::fmt;

/// What a picture is, told by its content; the name and the type that a client declares count for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IconKind {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// WebP.
    Webp,
}

impl IconKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Png, Self::Jpeg, Self::Webp];

    /// The media type, on the wire and in the store.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }

    /// Reads the exact media type.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.media_type() == text)
    }
}

/// SHA-256 of a picture's bytes; shown as 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContentHash(pub [u8; 32]);

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A picture that may be stored and shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Icon {
    kind: IconKind,
    hash: ContentHash,
    bytes: Vec<u8>,
}

impl Icon {
    /// A picture as it was stored, which is not checked again.
    pub fn from_stored(kind: IconKind, hash: ContentHash, bytes: Vec<u8>) -> Self {
        Self { kind, hash, bytes }
    }

    /// What it is.
    pub fn kind(&self) -> IconKind {
        self.kind
    }

    /// What it is told from others by.
    pub fn hash(&self) -> ContentHash {
        self.hash
    }

    /// The file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The file, to be sent.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// A picture in a log is its hash.
impl fmt::Debug for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Icon({} {})", self.kind.media_type(), self.hash)
    }
}

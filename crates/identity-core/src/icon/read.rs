//! What may be a picture: told by the content, measured by the header (platform.md §1.5).

use imagesize::{ImageType, blob_size, image_type};
use sha2::{Digest as _, Sha256};

use super::{ContentHash, Icon, IconKind};
use crate::value::BadText;

/// The most pixels that a picture has to a side.
pub const SIDE_MAX: usize = 4096;

impl Icon {
    /// Takes an uploaded file of at most `bytes_max` bytes. Only its header is read: whoever shows the picture decodes
    /// it, and is told the type that was recognised here.
    ///
    /// Hashing a file of a megabyte takes milliseconds, so this is called before a transaction begins.
    ///
    /// # Errors
    /// [`BadText`] for a file that is too large, is no PNG, JPEG or WebP, or is wider or higher than [`SIDE_MAX`].
    pub fn read(bytes: Vec<u8>, bytes_max: usize) -> Result<Self, BadText> {
        if bytes.len() > bytes_max {
            return Err(BadText::new(format!("Must be at most {bytes_max} bytes.")));
        }
        let unknown = || BadText::new("Must be a PNG, JPEG or WebP image.");
        let kind = match image_type(&bytes) {
            Ok(ImageType::Png) => IconKind::Png,
            Ok(ImageType::Jpeg) => IconKind::Jpeg,
            Ok(ImageType::Webp) => IconKind::Webp,
            _ => return Err(unknown()),
        };
        let size = blob_size(&bytes).map_err(|_| unknown())?;
        if size.width == 0 || size.height == 0 {
            return Err(unknown());
        }
        if size.width > SIDE_MAX || size.height > SIDE_MAX {
            return Err(BadText::new(format!("Must be at most {SIDE_MAX} by {SIDE_MAX} pixels.")));
        }
        let hash = ContentHash(Sha256::digest(&bytes).into());
        Ok(Self { kind, hash, bytes })
    }
}

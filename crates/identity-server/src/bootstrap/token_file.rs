//! The file that keeps the Operations token: mode 0600, whole or not there at all.

use std::fs::DirBuilder;
use std::io::{Error, Write as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;

use identity_core::secret::Secret;

use crate::whole_file;

/// Writes the token as one line. The file and its name are on the disk when this returns; what a start that never
/// finished left there is replaced.
///
/// # Errors
/// Those of the operating system; then the former file, if any, is untouched.
pub(super) fn write(path: &Path, token: &Secret) -> Result<(), Error> {
    // The parent of a bare file name is the empty path, which means the current folder.
    if let Some(folder) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    whole_file::write(path, |file| {
        file.write_all(token.expose().as_bytes())?;
        file.write_all(b"\n")
    })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn the_file_is_for_its_owner_alone_and_replaces_an_older_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run/token");
        for text in ["first", "second"] {
            write(&path, &Secret::new(text.into())).unwrap();
            assert_eq!(std::fs::read_to_string(&path).unwrap(), format!("{text}\n"));
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert_eq!(std::fs::read_dir(folder.path().join("run")).unwrap().count(), 1);
    }

    #[test]
    fn a_place_that_cannot_be_written_is_an_error_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("token")).unwrap();
        assert!(write(&folder.path().join("token"), &Secret::new("t".into())).is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(write(Path::new("/"), &Secret::new("t".into())).is_err());
    }
}

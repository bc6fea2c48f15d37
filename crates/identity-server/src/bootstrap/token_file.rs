//! The file that keeps the Operations token: mode 0600, whole or not there at all.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{Error, ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use identity_core::secret::Secret;

/// Writes the token as one line. The file and its name are on the disk when this returns; what a start that never
/// finished left there is replaced.
///
/// # Errors
/// Those of the operating system; then the former file, if any, is untouched.
pub(super) fn write(path: &Path, token: &Secret) -> Result<(), Error> {
    let name = path.file_name().ok_or_else(|| Error::new(ErrorKind::InvalidInput, "is no file name"))?;
    // The parent of a bare file name is the empty path, which means the current folder.
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = parent.unwrap_or(Path::new("."));
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let unfinished = folder.join(format!(".{}.{}", name.to_string_lossy(), std::process::id()));
    let written = write_new(&unfinished, token).and_then(|()| std::fs::rename(&unfinished, path));
    if written.is_err() {
        // What is left of it is of no use; the first error is the one to tell.
        let _ = std::fs::remove_file(&unfinished);
    }
    written?;
    File::open(folder)?.sync_all()
}

fn write_new(path: &Path, token: &Secret) -> Result<(), Error> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(token.expose().as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()
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

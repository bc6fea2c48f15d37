//! Files for their owner alone, whole or not there at all.

use std::fs::{File, OpenOptions};
use std::io::{Error, ErrorKind};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

/// Writes a file through `content`, in a folder that exists. The file and its name are on the disk when this returns; a file
/// of that name is replaced.
///
/// # Errors
/// Those of `content` and of the operating system; then the former file, if any, is untouched.
pub(crate) fn write<T, E: From<Error>>(
    path: &Path,
    content: impl FnOnce(&mut File) -> Result<T, E>,
) -> Result<T, E> {
    let name = path.file_name().ok_or_else(|| Error::new(ErrorKind::InvalidInput, "is no file name"))?;
    // The parent of a bare file name is the empty path, which means the current folder.
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = parent.unwrap_or(Path::new("."));
    let unfinished = folder.join(format!(".{}.{}", name.to_string_lossy(), std::process::id()));
    let written = write_new(&unfinished, content).and_then(|written| {
        std::fs::rename(&unfinished, path)?;
        Ok(written)
    });
    if written.is_err() {
        // What is left of it is of no use; the first error is the one to tell.
        let _ = std::fs::remove_file(&unfinished);
    }
    let written = written?;
    File::open(folder)?.sync_all()?;
    Ok(written)
}

fn write_new<T, E: From<Error>>(
    path: &Path,
    content: impl FnOnce(&mut File) -> Result<T, E>,
) -> Result<T, E> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    let written = content(&mut file)?;
    file.sync_all()?;
    Ok(written)
}

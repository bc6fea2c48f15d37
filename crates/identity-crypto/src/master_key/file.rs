//! The file that keeps a master key: one line of text, readable by its owner alone.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use identity_core::port::Entropy;
use zeroize::Zeroizing;

use super::{KEY_BYTES, MasterKey};

/// Why a key file was not read or not made.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// There is no such file.
    #[error("there is no master key at {}", .0.display())]
    Missing(PathBuf),
    /// There is one already; it is never overwritten.
    #[error("there is a master key at {} already", .0.display())]
    Exists(PathBuf),
    /// Others than the owner may use it.
    #[error("the master key at {} has mode {mode:04o}; it must be closed to group and others (0600)", path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// It does not hold a key.
    #[error("{} is no master key: one line of 44 base64 characters or 64 hexadecimal digits", .0.display())]
    Malformed(PathBuf),
    /// The operating system refused.
    #[error("the master key at {} cannot be used: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
}

impl MasterKey {
    /// Reads a key file: 32 bytes as one line of standard base64 (`openssl rand -base64 32`) or of hexadecimal digits
    /// (`openssl rand -hex 32`).
    ///
    /// # Errors
    /// [`KeyFileError`]; a file that its group or others may read, write or run is refused.
    pub fn load(path: &Path) -> Result<Self, KeyFileError> {
        let io = |source| failure(path, source);
        let file = File::open(path).map_err(io)?;
        // The mode of the opened file, so that nothing can be put in its place in between.
        let mode = file.metadata().map_err(io)?.permissions().mode() & 0o7777;
        if mode & 0o077 != 0 {
            return Err(KeyFileError::Exposed { path: path.into(), mode });
        }
        // A hexadecimal line, its line end and one byte more, to tell a longer file.
        let mut text = Zeroizing::new(Vec::with_capacity(2 * KEY_BYTES + 3));
        file.take(2 * KEY_BYTES as u64 + 3).read_to_end(&mut text).map_err(io)?;
        parse(&text).ok_or_else(|| KeyFileError::Malformed(path.into()))
    }

    /// Makes a new key and its file, mode 0600, and the folders above it, mode 0700, where they are missing. The key
    /// is on the disk when this returns.
    ///
    /// # Errors
    /// [`KeyFileError::Exists`] if there is a file already, whatever it holds, and [`KeyFileError::Io`].
    pub fn create(path: &Path, entropy: &dyn Entropy) -> Result<Self, KeyFileError> {
        let io = |source| failure(path, source);
        // The parent of a bare file name is the empty path, which means the current folder.
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let folder = parent.unwrap_or(Path::new("."));
        DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(io)?;
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(io)?;
        let key = Self::random(entropy);
        let mut line = Zeroizing::new(String::with_capacity(2 * KEY_BYTES));
        STANDARD.encode_string(*key.0, &mut line);
        line.push('\n');
        file.write_all(line.as_bytes()).map_err(io)?;
        file.sync_all().map_err(io)?;
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(io)?;
        Ok(key)
    }
}

fn failure(path: &Path, source: std::io::Error) -> KeyFileError {
    let path = path.into();
    match source.kind() {
        ErrorKind::NotFound => KeyFileError::Missing(path),
        ErrorKind::AlreadyExists => KeyFileError::Exists(path),
        _ => KeyFileError::Io { path, source },
    }
}

fn parse(text: &[u8]) -> Option<MasterKey> {
    let line = text.strip_suffix(b"\n").unwrap_or(text);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    if line.len() == 2 * KEY_BYTES {
        for (byte, digits) in key.iter_mut().zip(line.chunks(2)) {
            for digit in digits {
                let value = char::from(*digit).to_digit(16)?;
                *byte = *byte << 4 | u8::try_from(value).ok()?;
            }
        }
    } else {
        let length = STANDARD.decode_slice(line, key.as_mut_slice()).ok()?;
        if length != KEY_BYTES {
            return None;
        }
    }
    Some(MasterKey(key))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::fs::Permissions;

    use super::super::tests::counting_key;
    use super::*;
    use crate::OsEntropy;

    const BASE64: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    const HEX: &str = "000102030405060708090a0B0C0D0E0F101112131415161718191a1b1c1d1e1f";

    fn write(path: &Path, text: &str, mode: u32) {
        fs::write(path, text).unwrap();
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_made_key_is_closed_to_others_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data/keys/master.key");
        let created = MasterKey::create(&path, &OsEntropy::new().unwrap()).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(&folder.path().join("data")), 0o700);
        let loaded = MasterKey::load(&path).unwrap();
        assert_eq!(loaded.derive("x"), created.derive("x"));
        assert_eq!(loaded.fingerprint(), created.fingerprint());
    }

    #[test]
    fn an_existing_file_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        write(&path, "something else", 0o600);
        let answer = MasterKey::create(&path, &OsEntropy::new().unwrap());
        assert!(matches!(answer.err(), Some(KeyFileError::Exists(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "something else");
    }

    #[test]
    fn both_spellings_are_read_with_or_without_a_line_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        for spelling in [BASE64, HEX] {
            for end in ["", "\n", "\r\n"] {
                write(&path, &format!("{spelling}{end}"), 0o400);
                let loaded = MasterKey::load(&path).unwrap();
                assert_eq!(loaded.fingerprint(), counting_key().fingerprint());
                fs::remove_file(&path).unwrap();
            }
        }
    }

    #[test]
    fn anything_else_is_no_key() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        for text in [
            String::new(),
            "\n".into(),
            BASE64[1..].into(),
            BASE64[4..].into(),
            HEX[2..].into(),
            format!("{HEX}00"),
            format!("{HEX}\n\n"),
            format!("{BASE64}\n{BASE64}\n"),
            format!(" {BASE64}"),
            HEX.replace("1f", "1g"),
            BASE64.replace("h8=", "h9="),
            BASE64.replace('=', ""),
            "A".repeat(100_000),
        ] {
            write(&path, &text, 0o600);
            let answer = MasterKey::load(&path);
            assert!(matches!(answer.err(), Some(KeyFileError::Malformed(_))), "{text:.100}");
        }
    }

    #[test]
    fn an_open_or_missing_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        assert!(matches!(MasterKey::load(&path).err(), Some(KeyFileError::Missing(_))));
        for open in [0o640, 0o604, 0o620, 0o601, 0o666] {
            write(&path, BASE64, open);
            let error = MasterKey::load(&path).err().unwrap();
            assert!(matches!(&error, KeyFileError::Exposed { mode, .. } if *mode == open));
            assert!(!error.to_string().contains("AAEC"), "{error}");
        }
        assert!(matches!(
            MasterKey::load(folder.path()).err(),
            Some(KeyFileError::Exposed { .. } | KeyFileError::Io { .. })
        ));
    }
}

//! Where the server's programs are.

use std::path::{Path, PathBuf};

/// The folder with `initdb` and `postgres`: the newest of Debian's, or one that the search path has.
pub(crate) fn folder() -> Option<PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql").ok().into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = debian
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort();
    let debian = versions.into_iter().rev().map(|(_, folder)| folder);
    #[expect(clippy::disallowed_methods, reason = "where programs are is what the search path is for")]
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut all = debian.chain(std::env::split_paths(&path));
    all.find(|folder| has_programs(folder))
}

fn has_programs(folder: &Path) -> bool {
    ["initdb", "postgres"].into_iter().all(|program| folder.join(program).is_file())
}

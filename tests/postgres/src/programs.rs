//! Where programs are.

use std::path::{Path, PathBuf};

/// The folder with `initdb` and `postgres`: the newest of Debian's, or one that the search path has.
pub(crate) fn folder() -> Option<PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql").ok().into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = debian
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort();
    let debian = versions.into_iter().rev().map(|(_, folder)| folder);
    debian.chain(search_path()).find(|folder| has_programs(folder))
}

/// A program that Debian keeps where only administrators look, or that the search path has.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let folders = std::iter::once(PathBuf::from("/usr/sbin")).chain(search_path());
    folders.map(|folder| folder.join(program)).find(|file| file.is_file())
}

fn search_path() -> Vec<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "where programs are is what the search path is for")]
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).collect()
}

fn has_programs(folder: &Path) -> bool {
    ["initdb", "postgres"].into_iter().all(|program| folder.join(program).is_file())
}

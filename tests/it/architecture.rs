//! The shape of the workspace (design §3, style): what depends on what, and what every file has to have.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO")).args(arguments).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Everything a crate is built from, itself aside.
fn dependencies(of: &str) -> BTreeSet<String> {
    let tree = cargo(&["tree", "--package", of, "--edges", "normal", "--prefix", "none", "--format", "{p}"]);
    let names = tree.lines().filter_map(|line| line.split(' ').next()).filter(|name| *name != of);
    names.map(str::to_owned).collect()
}

#[track_caller]
fn knows_nothing_of(of: &str, forbidden: &[&str]) {
    let dependencies = dependencies(of);
    let found: Vec<_> = forbidden.iter().filter(|name| dependencies.contains(**name)).collect();
    assert!(found.is_empty(), "{of} depends on {found:?}");
}

#[test]
fn core_knows_no_storage_no_http_no_runtime_and_no_json() {
    knows_nothing_of("identity-core", &["diesel", "actix-web", "actix-http", "tokio", "serde_json", "rand"]);
    assert!(dependencies("identity-core").contains("identity-rql"), "the control: the tree is read");
}

#[test]
fn the_query_language_depends_on_nothing() {
    assert_eq!(dependencies("identity-rql"), BTreeSet::new());
}

#[test]
fn adapters_do_not_know_each_other() {
    let adapters = ["identity-actix", "identity-crypto", "identity-diesel", "identity-mail"];
    for adapter in adapters {
        let others: Vec<_> = adapters.into_iter().filter(|other| *other != adapter).collect();
        knows_nothing_of(adapter, &others);
        knows_nothing_of(adapter, &["identity-server"]);
    }
    knows_nothing_of("identity-actix", &["diesel", "r2d2", "libsqlite3-sys"]);
    knows_nothing_of("identity-diesel", &["actix-web", "actix-http"]);
    knows_nothing_of("identity-mail", &["actix-web", "diesel"]);
    knows_nothing_of("identity-crypto", &["actix-web", "diesel"]);
}

/// Our own sources, built things aside.
fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders: Vec<_> =
        ["crates", "tests", "migrations"].iter().map(|name| root().join(name)).collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

pub(crate) fn rust_files() -> impl Iterator<Item = (PathBuf, String)> {
    let files =
        sources().into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    files.map(|path| (path.clone(), fs::read_to_string(path).unwrap()))
}

#[test]
fn every_module_says_first_what_it_is_for() {
    let undocumented: Vec<_> = rust_files()
        .filter(|(path, _)| {
            matches!(path.file_name().and_then(|name| name.to_str()), Some("lib.rs" | "mod.rs" | "main.rs"))
        })
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(path, _)| path)
        .collect();
    assert!(undocumented.is_empty(), "{undocumented:#?}");
}

#[test]
fn nothing_is_left_unfinished_or_switched_off() {
    // Put together here, so that this file does not find itself.
    let marks = [
        concat!("todo", "!"),
        concat!("unimplemented", "!"),
        concat!("#[ig", "nore"),
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
    ];
    let left: Vec<_> = rust_files()
        .flat_map(|(path, text)| {
            marks.into_iter().filter(move |mark| text.contains(mark)).map(move |mark| (path.clone(), mark))
        })
        .collect();
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |database: &str| -> BTreeSet<String> {
        let folder = root().join("migrations").join(database);
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    assert!(!names("sqlite").is_empty());
    assert_eq!(names("sqlite"), names("postgres"));
}

#[test]
fn every_dependency_has_a_permissive_licence() {
    const ALLOWED: [&str; 13] = [
        "MIT",
        "MIT-0",
        "Apache-2.0",
        "Apache-2.0 WITH LLVM-exception",
        "BSD-1-Clause",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "ISC",
        "PostgreSQL",
        "Zlib",
        "Unicode-3.0",
        "CC0-1.0",
        "0BSD",
    ];
    let metadata: Value =
        serde_json::from_str(&cargo(&["metadata", "--format-version", "1", "--locked"])).unwrap();
    let is_allowed = |package: &&Value| {
        let licence = package["license"].as_str().unwrap_or_default().replace('/', " OR ");
        // Each part of an AND has to be allowed, one part of an OR; parentheses stand around ORs only.
        licence.split(" AND ").all(|part| {
            let part = part.trim_matches(|c| c == '(' || c == ')' || c == ' ');
            part.split(" OR ")
                .any(|one| ALLOWED.contains(&one.trim_matches(|c| c == '(' || c == ')' || c == ' ')))
        })
    };
    let packages = metadata["packages"].as_array().unwrap();
    let refused: Vec<_> = packages
        .iter()
        .filter(|package| !is_allowed(package))
        .map(|package| format!("{} {}: {}", package["name"], package["version"], package["license"]))
        .collect();
    assert!(packages.len() > 50, "the control: the graph is read");
    assert!(refused.is_empty(), "{refused:#?}");
}

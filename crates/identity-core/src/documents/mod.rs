//! Documents that tests print and check: whoever changes a rule changes the table that people read.

mod permissions;
mod states;

use std::fs;
use std::path::PathBuf;

/// Compares the printed document with the committed one; `UPDATE_DOCS=1` writes it instead.
#[expect(clippy::disallowed_methods, reason = "the one switch of a test that writes documents")]
fn check(name: &str, printed: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, printed).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(committed, printed, "docs/{name} is out of date; run the tests once with UPDATE_DOCS=1");
}

//! What is wrong with a dump is found out, and where.

use super::{KEY, sample, sqlite, text};
use crate::dump::{DumpError, Reader};

fn verify(dump: &[u8]) -> Result<(), DumpError> {
    Reader::new(dump, KEY)?.verify()
}

#[test]
fn a_whole_dump_is_found_whole() {
    verify(&sample::dump()).unwrap();
}

#[test]
fn a_dump_that_was_cut_anywhere_is_incomplete() {
    let dump = sample::dump();
    for end in (0..dump.len()).step_by(97).chain([dump.len() - 1]) {
        let cut = verify(&dump[..end]);
        assert!(matches!(cut, Err(DumpError::Cut(_))), "{end}: {cut:?}");
    }
}

#[test]
fn a_dump_with_one_other_byte_is_damaged() {
    let dump = sample::dump();
    let header = dump.iter().position(|byte| *byte == b'\n').unwrap();
    for at in (header + 1..dump.len()).step_by(97) {
        let mut dump = dump.clone();
        dump[at] ^= 1;
        assert!(verify(&dump).is_err(), "{at}");
    }
    let mut longer = dump;
    longer.extend(b"\n");
    assert!(matches!(verify(&longer), Err(DumpError::Line(_, text)) if text.contains("after the end")));
}

/// The line that is wrong and what is wrong with it, although the digest is not looked at before.
#[track_caller]
fn wrong(from: &str, to: &str, words: &str) {
    let dump = sample::dump();
    let changed = text(&dump).replacen(from, to, 1);
    assert_ne!(text(&dump), changed);
    let error = sqlite().import(changed.as_bytes()).unwrap_err();
    let DumpError::Line(number, said) = &error else { panic!("{error}") };
    assert!(said.contains(words), "{error}");
    assert_ne!(text(&dump).lines().nth(usize::try_from(number - 1).unwrap()), None);
}

#[test]
fn a_line_that_cannot_be_read_is_named() {
    wrong("{\"modules\":{\"id\":1,", "{\"modules\":{", "`id` is missing");
    wrong("{\"modules\":{\"id\":1,", "{\"modules\":{\"id\":1,\"id\":1,", "`id` is there twice");
    wrong("{\"modules\":{\"id\":1,", "{\"modules\":{\"id\":1,\"od\":1,", "there is no column `od`");
    wrong("{\"modules\":{\"id\":1,", "{\"modules\":{\"id\":\"1\",", "invalid type");
    wrong("{\"modules\":{\"id\":1,", "{\"models\":{\"id\":1,", "there is no table `models`");
    wrong("{\"users\":{\"id\":1,", "{\"modules\":{\"id\":1,", "column");
    wrong("\"digest\":\"AA", "\"digest\":\"!!", "not in base64");
    wrong("}}\n{\"modules\":{\"id\":2", "}},\n{\"modules\":{\"id\":2", "trailing characters");
    wrong("{\"modules\":{\"id\":2", "{}\n{\"modules\":{\"id\":2", "nothing is said");
    wrong("{\"modules\":{\"id\":2", "{\"modules\":{\"id\":2},\"modules\":{\"id\":2", "is missing");
}

#[test]
fn rows_out_of_order_are_refused() {
    let dump = sample::dump();
    let dump = text(&dump);
    let group = dump.lines().find(|line| line.starts_with("{\"removed_groups\"")).unwrap();
    let moved = dump.replacen(group, "", 1).replacen(
        "{\"group_modules\"",
        &format!("{group}\n{{\"group_modules\""),
        2,
    );
    let error = sqlite().import(moved.replacen("\n\n", "\n", 1).as_bytes()).unwrap_err();
    assert!(matches!(&error, DumpError::Line(_, text) if text.contains("later table")), "{error}");
}

//! `export` and `import`, as one would type them.

use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Output, Stdio};

use crate::house::{House, text};

/// A house that was bootstrapped, its Operations token and its dump.
fn moved_out() -> (House, String, Vec<u8>) {
    let house = House::new();
    let said = house.succeed(&["bootstrap"]);
    let token =
        said.lines().find_map(|line| line.strip_prefix("Operations token")).unwrap().trim().to_owned();
    assert_eq!(house.succeed(&["export", "--to", "dump.jsonl"]), "");
    let dump = std::fs::read(house.path("dump.jsonl")).unwrap();
    (house, token, dump)
}

/// An empty house with the master key of another.
fn with_key_of(other: &House) -> House {
    let house = House::new();
    std::fs::create_dir(house.path("data")).unwrap();
    std::fs::copy(other.path("data/master.key"), house.path("data/master.key")).unwrap();
    house
}

#[track_caller]
fn refused(output: &Output, words: &str) {
    let error = text(&output.stderr);
    assert_eq!((output.status.code(), error.contains(words)), (Some(1), true), "{error}");
}

/// Imports from standard input.
fn import(house: &House, dump: &[u8]) -> Output {
    let mut command = house.command(&["import", "--from", "-"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // Who refuses the header reads no further.
    let _ = child.stdin.take().unwrap().write_all(dump);
    child.wait_with_output().unwrap()
}

#[test]
fn whoever_moves_takes_tokens_and_everything_along() {
    let (old, token, dump) = moved_out();
    let mode = std::fs::metadata(old.path("dump.jsonl")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    refused(&old.run(&["export", "--to", "dump.jsonl"]), "is there already");
    assert_eq!(old.succeed(&["export", "--to", "-"]).into_bytes(), dump);

    let new = with_key_of(&old);
    std::fs::copy(old.path("dump.jsonl"), new.path("dump.jsonl")).unwrap();
    new.succeed(&["import", "--from", "dump.jsonl"]);
    assert_eq!(new.succeed(&["export", "--to", "-"]).into_bytes(), dump);
    refused(&new.run(&["import", "--from", "dump.jsonl"]), "is not empty");
    let service = new.serve();
    assert_eq!(service.get("/v1/accounts/accounts", Some(&token)).0, 200);
    refused(&new.run(&["export", "--to", "other.jsonl"]), "is in use");
    assert!(!new.path("other.jsonl").exists());
}

#[test]
fn a_dump_that_is_not_whole_or_not_of_this_key_changes_nothing() {
    let (old, _, dump) = moved_out();
    let new = with_key_of(&old);
    for (name, bytes, words) in [
        ("cut", &dump[..dump.len() - 10], "incomplete"),
        ("damaged", &text(&dump).replacen("\"revision\":1", "\"revision\":2", 1).into_bytes(), "damaged"),
        ("other", b"{\"users\":[]}\n", "line 1: "),
    ] {
        std::fs::write(new.path(name), bytes).unwrap();
        refused(&new.run(&["import", "--from", name]), words);
    }
    refused(&new.run(&["import", "--from", "nothing"]), "--from: nothing: No such file");
    assert!(!new.path("data/identity.db").exists());

    let stranger = House::new();
    refused(&import(&stranger, &dump), "keys.master_file");
    stranger.succeed(&["bootstrap"]);
    refused(&import(&stranger, &dump), "another master key");
}

#[test]
fn nobody_serves_a_database_whose_import_has_not_ended() {
    let (old, token, dump) = moved_out();
    let new = with_key_of(&old);
    let half = dump.len() / 2;
    refused(&import(&new, &dump[..half]), "incomplete");
    for command in [&["serve"][..], &["bootstrap"], &["export", "--to", "-"], &["keys", "rotate"]] {
        refused(&new.run(command), "an import into the database has begun and not ended");
    }
    assert!(text(&new.run(&["doctor"]).stdout).contains("failed  database: an import"));
    let finished = import(&new, &dump);
    assert!(finished.status.success(), "{}", text(&finished.stderr));
    assert_eq!(new.serve().get("/v1/accounts/accounts", Some(&token)).0, 200);
}

#[test]
fn there_is_nothing_to_export_before_the_first_start() {
    let house = House::new();
    refused(&house.run(&["export", "--to", "dump.jsonl"]), "there is no database");
    assert!(!house.path("data").exists());
    house.succeed(&["migrate"]);
    refused(&house.run(&["export", "--to", "dump.jsonl"]), "never started");
    let left: Vec<_> = std::fs::read_dir(house.folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

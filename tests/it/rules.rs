//! Rules R1–R50 of the Platform API and the tests that carry their numbers, printed to docs/RULES.md.
//!
//! A test names its rules at the beginning of its name: `r21_the_last_administrator_stays…`, or `r18_r29_…` for two.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::fs;

use crate::architecture::{root, rust_files};

/// The rules in a few words, by number from R1.
const RULES: [&str; 50] = [
    "Who sees which rows",
    "What is seen without `access-management`",
    "Invisible is like not there",
    "When an answer is 403",
    "Modules are those of this moment",
    "Nobody grants what he does not hold",
    "A body cannot name another account than the path",
    "When an account is usable",
    "What ends in an unusable account, and comes back",
    "Parents",
    "Creating an account",
    "Activating an account",
    "What an administrator writes of the own account",
    "One membership per person and account",
    "At least one group, of the same account",
    "Inviting somebody who is known",
    "Adding somebody at once",
    "Codes and links of invitations",
    "Who accepts",
    "What is shown of people who have not joined",
    "The last administrator and the owner",
    "Nobody removes the own membership",
    "What removal ends",
    "What an update of a membership changes",
    "A user's status",
    "Blocking",
    "Deleting a user",
    "The account to enter next",
    "Setting a password",
    "Good passwords",
    "Profiles, and the e-mail that never changes",
    "A token is never a person",
    "Default and built-in groups",
    "Modules of groups",
    "Buyers of groups",
    "Modules of tokens",
    "Where a token's value is shown",
    "Retrievable tokens",
    "Rotation",
    "When a token authenticates",
    "Tokens that manage tokens",
    "What an administrator writes of a buyer",
    "Creating a buyer",
    "Who sees which buyers",
    "Transferring a buyer",
    "What is deleted",
    "Sellers",
    "One audit record per change",
    "Who sees which audit records",
    "No secret is recorded",
];

/// The numbers at the beginning of a test's name.
fn numbers(name: &str) -> impl Iterator<Item = usize> {
    let parts = name.split('_').map(|part| part.strip_prefix('r').and_then(|digits| digits.parse().ok()));
    parts.map_while(|number| number)
}

/// Tests by rule: folder of the crate or suite, and name.
fn tests() -> BTreeMap<usize, Vec<(String, String)>> {
    let mut found: BTreeMap<usize, Vec<_>> = BTreeMap::new();
    for (path, text) in rust_files() {
        let path = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
        let mut is_test = false;
        for line in text.lines().map(str::trim_start) {
            is_test |= line.starts_with("#[test]")
                || line.starts_with("#[tokio::test")
                || line.starts_with("#[actix_web::test");
            let name = line.trim_start_matches("pub ").trim_start_matches("async ").strip_prefix("fn ");
            let Some(name) = name.and_then(|rest| rest.split(['(', '<']).next()) else { continue };
            // What a contract suite holds is a test of every store, made one by its macro.
            if std::mem::take(&mut is_test) || path.contains("/testing/contract/") {
                for number in numbers(name) {
                    found.entry(number).or_default().push((path.clone(), name.to_owned()));
                }
            }
        }
    }
    found
}

fn printed(tests: &BTreeMap<usize, Vec<(String, String)>>) -> String {
    let mut out = String::from(
        "# Rules and their tests\n\nPrinted and checked by a test of the end-to-end suite. Rules are numbered by the Platform API; a test that \
         proves one\nbegins its name with the number. `make mutants` removes the branches of rules one by one and expects these tests to \
         fail.\n",
    );
    for (at, title) in RULES.iter().enumerate() {
        let number = at + 1;
        write!(out, "\n## R{number} {title}\n\n").unwrap();
        for (path, name) in tests.get(&number).into_iter().flatten() {
            writeln!(out, "- `{name}` in {path}").unwrap();
        }
    }
    out
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the one switch of a test that writes documents")]
fn every_rule_has_a_test_that_names_it() {
    let tests = tests();
    let missing: Vec<_> = (1..=RULES.len()).filter(|number| !tests.contains_key(number)).collect();
    assert!(missing.is_empty(), "rules without a test: {missing:?}");
    let unknown: Vec<_> = tests.keys().filter(|number| **number == 0 || **number > RULES.len()).collect();
    assert!(unknown.is_empty(), "tests of rules that do not exist: {unknown:?}");

    let printed = printed(&tests);
    let path = root().join("docs/RULES.md");
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &printed).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == printed, "docs/RULES.md is out of date; run this test once with UPDATE_DOCS=1");
}

#[test]
fn names_are_read_as_far_as_they_are_numbers() {
    assert_eq!(numbers("r18_r29_the_code").collect::<Vec<_>>(), [18, 29]);
    assert_eq!(numbers("rotation_is_2").collect::<Vec<_>>(), Vec::<usize>::new());
    assert_eq!(numbers("r2d2_pools").collect::<Vec<_>>(), Vec::<usize>::new());
}

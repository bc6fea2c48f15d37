//! Rules R1–R50 of the Platform API, S-R1–S-R48 of the Self-service API, P-R1–P-R39 of the
//! Provisioning API, and the tests that carry their numbers, printed
//! to docs/RULES.md.
//!
//! A test names its rules at the beginning of its name: `r21_the_last_administrator_stays…`, `s_r17_five_wrong_pins…`,
//! `p_r3_a_reseller_key…`, or
//! `r18_r29_…` for two.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::fs;

use crate::architecture::{root, rust_files};

/// A family of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Family {
    /// R…
    Platform,
    /// S-R…
    SelfService,
    /// P-R…
    Provisioning,
}

impl Family {
    const ALL: [Self; 3] = [Self::Platform, Self::SelfService, Self::Provisioning];

    fn prefix(self) -> &'static str {
        match self {
            Self::Platform => "R",
            Self::SelfService => "S-R",
            Self::Provisioning => "P-R",
        }
    }

    fn titles(self) -> &'static [&'static str] {
        match self {
            Self::Platform => &PLATFORM,
            Self::SelfService => &SELF_SERVICE,
            Self::Provisioning => &PROVISIONING,
        }
    }
}

/// The rules of the Platform API in a few words, by number from R1.
const PLATFORM: [&str; 50] = [
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

/// The rules of the Self-service API in a few words, by number from S-R1.
const SELF_SERVICE: [&str; 48] = [
    "Kinds of credentials are not interchangeable",
    "Every request is judged by what is true now",
    "The tenant comes from the credential",
    "What is stored of secrets, and comparing them",
    "A refresh token works once",
    "How long sessions last",
    "What a device's session carries",
    "What ends sessions and tokens at once",
    "One answer for every failed sign-in",
    "Delays, limits and the void password",
    "The second factor",
    "Asking for a reset",
    "Who is mailed a reset",
    "Setting a password by a code",
    "What a PIN is",
    "One answer for every failed sign-in at a device",
    "Locked and void PINs",
    "Limits of devices and device codes",
    "Temporary PINs",
    "Who enters a tenant",
    "Which tenants are listed",
    "What is shown of people who have not joined",
    "The default tenant",
    "Choosing the default tenant",
    "Whose own record is read",
    "Status",
    "Roles and groups",
    "Blocked members",
    "The contact address",
    "Setting the own PIN",
    "Nothing grows by updating oneself",
    "Stores",
    "User codes",
    "Kinds of members",
    "Changing the kind of a member",
    "The owner, the last administrator, and oneself",
    "Removing a member",
    "Codes of invitations",
    "Reading an invitation",
    "Accepting an invitation",
    "Integration tokens",
    "Device codes and devices",
    "Who is listed at a device",
    "Introspection",
    "Revocation",
    "The check and own sessions",
    "Audit records and security events",
    "Nobody grants what they do not hold",
];

/// The rules of the Provisioning API in a few words, by number from P-R1.
const PROVISIONING: [&str; 39] = [
    "One identical 401",
    "What is out of reach is like not there",
    "What a reseller key reaches",
    "Replays",
    "What is stored of keys and values",
    "Scopes",
    "Which tokens are listed",
    "Identifiers of tokens",
    "When a token is retrievable",
    "Values and masks",
    "Enabling and disabling tokens",
    "Blank names change nothing",
    "Bound tokens, and deletion for good",
    "Owner and user of a token",
    "Names of roles",
    "At least one role, and ADMIN alone",
    "Lists of roles",
    "Replacing and removing roles",
    "OWNER, and one owner for ever",
    "What the owner and the last ADMIN keep",
    "Making roles",
    "The first user",
    "Fields that are ignored or refused",
    "Inviting internal users",
    "skipMailValidation",
    "External users",
    "What is shown of people who have not joined",
    "Changing a person",
    "Disabling and enabling users",
    "Deleting users",
    "Names and phones",
    "Internal addresses",
    "Making domains, and slugs",
    "Disabling and enabling domains",
    "Deleting domains",
    "Limits",
    "What holds under concurrency",
    "Audit records and security events",
    "Nobody grants what he does not hold",
];

type Rule = (Family, usize);

/// The rules at the beginning of a test's name.
fn rules(name: &str) -> Vec<Rule> {
    let mut rules = Vec::new();
    let mut family = Family::Platform;
    for part in name.split('_') {
        match part.strip_prefix('r').and_then(|digits| digits.parse().ok()) {
            Some(number) => {
                rules.push((family, number));
                family = Family::Platform;
            }
            None if part == "s" => family = Family::SelfService,
            None if part == "p" => family = Family::Provisioning,
            None => break,
        }
    }
    rules
}

/// Tests by rule: folder of the crate or suite, and name.
fn tests() -> BTreeMap<Rule, Vec<(String, String)>> {
    let mut found: BTreeMap<Rule, Vec<_>> = BTreeMap::new();
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
                for rule in rules(name) {
                    found.entry(rule).or_default().push((path.clone(), name.to_owned()));
                }
            }
        }
    }
    found
}

fn printed(tests: &BTreeMap<Rule, Vec<(String, String)>>) -> String {
    let mut out = String::from(
        "# Rules and their tests\n\nPrinted and checked by a test of the end-to-end suite. R… are the rules of the Platform API, S-R… those of the\n\
         Self-service API, P-R… those of the Provisioning API; a test that proves one begins its name with the number. `make mutants` removes the branches of\n\
         rules one by one and expects these tests to fail.\n",
    );
    for family in Family::ALL {
        for (at, title) in family.titles().iter().enumerate() {
            write!(out, "\n## {}{} {title}\n\n", family.prefix(), at + 1).unwrap();
            for (path, name) in tests.get(&(family, at + 1)).into_iter().flatten() {
                writeln!(out, "- `{name}` in {path}").unwrap();
            }
        }
    }
    out
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the one switch of a test that writes documents")]
fn every_rule_has_a_test_that_names_it() {
    let tests = tests();
    let all =
        Family::ALL.into_iter().flat_map(|family| (1..=family.titles().len()).map(move |n| (family, n)));
    let missing: Vec<Rule> = all.filter(|rule| !tests.contains_key(rule)).collect();
    assert!(missing.is_empty(), "rules without a test: {missing:?}");
    let is_unknown = |rule: &&Rule| rule.1 == 0 || rule.1 > rule.0.titles().len();
    let unknown: Vec<_> = tests.keys().filter(is_unknown).collect();
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
    let platform = |number| (Family::Platform, number);
    let own = |number| (Family::SelfService, number);
    assert_eq!(rules("r18_r29_the_code"), [platform(18), platform(29)]);
    assert_eq!(rules("s_r9_r9_without_a_usable_account"), [own(9), platform(9)]);
    assert_eq!(rules("s_r11_s_r10_codes"), [own(11), own(10)]);
    for none in ["rotation_is_2", "r2d2_pools", "s_expression"] {
        assert_eq!(rules(none), [], "{none}");
    }
}

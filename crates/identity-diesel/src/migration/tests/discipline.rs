//! The trees keep to docs/MIGRATIONS.md from this migration on; those before it are history.

use std::fs::read_to_string;

use super::locks::faults;
use super::statements::{after, statements};
use super::{CONTRACTIONS, tree};

/// The last migration that was written before the rules.
const HISTORY: &str = "20261122000051";

/// Version and statements of all migrations of a tree, in order.
fn migrations(name: &str) -> Vec<(String, String, bool)> {
    let mut all: Vec<_> = std::fs::read_dir(tree(name))
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let version: String = name.split('_').next().unwrap().replace('-', "");
            let metadata = read_to_string(entry.path().join("metadata.toml")).unwrap_or_default();
            let is_alone = metadata.contains("run_in_transaction = false");
            (version, read_to_string(entry.path().join("up.sql")).unwrap(), is_alone)
        })
        .collect();
    all.sort();
    assert!(all.iter().any(|(version, ..)| version == HISTORY));
    all
}

fn rules_apply(version: &str) -> bool {
    version > HISTORY
}

#[test]
fn no_migration_makes_others_wait() {
    for (version, sql, _) in migrations("postgres") {
        let found = faults(&sql);
        assert!(!rules_apply(&version) || found.is_empty(), "{version}: {found:#?}");
    }
}

#[test]
fn history_has_what_the_rules_would_catch() {
    let caught = migrations("postgres").iter().filter(|(_, sql, _)| !faults(sql).is_empty()).count();
    assert!(caught > 3, "the control: migrations are read");
}

#[test]
fn what_cannot_run_in_a_transaction_says_so_and_nothing_else_does() {
    for name in ["sqlite", "postgres"] {
        for (version, sql, is_alone) in migrations(name) {
            assert_eq!(is_alone, sql.to_uppercase().contains(" CONCURRENTLY"), "{name} {version}");
        }
    }
}

/// What a release that knows nothing of it may miss, or trip over.
fn contracts(statement: &str) -> bool {
    let alters = |words: &str| statement.starts_with("ALTER TABLE ") && statement.contains(words);
    let column = || {
        statement
            .split(" ADD COLUMN ")
            .skip(1)
            .any(|rest| rest.contains("NOT NULL") && !rest.contains(" DEFAULT ") || rest.contains(" UNIQUE"))
    };
    statement.starts_with("DROP TABLE ")
        || statement.starts_with("DROP FUNCTION ")
        || statement.starts_with("CREATE UNIQUE INDEX ")
        || [" DROP COLUMN ", " RENAME ", " DROP DEFAULT", " ADD CONSTRAINT ", " SET NOT NULL", " TYPE "]
            .iter()
            .any(|words| alters(words))
        || alters(" ADD COLUMN ") && column()
}

/// Statements that contract, but for what concerns tables that the migration itself makes.
fn contracting(sql: &str) -> Vec<String> {
    let all = statements(sql);
    let is_new = |table: Option<&str>| {
        table.is_some() && all.iter().any(|other| after(other, "CREATE TABLE ") == table)
    };
    let of_new = |one: &String| is_new(after(one, " ON ")) || is_new(after(one, "ALTER TABLE "));
    all.iter().filter(|one| contracts(one) && !of_new(one)).cloned().collect()
}

#[test]
fn what_takes_something_away_is_listed_as_a_contraction() {
    for name in ["sqlite", "postgres"] {
        for (version, sql, _) in migrations(name) {
            let is_listed = CONTRACTIONS.iter().any(|contraction| contraction.version == version);
            let found = contracting(&sql);
            assert!(!rules_apply(&version) || is_listed || found.is_empty(), "{name} {version}: {found:#?}");
        }
    }
}

#[test]
fn whatever_contracts_is_noticed() {
    for sample in [
        "DROP TABLE users",
        "ALTER TABLE users DROP COLUMN phone_prefix",
        "ALTER TABLE users RENAME COLUMN phone_prefix TO prefix",
        "ALTER TABLE users RENAME TO people",
        "ALTER TABLE users ADD COLUMN a BIGINT NOT NULL",
        "ALTER TABLE users ADD CONSTRAINT a CHECK (b > 0) NOT VALID",
        "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS a ON users (b)",
    ] {
        assert_eq!(contracting(sample).len(), 1, "{sample}");
    }
    for sample in [
        "CREATE TABLE more (id BIGINT PRIMARY KEY); CREATE UNIQUE INDEX a ON more (id)",
        "ALTER TABLE users ADD COLUMN a BIGINT NOT NULL DEFAULT 0",
        "CREATE INDEX a ON users (b)",
        "ALTER TABLE users VALIDATE CONSTRAINT a",
    ] {
        assert_eq!(contracting(sample), Vec::<String>::new(), "{sample}");
    }
}

#[test]
fn contractions_are_migrations_of_both_trees() {
    for name in ["sqlite", "postgres"] {
        let versions: Vec<String> = migrations(name).into_iter().map(|(version, ..)| version).collect();
        for contraction in CONTRACTIONS {
            for version in [contraction.version, contraction.serves_from] {
                assert!(versions.iter().any(|known| known == version), "{name}: {version}");
            }
        }
    }
}

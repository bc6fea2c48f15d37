//! Statements that make others wait for long on PostgreSQL, each with its reason (docs/MIGRATIONS.md).

use super::statements::{after, statements};

/// A statement and the migration that it is in.
pub(super) struct Place<'m> {
    statement: &'m str,
    all: &'m [String],
}

impl Place<'_> {
    fn has(&self, words: &str) -> bool {
        self.statement.contains(words)
    }

    fn begins(&self, words: &str) -> bool {
        self.statement.starts_with(words)
    }

    /// Whether the migration itself made that table, so that nobody uses it yet.
    fn is_new(&self, table: Option<&str>) -> bool {
        table.is_some() && self.all.iter().any(|other| after(other, "CREATE TABLE ") == table)
    }

    fn alters_table_in_use(&self) -> bool {
        self.begins("ALTER TABLE ") && !self.is_new(after(self.statement, "ALTER TABLE "))
    }
}

/// What must not be in a migration.
struct Pattern {
    why: &'static str,
    is_met: fn(&Place<'_>) -> bool,
    /// Migrations that have it.
    samples: &'static [&'static str],
}

const PATTERNS: &[Pattern] = &[
    Pattern {
        why: "nobody can write to the table while the index is built; CREATE INDEX CONCURRENTLY IF NOT EXISTS, alone",
        is_met: |place| {
            let is_index = place.begins("CREATE INDEX ") || place.begins("CREATE UNIQUE INDEX ");
            is_index && !place.has(" CONCURRENTLY ") && !place.is_new(after(place.statement, " ON "))
        },
        samples: &["CREATE INDEX a ON users (b)", "CREATE UNIQUE INDEX a ON users (b) WHERE c"],
    },
    Pattern {
        why: "an index that is built beside the writers stands alone, and is looked for first: IF NOT EXISTS",
        is_met: |place| place.has(" INDEX CONCURRENTLY ") && (place.all.len() > 1 || !place.has(" EXISTS ")),
        samples: &[
            "CREATE INDEX CONCURRENTLY a ON users (b)",
            "DROP INDEX CONCURRENTLY IF EXISTS a; CREATE INDEX CONCURRENTLY IF NOT EXISTS a ON users (b)",
        ],
    },
    Pattern {
        why: "the whole table is written anew while nobody can read it; add another column and fill it by a job",
        is_met: |place| {
            let is_volatile = place.has(" DEFAULT (")
                || place.statement.split(" DEFAULT ").skip(1).any(|rest| rest.contains('('));
            let is_filled = is_volatile || place.has(" GENERATED ") || place.has("SERIAL");
            let changes_type = place.has(" ALTER COLUMN ") && place.has(" TYPE ");
            place.alters_table_in_use()
                && (changes_type || place.has(" ADD COLUMN ") && is_filled || place.has(" SET LOGGED"))
        },
        samples: &[
            "ALTER TABLE users ALTER COLUMN a TYPE TEXT",
            "ALTER TABLE users ADD COLUMN a BIGINT NOT NULL DEFAULT (extract(epoch FROM clock_timestamp()))",
            "ALTER TABLE users ADD COLUMN a UUID DEFAULT gen_random_uuid()",
            "ALTER TABLE users ADD COLUMN a BIGINT GENERATED ALWAYS AS IDENTITY",
            "ALTER TABLE users ADD COLUMN a BIGSERIAL",
        ],
    },
    Pattern {
        why: "all rows are read while nobody can use the table; ADD CONSTRAINT … NOT VALID, validated by a later migration",
        is_met: |place| {
            let is_added =
                place.has(" ADD CONSTRAINT ") || place.has(" ADD CHECK ") || place.has(" ADD FOREIGN KEY ");
            let is_inline = place.has(" ADD COLUMN ") && (place.has(" REFERENCES ") || place.has(" CHECK "));
            let is_deferred = place.has(" NOT VALID") || place.has(" USING INDEX ");
            place.alters_table_in_use()
                && (is_added && !is_deferred || is_inline || place.has(" SET NOT NULL"))
        },
        samples: &[
            "ALTER TABLE users ADD CONSTRAINT a CHECK (b IS NOT NULL)",
            "ALTER TABLE users ADD CONSTRAINT a FOREIGN KEY (b) REFERENCES accounts (id)",
            "ALTER TABLE users ADD CONSTRAINT a UNIQUE (b)",
            "ALTER TABLE users ADD COLUMN a BIGINT REFERENCES accounts (id)",
            "ALTER TABLE users ALTER COLUMN a SET NOT NULL",
        ],
    },
    Pattern {
        why: "the lock of ADD CONSTRAINT is held while all rows are read; VALIDATE CONSTRAINT in a migration of its own",
        is_met: |place| place.has(" VALIDATE CONSTRAINT ") && place.all.len() > 1,
        samples: &[
            "ALTER TABLE users ADD CONSTRAINT a CHECK (b > 0) NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT a",
        ],
    },
    Pattern {
        why: "rows stay locked until the migration ends, and all of them are written at once; a job changes them in batches",
        is_met: |place| {
            let is_data = place.begins("UPDATE ") || place.begins("DELETE ") || place.begins("MERGE ");
            let is_copy = place.begins("INSERT ") && place.has(" SELECT ") || place.has(" AS SELECT ");
            is_data && !place.has(" META ") || is_copy
        },
        samples: &[
            "UPDATE users SET a = b",
            "DELETE FROM sessions WHERE user_id IS NULL",
            "INSERT INTO more SELECT id FROM users",
            "CREATE TABLE more AS SELECT id FROM users",
        ],
    },
    Pattern {
        why: "nobody can use the table until it is done",
        is_met: |place| {
            let words =
                ["LOCK ", "TRUNCATE ", "CLUSTER ", "VACUUM ", "REINDEX ", "REFRESH MATERIALIZED VIEW "];
            words.iter().any(|words| place.begins(words))
        },
        samples: &[
            "LOCK TABLE users",
            "TRUNCATE lane",
            "CLUSTER users",
            "VACUUM FULL users",
            "REINDEX TABLE users",
        ],
    },
    Pattern {
        why: "how long a migration may wait is decided in one place, in postgres/migrate.rs",
        is_met: |place| place.begins("SET ") || place.has("SET_CONFIG("),
        samples: &[
            "SET lock_timeout = 0",
            "SET LOCAL statement_timeout = 0",
            "SELECT set_config('lock_timeout', '0', true)",
        ],
    },
    Pattern {
        why: "the locks of two tables are held together, which whoever takes them the other way round dies of; two migrations",
        is_met: |place| {
            let first = place
                .all
                .iter()
                .filter(|one| one.starts_with("ALTER TABLE "))
                .find_map(|one| after(one, "ALTER TABLE ").filter(|table| !place.is_new(Some(table))));
            place.alters_table_in_use() && first != after(place.statement, "ALTER TABLE ")
        },
        samples: &["ALTER TABLE users ADD COLUMN a BIGINT; ALTER TABLE accounts ADD COLUMN a BIGINT"],
    },
];

/// Why a migration cannot be applied while others use the database; nothing if it can.
pub(super) fn faults(sql: &str) -> Vec<String> {
    let all = statements(sql);
    let mut found = Vec::new();
    for statement in &all {
        let place = Place { statement, all: &all };
        let met = PATTERNS.iter().filter(|pattern| (pattern.is_met)(&place));
        found.extend(met.map(|pattern| format!("{statement}: {}", pattern.why)));
    }
    found
}

#[test]
fn every_pattern_catches_its_samples() {
    for pattern in PATTERNS {
        for sample in pattern.samples {
            let found = faults(sample);
            assert!(found.iter().any(|fault| fault.ends_with(pattern.why)), "{sample}: {found:?}");
        }
    }
}

#[test]
fn what_makes_nobody_wait_is_let_through() {
    for sample in [
        "CREATE TABLE more (id BIGINT PRIMARY KEY, user_id BIGINT REFERENCES users (id)); CREATE INDEX a ON more (user_id)",
        "ALTER TABLE users ADD COLUMN a TEXT COLLATE \"C\"; ALTER TABLE users ADD COLUMN b BOOLEAN NOT NULL DEFAULT FALSE",
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS a ON users (b)",
        "ALTER TABLE users ADD CONSTRAINT a CHECK (b IS NOT NULL) NOT VALID",
        "ALTER TABLE users VALIDATE CONSTRAINT a",
        "ALTER TABLE users ADD CONSTRAINT a UNIQUE USING INDEX b",
        "ALTER TABLE users DROP COLUMN a",
        "DROP TABLE lane",
        "UPDATE meta SET value = 'a' WHERE key = 'b'",
    ] {
        assert_eq!(faults(sample), Vec::<String>::new(), "{sample}");
    }
}

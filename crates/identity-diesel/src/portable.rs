//! What a distributed engine that speaks PostgreSQL's language does not know, or is slow at, stays out of our statements, but
//! for places that are known one by one (docs/SCALING.md).
//!
//! Read are the sources that are not tests, without comments, and the migrations of PostgreSQL.

use std::path::{Path, PathBuf};

/// Words that are not to be found in statements.
struct Avoided {
    words: &'static [&'static str],
    why: &'static str,
    /// Files that may have them, and what would take their place there.
    allowed: &'static [(&'static str, &'static str)],
}

const AVOIDED: &[Avoided] = &[
    Avoided {
        words: &["LOCK TABLE", ".for_update()", ".for_share()", "FOR UPDATE", "FOR SHARE", "SKIP LOCKED"],
        why: "writes are serializable: who is overtaken is tried again; CockroachDB has no table locks, Citus locks rows of one \
              shard only",
        allowed: &[("src/postgres/begin.rs", "the lane: on such an engine writes are only tried again")],
    },
    Avoided {
        words: &["pg_advisory", "pg_try_advisory"],
        why: "advisory locks are known to one server",
        allowed: &[
            ("src/postgres/migrate.rs", "one command migrates before nodes start"),
            ("src/postgres/start.rs", "one node fills an empty database before others start"),
            ("src/postgres/feed/source.rs", "the feed has no address of its own"),
        ],
    },
    Avoided {
        words: &["\"LISTEN ", "\"NOTIFY ", "pg_notify"],
        why: "hints reach whoever listens at the same server",
        allowed: &[("src/postgres/feed/hint.rs", "polling alone is complete")],
    },
    Avoided {
        words: &["pg_current_snapshot", "pg_snapshot_", "pg_current_xact_id", "txid_", "xmin::", "ctid"],
        why: "there is no one counter of transactions",
        allowed: &[
            (
                "src/postgres/feed/follower.rs",
                "the engine's own stream of changes, such as CREATE CHANGEFEED",
            ),
            ("000001_foundation/up.sql", "the same"),
        ],
    },
    Avoided {
        words: &["IDENTITY", "SERIAL ", "nextval("],
        why: "rows with rising numbers all go to one range, on one machine",
        allowed: &[(
            "000001_foundation/up.sql",
            "the order of facts: audit, outbox and changes, a sequence each",
        )],
    },
    Avoided {
        words: &["DEFERRABLE", "DEFERRED", "EXCLUDE USING", "INHERITS", "USING GIST", "USING GIN", " STORED"],
        why: "not known everywhere, and nothing here needs it",
        allowed: &[],
    },
    Avoided {
        words: &["CREATE TRIGGER", "CREATE RULE", "CREATE EXTENSION", "plpgsql", "DO $$"],
        why: "rules live in core; code in the database is another program to roll out",
        allowed: &[],
    },
    Avoided {
        words: &["CREATE TEMP", "DECLARE CURSOR", "WITH HOLD", "PREPARE TRANSACTION", "SET SESSION"],
        why: "nothing may outlive a transaction: the next one is somebody else's, and elsewhere",
        allowed: &[],
    },
    Avoided {
        words: &["WITH RECURSIVE"],
        why: "Citus runs none across shards",
        allowed: &[
            ("src/account/tree.rs", "the tree of accounts: at most as deep as it may grow, read by keys"),
            ("src/api_token/credential.rs", "the same"),
            ("src/session/end.rs", "the same"),
        ],
    },
];

/// What is avoided and found, but for places that are known.
fn faults(path: &str, text: &str) -> Vec<String> {
    let comment =
        if Path::new(path).extension().is_some_and(|extension| extension == "sql") { "--" } else { "//" };
    let code: String = text
        .lines()
        .map(|line| line.split(comment).next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n");
    let met =
        AVOIDED.iter().filter(|avoided| !avoided.allowed.iter().any(|(place, _)| path.ends_with(place)));
    met.flat_map(|avoided| {
        let words = avoided.words.iter().filter(|words| code.contains(**words));
        words.map(|words| format!("{path}: {words}: {}", avoided.why)).collect::<Vec<_>>()
    })
    .collect()
}

/// Everything that makes statements for PostgreSQL.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> = vec![root.join("src"), root.join("../../migrations/postgres")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            let is_rust =
                path.extension().is_some_and(|extension| extension == "rs") && name != "portable.rs";
            let is_ours = is_rust || name == "up.sql";
            if path.is_dir() && !["tests", "sqlite", "explain"].contains(&name) {
                folders.push(path);
            } else if is_ours {
                found.push((path.to_str().unwrap().to_owned(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(found.len() > 80, "the control: sources are read");
    found
}

#[test]
fn statements_are_such_as_distributed_engines_know() {
    let faults: Vec<_> = sources().iter().flat_map(|(path, text)| faults(path, text)).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_word_is_caught_where_it_is_not_allowed() {
    for avoided in AVOIDED {
        for words in avoided.words {
            let sample = format!("run(\"SELECT 1\", {words} more)");
            assert_eq!(faults("src/user/mod.rs", &sample).len(), 1, "{words}");
            assert!(faults("src/user/mod.rs", &format!("// {words} more")).is_empty(), "{words}");
        }
    }
}

#[test]
fn places_that_are_allowed_something_need_it() {
    let sources = sources();
    for avoided in AVOIDED {
        for (place, _) in avoided.allowed {
            let (_, text) = sources.iter().find(|(path, _)| path.ends_with(place)).unwrap();
            assert!(avoided.words.iter().any(|words| text.contains(words)), "{place}: {}", avoided.why);
        }
    }
}

//! What every database's migrations owe; each database calls these with connections of its own.

mod discipline;
mod locks;
mod statements;

use std::path::{Path, PathBuf};

use diesel::backend::Backend;
use diesel::migration::{Migration, MigrationSource, Result as MigrationResult};
use diesel_migrations::FileBasedMigrations;
use tempfile::TempDir;

use super::{CONTRACTIONS, Contraction, Obstacle, Target, apply, plan};

/// A tree of migrations in the repository.
pub(super) fn tree(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations").join(name)
}

/// A newer release than this one: all migrations of a tree, and more.
pub(crate) struct Newer {
    folder: TempDir,
}

impl Newer {
    /// The release that has these migrations as well: names and statements.
    pub(crate) fn new(name: &str, more: &[(&str, &str)]) -> Self {
        let newer = Self { folder: tempfile::tempdir().unwrap() };
        for entry in std::fs::read_dir(tree(name)).unwrap() {
            let entry = entry.unwrap();
            newer.put(
                entry.file_name().to_str().unwrap(),
                &std::fs::read_to_string(entry.path().join("up.sql")).unwrap(),
            );
        }
        for (name, sql) in more {
            newer.put(name, sql);
        }
        newer
    }

    /// Adds a migration, or writes it anew.
    pub(crate) fn put(&self, name: &str, sql: &str) {
        let folder = self.folder.path().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("up.sql"), sql).unwrap();
        if sql.contains("CONCURRENTLY") {
            std::fs::write(folder.join("metadata.toml"), "run_in_transaction = false\n").unwrap();
        }
    }

    /// Its migrations.
    pub(crate) fn source(&self) -> FileBasedMigrations {
        FileBasedMigrations::from_path(self.folder.path()).unwrap()
    }
}

/// A release that has only the first migrations of another.
struct First<'s, S>(usize, &'s S);

impl<DB: Backend, S: MigrationSource<DB>> MigrationSource<DB> for First<'_, S> {
    fn migrations(&self) -> MigrationResult<Vec<Box<dyn Migration<DB>>>> {
        let mut all = self.1.migrations()?;
        all.sort_unstable_by(|one, other| one.name().version().cmp(&other.name().version()));
        all.truncate(self.0);
        Ok(all)
    }
}

/// Whoever was stopped between two migrations goes on where it was, whichever two they are.
pub(crate) fn every_start_ends_alike<C: Target>(
    connect: impl Fn() -> C,
    source: &impl MigrationSource<C::Backend>,
    schema: &str,
) {
    let count = source.migrations().unwrap().len();
    let mut at_once = connect();
    assert_eq!(apply(&mut at_once, source, CONTRACTIONS).unwrap(), count);
    let whole = at_once.texts(schema).unwrap();
    assert!(whole.len() > 100, "{whole:?}");
    for first in 0..=count {
        let mut conn = connect();
        assert_eq!(apply(&mut conn, &First(first, source), CONTRACTIONS).unwrap(), first);
        let planned = plan(&mut conn, source, CONTRACTIONS).unwrap();
        assert_eq!(planned.len(), count - first);
        assert_eq!(apply(&mut conn, source, CONTRACTIONS).unwrap(), count - first);
        assert_eq!(conn.texts(schema).unwrap(), whole, "from {first} on");
    }
}

/// What a newer release adds: a table, a column and an index.
pub(crate) const EXPANSION: (&str, &str) = (
    "2099-01-01-000001_more",
    "CREATE TABLE more (id BIGINT PRIMARY KEY); ALTER TABLE users ADD COLUMN more INTEGER; CREATE INDEX users_more ON users (more);",
);

/// Older releases use a schema that only grew, and leave alone one that lost what they need.
pub(crate) fn older_releases_go_on_until_something_contracts<C: Target>(
    conn: &mut C,
    ours: &impl MigrationSource<C::Backend>,
    name: &str,
) {
    let less = ("2099-01-01-000002_less", "ALTER TABLE users DROP COLUMN phone_prefix;");
    let (second, third) = (Newer::new(name, &[EXPANSION]), Newer::new(name, &[EXPANSION, less]));
    let contraction = Contraction { version: "20990101000002", serves_from: "20990101000001" };
    let contractions: Vec<_> = CONTRACTIONS.iter().copied().chain([contraction]).collect();
    apply(conn, ours, CONTRACTIONS).unwrap();

    let steps = plan(conn, &third.source(), &contractions).unwrap();
    let told: Vec<_> =
        steps.iter().map(|step| (step.version.as_str(), step.serves_from.as_deref())).collect();
    assert_eq!(told, [("20990101000001", None), ("20990101000002", Some("20990101000001"))]);

    assert_eq!(apply(conn, &second.source(), CONTRACTIONS).unwrap(), 1);
    assert_eq!(apply(conn, ours, CONTRACTIONS).unwrap(), 0, "the older one starts again");
    assert_eq!(apply(conn, &third.source(), &contractions).unwrap(), 1);
    let refused = apply(conn, ours, CONTRACTIONS);
    assert!(matches!(&refused, Err(Obstacle::Newer(version)) if version == "20990101000002"), "{refused:?}");
    assert_eq!(apply(conn, &second.source(), CONTRACTIONS).unwrap(), 0, "the one between can use it");
}

/// A migration that fails leaves nothing, and the next start tries it again.
pub(crate) fn what_fails_is_undone_and_done_again<C: Target>(conn: &mut C, name: &str) {
    let broken =
        ("2099-01-01-000001_more", "CREATE TABLE more (id BIGINT PRIMARY KEY); SELECT nothing FROM nowhere;");
    let newer = Newer::new(name, &[broken]);
    let failed = apply(conn, &newer.source(), CONTRACTIONS);
    assert!(matches!(&failed, Err(Obstacle::Failed(name, _)) if name == broken.0), "{failed:?}");
    assert_eq!(plan(conn, &newer.source(), CONTRACTIONS).unwrap().len(), 1, "those before it stand");
    newer.put(EXPANSION.0, EXPANSION.1);
    assert_eq!(apply(conn, &newer.source(), CONTRACTIONS).unwrap(), 1);
}

//! Bringing a schema up to date, the same way on every database: each migration is one transaction, what contracts says
//! whom it leaves behind, and a schema that a newer release made is used for as long as it still serves this one.

mod rules;

use std::error::Error;

use diesel::Connection;
use diesel::migration::{Migration, MigrationSource};
use diesel::result::QueryResult;
use diesel_migrations::MigrationHarness;

pub(crate) use rules::{CONTRACTIONS, Contraction};
use rules::{Found, Verdict, judge};

/// The key of `meta` that says the oldest release that can use the database.
const SERVES_FROM: &str = "schema-serves-from";

/// What the databases do not do in the same way.
pub(crate) trait Target: Connection + MigrationHarness<Self::Backend> + Sized {
    /// Asks whether any migration was ever applied; a row means yes.
    const HAS_HISTORY: &'static str;

    /// The first column of what a query finds, as text.
    fn texts(&mut self, query: &str) -> QueryResult<Vec<String>>;

    /// Runs before a migration, in its transaction if it has one.
    fn prepare(&mut self, is_in_transaction: bool) -> QueryResult<()>;
}

/// A migration that was not applied yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationStep {
    /// Its folder's name.
    pub name: String,
    /// Its version: digits that sort.
    pub version: String,
    /// The oldest release that can use what it leaves, by its last migration. None where all can that could before.
    pub serves_from: Option<String>,
}

/// Why nothing was, or will be, applied.
#[derive(Debug)]
pub(crate) enum Obstacle {
    /// A newer release made the schema, up to that version, and this one can no longer use it.
    Newer(String),
    /// The migration of that name failed and was rolled back.
    Failed(String, Box<dyn Error + Send + Sync>),
    /// The database cannot be asked.
    Unreadable(Box<dyn Error + Send + Sync>),
}

impl From<diesel::result::Error> for Obstacle {
    fn from(error: diesel::result::Error) -> Self {
        Self::Unreadable(Box::new(error))
    }
}

type Pending<DB> = Vec<(MigrationStep, Box<dyn Migration<DB>>)>;

/// What a release with these migrations would apply. Changes nothing.
pub(crate) fn plan<C: Target>(
    conn: &mut C,
    source: &impl MigrationSource<C::Backend>,
    contractions: &[Contraction],
) -> Result<Vec<MigrationStep>, Obstacle> {
    Ok(pending(conn, source, contractions)?.into_iter().map(|(step, _)| step).collect())
}

/// Applies what is missing, one transaction each; says how many migrations that were.
pub(crate) fn apply<C: Target>(
    conn: &mut C,
    source: &impl MigrationSource<C::Backend>,
    contractions: &[Contraction],
) -> Result<usize, Obstacle> {
    let pending = pending(conn, source, contractions)?;
    if !pending.is_empty() {
        // Makes the table of what was applied, if there is none.
        conn.applied_migrations().map_err(Obstacle::Unreadable)?;
    }
    for (step, migration) in &pending {
        run(conn, step, migration.as_ref()).map_err(|error| Obstacle::Failed(step.name.clone(), error))?;
    }
    Ok(pending.len())
}

fn pending<C: Target>(
    conn: &mut C,
    source: &impl MigrationSource<C::Backend>,
    contractions: &[Contraction],
) -> Result<Pending<C::Backend>, Obstacle> {
    let mut all: Pending<C::Backend> = source
        .migrations()
        .map_err(Obstacle::Unreadable)?
        .into_iter()
        .map(|one| step(one, contractions))
        .collect();
    all.sort_unstable_by(|(one, _), (other, _)| one.version.cmp(&other.version));
    let known: Vec<String> = all.iter().map(|(step, _)| step.version.clone()).collect();
    let found = found(conn)?;
    match judge(&known, &found) {
        Verdict::Usable => {}
        Verdict::UsableThoughNewer(version) => {
            tracing::info!(%version, "a newer release migrated the database, and it still serves this one");
        }
        Verdict::TooNew(version) => return Err(Obstacle::Newer(version)),
    }
    all.retain(|(step, _)| !found.applied.contains(&step.version));
    Ok(all)
}

fn step<DB: diesel::backend::Backend>(
    migration: Box<dyn Migration<DB>>,
    contractions: &[Contraction],
) -> (MigrationStep, Box<dyn Migration<DB>>) {
    let version = migration.name().version().to_string();
    let contraction = contractions.iter().find(|contraction| contraction.version == version);
    let serves_from = contraction.map(|contraction| contraction.serves_from.to_owned());
    (MigrationStep { name: migration.name().to_string(), version, serves_from }, migration)
}

fn found<C: Target>(conn: &mut C) -> QueryResult<Found> {
    if conn.texts(C::HAS_HISTORY)?.is_empty() {
        return Ok(Found::default());
    }
    let applied = conn.texts("SELECT version FROM __diesel_schema_migrations")?;
    if applied.is_empty() {
        return Ok(Found::default());
    }
    // The first migration makes the table.
    let noted = conn.texts(&format!("SELECT value FROM meta WHERE key = '{SERVES_FROM}'"))?;
    Ok(Found { applied, serves_from: noted.into_iter().next() })
}

fn run<C: Target>(
    conn: &mut C,
    step: &MigrationStep,
    migration: &dyn Migration<C::Backend>,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    if !migration.metadata().run_in_transaction() {
        conn.prepare(false)?;
        conn.run_migration(migration)?;
        return Ok(());
    }
    conn.transaction(|conn| {
        conn.prepare(true)?;
        conn.run_migration(migration)?;
        if let Some(version) = &step.serves_from {
            conn.batch_execute(&format!(
                "INSERT INTO meta (key, value) VALUES ('{SERVES_FROM}', '{version}') \
                 ON CONFLICT (key) DO UPDATE SET value = excluded.value"
            ))?;
        }
        Ok(())
    })
}

#[cfg(test)]
pub(crate) mod tests;

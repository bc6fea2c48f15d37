//! `migrate`: the schema, up to date or planned to be.

use identity_diesel::MigrationStep;

use super::say;
use crate::config::Config;
use crate::error::StartError;
use crate::storage::Storage;

/// Brings the schema up to date and says how many migrations were missing.
pub(crate) fn migrate(config: &Config) -> Result<(), StartError> {
    let applied = Storage::migrate(&config.database)?;
    say(&format!("{applied} migrations applied to {}\n", config.database.url))
}

/// Says which migrations are missing, and who can use the database once they were applied. Changes nothing.
pub(crate) fn plan(config: &Config) -> Result<(), StartError> {
    let steps = Storage::plan(&config.database)?;
    let lines: String = steps.iter().map(line).collect();
    say(&format!(
        "{lines}{} migrations to apply to {}; nothing was changed\n",
        steps.len(),
        config.database.url
    ))
}

fn line(step: &MigrationStep) -> String {
    let MigrationStep { name, version, serves_from } = step;
    match serves_from {
        None => format!("{version} {name} expands: older releases go on working\n"),
        Some(oldest) => {
            format!(
                "{version} {name} contracts: releases whose last migration is older than {oldest} stop working\n"
            )
        }
    }
}

//! What the command line can ask for, one file each.

mod bootstrap;
mod doctor;
mod keys;
mod migrate;
mod serve;
mod token;

pub(crate) use bootstrap::bootstrap;
pub(crate) use doctor::doctor;
pub(crate) use keys::{list_keys, rotate_keys};
pub(crate) use migrate::{migrate, plan};
pub(crate) use serve::serve;
pub(crate) use token::create_token;

use std::io::Write as _;

use crate::config::Config;
use crate::error::StartError;

/// Writes lines to standard output. A reader that went away is an error, not a panic.
fn say(text: &str) -> Result<(), StartError> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Prints the OpenAPI document.
pub(crate) fn print_document() -> Result<(), StartError> {
    say(&format!("{:#}\n", identity_actix::document()))
}

/// Prints the settings that are in force.
pub(crate) fn print_config(config: &Config) -> Result<(), StartError> {
    say(&config.to_toml()?)
}

//! The identity-server binary: configuration, wiring, commands and telemetry.
//!
//! [`run`] is the binary. [`start`] is the same service inside another process, such as a test:
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use identity_server::{Config, start};
//!
//! let mut config = Config::default();
//! config.http.listen = "127.0.0.1:0".parse()?;
//! config.database.url = "sqlite:///tmp/example/identity.db".parse()?;
//! config.keys.master_file = "/tmp/example/master.key".into();
//! config.mail.url = "file:///tmp/example/mail".parse()?;
//! let service = start(config).await?;
//! println!("{}", service.url());
//! service.stop().await;
//! # Ok(())
//! # }
//! ```

mod bootstrap;
pub mod catalogue;
mod cli;
mod command;
pub mod config;
mod error;
mod health;
mod installation;
mod jobs;
mod naming;
mod progress;
mod running;
mod security;
#[cfg(test)]
mod stage;
mod storage;
mod telemetry;
mod web;
mod whole_file;

pub use bootstrap::Fresh;
pub use cli::run;
pub use config::Config;
pub use error::StartError;
pub use running::{Running, start};

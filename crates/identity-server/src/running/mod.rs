//! A whole service: started from settings, stopped without losing anything.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use identity_core::service::Identity;
use tokio::task::JoinHandle;

use crate::bootstrap::{self, Fresh};
use crate::config::{Config, PublicUrl};
use crate::error::StartError;
use crate::installation::Installation;
use crate::jobs::Jobs;
use crate::storage::Storage;
use crate::web;

/// A service that runs until it is stopped.
pub struct Running {
    address: SocketAddr,
    fresh: Option<Fresh>,
    handle: ServerHandle,
    server: JoinHandle<std::io::Result<()>>,
    jobs: Jobs,
    identity: Arc<Identity>,
}

/// Starts the service: takes the address, opens the database, applies the catalogue, names accounts that have no slug, fills an empty database, serves.
/// Needs a tokio runtime, on which the background jobs go on; requests are served by threads of their own.
///
/// # Errors
/// [`StartError`]; nothing is left running then.
pub async fn start(config: Config) -> Result<Running, StartError> {
    let mailer = config.mail.mailer()?;
    let settings = config.http.api()?;
    let listener = web::listen(config.http.listen)?;
    let address = listener.local_addr()?;
    let (identity, server, fresh) = {
        let _alone = Storage::start_alone(&config.database).await?;
        let installation = Installation::open(&config).await?;
        installation.apply_catalogue(&config).await?;
        installation.name_accounts().await?;
        let public_url = config.http.public_url.as_ref();
        let portal_url = public_url.map_or_else(|| web::local_url(address), PublicUrl::to_string);
        let identity = Arc::new(installation.identity(&config, portal_url).await?);
        // Whatever can fail comes first, because the bootstrap's secrets exist only in its answer.
        let server = web::server(listener, &identity, settings, &config.http)?;
        let fresh = bootstrap::fill(&identity, &config.bootstrap).await?;
        (identity, server, fresh)
    };
    let handle = server.handle();
    let server = tokio::spawn(server);
    // Its first turn starts the threads that serve; from then on a caller may block this one.
    tokio::task::yield_now().await;
    let jobs = Jobs::start(&identity, mailer);
    tracing::info!(%address, "listening");
    Ok(Running { address, fresh, handle, server, jobs, identity })
}

impl Running {
    /// The bound address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://` and an address that a client on this machine can use.
    pub fn url(&self) -> String {
        web::local_url(self.address)
    }

    /// What this start made, if the database was empty.
    pub fn fresh(&self) -> Option<&Fresh> {
        self.fresh.as_ref()
    }

    /// Waits for as long as the server runs; it ends by itself only when it failed.
    pub async fn failed(&mut self) -> StartError {
        match (&mut self.server).await {
            Ok(Ok(())) => StartError::Refused("the server ended by itself".into()),
            Ok(Err(error)) => error.into(),
            Err(error) => StartError::Refused(format!("the server failed: {error}")),
        }
    }

    /// Stops: no new connection is taken, what runs is finished (within 30 seconds), what is held in memory is
    /// written, the database is closed.
    pub async fn stop(self) {
        self.handle.stop(true).await;
        // It says only that it has ended.
        let _ = self.server.await;
        self.jobs.stop().await;
        let Some(identity) = alone(self.identity).await else {
            return tracing::warn!("something still uses the store; the end of the process closes it");
        };
        // Closing waits for the writer of the store, so it has a thread of its own.
        match tokio::task::spawn_blocking(move || drop(identity)).await {
            Ok(()) => tracing::info!("stopped"),
            Err(error) => tracing::error!(%error, "the store did not close"),
        }
    }
}

/// Pause between two looks at who else owns the service, and how often to look: five seconds in all.
const LOOK_EVERY: Duration = Duration::from_millis(5);
const LOOKS: usize = 1000;

/// The service without other owners. Threads that served let go of it a moment after they said that they ended, and
/// nothing tells when.
async fn alone(mut identity: Arc<Identity>) -> Option<Identity> {
    for _ in 0..LOOKS {
        match Arc::try_unwrap(identity) {
            Ok(identity) => return Some(identity),
            Err(shared) => identity = shared,
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
    None
}

#[cfg(test)]
mod tests;

//! `serve`: run until told to stop.

use tokio::signal::unix::{Signal, SignalKind, signal};

use super::bootstrap::introduction;
use super::say;
use crate::config::Config;
use crate::error::StartError;
use crate::running::{Running, start};

/// Serves until SIGTERM or SIGINT, then finishes what runs.
pub(crate) async fn serve(config: Config) -> Result<(), StartError> {
    // Signals are caught from here on, so that an early one stops a start tidily as well.
    let mut signals = [signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?];
    let has_documents = config.http.documents;
    let mut running = start(config).await?;
    greet(&running, has_documents);
    let outcome = tokio::select! {
        () = told_to_stop(&mut signals) => Ok(()),
        error = running.failed() => Err(error),
    };
    if outcome.is_ok() {
        tracing::info!("stopping");
        running.stop().await;
    }
    outcome
}

async fn told_to_stop([terminate, interrupt]: &mut [Signal; 2]) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

/// Says where the service is and is explained and, once, how to get in.
fn greet(running: &Running, has_documents: bool) {
    let url = running.url();
    let way_in = match running.fresh() {
        Some(fresh) => introduction(fresh, &url),
        None => {
            "A lost Operations token is replaced by `identity-server token create`, while this is stopped.\n"
                .into()
        }
    };
    let reference = if has_documents { format!("API reference  {url}/docs\n") } else { String::new() };
    if let Err(error) = say(&format!("{way_in}{reference}listening on {url}\n")) {
        tracing::warn!(%error, "standard output is gone");
    }
}

//! Clients that check tokens without a pause, and know what the answer has to be.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use identity_tests::{Api, Desk, Failure, Stage};
use tokio::task::JoinSet;
use tokio::time::sleep;

const CHECKERS: usize = 4;
/// A little, or the load would be of checks alone.
const PAUSE: Duration = Duration::from_millis(2);

/// How one check was answered.
#[derive(Debug)]
pub struct Check {
    /// When it was asked.
    pub asked_at: Instant,
    /// How long the answer took.
    pub took: Duration,
    /// Whether the token was accepted or refused; `None` when that could not be told.
    pub was_told: bool,
    /// What is wrong with the answer, if anything is.
    pub wrong: Option<String>,
}

/// Running checkers.
pub struct Checkers {
    running: JoinSet<Vec<Check>>,
    stop: Arc<AtomicBool>,
}

impl Checkers {
    /// Starts them; each goes round all desks.
    pub fn start(address: SocketAddr, stage: &Stage) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let mut running = JoinSet::new();
        for number in 0..CHECKERS {
            let desks: Vec<Desk> =
                stage.desks.iter().cycle().skip(number).take(stage.desks.len()).cloned().collect();
            running.spawn(check(address, desks, Arc::clone(&stop)));
        }
        Self { running, stop }
    }

    /// Stops them and collects what they saw.
    pub async fn stop(mut self) -> Result<Vec<Check>, Failure> {
        self.stop.store(true, Ordering::SeqCst);
        let mut checks = Vec::new();
        while let Some(ended) = self.running.join_next().await {
            checks.extend(ended?);
        }
        Ok(checks)
    }
}

async fn check(address: SocketAddr, desks: Vec<Desk>, stop: Arc<AtomicBool>) -> Vec<Check> {
    let mut callers: Vec<(Api, Desk)> =
        desks.into_iter().map(|desk| (Api::new(address, Some(&desk.token_value)), desk)).collect();
    let mut checks = Vec::new();
    loop {
        for (api, desk) in &mut callers {
            if stop.load(Ordering::SeqCst) {
                return checks;
            }
            let before = desk.belief.now();
            let asked_at = Instant::now();
            let status = api.call("POST", "/v1/auth/check", None).await.map(|reply| reply.status);
            let took = asked_at.elapsed();
            // Whatever changed meanwhile may have been seen or not.
            let is_active = if desk.belief.now() == before { before.is_active } else { None };
            let was_told = matches!(status, Ok(200 | 401));
            let wrong = match (status, is_active) {
                (Ok(503), _) | (Ok(200), Some(true) | None) | (Ok(401), Some(false) | None) => None,
                (Ok(200), Some(false)) => Some(format!("{} was accepted and is disabled", desk.token)),
                (Ok(401), Some(true)) => Some(format!("{} was refused and is active", desk.token)),
                (other, _) => Some(format!("{} was checked and answered {other:?}", desk.token)),
            };
            checks.push(Check { asked_at, took, was_told, wrong });
            sleep(PAUSE).await;
        }
    }
}

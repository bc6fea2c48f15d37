//! Credentials that are asked for again and again.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use identity_tests::{Connection, Failure};
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::credential::Credential;

/// Between two questions about one credential.
const EVERY: Duration = Duration::from_millis(10);
const LOOK_EVERY: Duration = Duration::from_millis(5);

/// One answered question.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    /// When it was sent.
    pub sent: Instant,
    /// Status; 0 when there was no answer.
    pub status: u16,
}

/// How often in a row the newest answers were of one kind.
#[derive(Default)]
struct Runs {
    accepted: AtomicUsize,
    refused: AtomicUsize,
    stop: AtomicBool,
}

/// One credential that is asked for at one node.
pub struct Poller {
    /// Its kind.
    pub kind: &'static str,
    runs: Arc<Runs>,
    task: JoinHandle<Vec<Seen>>,
}

impl Poller {
    /// Starts asking.
    pub fn start(address: SocketAddr, kind: &'static str, credential: Credential) -> Self {
        let runs = Arc::<Runs>::default();
        let task = tokio::spawn(ask(address, credential, Arc::clone(&runs)));
        Self { kind, runs, task }
    }

    /// How many of the newest answers said yes.
    pub fn accepted(&self) -> usize {
        self.runs.accepted.load(Ordering::SeqCst)
    }

    /// How many of the newest answers said no, or that it cannot be told.
    pub fn refused(&self) -> usize {
        self.runs.refused.load(Ordering::SeqCst)
    }

    /// Ends asking; what was seen.
    ///
    /// # Errors
    /// When the task was lost.
    pub async fn end(self) -> Result<Vec<Seen>, Failure> {
        self.runs.stop.store(true, Ordering::SeqCst);
        Ok(self.task.await?)
    }
}

async fn ask(address: SocketAddr, credential: Credential, runs: Arc<Runs>) -> Vec<Seen> {
    let (mut seen, mut connection, mut tick) = (Vec::new(), None, interval(EVERY));
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while !runs.stop.load(Ordering::SeqCst) {
        tick.tick().await;
        let sent = Instant::now();
        let status = ask_once(address, &mut connection, &credential.request()).await;
        seen.push(Seen { sent, status });
        let (grows, ends) =
            if status == 200 { (&runs.accepted, &runs.refused) } else { (&runs.refused, &runs.accepted) };
        ends.store(0, Ordering::SeqCst);
        grows.fetch_add(1, Ordering::SeqCst);
    }
    seen
}

/// The status of one answer; 0 when there was none.
pub async fn ask_once(address: SocketAddr, kept: &mut Option<Connection>, request: &[u8]) -> u16 {
    let mut connection = match kept.take() {
        Some(connection) => connection,
        None => match Connection::open(address).await {
            Ok(connection) => connection,
            Err(_) => return 0,
        },
    };
    let status = connection.exchange(request).await.map_or(0, |answer| answer.status);
    if status != 0 {
        *kept = Some(connection);
    }
    status
}

/// Waits until something is so; whether it came to be.
pub async fn until(within: Duration, mut is_so: impl FnMut() -> bool) -> bool {
    let mut tick = interval(LOOK_EVERY);
    let wait = async {
        while !is_so() {
            tick.tick().await;
        }
    };
    timeout(within, wait).await.is_ok()
}

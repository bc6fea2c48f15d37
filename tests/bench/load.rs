//! The load: 64 connections that are kept alive, each with one request under way, from two threads.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use identity_tests::{Connection, Failure};
use tokio::runtime::Builder;
use tokio::task::JoinSet;

/// Connections.
pub const CONNECTIONS: u64 = 64;
const THREADS: u64 = 2;

/// Appends the request with that number to an empty buffer. Numbers are not repeated within a load.
pub type Source = Arc<dyn Fn(u64, &mut Vec<u8>) + Send + Sync>;

/// What a server is asked for.
#[derive(Clone)]
pub struct Load {
    /// Where.
    pub address: SocketAddr,
    /// For how long.
    pub span: Duration,
    /// How every answer has to begin.
    pub status: u16,
    /// What.
    pub source: Source,
}

/// What it did.
#[derive(Debug, Clone, Default)]
pub struct Throughput {
    /// Answers per second.
    pub per_second: f64,
    /// Time that 99 of 100 requests took at most, in microseconds.
    pub p99_us: u32,
}

impl Load {
    /// Loads the server. One answer that is not as expected makes the whole figure void.
    pub fn run(&self) -> Result<Throughput, Failure> {
        let mut latencies_us: Vec<u32> = std::thread::scope(|scope| {
            let threads = (0..THREADS).map(|thread| scope.spawn(move || self.thread(thread)));
            let threads: Vec<_> = threads.collect();
            let ended = threads.into_iter().map(|thread| {
                thread.join().unwrap_or_else(|_| Err(Failure::new("a thread of the load failed")))
            });
            ended.collect::<Result<Vec<_>, _>>().map(|all| all.concat())
        })?;
        let count = u32::try_from(latencies_us.len())?;
        latencies_us.sort_unstable();
        let p99_us = latencies_us.get(latencies_us.len() * 99 / 100).copied().unwrap_or_default();
        Ok(Throughput { per_second: f64::from(count) / self.span.as_secs_f64(), p99_us })
    }

    fn thread(&self, thread: u64) -> Result<Vec<u32>, Failure> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let mut connections = Vec::new();
            for first in (thread..CONNECTIONS).step_by(usize::try_from(THREADS)?) {
                connections.push((first, Connection::open(self.address).await?));
            }
            let until = Instant::now() + self.span;
            let mut clients = JoinSet::new();
            for (first, connection) in connections {
                clients.spawn(client(connection, first, until, self.clone()));
            }
            let mut latencies_us = Vec::new();
            while let Some(ended) = clients.join_next().await {
                latencies_us.extend(ended??);
            }
            Ok(latencies_us)
        })
    }
}

/// Counts what is answered before the end; what is answered after it is read, but not counted.
async fn client(
    mut connection: Connection,
    first: u64,
    until: Instant,
    load: Load,
) -> Result<Vec<u32>, Failure> {
    let mut latencies_us = Vec::new();
    let mut request = Vec::new();
    let mut number = first;
    loop {
        request.clear();
        (load.source)(number, &mut request);
        number += CONNECTIONS;
        let asked = Instant::now();
        let answer = connection.exchange(&request).await?;
        if answer.status != load.status {
            let body = String::from_utf8_lossy(answer.body);
            return Err(Failure::new(format!("answered {} and not {}: {body}", answer.status, load.status)));
        }
        let answered = Instant::now();
        if answered > until {
            return Ok(latencies_us);
        }
        latencies_us.push(u32::try_from((answered - asked).as_micros())?);
    }
}

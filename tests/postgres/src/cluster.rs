//! A primary and a standby that every commit waits for.

use std::time::{Duration, Instant};

use crate::{Node, StartError};

const STREAMING_WITHIN: Duration = Duration::from_secs(30);
const STREAMING_EVERY: Duration = Duration::from_millis(10);

/// Two servers: what the primary acknowledged, the standby has.
#[derive(Debug)]
pub struct Cluster {
    /// Where the two are, in the order in which clients try them.
    ports: [u16; 2],
    primary: Node,
    standby: Node,
}

impl Cluster {
    /// A primary with a synchronous standby.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn start() -> Result<Self, StartError> {
        let primary = Node::start_new()?;
        let standby = Node::empty()?;
        let mut cluster = Self { ports: [primary.port(), standby.port()], primary, standby };
        cluster.join()?;
        Ok(cluster)
    }

    /// The address of a database, which names both servers and wants the one that takes writes.
    pub fn url(&self, database: &str) -> String {
        let [first, second] = self.ports;
        format!(
            "postgresql://identity@127.0.0.1:{first},127.0.0.1:{second}/{database}?target_session_attrs=read-write"
        )
    }

    /// The server that takes writes.
    pub fn primary(&mut self) -> &mut Node {
        &mut self.primary
    }

    /// Makes the standby the primary. The one until now has to be down: there must never be two.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn promote(&mut self) -> Result<(), StartError> {
        // The new primary has no standby; with the settings of the old one its commits would wait for one for ever.
        set(&self.standby, "synchronous_standby_names", "")?;
        self.standby.run("SELECT pg_promote()")?;
        std::mem::swap(&mut self.primary, &mut self.standby);
        Ok(())
    }

    /// Makes the server that is no primary a standby, from a fresh copy; from then on commits wait for it.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn join(&mut self) -> Result<(), StartError> {
        self.standby.follow(&self.primary)?;
        set(&self.primary, "synchronous_standby_names", "*")?;
        self.wait_until("SELECT sync_state FROM pg_stat_replication", "sync")
    }

    /// Lets commits no longer wait for the standby, which no longer hears of them.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn part(&mut self) -> Result<(), StartError> {
        set(&self.primary, "synchronous_standby_names", "")?;
        set(&self.standby, "primary_conninfo", "")?;
        self.wait_until("SELECT count(*) FROM pg_stat_replication", "0")
    }

    /// Asks the primary until it says so.
    fn wait_until(&self, question: &str, answer: &str) -> Result<(), StartError> {
        let deadline = Instant::now() + STREAMING_WITHIN;
        loop {
            let found = self.primary.run(question)?;
            if found == answer {
                return Ok(());
            }
            if Instant::now() > deadline {
                return Err(StartError::Failed("replication", format!("{question}: {found}")));
            }
            std::thread::park_timeout(STREAMING_EVERY);
        }
    }
}

/// Changes a setting of a running server, for its next start as well.
fn set(node: &Node, name: &str, value: &str) -> Result<(), StartError> {
    node.run(&format!("ALTER SYSTEM SET {name} = '{value}'"))?;
    node.run("SELECT pg_reload_conf()").map(drop)
}

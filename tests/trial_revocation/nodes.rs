//! Two nodes over one database, the second one behind gates.

use std::path::PathBuf;
use std::process::Command;

use identity_postgres::Server;
use identity_tests::{Failure, Home, Process, ready};

use crate::gate::{Gate, Mode};

const DATABASE: &str = "identity";

/// The nodes and what is between them.
pub struct Nodes {
    // Fields are dropped in this order: the nodes end before their database goes.
    /// Does everything.
    pub a: Process,
    /// Is polled meanwhile.
    pub b: Process,
    /// The way of B's requests to the database.
    pub way: Gate,
    /// The way of B's change feed.
    pub feed: Gate,
    /// The database.
    pub database: Server,
    home: Home,
}

impl Nodes {
    /// Starts everything.
    ///
    /// # Errors
    /// When something does not start.
    pub async fn start() -> Result<Self, Failure> {
        let database = Server::start()?;
        database.run(&format!("CREATE DATABASE {DATABASE}"))?;
        let url = database.url(DATABASE);
        let socket = socket(&url)?;
        let (way, feed) = (Gate::before(socket.clone()).await?, Gate::before(socket).await?);
        let home = Home::new()?;
        let a = home.start_as(settings(&home).env("IDENTITY_DATABASE__URL", &url))?;
        let through =
            |gate: &Gate| format!("postgres://identity@{}/{DATABASE}?sslmode=disable", gate.address());
        let mut behind = settings(&home);
        behind
            .env("IDENTITY_DATABASE__URL", through(&way))
            .env("IDENTITY_DATABASE__FEED_URL", through(&feed));
        let b = home.start_as(&mut behind)?;
        for node in [&a, &b] {
            ready(node.address()).await?;
        }
        Ok(Self { a, b, way, feed, database, home })
    }

    /// The Operations token.
    ///
    /// # Errors
    /// When it was not written.
    pub fn operations_token(&self) -> Result<String, Failure> {
        self.home.operations_token()
    }

    /// Both gates of B at once.
    pub fn cut_off(&self, mode: Mode) {
        self.way.set(mode);
        self.feed.set(mode);
    }

    /// Runs a statement in the nodes' database.
    ///
    /// # Errors
    /// When it fails.
    pub fn run(&self, statement: &str) -> Result<(), Failure> {
        let url = self.database.url(DATABASE);
        let done = Command::new("psql")
            .args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", statement, &url])
            .status()?;
        if done.success() { Ok(()) } else { Err(Failure::new(format!("psql failed: {statement}"))) }
    }

    /// The address of the nodes' database.
    pub fn url(&self) -> String {
        self.database.url(DATABASE)
    }
}

/// What both nodes have in common besides their home: tokens of sessions name the public address.
fn settings(home: &Home) -> Command {
    let mut command = home.command();
    command.env("IDENTITY_HTTP__PUBLIC_URL", "http://identity.example").env("IDENTITY_LOG__LEVEL", "warn");
    command
}

/// The database's socket, from its address.
fn socket(url: &str) -> Result<PathBuf, Failure> {
    let (_, query) = url.split_once('?').unwrap_or_default();
    let named = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name));
    let (folder, port) =
        named("host=").zip(named("port=")).ok_or_else(|| Failure::new("the database has no socket"))?;
    Ok(PathBuf::from(folder).join(format!(".s.PGSQL.{port}")))
}

//! The database under the server, which is killed as well where it is a server of its own.

use identity_postgres::Node;
use identity_tests::{Failure, Home};

/// Of so many kills one takes the database along.
const EVERY: usize = 2;
const NAME: &str = "identity";

/// Where the server keeps its data.
pub enum Database {
    /// In a file.
    Sqlite,
    /// On a PostgreSQL server, whose settings are durable.
    Postgres(Box<Node>),
}

impl Database {
    /// The database of that name, and a home for a server that uses it.
    pub fn start(name: &str) -> Result<(Self, Home), Failure> {
        match name {
            "sqlite" => Ok((Self::Sqlite, Home::new()?)),
            "postgres" => {
                let node = Node::start_new()?;
                node.run(&format!("CREATE DATABASE {NAME}"))?;
                let home = Home::with_database(node.url(NAME))?;
                Ok((Self::Postgres(Box::new(node)), home))
            }
            other => Err(Failure::new(format!("{other}: there are sqlite and postgres"))),
        }
    }

    /// What is killed with the server.
    pub const fn told(&self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres(_) => "PostgreSQL, all of its processes killed before every second kill",
        }
    }

    /// Kills the database in the rounds in which it is killed.
    pub fn kill(&mut self, round: usize) -> Result<(), Failure> {
        match self {
            Self::Postgres(node) if round.is_multiple_of(EVERY) => Ok(node.kill()?),
            _ => Ok(()),
        }
    }

    /// Starts it again, if it was killed.
    pub fn start_again(&mut self, round: usize) -> Result<(), Failure> {
        match self {
            Self::Postgres(node) if round.is_multiple_of(EVERY) => Ok(node.start()?),
            _ => Ok(()),
        }
    }
}

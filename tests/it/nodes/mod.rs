//! Two nodes over one database on PostgreSQL: what they share, and that no caller has to know which one answers.

mod guessing;
mod mail;
mod races;
mod sessions;
mod start;

use std::sync::LazyLock;

use crate::harness::site::{Site, two_nodes};
use crate::harness::{Client, Tenant};

static NODES: LazyLock<[Site; 2]> = LazyLock::new(|| two_nodes("nodes"));

/// Both of them; started, at the same moment, by whoever asks first.
fn nodes() -> &'static [Site; 2] {
    &NODES
}

/// An account, made at the first node.
fn tenant(name: &str) -> Tenant {
    Tenant::on(&nodes()[0].operator, name)
}

/// The same caller at one node or the other, in turn.
fn at(client: &Client, turn: usize) -> Client {
    client.at(&nodes()[turn % 2].operator)
}

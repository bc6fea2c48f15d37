//! Ports that nobody takes while their server is down.

use std::hash::{BuildHasher as _, Hasher as _};
use std::net::{Ipv4Addr, TcpListener};

/// Below the ports that outgoing connections take for themselves: one of those could hold the port of a server that
/// restarts, or even be connected to itself.
const FIRST: u64 = 20_000;
const COUNT: u64 = 12_000;
const TRIES: usize = 100;

/// A port of this machine's loopback address that nothing listens on.
pub(crate) fn free() -> Option<u16> {
    (0..TRIES).find_map(|_| {
        let port = u16::try_from(FIRST + anything() % COUNT).ok()?;
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok().then_some(port)
    })
}

/// Another number each time, so that programs that look at the same moment look at other ports.
fn anything() -> u64 {
    std::hash::RandomState::new().build_hasher().finish()
}

//! What an address does not say: who is connected, how long is waited for whom, which of several servers is wanted, and
//! that every other machine has to prove who it is.

use std::path::Path;

use super::host::is_local;
use super::{Address, decoded};
use crate::postgres::options::PostgresError;

/// Where servers of this machine have their sockets: Debian's folder, then PostgreSQL's own.
const SOCKETS: [&str; 2] = ["/var/run/postgresql", "/tmp"];
/// How a connection can be protected. With the first ones whoever stands between can read and change what is sent.
const SSL_MODES: [&str; 6] = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];
const UNPROTECTED: usize = 4;

impl Address {
    pub(super) fn completed(mut self) -> Result<Self, PostgresError> {
        if self.machines().is_empty() {
            // Said here, or the environment of the process would choose another.
            let folder = SOCKETS.into_iter().find(|folder| Path::new(folder).is_dir());
            self.set("host", folder.unwrap_or_default());
        }
        if self.hosts().len() > 1 {
            self.offer("target_session_attrs", "read-write");
        }
        self.offer("application_name", "identity");
        // In seconds and for each host.
        self.offer("connect_timeout", "2");
        // Who hangs in a dead connection cannot say so.
        self.offer("tcp_user_timeout", "5000");
        self.offer("keepalives_idle", "5");
        self.offer("keepalives_interval", "2");
        self.offer("keepalives_count", "3");
        self.protect()?;
        Ok(self)
    }

    /// Whether others are asked over a connection that they need not prove themselves on, because the address says so.
    pub(in crate::postgres) fn is_unprotected(&self) -> bool {
        let mode = self.get("sslmode");
        let is_weak = SSL_MODES.iter().take(UNPROTECTED).any(|weak| mode.as_deref() == Some(weak));
        is_weak && !self.is_local()
    }

    fn offer(&mut self, name: &str, value: &str) {
        if self.get(name).is_none() {
            self.set(name, value);
        }
    }

    fn hosts(&self) -> Vec<String> {
        let named = || self.hosts.iter().map(|host| decoded(&host.name)).collect();
        self.get("host").map_or_else(named, |list| list.split(',').map(str::to_owned).collect())
    }

    /// Everything that names a machine, by name or by address.
    fn machines(&self) -> Vec<String> {
        let addresses = self.get("hostaddr").unwrap_or_default();
        let mut all = self.hosts();
        all.extend(addresses.split(',').map(str::to_owned));
        all.retain(|name| !name.is_empty());
        all
    }

    fn is_local(&self) -> bool {
        self.machines().iter().all(|name| is_local(name))
    }

    fn protect(&mut self) -> Result<(), PostgresError> {
        if !self.is_local() {
            self.offer("sslmode", "verify-full");
        }
        let mode = self.get("sslmode");
        if mode.as_deref().is_some_and(|mode| !SSL_MODES.contains(&mode)) {
            return Err(PostgresError::Address("has an sslmode that there is not"));
        }
        let roots = self.get("sslrootcert");
        let has_none = roots.is_none() && mode.as_deref() == Some("verify-full");
        if has_none || roots.as_deref() == Some("system") { self.trust_system() } else { Ok(()) }
    }

    /// The OpenSSL inside this program would look for the system's roots where no system has them, so it is given the
    /// file that they are in.
    fn trust_system(&mut self) -> Result<(), PostgresError> {
        let file = openssl_probe::probe().cert_file;
        let file = file.as_deref().and_then(Path::to_str).ok_or(PostgresError::Address(
            "needs root certificates and this system has none: install ca-certificates, or name a file of your own \
             with sslrootcert",
        ))?;
        self.set("sslrootcert", file);
        Ok(())
    }
}

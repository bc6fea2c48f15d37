//! The database that the servers of this run use: an SQLite file each, or a database each on a throw-away PostgreSQL.

use std::path::Path;
use std::sync::LazyLock;

use identity_postgres::Server;
use identity_server::config::DatabaseUrl;

/// `postgres` for PostgreSQL; SQLite without it.
const VARIABLE: &str = "TEST_DATABASE";

/// One server for all sites of this process.
static POSTGRES: LazyLock<Server> = LazyLock::new(|| Server::start().unwrap());

#[expect(clippy::disallowed_methods, reason = "which database to test on is said where tests are started")]
fn is_postgres() -> bool {
    match std::env::var(VARIABLE).as_deref() {
        Err(_) | Ok("sqlite") => false,
        Ok("postgres") => true,
        Ok(other) => panic!("{VARIABLE}={other}: there are `sqlite` and `postgres`"),
    }
}

/// A database that nobody else uses, in the folder of a site or named after that.
pub fn fresh(folder: &Path) -> DatabaseUrl {
    let url = if is_postgres() {
        POSTGRES.database_like("template1").unwrap()
    } else {
        format!("sqlite://{}", folder.join("identity.db").display())
    };
    url.parse().unwrap()
}

/// A database on PostgreSQL that nobody else uses.
#[cfg(feature = "postgres-tests")]
pub fn on_postgres() -> DatabaseUrl {
    POSTGRES.database_like("template1").unwrap().parse().unwrap()
}

/// Every byte that is stored for the site of a folder; on PostgreSQL for all sites.
pub fn content(folder: &Path) -> Vec<u8> {
    if is_postgres() {
        return POSTGRES.stored_bytes().unwrap();
    }
    let files = ["identity.db", "identity.db-wal"].into_iter();
    files.filter_map(|name| std::fs::read(folder.join(name)).ok()).flatten().collect()
}

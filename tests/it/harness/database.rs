//! The database that the servers of this run use: an SQLite file each, or a database each on a throw-away PostgreSQL.

use std::path::Path;
use std::sync::LazyLock;

use identity_postgres::Server;
use identity_server::config::DatabaseUrl;

/// `postgres` for PostgreSQL; SQLite without it.
const VARIABLE: &str = "TEST_DATABASE";

/// One server for all sites of this process.
static POSTGRES: LazyLock<Server> = LazyLock::new(|| Server::start().unwrap());

/// A database that nobody else uses, in the folder of a site or named after that.
pub fn fresh(folder: &Path) -> DatabaseUrl {
    let wanted = std::env::var(VARIABLE).unwrap_or_else(|_| "sqlite".into());
    let url = match wanted.as_str() {
        "sqlite" => format!("sqlite://{}", folder.join("identity.db").display()),
        "postgres" => POSTGRES.database_like("template1").unwrap(),
        other => panic!("{VARIABLE}={other}: there are `sqlite` and `postgres`"),
    };
    url.parse().unwrap()
}

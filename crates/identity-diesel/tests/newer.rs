//! The contract suite of core for a release whose database a newer one has migrated: a table, columns and an index more.

#![expect(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use std::pin::Pin;
use std::sync::Arc;

use diesel::Connection;
use identity_core::auth::Epochs;
use identity_core::store_contract;
use identity_core::testing::contract::Fixture;
use identity_diesel::{SqliteOptions, SqliteStore};

/// Scans run on the blocking threads of a runtime.
fn run(future: Pin<Box<dyn Future<Output = ()> + Send + '_>>) {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future);
}

/// What the newer release adds to every table that people and rights live in.
fn expand(conn: &mut impl Connection) {
    for table in
        ["accounts", "users", "groups", "memberships", "api_tokens", "audit_records", "sessions", "changes"]
    {
        conn.batch_execute(&format!(
            "ALTER TABLE {table} ADD COLUMN newer TEXT; ALTER TABLE {table} ADD COLUMN newest INTEGER NOT NULL DEFAULT 7;
             CREATE INDEX {table}_newer ON {table} (newer)"
        ))
        .unwrap();
    }
    conn.batch_execute(
        "CREATE TABLE newer (id BIGINT PRIMARY KEY, user_id BIGINT REFERENCES users (id));
         INSERT INTO __diesel_schema_migrations (version) VALUES ('20990101000001')",
    )
    .unwrap();
}

mod sqlite {
    use super::*;

    fn fresh_store() -> Fixture {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("identity.db");
        identity_diesel::migrate(&path).unwrap();
        let mut conn = diesel::SqliteConnection::establish(path.to_str().unwrap()).unwrap();
        expand(&mut conn);
        drop(conn);
        let epochs = Arc::new(Epochs::default());
        let store = SqliteStore::open(&path, SqliteOptions::default(), Arc::clone(&epochs)).unwrap();
        Fixture { store: Arc::new(store), epochs, guard: Box::new(folder) }
    }

    store_contract!(fresh_store, run);
}

#[cfg(feature = "postgres-tests")]
mod postgres {
    use std::sync::LazyLock;
    use std::time::Duration;

    use identity_core::testing::fakes::FixedClock;
    use identity_diesel::{PostgresOptions, PostgresStore, migrate_postgres};
    use identity_postgres::Server;

    use super::*;

    static SERVER: LazyLock<Server> = LazyLock::new(|| {
        let server = Server::start().unwrap();
        server.run("CREATE DATABASE newer_identity").unwrap();
        let url = server.url("newer_identity");
        migrate_postgres(&url, &PostgresOptions::default()).unwrap();
        expand(&mut diesel::PgConnection::establish(&url).unwrap());
        server
    });

    fn fresh_store() -> Fixture {
        let url = SERVER.database_like("newer_identity").unwrap();
        let epochs = Arc::new(Epochs::default());
        let options = PostgresOptions {
            connections_max: 8,
            wait: Duration::from_secs(60),
            ..PostgresOptions::default()
        };
        let clock = Arc::new(FixedClock::default());
        let store = PostgresStore::open(&url, options, Arc::clone(&epochs), clock).unwrap();
        Fixture { store: Arc::new(store), epochs, guard: Box::new(()) }
    }

    store_contract!(fresh_store, run);
}

//! Who serves may change rows and nothing else.

use std::sync::Arc;

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection};
use identity_core::testing::fakes::FixedClock;

use super::{SERVER, fresh};
use crate::postgres::{PostgresOptions, PostgresStore};

/// The rights that docs/POSTGRESQL.md names.
const GRANTS: &str = "GRANT USAGE ON SCHEMA public TO server; \
                      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO server; \
                      GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO server";

#[tokio::test]
async fn who_serves_needs_no_right_to_change_the_schema() {
    SERVER.run("CREATE ROLE server LOGIN").unwrap();
    let owner = fresh();
    PgConnection::establish(&owner).unwrap().batch_execute(GRANTS).unwrap();
    let url = owner.replace("user=identity", "user=server");
    let mut conn = PgConnection::establish(&url).unwrap();
    conn.batch_execute("BEGIN; LOCK TABLE lane IN EXCLUSIVE MODE; ROLLBACK").unwrap();
    for forbidden in ["CREATE TABLE mine (id int)", "DROP TABLE users", "TRUNCATE users"] {
        let refused = conn.batch_execute(forbidden).unwrap_err().to_string();
        assert!(refused.contains("permission denied") || refused.contains("must be owner"), "{refused}");
    }
    let clock = Arc::new(FixedClock::default());
    let store = PostgresStore::open(&url, PostgresOptions::default(), Arc::default(), clock).unwrap();
    assert_eq!(store.note("key", "value").await.unwrap(), "value");
    assert_eq!(store.meta("key").await.unwrap().as_deref(), Some("value"));
}

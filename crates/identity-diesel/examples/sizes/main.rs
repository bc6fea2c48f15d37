//! How many bytes a row of each table takes, measured: `cargo run -p identity-diesel --features postgres-tests --example
//! sizes -- 1000000` fills one table after the other on a throw-away PostgreSQL and in SQLite files, and prints a table
//! for docs/SCALING.md.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a tool that ends where it cannot go on")]

mod fill;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use diesel::{PgConnection, SqliteConnection};
use identity_diesel::{PostgresOptions, migrate, migrate_postgres};
use identity_postgres::Server;

use fill::{Fill, Words, fills};

/// Bytes of a table's rows and of its indexes.
struct Size {
    rows: i64,
    indexes: i64,
}

fn words_of_sqlite(rows: i64) -> Words {
    let series = format!(
        "(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {rows}) SELECT n FROM s)"
    );
    Words { series, digest: "randomblob(32)" }
}

fn number(conn: &mut PgConnection, sql: &str) -> i64 {
    diesel::dsl::sql::<BigInt>(sql).get_result(conn).unwrap()
}

fn on_postgres(conn: &mut PgConnection, fill: &Fill) -> Size {
    conn.batch_execute(&fill.sql).unwrap();
    let table = &fill.table;
    let size = Size {
        rows: number(conn, &format!("SELECT pg_table_size('{table}')")),
        indexes: number(conn, &format!("SELECT pg_indexes_size('{table}')")),
    };
    conn.batch_execute(&format!("TRUNCATE {table} CASCADE")).unwrap();
    size
}

/// The growth of a file of its own.
fn on_sqlite(fill: &Fill) -> i64 {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sizes.db");
    migrate(&path).unwrap();
    let mut conn = SqliteConnection::establish(path.to_str().unwrap()).unwrap();
    conn.batch_execute("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF")
        .unwrap();
    let pages = |conn: &mut SqliteConnection| {
        diesel::dsl::sql::<BigInt>("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
            .get_result::<i64>(conn)
            .unwrap()
    };
    let before = pages(&mut conn);
    conn.batch_execute(&fill.sql).unwrap();
    pages(&mut conn) - before
}

fn main() {
    let rows: i64 = std::env::args().nth(1).map_or(1_000_000, |count| count.parse().unwrap());
    let server = Server::start().unwrap();
    let url = server.database_like("template1").unwrap();
    migrate_postgres(&url, &PostgresOptions::default()).unwrap();
    let mut conn = PgConnection::establish(&url).unwrap();
    // Tables are filled alone, so what they refer to is not there.
    conn.batch_execute("SET session_replication_role = replica").unwrap();
    println!("Bytes per row at {rows} rows.\n");
    println!("| table | PostgreSQL: row | indexes | together | SQLite |\n|---|---|---|---|---|");
    let fills = fills(&Words::of_postgres(rows), rows).into_iter().zip(fills(&words_of_sqlite(rows), rows));
    for (postgres, sqlite) in fills.filter(|(fill, _)| fill.table != "modules") {
        let size = on_postgres(&mut conn, &postgres);
        let of_sqlite = on_sqlite(&sqlite);
        let each = |bytes: i64| bytes / rows;
        println!(
            "| {} | {} | {} | {} | {} |",
            postgres.table,
            each(size.rows),
            each(size.indexes),
            each(size.rows + size.indexes),
            each(of_sqlite)
        );
    }
}

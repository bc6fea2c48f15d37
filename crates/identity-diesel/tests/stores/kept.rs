//! A PostgreSQL database that is set back to what was kept of it, which takes far less than a new one.

use diesel::PgConnection;
use diesel::connection::{Connection as _, SimpleConnection as _};

/// All tables with rows of ours.
const TABLES: &str = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' \
                      AND tablename <> '__diesel_schema_migrations'";

/// A connection beside those of the store.
pub struct Kept(PgConnection);

impl Kept {
    /// Keeps what is there now.
    pub fn of(url: &str) -> Self {
        let mut conn = PgConnection::establish(url).unwrap();
        // Rows come back in any order, so nothing may look at what they refer to.
        let beginning = "CREATE SCHEMA kept; SET session_replication_role = replica";
        conn.batch_execute(beginning).unwrap();
        let mut kept = Self(conn);
        kept.for_each_table("EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', t, t)");
        kept
    }

    /// Sets the database back.
    pub fn restore(&mut self) {
        self.for_each_table(
            "EXECUTE format('DELETE FROM public.%I', t); \
             EXECUTE format('INSERT INTO public.%I SELECT * FROM kept.%I', t, t)",
        );
    }

    fn for_each_table(&mut self, work: &str) {
        let block = format!("DO $$ DECLARE t text; BEGIN FOR t IN {TABLES} LOOP {work}; END LOOP; END $$");
        self.0.batch_execute(&block).unwrap();
    }
}

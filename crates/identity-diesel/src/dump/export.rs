//! Writing a dump: every row of one state, in an order that depends on nothing but the rows.

use std::io::Write;

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use super::column::Column;
use super::connection::{begin_reading, commit, count, each_row, select};
use super::error::DumpError;
use super::header::{End, Header, line};
use super::json::write_row;
use super::state::{fingerprint, require_finished, require_schema};
use super::tables::{TABLES, Table};
use super::{Database, Progress};

impl Database {
    /// Writes everything that lasts to `out`. Other nodes may go on: all rows are of the moment at which this began.
    ///
    /// # Errors
    /// [`DumpError`]; what was written then is not a whole dump, and an import refuses it.
    pub fn export(
        &mut self,
        out: &mut dyn Write,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Progress, DumpError> {
        let exported = self.export_rows(out, progress);
        self.settled(exported)
    }

    fn export_rows(
        &mut self,
        out: &mut dyn Write,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Progress, DumpError> {
        require_schema(&mut self.any)?;
        begin_reading(&mut self.any)?;
        require_finished(&mut self.any)?;
        let fingerprint = fingerprint(&mut self.any)?.ok_or(DumpError::NeverStarted)?;
        let mut counts = Vec::with_capacity(TABLES.len());
        for table in TABLES.iter() {
            counts.push(count(&mut self.any, table)?);
        }
        let header = Header::new(fingerprint, counts.iter().copied());
        let total = header.rows();
        let mut dump = Dump { out, digest: Sha256::new(), at: Progress { rows: 0, total }, progress };
        dump.put(&line(Header::NAME, &header)?)?;
        for (table, rows) in TABLES.iter().zip(counts) {
            self.export_table(table, rows, &mut dump)?;
        }
        let sha256 = HEXLOWER.encode(&dump.digest.clone().finalize());
        dump.put(&line(End::NAME, &End { rows: total, sha256 })?)?;
        commit(&mut self.any)?;
        Ok(dump.at)
    }

    /// Writes a table, level by level if its rows refer to each other, until all are written.
    fn export_table(&mut self, table: &Table, wanted: u64, dump: &mut Dump<'_>) -> Result<(), DumpError> {
        let (mut found, mut level) = (0, Level::first(table));
        while found < wanted {
            let before = found;
            let mut text = Vec::new();
            each_row(&mut self.any, &level.statement(table), |row| {
                text.clear();
                write_row(table, &row, &mut text)?;
                found += 1;
                dump.put_row(&text)
            })?;
            if found == before {
                return Err(DumpError::Count { name: table.name, found, wanted });
            }
            level = level.next(table);
        }
        Ok(())
    }
}

/// Which rows of a table are written next.
struct Level(String);

impl Level {
    /// All, or those that refer to no row of the same table.
    fn first(table: &Table) -> Self {
        Self(table.parent.map_or_else(String::new, |parent| format!(" WHERE \"{parent}\" IS NULL")))
    }

    /// Those that refer to rows of the level before.
    fn next(&self, table: &Table) -> Self {
        let parent = table.parent.unwrap_or_default();
        let key = table.key.join(", ");
        Self(format!(" WHERE \"{parent}\" IN (SELECT \"{key}\" FROM \"{}\"{})", table.name, self.0))
    }

    fn statement(&self, table: &Table) -> String {
        let key: Vec<String> = table.key.iter().map(|column| format!("\"{column}\"")).collect();
        let columns: &[Column] = &table.columns;
        format!("{} FROM \"{}\"{} ORDER BY {}", select(columns), table.name, self.0, key.join(", "))
    }
}

/// A dump that is being written.
struct Dump<'o> {
    out: &'o mut dyn Write,
    digest: Sha256,
    at: Progress,
    progress: &'o mut dyn FnMut(Progress),
}

impl Dump<'_> {
    fn put(&mut self, line: &[u8]) -> Result<(), DumpError> {
        self.digest.update(line);
        Ok(self.out.write_all(line)?)
    }

    fn put_row(&mut self, line: &[u8]) -> Result<(), DumpError> {
        self.put(line)?;
        self.at.rows += 1;
        (self.progress)(self.at);
        Ok(())
    }
}

//! Reading a dump into an empty database: batch by batch, each committed together with how far that is, so that an import
//! that was stopped goes on with the next row.

use super::connection::{analyze, begin_writing, commit, continue_numbers, count, insert, rows_max};
use super::error::DumpError;
use super::header::Header;
use super::json::Line;
use super::reader::Reader;
use super::state::{Point, claim, require_schema};
use super::tables::{TABLES, Table};
use super::value::Value;
use super::{Database, Progress};
use crate::any::AnyConnection;

/// How much text of rows one statement inserts, but for the last row.
const STATEMENT_BYTES: usize = 1024 * 1024;

impl Database {
    /// Reads a dump into the database, which is empty, or goes on where an import of this dump stopped. Until the import
    /// has ended, nothing else can be done with the database.
    ///
    /// # Errors
    /// [`DumpError`]; rows of batches that were committed stay, and the import can be called again.
    pub fn import(
        &mut self,
        dump: Reader<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Progress, DumpError> {
        let imported = self.import_rows(dump, progress);
        self.settled(imported)
    }

    fn import_rows(
        &mut self,
        mut dump: Reader<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Progress, DumpError> {
        require_schema(&mut self.any)?;
        let header = dump.header.clone();
        let point = self.begin(&header, &mut dump)?;
        let at = Progress { rows: point.lines - 1, total: header.rows() };
        let batch_rows = self.batch_rows;
        let mut import = Import {
            any: &mut self.any,
            batch_rows,
            point,
            table: 0,
            rows: Vec::new(),
            bytes: 0,
            open: 0,
            at,
        };
        let end = loop {
            match dump.read()? {
                Line::Row(table, row) => import.add(&dump, table, row, progress)?,
                Line::Header(_) => return Err(dump.fault("the header is there twice")),
                Line::End(end) => break end,
            }
        };
        import.flush(progress)?;
        dump.finish(&end)?;
        import.end(&header)
    }

    /// Begins an import, or finds out where one stopped.
    fn begin(&mut self, header: &Header, dump: &mut Reader<'_>) -> Result<Point, DumpError> {
        if let Some(point) = Point::find(&mut self.any)? {
            dump.skip(&point)?;
            return Ok(point);
        }
        begin_writing(&mut self.any)?;
        for table in TABLES.iter() {
            if count(&mut self.any, table)? > 0 {
                return Err(DumpError::NotEmpty(table.name));
            }
        }
        claim(&mut self.any, header.master_key())?;
        let point = dump.point();
        point.begin(&mut self.any)?;
        commit(&mut self.any)?;
        Ok(point)
    }
}

/// An import that goes on.
struct Import<'d> {
    any: &'d mut AnyConnection,
    batch_rows: u64,
    /// What is committed.
    point: Point,
    /// The place of the table whose rows come now.
    table: usize,
    /// Rows that wait for a statement, and how long their lines are.
    rows: Vec<Vec<Value>>,
    bytes: usize,
    /// Rows that were inserted since the last commit.
    open: u64,
    at: Progress,
}

impl Import<'_> {
    fn add(
        &mut self,
        dump: &Reader<'_>,
        place: usize,
        row: Vec<Value>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), DumpError> {
        if place != self.table {
            self.flush(progress)?;
        }
        if place < self.table {
            return Err(dump.fault("a row stands behind those of a later table"));
        }
        self.table = place;
        self.rows.push(row);
        self.bytes += dump.len();
        let is_full = self.table().is_some_and(|table| self.rows.len() >= rows_max(table));
        if is_full || self.bytes >= STATEMENT_BYTES || self.open + self.rows.len() as u64 >= self.batch_rows {
            self.flush(progress)?;
            if self.open >= self.batch_rows {
                self.commit(dump.point())?;
            }
        }
        Ok(())
    }

    fn table(&self) -> Option<&'static Table> {
        TABLES.get(self.table)
    }

    /// Inserts the rows that wait.
    fn flush(&mut self, progress: &mut dyn FnMut(Progress)) -> Result<(), DumpError> {
        let Some(table) = self.table().filter(|_| !self.rows.is_empty()) else { return Ok(()) };
        if self.open == 0 {
            begin_writing(self.any)?;
        }
        insert(self.any, table, &self.rows)?;
        let rows = self.rows.len() as u64;
        self.open += rows;
        self.at.rows += rows;
        self.rows.clear();
        self.bytes = 0;
        progress(self.at);
        Ok(())
    }

    /// Commits what was inserted, together with how far that is.
    fn commit(&mut self, point: Point) -> Result<(), DumpError> {
        self.point.advance(self.any, &point)?;
        commit(self.any)?;
        self.point = point;
        self.open = 0;
        Ok(())
    }

    /// Commits the rest, if every row is there and nothing else is. From then on the database can be served.
    fn end(self, header: &Header) -> Result<Progress, DumpError> {
        if self.open == 0 {
            begin_writing(self.any)?;
        }
        for (table, wanted) in TABLES.iter().zip(header.tables.iter().map(|table| table.rows)) {
            let found = count(self.any, table)?;
            if found != wanted {
                return Err(DumpError::Count { name: table.name, found, wanted });
            }
            continue_numbers(self.any, table)?;
        }
        self.point.end(self.any)?;
        commit(self.any)?;
        analyze(self.any)?;
        Ok(self.at)
    }
}

//! Reading a dump line by line, with the digest of everything before.

use std::io::{BufRead, Read as _};

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use super::error::DumpError;
use super::header::{End, Header};
use super::json::Line;
use super::state::Point;

/// What the last line begins with; no table has that name.
const END: &str = "{\"end\":";
/// No line is longer: the largest picture in base64 is not by far.
const LINE_MAX: u64 = 64 * 1024 * 1024;

/// A dump that is being read. Its header fits this release and the master key.
pub struct Reader<'s> {
    source: Box<dyn BufRead + 's>,
    pub(super) header: Header,
    /// Over the lines before the present one.
    digest: Sha256,
    /// The present line and its number.
    line: Vec<u8>,
    number: u64,
}

impl std::fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("line", &self.number).finish_non_exhaustive()
    }
}

impl<'s> Reader<'s> {
    /// Begins to read a dump; `master_key` is the fingerprint of the key that it has to belong to.
    ///
    /// # Errors
    /// [`DumpError`].
    pub fn new(source: impl BufRead + 's, master_key: &str) -> Result<Self, DumpError> {
        let mut source: Box<dyn BufRead + 's> = Box::new(source);
        let mut line = Vec::new();
        read_line(&mut *source, 1, &mut line)?;
        let Line::Header(header) = Line::read(1, &line)? else {
            return Err(DumpError::Line(1, "a dump begins with its header".into()));
        };
        header.check(master_key)?;
        Ok(Self { source, header, digest: Sha256::new(), line, number: 1 })
    }

    /// Reads to the end and answers whether the dump is whole and undamaged; the rows are not looked at.
    ///
    /// # Errors
    /// [`DumpError::Cut`], [`DumpError::Damaged`] and those of reading.
    pub fn verify(mut self) -> Result<(), DumpError> {
        loop {
            self.next()?;
            if self.line.starts_with(END.as_bytes()) {
                return match Line::read(self.number, &self.line)? {
                    Line::End(end) => self.finish(&end),
                    _ => Err(DumpError::Damaged),
                };
            }
        }
    }

    /// Goes on to the next line.
    fn next(&mut self) -> Result<(), DumpError> {
        self.digest.update(&self.line);
        self.number += 1;
        read_line(&mut *self.source, self.number, &mut self.line)
    }

    /// Reads the next line.
    pub(super) fn read(&mut self) -> Result<Line, DumpError> {
        self.next()?;
        Line::read(self.number, &self.line)
    }

    /// Goes on to the line at which an import of this dump stopped.
    pub(super) fn skip(&mut self, to: &Point) -> Result<(), DumpError> {
        while self.number < to.lines && !self.line.starts_with(END.as_bytes()) {
            self.next()?;
        }
        if self.point() == *to { Ok(()) } else { Err(DumpError::OtherDump) }
    }

    /// What has been read so far.
    pub(super) fn point(&self) -> Point {
        let sha256 = HEXLOWER.encode(&self.digest.clone().chain_update(&self.line).finalize());
        Point { lines: self.number, sha256 }
    }

    /// A fault of the present line.
    pub(super) fn fault(&self, text: impl Into<String>) -> DumpError {
        DumpError::Line(self.number, text.into())
    }

    /// How long the present line is.
    pub(super) fn len(&self) -> usize {
        self.line.len()
    }

    /// The present line is the last one, and everything before is as it was written.
    pub(super) fn finish(mut self, end: &End) -> Result<(), DumpError> {
        if end.sha256 != HEXLOWER.encode(&self.digest.finalize()) || end.rows != self.header.rows() {
            return Err(DumpError::Damaged);
        }
        if self.source.fill_buf()?.is_empty() {
            Ok(())
        } else {
            Err(DumpError::Line(self.number + 1, "there is more after the end".into()))
        }
    }
}

fn read_line(source: &mut dyn BufRead, number: u64, line: &mut Vec<u8>) -> Result<(), DumpError> {
    line.clear();
    source.take(LINE_MAX).read_until(b'\n', line)?;
    match line.last() {
        Some(b'\n') => Ok(()),
        _ if line.len() as u64 == LINE_MAX => Err(DumpError::Line(number, "is too long".into())),
        _ => Err(DumpError::Cut(number - 1)),
    }
}

//! A dump of a bootstrapped database with very many people added, written as an export would write it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use data_encoding::HEXLOWER;
use identity_tests::Failure;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::people::People;

/// What the lines of a dump before the first row are made of.
const TABLES: &str = "\"tables\":[";

/// Writes the dump; answers how many rows it has.
pub fn write(base: &str, people: &People, path: &Path) -> Result<u64, Failure> {
    let mut lines = base.lines();
    let header = lines.next().unwrap_or_default();
    let mut own: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in lines {
        let table = line.split('"').nth(1).unwrap_or_default();
        own.entry(table).or_default().push(line);
    }
    let names = names(header)?;
    let rows_of = |name: &str| own.get(name).map_or(0, |lines| lines.len() as u64) + people.rows(name);
    let total = names.iter().map(|name| rows_of(name)).sum();
    let counts: Vec<String> =
        names.iter().map(|name| format!("{{\"name\":\"{name}\",\"rows\":{}}}", rows_of(name))).collect();
    let (before, _) = header.split_once(TABLES).unwrap_or_default();
    let mut dump =
        Dump { file: BufWriter::with_capacity(1 << 18, File::create(path)?), digest: Sha256::new() };
    dump.put(&format!("{before}{TABLES}{}]}}}}", counts.join(",")))?;
    for name in &names {
        own.get(name.as_str()).into_iter().flatten().try_for_each(|line| dump.put(line))?;
        // All keys of people are above those of the base, so they come behind.
        people.each(name, &mut |row| dump.put(&format!("{{\"{name}\":{{{row}}}}}")))?;
    }
    let sha256 = HEXLOWER.encode(&dump.digest.clone().finalize());
    dump.put(&format!("{{\"end\":{{\"rows\":{total},\"sha256\":\"{sha256}\"}}}}"))?;
    dump.file.flush()?;
    Ok(total)
}

/// The tables in their order.
fn names(header: &str) -> Result<Vec<String>, Failure> {
    let header: Value = serde_json::from_str(header)?;
    let tables = header.pointer("/identity_dump/tables").and_then(Value::as_array);
    let tables = tables.ok_or_else(|| Failure::new("the dump has no tables"))?;
    let name = |table: &Value| table.get("name").and_then(Value::as_str).map(str::to_owned);
    Ok(tables.iter().filter_map(name).collect())
}

struct Dump {
    file: BufWriter<File>,
    digest: Sha256,
}

impl Dump {
    fn put(&mut self, line: &str) -> Result<(), Failure> {
        self.digest.update(line);
        self.digest.update("\n");
        Ok(writeln!(self.file, "{line}")?)
    }
}

//! Trial: everything of very many people is moved into SQLite and into PostgreSQL, each time killed once with SIGKILL
//! and called again, and comes out of both as the same bytes that went in, within bounded memory.
//!
//! `trial-move [USERS] [SEED]`; 1,000,000 users and seed 1 when nothing is said.

mod ceiling;
mod people;
mod run;
mod writer;

use std::process::ExitCode;

use identity_postgres::Node;
use identity_tests::{Failure, Home};

use self::ceiling::{MIB_MAX, Measured};
use self::people::People;
use self::run::{Stop, run};

const USERS: u64 = 1_000_000;
const SEED: u64 = 1;
/// Whoever imports is killed when this much is done.
const KILLED_AT: u64 = 20;

fn main() -> ExitCode {
    match trial() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("the trial could not be finished: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn trial() -> Result<bool, Failure> {
    let mut arguments = std::env::args().skip(1);
    let users: u64 = arguments.next().map_or(Ok(USERS), |text| text.parse())?;
    let seed: u64 = arguments.next().map_or(Ok(SEED), |text| text.parse())?;
    let home = Home::new()?;
    run(home.command().arg("bootstrap"), Stop::Never)?;
    run(home.command().args(["export", "--to", "base.jsonl"]), Stop::Never)?;
    let people = People::new(users, seed);
    let base = std::fs::read_to_string(home.path("base.jsonl"))?;
    let rows = writer::write(&base, &people, &home.path("dump.jsonl"))?;
    let mib = std::fs::metadata(home.path("dump.jsonl"))?.len() >> 20;
    println!("{users} users, seed {seed}: {rows} rows, {mib} MiB; at most {MIB_MAX} MiB of memory");
    println!("  database    what       seconds    rows/s   peak MiB");
    let sqlite = format!("sqlite://{}", home.path("moved.db").display());
    let mut is_green = moved(&home, "SQLite", &sqlite, rows)?;
    std::fs::remove_file(home.path("moved.db"))?;
    let node = Node::start_new()?;
    node.run("CREATE DATABASE moved")?;
    is_green &= moved(&home, "PostgreSQL", &node.url("moved"), rows)?;
    Ok(is_green)
}

/// Imports into an empty database, with one kill in between, and exports again.
fn moved(home: &Home, name: &str, url: &str, rows: u64) -> Result<bool, Failure> {
    let command = |arguments: [&str; 3]| {
        let mut command = home.command();
        command.args(arguments).env("IDENTITY_DATABASE__URL", url);
        command
    };
    let import = || command(["import", "--from", "dump.jsonl"]);
    let killed = run(&mut import(), Stop::At(KILLED_AT))?;
    let Some(percent) = killed.stopped_at else {
        return Err(Failure::new("the import ended before it could be killed; ask for more users"));
    };
    let whole = Measured { rows, ..killed + run(&mut import(), Stop::Never)? };
    whole.print(name, "import");
    let export = run(&mut command(["export", "--to", "again.jsonl"]), Stop::Never)?;
    let export = Measured { rows, ..export };
    export.print(name, "export");
    let is_same = same(&home.path("dump.jsonl"), &home.path("again.jsonl"))?;
    std::fs::remove_file(home.path("again.jsonl"))?;
    println!(
        "  {name:<11} killed at {percent} % and resumed; {}",
        if is_same { "same bytes" } else { "OTHER BYTES" }
    );
    Ok(is_same && whole.is_bounded() && export.is_bounded())
}

/// Whether two files have the same bytes.
fn same(one: &std::path::Path, other: &std::path::Path) -> Result<bool, Failure> {
    use std::io::{BufRead as _, BufReader};
    let open = |path| std::fs::File::open(path).map(|file| BufReader::with_capacity(1 << 20, file));
    let (mut one, mut other) = (open(one)?, open(other)?);
    loop {
        let (left, right) = (one.fill_buf()?, other.fill_buf()?);
        let common = left.len().min(right.len());
        if common == 0 {
            return Ok(left.len() == right.len());
        }
        if left.get(..common) != right.get(..common) {
            return Ok(false);
        }
        one.consume(common);
        other.consume(common);
    }
}

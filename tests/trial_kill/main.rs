//! Trial R1: the server is killed with SIGKILL under eight writers, again and again, and nothing that it had
//! answered for may be lost.
//!
//! `trial-kill [KILLS] [sqlite|postgres] [SEED]`; 50 kills, SQLite and seed 1 when nothing is said. On PostgreSQL every
//! second kill takes all processes of the database as well, a moment before. The writers keep a ledger of what was
//! acknowledged, refused, or not answered. After every restart the ledger is compared with what the API shows. The
//! last round is the negative control: the database is set back by one round behind the server's back, and the
//! comparison has to notice. With 0 kills only the control runs.

mod control;
mod database;
mod report;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use identity_tests::{Api, Entry, Facts, Failure, Home, Process, Stage, Verdict, Writers, compare, ready};

use self::database::Database;
use self::report::Report;

const KILLS: usize = 50;
const SEED: u64 = 1;
const LOAD_MS_MIN: u64 = 50;
const LOAD_MS_SPAN: u64 = 750;

#[tokio::main(worker_threads = 2)]
async fn main() -> ExitCode {
    match run().await {
        Ok(report) if report.is_green() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("the trial could not be finished: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<Report, Failure> {
    let mut arguments = std::env::args().skip(1);
    let kills: usize = arguments.next().map_or(Ok(KILLS), |text| text.parse())?;
    let database = arguments.next().unwrap_or_else(|| "sqlite".into());
    let seed: u64 = arguments.next().map_or(Ok(SEED), |text| text.parse())?;
    let mut trial = Trial::start(&database, seed).await?;
    let mut report = Report::start(kills, trial.database.told(), seed);
    for _ in 0..kills {
        let entries = trial.load_and_kill().await?;
        let ready_in = trial.restart().await?;
        report.round(trial.round, ready_in, trial.judge(&entries).await?);
    }
    report.rounds_end(trial.lost_since().await?);
    let kept = trial.set_aside()?;
    let entries = trial.load_and_kill().await?;
    kept.put_back(&trial.database)?;
    trial.restart().await?;
    report.control(&trial.judge(&entries).await?);
    Ok(report)
}

struct Trial {
    // Fields are dropped in this order: the server ends before its database and its folder go.
    server: Process,
    database: Database,
    home: Home,
    stage: Stage,
    dice: u64,
    round: usize,
    records_total: usize,
}

impl Trial {
    async fn start(database: &str, seed: u64) -> Result<Self, Failure> {
        let (database, home) = Database::start(database)?;
        let server = home.start()?;
        ready(server.address()).await?;
        let operations = home.operations_token()?;
        let stage = Stage::set(&mut Api::new(server.address(), Some(&operations)), &operations).await?;
        let records_total = stage.records_total(server.address()).await?;
        // Zero would stay zero.
        Ok(Self { server, database, home, stage, dice: seed << 1 | 1, round: 0, records_total })
    }

    /// Lets the writers write for a random while and kills the server under them.
    async fn load_and_kill(&mut self) -> Result<Vec<Entry>, Failure> {
        self.round += 1;
        self.dice = xorshift(self.dice);
        let load = Duration::from_millis(LOAD_MS_MIN + self.dice % LOAD_MS_SPAN);
        let prefix = format!("r{}-", self.round);
        let mut writers = Writers::start(self.server.address(), &self.stage, &prefix);
        writers.write_for(load).await?;
        self.database.kill(self.round)?;
        self.server.kill()?;
        self.database.start_again(self.round)?;
        writers.stop().await
    }

    /// Starts the server again and tells how long it took until it was ready.
    async fn restart(&mut self) -> Result<Duration, Failure> {
        let started = Instant::now();
        self.server = self.home.start()?;
        ready(self.server.address()).await?;
        Ok(started.elapsed())
    }

    /// Compares the round's ledger with what is there.
    async fn judge(&mut self, entries: &[Entry]) -> Result<Verdict, Failure> {
        let prefix = format!("r{}-", self.round);
        let facts = Facts::read(self.server.address(), &self.stage, &prefix, self.records_total).await?;
        let verdict = compare(entries, &facts, &self.stage);
        self.stage.note(&facts);
        self.records_total = facts.records_total;
        Ok(verdict)
    }

    /// How much of what all rounds found is gone by now.
    async fn lost_since(&mut self) -> Result<Vec<String>, Failure> {
        self.stage.count_again(&mut self.stage.caller(self.server.address())).await
    }

    /// Stops the server and copies its database.
    fn set_aside(&mut self) -> Result<control::Kept, Failure> {
        self.server.kill()?;
        let kept = control::Kept::copy(&self.home, &self.database)?;
        self.server = self.home.start()?;
        Ok(kept)
    }
}

fn xorshift(mut dice: u64) -> u64 {
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^ dice << 17
}

//! The server, its two databases, and the blows.

use std::time::Duration;

use identity_postgres::Cluster;
use identity_tests::{
    Api, Entry, Facts, Failure, Home, Outcome, Process, Stage, Verdict, Writers, compare, ready,
};
use tokio::task::block_in_place;

use crate::blow::{Blow, Struck};
use crate::check::{Check, Checkers};
use crate::figures::Figures;

const NAME: &str = "identity";
/// The load before the blow.
const BEFORE: Duration = Duration::from_secs(1);

/// A server under test. It is never restarted.
pub struct Trial {
    // Fields are dropped in this order: the server ends before its databases and its folder go.
    server: Process,
    cluster: Cluster,
    _home: Home,
    stage: Stage,
    round: usize,
    records_total: usize,
    /// Whether the standby has to be made anew before the next blow.
    is_alone: bool,
}

impl Trial {
    /// A server on two databases, with something to work on.
    pub async fn start() -> Result<Self, Failure> {
        let mut cluster = Cluster::start()?;
        cluster.primary().run(&format!("CREATE DATABASE {NAME}"))?;
        let home = Home::with_database(cluster.url(NAME))?;
        let server = home.start()?;
        ready(server.address()).await?;
        let operations = home.operations_token()?;
        let stage = Stage::set(&mut Api::new(server.address(), Some(&operations)), &operations).await?;
        let records_total = stage.records_total(server.address()).await?;
        Ok(Self { server, cluster, _home: home, stage, round: 0, records_total, is_alone: false })
    }

    /// Lets a blow fall under load; compares and measures.
    pub async fn strike(&mut self, blow: Blow) -> Result<(Verdict, Figures), Failure> {
        self.round += 1;
        if std::mem::take(&mut self.is_alone) {
            block_in_place(|| self.cluster.join())?;
        }
        let (struck, entries, checks) = self.load(blow).await?;
        self.is_alone = blow.leaves_alone();
        let mut verdict = self.judge(&entries).await?;
        verdict.wrong.extend(checks.iter().filter_map(|check| check.wrong.clone()));
        // The server was never gone.
        let unanswered = entries.iter().filter(|entry| entry.outcome == Outcome::Unanswered);
        verdict.wrong.extend(unanswered.map(|entry| format!("not answered: {:?}", entry.change)));
        Ok((verdict, Figures::of(struck, &entries, &checks)))
    }

    async fn load(&mut self, blow: Blow) -> Result<(Struck, Vec<Entry>, Vec<Check>), Failure> {
        let address = self.server.address();
        let mut writers = Writers::start(address, &self.stage, &format!("r{}-", self.round));
        let checkers = Checkers::start(address, &self.stage);
        writers.write_for(BEFORE).await?;
        let struck = blow.fall(&mut self.cluster).await?;
        // So long that a missed target is seen.
        writers.write_for(blow.success_within()).await?;
        Ok((struck, writers.stop().await?, checkers.stop().await?))
    }

    /// Compares the ledger with what is there.
    async fn judge(&mut self, entries: &[Entry]) -> Result<Verdict, Failure> {
        let prefix = format!("r{}-", self.round);
        ready(self.server.address()).await?;
        let facts = Facts::read(self.server.address(), &self.stage, &prefix, self.records_total).await?;
        let verdict = compare(entries, &facts, &self.stage);
        self.stage.note(&facts);
        self.records_total = facts.records_total;
        Ok(verdict)
    }

    /// How much of what all blows left is gone by now.
    pub async fn lost_since(&mut self) -> Result<Vec<String>, Failure> {
        self.stage.count_again(&mut self.stage.caller(self.server.address())).await
    }

    /// From now on the primary acknowledges what the standby does not hear of.
    pub fn cut_standby(&mut self) -> Result<(), Failure> {
        if std::mem::take(&mut self.is_alone) {
            block_in_place(|| self.cluster.join())?;
        }
        Ok(block_in_place(|| self.cluster.part())?)
    }
}

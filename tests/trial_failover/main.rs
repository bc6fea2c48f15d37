//! Trial R4: PostgreSQL is disconnected, restarted, frozen and replaced by its standby under eight writers, and nothing
//! that the server had answered for may be lost, nothing let in, and nobody may wait.
//!
//! `trial-failover [ROUNDS]`; 1 round when nothing is said. A round is five blows, each under a load of its own whose
//! ledger is compared with what the API shows afterwards. The control is one more: the standby is cut off before it is
//! promoted, so that it lacks what was acknowledged, and the comparison has to notice.

mod blow;
mod check;
mod figures;
mod report;
mod trial;

use std::process::ExitCode;

use identity_tests::Failure;

use self::blow::Blow;
use self::report::Report;
use self::trial::Trial;

const ROUNDS: usize = 1;

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
    let rounds: usize = std::env::args().nth(1).map_or(Ok(ROUNDS), |text| text.parse())?;
    let mut trial = Trial::start().await?;
    let mut report = Report::start(rounds);
    for _ in 0..rounds {
        for blow in Blow::ALL {
            let (verdict, figures) = trial.strike(blow).await?;
            report.blow(blow, verdict, &figures);
        }
    }
    report.rounds_end(trial.lost_since().await?);
    trial.cut_standby()?;
    let (verdict, _) = trial.strike(Blow::Promote).await?;
    report.control(&verdict);
    Ok(report)
}

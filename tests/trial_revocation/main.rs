//! Trial R8: what ends a credential ends it on every node, at once on the one that did it and within the bound on the
//! others, whatever is wrong meanwhile.
//!
//! `trial-revocation [ROUNDS]`; one round when nothing is said. Two nodes over one PostgreSQL; every kind of credential
//! is asked for at both of them, a hundred times a second, while it is taken away through A. A question counts by when
//! it was sent. Every round runs every event while nothing is wrong and with B's feed cut, and one event of all in turn
//! under the other disturbances; with 0 rounds one event meets each of them. The last row is the negative control: the
//! database loses every change, so B cannot follow, and the trial has to notice.

mod caller;
mod credential;
mod disturbance;
mod event;
mod gate;
mod measure;
mod nodes;
mod poll;
mod report;
mod till;
mod world;

use std::process::ExitCode;

use identity_tests::Failure;

use self::caller::Caller;
use self::disturbance::Disturbance;
use self::event::{EVENTS, Event};
use self::measure::measure;
use self::nodes::Nodes;
use self::report::{Row, head};
use self::world::World;

const ROUNDS: usize = 1;
/// Under these every round runs all events.
const THOROUGH: [Disturbance; 2] = [Disturbance::None, Disturbance::FeedCut];
/// Under these every round runs the next one of [`WIDE`].
const OTHERS: [Disturbance; 5] = [
    Disturbance::FeedSilent,
    Disturbance::Stopped,
    Disturbance::Restart,
    Disturbance::Writer,
    Disturbance::CutOff,
];
/// Events that end many kinds.
const WIDE: [&str; 4] = ["disable account", "block person", "delete token", "leave group"];

#[tokio::main(worker_threads = 2)]
async fn main() -> ExitCode {
    match run().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("the trial could not be finished: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<bool, Failure> {
    let rounds: usize = std::env::args().nth(1).map_or(Ok(ROUNDS), |text| text.parse())?;
    let mut nodes = Nodes::start().await?;
    let operator = Caller::new(nodes.a.address(), &nodes.operations_token()?);
    head(rounds);
    let mut is_green = true;
    for disturbance in THOROUGH.into_iter().chain(OTHERS) {
        let mut row = Row::new(disturbance);
        let is_thorough = rounds > 0 && THOROUGH.contains(&disturbance);
        for round in 0..rounds.max(1) {
            let events = if is_thorough { EVENTS.into() } else { wide(round) };
            for event in events {
                let world = World::make(&operator).await?;
                row.add(measure(&mut nodes, &world, event, disturbance).await?);
            }
        }
        row.print();
        is_green &= row.is_green();
    }
    let mut control = Row::new(Disturbance::Unheard);
    for event in wide(0) {
        let world = World::make(&operator).await?;
        control.add(measure(&mut nodes, &world, event, Disturbance::Unheard).await?);
    }
    control.print();
    let is_red = control.is_red_control();
    println!(
        "{}",
        if is_red {
            "the control is red, as it has to be"
        } else {
            "THE CONTROL IS GREEN, SO THE TRIAL PROVES NOTHING"
        }
    );
    Ok(is_green && is_red)
}

/// The event of all that end many kinds whose turn it is.
fn wide(round: usize) -> Vec<Event> {
    let wanted = WIDE.get(round % WIDE.len());
    EVENTS.into_iter().filter(|(name, _)| Some(name) == wanted).collect()
}

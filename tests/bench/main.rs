//! What the service does per second, beside the ceilings of this machine, measured in one interleaved run.
//!
//! `cargo bench -p identity-tests -- [--full] [--users N] [--rounds N] [--span-ms N]`. When nothing is said there are
//! 10,000 people, as many tokens and a tenth as many accounts; `--full` is ten times that. A target that is missed is
//! printed and no error.

mod ceiling;
mod commits;
mod load;
mod plan;
mod report;
mod run;
mod seed;

use std::process::ExitCode;

use identity_tests::Failure;

use self::plan::Plan;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let done = match arguments.next().as_deref() {
        Some(ceiling::ARGUMENT) => serve_ceiling(arguments.next()),
        _ => Plan::read(std::env::args().skip(1)).and_then(|plan| run::run(&plan)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("the figures could not be taken: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn serve_ceiling(body_bytes: Option<String>) -> Result<(), Failure> {
    let body_bytes = body_bytes.ok_or_else(|| Failure::new("the ceiling needs the length of its body"))?;
    Ok(ceiling::serve(body_bytes.parse()?)?)
}

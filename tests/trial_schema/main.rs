//! Trial: every operation of the OpenAPI document is asked, well and badly, and every answer has to be one that the
//! document describes, and none a failure of the server.
//!
//! `trial-schema [EXAMPLES] [SEED]`; 30 examples for each operation and seed 1 when nothing is said. With
//! `trial-schema schemathesis PROGRAM [EXAMPLES]` the examples are made by schemathesis instead, with the same rows in
//! the database. The server is a throw-away one.

mod dice;
mod exchange;
mod report;
mod request;
mod schemathesis;
mod values;
mod world;

use std::process::ExitCode;

use identity_tests::{Api, Failure, Home, Reference, Seen, ready};

use self::dice::Dice;
use self::exchange::Caller;
use self::report::Report;
use self::request::{Operation, operations};
use self::world::World;

const EXAMPLES: usize = 30;
const SEED: u64 = 1;

#[tokio::main(flavor = "current_thread")]
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
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let home = Home::new()?;
    let server = home.start()?;
    ready(server.address()).await?;
    let token = home.operations_token()?;
    let mut api = Api::new(server.address(), Some(&token));
    let document = api.get("/openapi.json").await?;
    let world = World::seed(&mut api).await?;
    if let [first, program, rest @ ..] = arguments.as_slice()
        && first == "schemathesis"
    {
        let examples = rest.first().map_or(Ok(200), |text| text.parse())?;
        return schemathesis::run(program, server.address(), &token, &world, examples);
    }
    let examples: usize = arguments.first().map_or(Ok(EXAMPLES), |text| text.parse())?;
    let seed: u64 = arguments.get(1).map_or(Ok(SEED), |text| text.parse())?;
    let reference = Reference::new(document)?;
    let caller = Caller::new(server.address(), token);
    Trial { reference, caller, world, dice: Dice::new(seed) }.run(examples).await
}

struct Trial {
    reference: Reference,
    caller: Caller,
    world: World,
    dice: Dice,
}

impl Trial {
    async fn run(&mut self, examples: usize) -> Result<bool, Failure> {
        let operations: Vec<Operation> = operations(self.reference.document());
        let mut report = Report::new(&operations, examples);
        // In turns, so that what one operation makes or removes is met by all others.
        for _ in 0..examples {
            for operation in &operations {
                let request = operation.request(&mut self.dice, &self.world);
                let answer = self.caller.send(&request).await?;
                let seen = Seen {
                    method: &request.method,
                    target: &request.target,
                    status: answer.status,
                    headers: &answer.headers,
                    body: &answer.body,
                };
                report.note(&operation.name, &request, &answer, self.reference.check(&seen));
                self.world.learn(&answer);
            }
        }
        Ok(report.is_green())
    }
}

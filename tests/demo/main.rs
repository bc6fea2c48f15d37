//! The story of a tenant over real HTTP: every request and its answer, each of them checked.

mod mail;
mod signing_in;
mod story;
mod teller;

use std::process::ExitCode;

use identity_tests::{Failure, Home, ready};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(steps) => {
            println!("\nThe story holds: {steps} requests, every one answered as the contract says.");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("\nTHE STORY BREAKS: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<usize, Failure> {
    let home = Home::new()?;
    println!("A throw-away server starts on an empty database: {}", home.path("identity.db").display());
    let server = home.start()?;
    ready(server.address()).await?;
    println!("It listens on http://{}, and its first start left an Operations token.", server.address());
    println!("Secrets are shown shortened, and the elements of lists without their $meta.");
    story::tell(&home, server.address()).await
}

//! The identity-server binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    identity_server::run()
}

//! The same rows, asked about by schemathesis (PyPI), whose program is installed by `make trial-schema`.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use identity_tests::Failure;

use crate::world::World;

/// Runs the program to its end; whether it found nothing.
pub fn run(
    program: &str,
    address: SocketAddr,
    token: &str,
    world: &World,
    examples: usize,
) -> Result<bool, Failure> {
    let hooks = Path::new(env!("CARGO_MANIFEST_DIR")).join("trial_schema");
    let status = Command::new(program)
        .args(["run", &format!("http://{address}/openapi.json"), "--url", &format!("http://{address}/v1")])
        .args(["--header", &format!("Authorization: Bearer {token}")])
        .args(["--phases", "examples,coverage,fuzzing", "--mode", "all", "--generation-deterministic"])
        .args(["--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,response_headers_conformance"])
        .args(["--max-examples", &examples.to_string(), "--continue-on-failure"])
        .env("SCHEMATHESIS_HOOKS", "hooks")
        .env("PYTHONPATH", hooks)
        .env("TRIAL_WORLD", world.to_json().to_string())
        .status()?;
    Ok(status.success())
}

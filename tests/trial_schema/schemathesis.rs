//! The same rows, asked about by schemathesis (PyPI), whose program is installed by `make trial-schema`.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use identity_tests::Failure;

use crate::world::World;

/// The paths of the Self-service API, which stand at the root.
const AT_THE_ROOT: &str = r"^/(v1/auth|account|tenants|device|oauth|\.well-known)(/|$)";

/// Runs the program to its end, once for each API, as it knows one base at a time; whether it found nothing.
pub fn run(
    program: &str,
    address: SocketAddr,
    token: &str,
    world: &World,
    examples: usize,
) -> Result<bool, Failure> {
    let hooks = Path::new(env!("CARGO_MANIFEST_DIR")).join("trial_schema");
    let mut is_green = true;
    for (base, choice) in [("/v1", "--exclude-path-regex"), ("", "--include-path-regex")] {
        let status = Command::new(program)
            .args(["run", &format!("http://{address}/openapi.json"), "--url", &format!("http://{address}{base}")])
            .args([choice, AT_THE_ROOT])
            .args(["--header", &format!("Authorization: Bearer {token}")])
            .args(["--phases", "examples,coverage,fuzzing", "--mode", "all", "--generation-deterministic"])
            .args(["--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,response_headers_conformance"])
            .args(["--max-examples", &examples.to_string(), "--continue-on-failure"])
            .env("SCHEMATHESIS_HOOKS", "hooks")
            .env("PYTHONPATH", &hooks)
            .env("TRIAL_WORLD", world.to_json().to_string())
            .status()?;
        is_green &= status.success();
    }
    Ok(is_green)
}

//! The script that provisions a reseller, run as an operator runs it: by a shell, curl and openssl.

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::architecture::root;
use crate::harness::site::own_site;

#[expect(clippy::disallowed_methods, reason = "the shell finds its programs by the search path")]
fn run(url: &str, token: &str, folder: &Path) -> Output {
    let script = root().join("docs/provisioning.sh");
    let mut command = Command::new("sh");
    command.arg(script).current_dir(folder).env_clear().env("PATH", env::var_os("PATH").unwrap());
    command.env("IDENTITY_URL", url).env("IDENTITY_TOKEN", token).env("RESELLER", "msp").output().unwrap()
}

fn said(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn p_r33_a_reseller_is_provisioned_by_a_shell_and_a_taken_name_told_apart() {
    for tool in ["curl", "openssl"] {
        let found = Command::new(tool).arg("version").output();
        assert!(found.is_ok(), "{tool} has to be installed: {found:?}");
    }
    let site = own_site("script");
    let (url, token) = (site.operator.address(), site.operator.credential());
    let folder = tempfile::tempdir().unwrap();
    let first = run(url, token, folder.path());
    let (out, err) = said(&first);
    assert_eq!((first.status.code(), err.as_str()), (Some(0), ""), "{out}");

    // What it says is so.
    let listed = site.operator.get("/v2/domain").expect(200);
    let names: Vec<&Value> = listed.as_array().unwrap().iter().map(|domain| &domain["name"]).collect();
    assert_eq!(names, ["acme@msp", "globex@msp", "msp"]);
    for name in ["acme", "globex"] {
        let users = site.operator.get(&format!("/v2/user/domain/{name}@msp")).expect(200);
        let users: Vec<&Value> = users.as_array().unwrap().iter().collect();
        assert_eq!(users.len(), 3);
        assert_eq!(users.iter().filter(|user| user["owner"] == true).count(), 1);
        let tokens = site.operator.get(&format!("/v2/accounts/{name}@msp/tokens")).expect(200);
        assert_eq!(tokens.as_array().unwrap().len(), 1);
    }
    let secrets = folder.path().join("provisioned.env");
    assert_eq!(fs::metadata(&secrets).unwrap().permissions().mode() & 0o777, 0o600);
    let kept = fs::read_to_string(&secrets).unwrap();
    let value = |name: &str| kept.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    let domain = site.operator.with(value("TOKEN_acme="));
    assert_eq!(domain.get("/v2/domain").expect(200)[0]["name"], "acme@msp");
    for secret in [token, value("RESELLER_SECRET="), value("TOKEN_globex=")] {
        assert!(!out.contains(secret) && secret.len() > 40, "{out}");
    }

    let second = run(url, token, folder.path());
    let (out, err) = said(&second);
    assert_eq!(
        (second.status.code(), err.as_str()),
        (Some(3), "provisioning: the name acme@msp is taken\n"),
        "{out}"
    );
    assert_eq!(site.operator.get("/v2/domain").expect(200), listed, "and nothing was changed");
    let wrong = run(url, "idt:nonsense", folder.path());
    assert_eq!(wrong.status.code(), Some(1), "{:?}", said(&wrong));
    assert_eq!(run("", token, folder.path()).status.code(), Some(2));
}

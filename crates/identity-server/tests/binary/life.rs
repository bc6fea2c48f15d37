//! Start, restart and end.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, Instant};

use crate::house::{House, text};

const ACCOUNTS: &str = "/v1/accounts/accounts";

fn mode(path: &std::path::Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn the_first_start_fills_the_database_and_the_second_keeps_it() {
    let house = House::new();
    let token_file = house.path("run/token");
    let first = house.serve_with(&[("IDENTITY_BOOTSTRAP__TOKEN_FILE", token_file.to_str().unwrap())]);
    let token = first.told("Operations token").to_owned();
    assert_eq!(std::fs::read_to_string(&token_file).unwrap(), format!("{token}\n"));
    for private in [&token_file, &house.path("data/master.key"), &house.path("data/identity.db")] {
        assert_eq!(mode(private), 0o600, "{}", private.display());
    }
    assert_eq!(mode(&house.path("data")), 0o700);
    assert!(first.told("Password").len() >= 20);
    let curl = format!("curl -s -H 'Authorization: Bearer {token}' {}{ACCOUNTS}", first.url);
    assert!(first.said.contains(&curl), "{}", first.said);
    assert_eq!(first.get("/health/live", None).0, 200);
    assert_eq!(first.get("/health/ready", None).0, 200);
    let (status, accounts) = first.get(ACCOUNTS, Some(&token));
    assert_eq!((status, accounts.contains(first.told("Operations account"))), (200, true), "{accounts}");
    assert_eq!(first.get(ACCOUNTS, None).0, 401);
    assert_eq!(first.end("-TERM").status.code(), Some(0));

    let second = house.serve();
    assert!(!second.said.contains("idt:"), "{}", second.said);
    assert_eq!(second.get(ACCOUNTS, Some(&token)).0, 200);
    assert_eq!(second.end("-INT").status.code(), Some(0));
}

#[test]
fn an_idle_connection_does_not_hold_the_end_up() {
    let house = House::new();
    let service = house.serve();
    let mut idle = TcpStream::connect(service.address()).unwrap();
    idle.write_all(b"GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
    let mut answer = [0; 12];
    idle.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200");
    let begun = Instant::now();
    let output = service.end("-TERM");
    assert_eq!(output.status.code(), Some(0));
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    let log = text(&output.stderr);
    assert!(log.contains("stopping") && log.contains("stopped"), "{log}");
    assert!(!log.contains("idt:"), "{log}");
}

#[test]
fn a_request_that_runs_is_finished_while_no_other_is_taken() {
    let house = House::new();
    let service = house.serve();
    let token = service.told("Operations token");
    let body = r#"{"name":"Late Traders","type":"Client"}"#;
    let mut running = TcpStream::connect(service.address()).unwrap();
    let head = format!(
        "POST {ACCOUNTS} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\nExpect: 100-continue\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    running.write_all(head.as_bytes()).unwrap();
    let mut go_on = [0; 25];
    running.read_exact(&mut go_on).unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    service.signal("-TERM");
    // The listening socket is closed first.
    while TcpStream::connect(service.address()).is_ok() {}
    running.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    running.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201") && answer.contains("Late Traders"), "{answer}");
    let token = token.to_owned();
    assert_eq!(service.wait().status.code(), Some(0));
    let (_, accounts) = house.serve().get(ACCOUNTS, Some(&token));
    assert!(accounts.contains("Late Traders"), "{accounts}");
}

#[test]
fn a_second_process_on_the_same_database_is_refused() {
    let house = House::new();
    let service = house.serve();
    for arguments in [
        &["serve"][..],
        &["migrate"],
        &["bootstrap"],
        &["token", "create", "--account", service.told("Operations account"), "--name", "Other"],
    ] {
        let output = house.run(arguments);
        let error = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{arguments:?} {error}");
        assert!(error.starts_with("identity-server: database.url: the database is in use"), "{error}");
        assert_eq!(error.lines().count(), 1, "{error}");
    }
    assert_eq!(service.get("/health/ready", None).0, 200);
}

#[test]
fn another_master_key_or_none_is_refused() {
    let house = House::new();
    house.succeed(&["bootstrap"]);
    let key = house.path("data/master.key");
    let kept = std::fs::read(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    let refusal = || {
        let output = house.run(&["serve"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.is_empty());
        text(&output.stderr)
    };
    let error = refusal();
    assert!(error.starts_with("identity-server: keys.master_file: there is no master key"), "{error}");
    assert!(!key.exists(), "a key was made for data that another one sealed");

    let other = House::new();
    other.succeed(&["bootstrap"]);
    std::fs::copy(other.path("data/master.key"), &key).unwrap();
    let error = refusal();
    assert!(error.ends_with("is not the key of this database\n"), "{error}");

    std::fs::write(&key, kept).unwrap();
    assert_eq!(house.serve().end("-TERM").status.code(), Some(0));
}

#[test]
fn a_database_that_cannot_be_made_is_refused_in_one_line() {
    let house = House::new();
    std::fs::write(house.path("data"), "no folder").unwrap();
    let output = house.run(&["serve"]);
    let error = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(error.starts_with("identity-server: database.url: data/identity.db: "), "{error}");
    assert_eq!(error.lines().count(), 1, "{error}");
}

#[test]
fn an_address_that_is_taken_is_refused_before_anything_is_made() {
    let house = House::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = house.run(&["--listen", &address]);
    assert_eq!(output.status.code(), Some(1));
    let error = text(&output.stderr);
    assert!(error.starts_with(&format!("identity-server: http.listen: {address}: ")), "{error}");
    assert!(!house.path("data").exists());
}

#[test]
fn a_catalogue_without_the_promised_modules_is_refused() {
    let house = House::new();
    let path = house.path("catalogue.toml");
    let one = "[[module]]\nid = 'MOD-0001'\ncode = 'one'\nname = 'One'\naccount_types = ['Client']\n";
    std::fs::write(&path, one).unwrap();
    let mut command = house.command(&["serve"]);
    let output = command.env("IDENTITY_MODULES__CATALOGUE", &path).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let error = text(&output.stderr);
    assert!(error.starts_with("identity-server: modules.catalogue: "), "{error}");
}

//! Who is not on this machine has to prove who it is.

use identity_postgres::Server;

use crate::postgres::PostgresOptions;
use crate::postgres::connect::Manager;

/// Connects to a server on this machine as if it were another, with parameters beside.
fn connect(port: u16, name: &str, more: &str) -> Result<(), String> {
    let url = format!("postgres://identity@{name}:{port}/postgres?hostaddr=127.0.0.1&{more}");
    let manager = Manager::new(&url, &PostgresOptions::default()).unwrap();
    manager.open().map(drop).map_err(|error| error.to_string())
}

#[test]
fn only_the_certificate_of_the_host_that_was_asked_for_is_accepted() {
    let mut server = Server::start().unwrap();
    let port = server.listen().unwrap();
    let root = server.certify("db.example.com").unwrap();
    let (right, wrong) = (root.display(), server.root("other").unwrap());
    let trusting = |root: &dyn std::fmt::Display| format!("sslrootcert={root}");
    assert_eq!(connect(port, "db.example.com", &trusting(&right)), Ok(()));
    for (name, roots, complaint) in [
        ("db.example.com", trusting(&wrong.display()), "certificate verify failed"),
        ("db.example.com", "sslmode=verify-full".to_owned(), "certificate verify failed"),
        ("db.example.net", trusting(&right), "does not match host name"),
    ] {
        let refused = connect(port, name, &roots).unwrap_err();
        assert!(refused.contains(complaint) && !refused.contains('\n'), "{name} {roots}: {refused}");
    }
}

#[test]
fn a_server_that_proves_nothing_is_refused_unless_the_address_says_so() {
    let mut server = Server::start().unwrap();
    let port = server.listen().unwrap();
    let refused = connect(port, "db.example.com", "").unwrap_err();
    assert!(refused.contains("server does not support SSL"), "{refused}");
    assert_eq!(connect(port, "db.example.com", "sslmode=disable"), Ok(()));
}

//! What is understood, what is added, and that nothing is repeated.

use super::Address;

fn completed(url: &str) -> Address {
    Address::new(url).unwrap_or_else(|error| panic!("{url}: {error}"))
}

/// The value of a parameter once the address is complete.
fn given(url: &str, name: &str) -> Option<String> {
    completed(url).get(name)
}

#[test]
fn addresses_reach_libpq_as_they_were_written() {
    for (url, beginning) in [
        ("postgres://me:p%40ss@db.example.com:5433/id", "postgresql://me:p%40ss@db.example.com:5433/id?"),
        ("postgresql://a:1,[::1]:2,c/id", "postgresql://a:1,[::1]:2,c/id?"),
        ("postgres://%2Frun%2Fpg/id", "postgresql://%2Frun%2Fpg/id?"),
        ("postgres:///id?host=/run/pg&user=me", "postgresql:///id?host=/run/pg&user=me&"),
        ("postgres://localhost", "postgresql://localhost/?"),
    ] {
        let whole = completed(url).expose();
        assert!(whole.starts_with(beginning), "{whole}");
    }
}

#[test]
fn what_was_said_holds_and_the_rest_is_added() {
    let local = "postgres:///id?host=/run/pg";
    assert_eq!(given(local, "application_name").as_deref(), Some("identity"));
    assert_eq!(given(local, "connect_timeout").as_deref(), Some("2"));
    assert_eq!(given(local, "target_session_attrs"), None);
    let said = "postgres://a,b/id?connect_timeout=9&application_name=mine&target_session_attrs=any";
    for (name, value) in
        [("connect_timeout", "9"), ("application_name", "mine"), ("target_session_attrs", "any")]
    {
        assert_eq!(given(said, name).as_deref(), Some(value));
    }
}

#[test]
fn of_several_hosts_the_one_that_writes_is_wanted() {
    for url in ["postgres://a,b/id", "postgres:///id?host=a,b", "postgres://127.0.0.1:1,127.0.0.1:2/id"] {
        assert_eq!(given(url, "target_session_attrs").as_deref(), Some("read-write"), "{url}");
    }
}

#[test]
fn another_machine_has_to_prove_who_it_is() {
    for url in [
        "postgres://db.example.com/id",
        "postgres://localhost,db.example.com/id",
        "postgres://localhost/id?host=10.0.0.1",
        "postgres://10.0.0.1/id",
        "postgres://[fd00::1]/id",
        "postgres://db.example.com/id?hostaddr=127.0.0.1",
        "postgres://localhost/id?hostaddr=10.0.0.1",
        "postgres://db.example.com/id?sslrootcert=system",
        "postgres://localhost/id?sslmode=verify-full",
    ] {
        assert_eq!(given(url, "sslmode").as_deref(), Some("verify-full"), "{url}");
        let roots = given(url, "sslrootcert").unwrap_or_default();
        assert!(std::path::Path::new(&roots).is_file(), "{url}: {roots}");
        assert!(!completed(url).is_unprotected());
    }
}

#[test]
fn this_machine_need_not_prove_anything() {
    for url in [
        "postgres:///id",
        "postgres://localhost/id",
        "postgres://127.0.0.2:5433/id",
        "postgres://[::1]/id",
        "postgres://%2Frun%2Fpg/id",
        "postgres:///id?host=@abstract",
        "postgres:///id?hostaddr=127.0.0.1",
    ] {
        assert_eq!(given(url, "sslmode"), None, "{url}");
        assert!(!completed(url).is_unprotected());
    }
    let socket = given("postgres:///id", "host").unwrap_or_default();
    assert!(socket.starts_with('/'), "the environment does not choose the server: {socket}");
}

#[test]
fn what_protects_less_is_obeyed_and_noticed() {
    for mode in ["disable", "allow", "prefer", "require"] {
        let url = format!("postgres://db.example.com/id?sslmode={mode}");
        assert_eq!(given(&url, "sslmode").as_deref(), Some(mode));
        assert!(completed(&url).is_unprotected());
    }
    let own = "postgres://db.example.com/id?sslmode=verify-ca&sslrootcert=/own.crt";
    assert_eq!(given(own, "sslrootcert").as_deref(), Some("/own.crt"));
    assert!(!completed(own).is_unprotected());
}

#[test]
fn what_is_not_understood_is_refused_and_never_repeated() {
    for url in [
        "mysql://hunter2@a/id",
        "postgres:hunter2",
        "postgres://me:hunter2%@a/id",
        "postgres://me:hunter2%0@a/id",
        "postgres://me:hunter2%00@a/id",
        "postgres://me:hunter2%ff@a/id",
        "postgres://me:hunter2%+1@a/id",
        "postgres://me:hun ter2@a/id",
        "postgres://me:hunter2@a\n/id",
        "postgres://me:x@hunter2@a/id",
        "postgres://me:1/hunter2@a/id",
        "postgres://me:x/hunter2:a",
        "postgres://a:hunter2/id",
        "postgres://a:0/id",
        "postgres://a:65536/id",
        "postgres://[hunter2]/id",
        "postgres://[::1]hunter2/id",
        "postgres://[::1/id",
        "postgres://a/id?hunter2",
        "postgres://a/id?hunter2=1",
        "postgres://a/id?password=hunter2=",
        "postgres://a/id?sslmode=hunter2",
        "postgres://a/id?service=hunter2",
    ] {
        let refused = Address::new(url).err().unwrap_or_else(|| panic!("{url} was accepted"));
        let texts = format!("{refused} {refused:?}");
        assert!(texts.contains("Address(") && !texts.contains("hunter2"), "{url}: {texts}");
    }
}

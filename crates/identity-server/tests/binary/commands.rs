//! Commands that end by themselves.

use crate::house::{House, text};

#[test]
fn migrate_is_done_once() {
    let house = House::new();
    assert!(!house.succeed(&["migrate"]).starts_with("0 "));
    assert!(house.succeed(&["migrate"]).starts_with("0 migrations applied to sqlite://data/identity.db"));
    assert!(!house.path("data/master.key").exists());
}

#[test]
fn a_plan_says_what_migrating_would_do_and_does_nothing() {
    let house = House::new();
    let planned = house.succeed(&["migrate", "--plan"]);
    let lines: Vec<&str> = planned.lines().collect();
    assert!(lines[0].ends_with("_foundation expands: older releases go on working"), "{planned}");
    assert!(lines.iter().any(|line| line.contains("contracts: releases whose last migration is older")));
    let last =
        format!("{} migrations to apply to sqlite://data/identity.db; nothing was changed", lines.len() - 1);
    assert!(lines.last().unwrap().starts_with(&last), "{planned}");
    assert!(!house.path("data").exists());
    house.succeed(&["migrate"]);
    assert!(house.succeed(&["migrate", "--plan"]).starts_with("0 migrations to apply"));
}

#[test]
fn bootstrap_is_done_once() {
    let house = House::new();
    let secret = house.path("password");
    std::fs::write(&secret, "quiet river under stones\n").unwrap();
    let mut command = house.command(&["bootstrap"]);
    let output = command.env("IDENTITY_BOOTSTRAP__PASSWORD_FILE", &secret).output().unwrap();
    let said = text(&output.stdout);
    assert!(output.status.success() && said.contains("as configured"), "{said}");
    assert!(said.contains("idt:TKN-") && !said.contains("quiet river"), "{said}");
    assert_eq!(house.succeed(&["bootstrap"]), "The database was bootstrapped before; nothing changed.\n");
}

#[test]
fn a_token_is_made_offline_and_works() {
    let house = House::new();
    let said = house.succeed(&["bootstrap"]);
    let account = said.lines().find_map(|line| line.strip_prefix("Operations account")).unwrap().trim();
    let create = |more: &[&str]| house.run(&[&["token", "create", "--account", account][..], more].concat());
    let all = create(&["--name", "Second"]);
    let some = create(&["--name", "Third", "--modules", "billing, reporting"]);
    for output in [&all, &some] {
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert!(text(&output.stderr).starts_with("TKN-"));
    }
    for (more, words) in [
        (&["--name", "Fourth", "--modules", "nothing"][..], "`nothing` is unknown"),
        (&["--name", "<b>"], "name: "),
    ] {
        let output = create(more);
        let error = text(&output.stderr);
        assert_eq!((output.status.code(), error.contains(words)), (Some(1), true), "{error}");
    }
    let stranger = house.run(&["token", "create", "--account", "ACC-0000-0001", "--name", "Fifth"]);
    assert_eq!((stranger.status.code(), stranger.stdout.len()), (Some(1), 0));

    let service = house.serve();
    let (all, some) = (text(&all.stdout), text(&some.stdout));
    assert_eq!(service.get("/v1/accounts/users", Some(all.trim())).0, 200);
    let (status, modules) = service.get("/v1/accounts/api-tokens", Some(some.trim()));
    assert_eq!(status, 200, "{modules}");
}

#[test]
fn keys_are_listed_and_rotated_offline() {
    let house = House::new();
    house.succeed(&["bootstrap"]);
    let first = house.succeed(&["keys", "list"]);
    assert_eq!((first.lines().count(), first.contains("  signs\n")), (1, true), "{first}");
    let made = house.succeed(&["keys", "rotate"]);
    let listed = house.succeed(&["keys", "list"]);
    let lines: Vec<&str> = listed.lines().collect();
    assert_eq!(lines.len(), 2, "{listed}");
    assert!(lines[0].starts_with(made.trim()) && lines[0].ends_with("  signs"), "{listed}");
    let old = first.split(' ').next().unwrap();
    assert!(lines[1].starts_with(old) && lines[1].contains("  verifies until "), "{listed}");
}

#[test]
fn a_token_needs_a_database() {
    let house = House::new();
    let output = house.run(&["token", "create", "--account", "ACC-0000-0001", "--name", "First"]);
    let error = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(error.contains("there is no database at sqlite://data/identity.db"), "{error}");
    assert!(!house.path("data").exists());
}

#[test]
fn doctor_finds_what_keeps_a_start_from_succeeding() {
    let house = House::new();
    let well = house.succeed(&["doctor"]);
    assert_eq!(well.lines().filter(|line| line.starts_with("ok ")).count(), 4, "{well}");
    assert!(!house.path("data").exists(), "an examination made something");

    house.succeed(&["bootstrap"]);
    house.succeed(&["doctor"]);
    std::fs::create_dir(house.path("data/mail")).unwrap();
    let well = house.succeed(&["doctor"]);
    assert!(well.contains("data/mail can be written to"), "{well}");
    assert_eq!(std::fs::read_dir(house.path("data/mail")).unwrap().count(), 0);

    let service = house.serve();
    assert!(house.succeed(&["doctor"]).contains("is in use"));
    assert_eq!(service.end("-TERM").status.code(), Some(0));

    std::fs::remove_dir(house.path("data/mail")).unwrap();
    std::fs::write(house.path("data/mail"), "").unwrap();
    std::fs::remove_file(house.path("data/master.key")).unwrap();
    let output = house.run(&["doctor"]);
    let ill = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1));
    for subject in ["database", "key", "mail"] {
        assert!(ill.lines().any(|line| line.starts_with(&format!("failed  {subject}: "))), "{ill}");
    }
}

#[test]
fn the_document_is_printed_without_a_database() {
    let house = House::new();
    let said = house.succeed(&["openapi"]);
    assert!(said.starts_with("{\n") && said.contains("\"openapi\": \"3.1.0\""), "{said:.200}");
    assert!(!house.path("data").exists());
}

#[test]
fn the_documents_are_served_to_anybody_unless_they_are_switched_off() {
    let house = House::new();
    let service = house.serve();
    let (status, served) = service.get("/openapi.json", None);
    assert_eq!((status, service.get("/docs", None).0), (200, 200));
    assert_eq!(service.told("API reference"), format!("{}/docs", service.url));
    assert!(served.starts_with('{') && served.contains("\"/accounts/accounts/{id}\""), "{served:.200}");
    service.end("-TERM");
    let service = house.serve_with(&[("IDENTITY_HTTP__DOCUMENTS", "false")]);
    for path in ["/openapi.json", "/docs", "/docs/start.js"] {
        assert_eq!(service.get(path, None).0, 404, "{path}");
    }
    assert!(!service.said.contains("/docs"), "{}", service.said);
}

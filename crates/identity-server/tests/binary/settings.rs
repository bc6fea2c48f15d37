//! Settings from outside: a wrong one ends the process with 2 and one line.

use crate::house::{House, text};

#[test]
fn each_wrong_value_ends_with_2_and_one_line_that_names_the_setting() {
    let house = House::new();
    for (name, value, setting) in [
        ("IDENTITY_HTTP__LISTEN", "everywhere", "http.listen"),
        ("IDENTITY_HTTP__PUBLIC_URL", "example.com", "http.public_url"),
        ("IDENTITY_HTTP__TRUSTED_PROXIES", "10.0.0.0/33", "http.trusted_proxies"),
        ("IDENTITY_DATABASE__URL", "mysql://u:hunter2@db/identity", "database.url"),
        ("IDENTITY_BOOTSTRAP__EMAIL", "nobody", "bootstrap.email"),
        ("IDENTITY_BOOTSTRAP__PASSWORD", "hunter2", "bootstrap.password"),
        ("IDENTITY_BOOTSTRAP__PASSWORD_FILE", "nowhere", "bootstrap.password_file"),
        ("IDENTITY_BOOTSTRAP__ACCOUNT_NAME", "", "bootstrap.account_name"),
        ("IDENTITY_BOOTSTRAP__TOKEN_FILE", "", "bootstrap.token_file"),
        ("IDENTITY_KEYS__MASTER_FILE", "", "keys.master_file"),
        ("IDENTITY_MAIL__URL", "smtps://me:hunter2", "mail.url"),
        ("IDENTITY_MAIL__FROM", "nobody", "mail.from"),
        ("IDENTITY_MAIL__TEMPLATES", "nowhere", "mail.templates"),
        ("IDENTITY_LOG__LEVEL", "loud", "log.level"),
        ("IDENTITY_LOG__FORMAT", "xml", "log.format"),
        ("IDENTITY_MODULES__CATALOGUE", "nowhere", "modules.catalogue"),
        ("IDENTITY_HASHING__MEMORY_KIB", "1024", "hashing.memory_kib"),
        ("IDENTITY_HASHING__ITERATIONS", "1", "hashing.iterations"),
        ("IDENTITY_HASHING__THREADS", "0", "hashing.threads"),
        ("IDENTITY_AUTH__PRINCIPALS_MAX", "none", "auth.principals_max"),
        ("IDENTITY_HTTP__LISTN", "127.0.0.1:0", "http.listn"),
        ("IDENTITY_METRICS__LISTEN", "127.0.0.1:0", "metrics"),
    ] {
        let output = house.command(&["serve"]).env(name, value).output().unwrap();
        let error = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{name}: {error}");
        assert!(error.starts_with(&format!("identity-server: {setting}: ")), "{error}");
        assert_eq!(error.lines().count(), 1, "{error}");
        assert!(!error.contains("hunter2"), "{error}");
        assert!(output.stdout.is_empty());
    }
    assert!(!house.path("data").exists(), "something was made");
}

#[test]
fn flags_win_over_the_environment_and_that_over_the_file() {
    let house = House::new();
    std::fs::write(
        house.path("settings.toml"),
        "[log]\nlevel = 'debug'\n[mail]\nfrom = 'file@example.com'\n",
    )
    .unwrap();
    let mut command =
        house.command(&["config", "print", "--config", "settings.toml", "--listen", "127.0.0.1:7"]);
    command
        .env("IDENTITY_MAIL__FROM", "environment@example.com")
        .env("IDENTITY_BOOTSTRAP__PASSWORD", "quiet river under stones");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let shown = text(&output.stdout);
    for line in [
        "listen = \"127.0.0.1:7\"",
        "level = \"debug\"",
        "from = \"environment@example.com\"",
        "password = \"********\"",
        "url = \"sqlite://data/identity.db\"",
    ] {
        assert!(shown.lines().any(|shown| shown == line), "{line} is missing in\n{shown}");
    }
}

#[test]
fn log_lines_are_json_when_nobody_watches_and_text_when_told_so() {
    let json = text(&House::new().serve().end("-TERM").stderr);
    assert!(json.lines().all(|line| line.starts_with('{') && line.ends_with('}')), "{json}");
    let house = House::new();
    let plain = text(&house.serve_with(&[("IDENTITY_LOG__FORMAT", "text")]).end("-TERM").stderr);
    assert!(plain.contains(" INFO ") && !plain.starts_with('{'), "{plain}");
    let house = House::new();
    let silent = text(&house.serve_with(&[("IDENTITY_LOG__LEVEL", "error")]).end("-TERM").stderr);
    assert_eq!(silent, "");
}

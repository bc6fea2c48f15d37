//! docs/CONFIGURATION.md says what there is: a row for every setting, with the default that holds.

use std::collections::BTreeMap;

use super::*;

const DOCUMENT: &str = include_str!("../../../../docs/CONFIGURATION.md");

/// Every setting that there is. No rest pattern, so that a new setting does not compile until it is added here.
fn full() -> Config {
    Config {
        http: HttpConfig {
            listen: HttpConfig::default().listen,
            public_url: "https://id.example.com".parse().ok(),
            trusted_proxies: HttpConfig::default().trusted_proxies,
            body_timeout_secs: HttpConfig::default().body_timeout_secs,
            documents: HttpConfig::default().documents,
            pages: HttpConfig::default().pages,
        },
        database: DatabaseConfig {
            url: DatabaseConfig::default().url,
            connections_max: DatabaseConfig::default().connections_max,
            wait_ms: DatabaseConfig::default().wait_ms,
            answer_within_ms: DatabaseConfig::default().answer_within_ms,
            statement_timeout_ms: DatabaseConfig::default().statement_timeout_ms,
            lock_timeout_ms: DatabaseConfig::default().lock_timeout_ms,
            idle_timeout_ms: DatabaseConfig::default().idle_timeout_ms,
            prepared: DatabaseConfig::default().prepared,
            feed_url: "sqlite://feed".parse().ok(),
        },
        bootstrap: BootstrapConfig {
            email: BootstrapConfig::default().email,
            password: "x".parse().ok(),
            account_name: BootstrapConfig::default().account_name,
            token_file: Some("token".into()),
        },
        keys: KeysConfig { master_file: KeysConfig::default().master_file },
        mail: MailConfig {
            url: MailConfig::default().url,
            from: MailConfig::default().from,
            templates: Some("templates".into()),
        },
        log: LogConfig { level: LogConfig::default().level, format: Some(LogFormat::Json) },
        modules: ModulesConfig { catalogue: Some("catalogue.toml".into()) },
        hashing: HashingConfig {
            memory_kib: HashingConfig::default().memory_kib,
            iterations: HashingConfig::default().iterations,
            threads: HashingConfig::default().threads,
        },
        auth: AuthConfig {
            audience: AuthConfig::default().audience,
            principals_max: AuthConfig::default().principals_max,
            password_chars_min: AuthConfig::default().password_chars_min,
            password_chars_min_with_second_factor: AuthConfig::default()
                .password_chars_min_with_second_factor,
        },
        icon: IconConfig { max_bytes: IconConfig::default().max_bytes },
        limits: LimitsConfig {
            tokens_per_account: LimitsConfig::default().tokens_per_account,
            roles_per_account: LimitsConfig::default().roles_per_account,
            children_per_account: LimitsConfig::default().children_per_account,
        },
    }
}

/// `section.key` and value, as text.
fn settings(config: &Config) -> BTreeMap<String, String> {
    let sections = toml::Table::try_from(config).unwrap();
    let texts = sections.iter().flat_map(|(section, settings)| {
        settings.as_table().unwrap().iter().map(move |(key, value)| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            (format!("{section}.{key}"), text)
        })
    });
    texts.collect()
}

/// Rows `| `section.key` | `VARIABLE` | default | … |` of the document.
fn rows() -> Vec<Vec<&'static str>> {
    let rows = DOCUMENT.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| row.trim_matches('|').split(" | ").map(|cell| cell.trim().trim_matches('`')).collect())
        .collect()
}

#[test]
fn the_document_lists_what_there_is() {
    let documented: Vec<&str> = rows().into_iter().map(|row| row[0]).collect();
    let mut sorted = documented.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, settings(&full()).keys().collect::<Vec<_>>());
}

#[test]
fn the_document_gives_variables_and_defaults() {
    let defaults = settings(&Config::default());
    for row in rows() {
        let [setting, variable, default, ..] = row[..] else { panic!("{row:?}") };
        let expected = format!("{PREFIX}{}", setting.to_uppercase().replace('.', "__"));
        assert_eq!(variable, expected);
        match defaults.get(setting) {
            // It depends on the machine.
            Some(_) if setting == "hashing.threads" => assert_eq!(default, "cores"),
            Some(value) => assert_eq!(default, value, "{setting}"),
            None => assert_eq!(default, "–", "{setting}"),
        }
    }
}

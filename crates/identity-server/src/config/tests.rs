//! Settings: order of the layers, unknown and wrong ones, secrets in files.

use std::ffi::OsString;
use std::io::Write as _;
use std::os::unix::ffi::OsStringExt as _;

use super::*;

fn environment(variables: &[(&str, &str)]) -> Vec<(OsString, OsString)> {
    variables.iter().map(|(name, value)| (name.into(), value.into())).collect()
}

fn load(variables: &[(&str, &str)]) -> Result<Config, String> {
    let layers = Layers { environment: environment(variables), ..Layers::default() };
    layers.load().map_err(|error| error.to_string())
}

fn file(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

fn load_file(text: &str) -> Result<Config, String> {
    let file = file(text);
    let layers = Layers { file: Some(file.path().into()), ..Layers::default() };
    layers.load().map_err(|error| error.to_string())
}

#[test]
fn each_layer_wins_over_those_below() {
    let file =
        file("[http]\nlisten = '127.0.0.1:1'\npublic_url = 'https://a.example'\n[log]\nlevel = 'warn'\n");
    let mut layers = Layers { file: Some(file.path().into()), ..Layers::default() };
    let listen = |layers: &Layers| layers.clone().load().unwrap().http.listen.port();
    assert_eq!(listen(&Layers::default()), 8080);
    assert_eq!(listen(&layers), 1);
    layers.environment = environment(&[("IDENTITY_HTTP__LISTEN", "127.0.0.1:2"), ("HTTP__LISTEN", "no")]);
    assert_eq!(listen(&layers), 2);
    layers.flags = vec![("http.listen", "127.0.0.1:3".into())];
    assert_eq!(listen(&layers), 3);
    let config = layers.load().unwrap();
    assert_eq!(config.http.public_url.unwrap().as_str(), "https://a.example");
    assert_eq!(config.log.level, LogLevel::Warn);
    assert_eq!(config.auth.principals_max, AuthConfig::default().principals_max);
}

#[test]
fn numbers_may_be_texts_and_texts_stay_as_they_are() {
    let config =
        load(&[("IDENTITY_HASHING__ITERATIONS", "3"), ("IDENTITY_BOOTSTRAP__PASSWORD", "0073917204466108")]);
    let config = config.unwrap();
    assert_eq!(config.hashing.iterations, 3);
    assert_eq!(config.bootstrap.password.unwrap().secret().expose(), "0073917204466108");
    assert_eq!(load_file("[hashing]\niterations = 4").unwrap().hashing.iterations, 4);
}

#[test]
fn unknown_settings_are_refused_by_name() {
    assert_eq!(load(&[("IDENTITY_HTTP__LISTN", "x")]).unwrap_err(), "http.listn: there is no such setting");
    assert_eq!(load(&[("IDENTITY_LISTEN", "x")]).unwrap_err(), "listen: there is no such section");
    assert_eq!(
        load(&[("IDENTITY_http__listen", "x")]).unwrap_err(),
        "IDENTITY_http__listen: there is no such setting"
    );
    assert_eq!(load_file("[htp]\nlisten = 1").unwrap_err(), "htp: there is no such section");
    assert_eq!(load_file("[keys]\nmaster = 1").unwrap_err(), "keys.master: there is no such setting");
    assert!(load(&[("OTHER_HTTP__LISTN", "x")]).is_ok());
}

#[test]
fn wrong_values_are_refused_by_name_in_one_line() {
    for (name, value, setting) in [
        ("IDENTITY_HTTP__LISTEN", "8080", "http.listen"),
        ("IDENTITY_HTTP__PUBLIC_URL", "id.example.com", "http.public_url"),
        ("IDENTITY_HTTP__TRUSTED_PROXIES", "10.0.0.0/33", "http.trusted_proxies"),
        ("IDENTITY_DATABASE__URL", "data.db", "database.url"),
        ("IDENTITY_DATABASE__URL", "mysql://u:hunter2@db/identity", "database.url"),
        ("IDENTITY_DATABASE__URL", "postgres://u:hunter2%@db/identity", "database.url"),
        ("IDENTITY_DATABASE__FEED_URL", "postgres://u:hunter2@db:0/identity", "database.feed_url"),
        ("IDENTITY_BOOTSTRAP__EMAIL", "admin", "bootstrap.email"),
        ("IDENTITY_BOOTSTRAP__PASSWORD", "hunter2", "bootstrap.password"),
        ("IDENTITY_BOOTSTRAP__PASSWORD_FILE", "/nowhere/at/all", "bootstrap.password_file"),
        ("IDENTITY_BOOTSTRAP__ACCOUNT_NAME", "", "bootstrap.account_name"),
        ("IDENTITY_BOOTSTRAP__TOKEN_FILE", "", "bootstrap.token_file"),
        ("IDENTITY_KEYS__MASTER_FILE", "", "keys.master_file"),
        ("IDENTITY_MAIL__URL", "smtps://me:hunter2", "mail.url"),
        ("IDENTITY_MAIL__URL", "hunter2", "mail.url"),
        ("IDENTITY_MAIL__FROM", "nobody", "mail.from"),
        ("IDENTITY_MAIL__TEMPLATES", "/nowhere/at/all", "mail.templates"),
        ("IDENTITY_MAIL__TEMPLATES", "", "mail.templates"),
        ("IDENTITY_LOG__LEVEL", "loud", "log.level"),
        ("IDENTITY_LOG__FORMAT", "xml", "log.format"),
        ("IDENTITY_MODULES__CATALOGUE", "/nowhere/at/all", "modules.catalogue"),
        ("IDENTITY_HASHING__MEMORY_KIB", "19455", "hashing.memory_kib"),
        ("IDENTITY_HASHING__MEMORY_KIB", "many", "hashing.memory_kib"),
        ("IDENTITY_HASHING__ITERATIONS", "1", "hashing.iterations"),
        ("IDENTITY_HASHING__ITERATIONS", "2.5", "hashing.iterations"),
        ("IDENTITY_HASHING__THREADS", "0", "hashing.threads"),
        ("IDENTITY_AUTH__AUDIENCE", "", "auth.audience"),
        ("IDENTITY_AUTH__AUDIENCE", "two words", "auth.audience"),
        ("IDENTITY_AUTH__PRINCIPALS_MAX", "0", "auth.principals_max"),
        ("IDENTITY_AUTH__PASSWORD_CHARS_MIN", "7", "auth.password_chars_min"),
        ("IDENTITY_AUTH__PASSWORD_CHARS_MIN", "65", "auth.password_chars_min"),
        (
            "IDENTITY_AUTH__PASSWORD_CHARS_MIN_WITH_SECOND_FACTOR",
            "16",
            "auth.password_chars_min_with_second_factor",
        ),
        ("IDENTITY_ICON__MAX_BYTES", "1023", "icon.max_bytes"),
        ("IDENTITY_ICON__MAX_BYTES", "2000001", "icon.max_bytes"),
        ("IDENTITY_HTTP__BODY_TIMEOUT_SECS", "0", "http.body_timeout_secs"),
        ("IDENTITY_HTTP__BODY_TIMEOUT_SECS", "601", "http.body_timeout_secs"),
        ("IDENTITY_AUTH__PRINCIPALS_MAX", "-1", "auth.principals_max"),
        ("IDENTITY_BOOTSTRAP", "hunter2", "bootstrap"),
    ] {
        let line = load(&[(name, value)]).expect_err(name);
        assert!(line.starts_with(&format!("{setting}: ")), "{line}");
        assert!(!line.contains('\n') && !line.contains("hunter2"), "{line}");
    }
    for (text, setting) in [
        ("http = 1", "http"),
        ("[http]\ntrusted_proxies = 1", "http.trusted_proxies"),
        ("[bootstrap]\npassword = ['hunter2']", "bootstrap.password"),
        ("[bootstrap]\npassword = { a = 'hunter2' }", "bootstrap.password"),
        ("[bootstrap]\npassword = 'hunter2", "--config"),
    ] {
        let line = load_file(text).expect_err(text);
        assert!(line.starts_with(&format!("{setting}: ")), "{line}");
        assert!(!line.contains('\n') && !line.contains("hunter2"), "{line}");
    }
}

#[test]
fn a_variable_must_be_utf_8() {
    let variable = ("IDENTITY_KEYS__MASTER_FILE".into(), OsString::from_vec(vec![0xff]));
    let error = Layers { environment: vec![variable], ..Layers::default() }.load().unwrap_err();
    assert_eq!(error.to_string(), "IDENTITY_KEYS__MASTER_FILE: must be UTF-8");
}

#[test]
fn secrets_may_come_from_files() {
    let secret = file("quiet river under stones\n");
    let path = secret.path().to_str().unwrap();
    let variable = ("IDENTITY_BOOTSTRAP__PASSWORD_FILE", path);
    let password = load(&[variable]).unwrap().bootstrap.password.unwrap();
    assert_eq!(password.secret().expose(), "quiet river under stones");
    let both = load(&[variable, ("IDENTITY_BOOTSTRAP__PASSWORD", "quiet river under stones")]);
    assert_eq!(both.unwrap_err(), "bootstrap.password_file: bootstrap.password is given as well");
    let url = file("smtps://me:hunter2@mail.example.com");
    let config = load_file(&format!("[mail]\nurl_file = '{}'", url.path().display())).unwrap();
    assert_eq!(config.mail.url.expose(), "smtps://me:hunter2@mail.example.com");
    assert!(load_file("[keys]\nmaster_file_file = 'x'").is_err());
}

#[test]
fn what_is_shown_is_a_configuration_without_its_secrets() {
    let config = load(&[
        ("IDENTITY_MAIL__URL", "smtps://me:hunter2@mail.example.com"),
        ("IDENTITY_BOOTSTRAP__PASSWORD", "quiet river under stones"),
    ]);
    let shown = config.unwrap().to_toml().unwrap();
    assert!(!shown.contains("hunter2") && !shown.contains("river"), "{shown}");
    assert!(shown.contains("password = \"********\""), "{shown}");
    assert!(shown.contains("url = \"smtps://********@mail.example.com\""), "{shown}");
    let again = load_file(&Config::default().to_toml().unwrap()).unwrap();
    assert_eq!(again.to_toml().unwrap(), Config::default().to_toml().unwrap());
}

#[test]
fn a_broken_template_is_refused_with_its_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("de")).unwrap();
    std::fs::write(folder.path().join("de/removed.txt"), "Subject: A\n\n{{ acount }}\n").unwrap();
    let path = folder.path().to_str().unwrap();
    let line = load(&[("IDENTITY_MAIL__TEMPLATES", path)]).unwrap_err();
    assert_eq!(line, "mail.templates: de/removed.txt line 3: undefined value");
}

#[test]
fn lists_are_arrays_or_texts_with_commas() {
    let listed = load(&[("IDENTITY_HTTP__TRUSTED_PROXIES", "10.0.0.0/8, ::1,")]).unwrap();
    let array = load_file("[http]\ntrusted_proxies = ['10.0.0.0/8', '::1']").unwrap();
    assert_eq!(listed.http.trusted_proxies, ["10.0.0.0/8", "::1"]);
    assert_eq!(listed.http.trusted_proxies, array.http.trusted_proxies);
}

#[test]
fn p_r36_limits_are_settings_within_bounds() {
    let limits = load(&[("IDENTITY_LIMITS__CHILDREN_PER_ACCOUNT", "3")]).unwrap().limits.limits();
    let expected = identity_core::service::Limits { children_max: 3, ..Default::default() };
    assert_eq!(limits, expected);
    for setting in ["tokens", "roles", "children"] {
        for bad in ["0", "10001", "-1", "many"] {
            let variable = format!("IDENTITY_LIMITS__{}_PER_ACCOUNT", setting.to_uppercase());
            let error = load(&[(&variable, bad)]).unwrap_err();
            assert!(error.starts_with(&format!("limits.{setting}_per_account: ")), "{error}");
        }
    }
}

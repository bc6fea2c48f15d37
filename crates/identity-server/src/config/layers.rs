//! Where settings come from: a file, above it the environment, above that the command line.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use config::builder::DefaultState;
use config::{ConfigBuilder, Environment, Map, Value, ValueKind};
use serde::Deserialize as _;
use zeroize::Zeroizing;

use super::{Config, ConfigError};

/// What the names of our environment variables begin with.
pub const PREFIX: &str = "IDENTITY_";

/// Secrets, which may be given as the path of a file instead: `section.key_file`.
const SECRETS: [(&str, &str); 4] =
    [("bootstrap", "password"), ("database", "url"), ("database", "feed_url"), ("mail", "url")];
/// Larger files are no secrets.
const SECRET_BYTES_MAX: u64 = 8 * 1024;

/// The layers above the defaults, lowest first.
#[derive(Debug, Clone, Default)]
pub struct Layers {
    /// A TOML file.
    pub file: Option<PathBuf>,
    /// Environment variables; those whose names do not begin with [`PREFIX`] are not looked at.
    pub environment: Vec<(OsString, OsString)>,
    /// `section.key` and value.
    pub flags: Vec<(&'static str, String)>,
}

impl Layers {
    /// Puts the layers together and checks every value.
    ///
    /// # Errors
    /// [`ConfigError`] for the first setting that is unknown or wrong.
    pub fn load(self) -> Result<Config, ConfigError> {
        let mut layers = config::Config::builder();
        if let Some(path) = &self.file {
            layers = layers.add_source(read_file(path)?);
        }
        layers = layers.add_source(environment(self.environment)?);
        for (key, value) in self.flags {
            layers = layers.set_override(key, value).map_err(ConfigError::from_conversion)?;
        }
        let mut sections = merge(layers)?;
        for (section, key) in SECRETS {
            take_secret_file(&mut sections, section, key)?;
        }
        let merged = Value::new(None, ValueKind::Table(sections));
        let config = Config::deserialize(merged).map_err(ConfigError::from_conversion)?;
        config.check()?;
        Ok(config)
    }
}

fn merge(layers: ConfigBuilder<DefaultState>) -> Result<Map<String, Value>, ConfigError> {
    let merged = layers.build().and_then(|layers| layers.cache.into_table());
    merged.map_err(ConfigError::from_conversion)
}

fn read_file(path: &Path) -> Result<config::Config, ConfigError> {
    let name = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| ConfigError::new("--config", format_args!("{name}: {error}")))?;
    let table: toml::Table = toml::from_str(&text).map_err(|error| {
        // The library's own text repeats the line, and with it perhaps a secret.
        let line =
            error.span().and_then(|span| text.get(..span.start)).map_or(1, |t| t.matches('\n').count() + 1);
        ConfigError::new("--config", format_args!("{name}, line {line}: {}", error.message()))
    })?;
    config::Config::try_from(&table).map_err(ConfigError::from_conversion)
}

fn environment(variables: Vec<(OsString, OsString)>) -> Result<Environment, ConfigError> {
    let mut ours = Map::new();
    for (name, value) in variables {
        let Some(name) = name.to_str().filter(|name| name.starts_with(PREFIX)) else { continue };
        let value = value.into_string().map_err(|_| ConfigError::new(name, "must be UTF-8"))?;
        if !name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_') {
            return Err(ConfigError::new(name, "there is no such setting"));
        }
        ours.insert(name.to_owned(), value);
    }
    Ok(Environment::with_prefix("IDENTITY").prefix_separator("_").separator("__").source(Some(ours)))
}

/// Replaces `key_file` by what the file holds, without the line end.
fn take_secret_file(sections: &mut Map<String, Value>, section: &str, key: &str) -> Result<(), ConfigError> {
    let Some(ValueKind::Table(settings)) = sections.get_mut(section).map(|value| &mut value.kind) else {
        return Ok(());
    };
    let file_key = format!("{key}_file");
    let Some(path) = settings.remove(&file_key) else { return Ok(()) };
    let setting = format!("{section}.{file_key}");
    if settings.contains_key(key) {
        return Err(ConfigError::new(setting, format_args!("{section}.{key} is given as well")));
    }
    let path = path.into_string().map_err(|_| ConfigError::new(&setting, "must be a path"))?;
    let text = read_secret(Path::new(&path))
        .map_err(|error| ConfigError::new(&setting, format_args!("{path}: {error}")))?;
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    settings.insert(key.to_owned(), Value::new(None, text));
    Ok(())
}

fn read_secret(path: &Path) -> std::io::Result<Zeroizing<String>> {
    use std::io::Read as _;
    let mut text = Zeroizing::new(String::new());
    let read = std::fs::File::open(path)?.take(SECRET_BYTES_MAX + 1).read_to_string(&mut text)?;
    if read as u64 > SECRET_BYTES_MAX {
        return Err(std::io::Error::other("is too large for a secret"));
    }
    Ok(text)
}

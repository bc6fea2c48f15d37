//! What is wrong with a setting, in one line.

/// A setting that cannot be used. The text is one line, names the setting and never repeats a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{setting}: {message}")]
pub struct ConfigError {
    setting: String,
    message: String,
}

impl ConfigError {
    /// Names the setting and says what is wrong; line ends become spaces.
    pub fn new(setting: impl Into<String>, message: impl std::fmt::Display) -> Self {
        let message = message.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
        Self { setting: setting.into(), message }
    }

    /// Finds the setting that a failed conversion was about.
    pub(super) fn from_conversion(error: config::ConfigError) -> Self {
        use config::ConfigError as E;
        match error {
            E::At { error, key: Some(key), .. } => Self::under(&key, &error.to_string()),
            // What was found is not repeated: it may be a secret in the wrong place.
            E::Type { expected, key: Some(key), .. } => Self::new(key, format_args!("must be {expected}")),
            other => Self::under("", &other.to_string()),
        }
    }

    fn under(key: &str, message: &str) -> Self {
        let unknown = message.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`'));
        match unknown {
            Some((field, _)) if key.is_empty() => Self::new(field, "there is no such section"),
            Some((field, _)) => Self::new(format!("{key}.{field}"), "there is no such setting"),
            // Nor here; a section that is no table ends up here as well.
            None if message.starts_with("invalid type: ") => Self::new(key, "is of the wrong kind"),
            None if key.is_empty() => Self::new("configuration", message),
            None => Self::new(key, message),
        }
    }
}

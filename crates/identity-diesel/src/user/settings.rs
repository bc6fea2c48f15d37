//! A person's preferences as JSON text; nobody asks the database for one of them.

use identity_core::user::UserSettings;
use identity_core::value::Text;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    #[serde(skip_serializing_if = "Option::is_none")]
    culture_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_format: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time_format: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time_zone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number_format: Option<String>,
}

/// What is stored; nothing for nothing.
pub(super) fn to_text(settings: &UserSettings) -> Option<String> {
    if *settings == UserSettings::default() {
        return None;
    }
    let UserSettings { culture_code, language_code, date_format, time_format, time_zone, number_format } =
        settings;
    let stored = Stored {
        culture_code: culture_code.as_ref().map(Text::to_string),
        language_code: language_code.as_ref().map(Text::to_string),
        date_format: date_format.as_ref().map(Text::to_string),
        time_format: time_format.as_ref().map(Text::to_string),
        time_zone: time_zone.as_ref().map(Text::to_string),
        number_format: number_format.as_ref().map(Text::to_string),
    };
    serde_json::to_string(&stored).ok()
}

/// What was stored; `None` for what we never wrote.
pub(super) fn from_text(text: Option<&str>) -> Option<UserSettings> {
    let Some(text) = text else { return Some(UserSettings::default()) };
    let Stored { culture_code, language_code, date_format, time_format, time_zone, number_format } =
        serde_json::from_str(text).ok()?;
    Some(UserSettings {
        culture_code: culture_code.map(Text::from_stored),
        language_code: language_code.map(Text::from_stored),
        date_format: date_format.map(Text::from_stored),
        time_format: time_format.map(Text::from_stored),
        time_zone: time_zone.map(Text::from_stored),
        number_format: number_format.map(Text::from_stored),
    })
}

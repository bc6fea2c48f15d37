//! The members of a person as a client sends them (platform.md §3.3).

use super::{User, UserSettings};
use crate::error::Error;
use crate::icon::Icon;
use crate::value::{BadText, Form, Member, PhoneInput, Text};

/// Members of an update; everything else a client echoes is read-only.
#[derive(Debug, Clone, Default)]
pub struct UserInput {
    /// `firstName`
    pub first_name: Member<String>,
    /// `lastName`
    pub last_name: Member<String>,
    /// `phone`
    pub phone: Member<PhoneInput>,
    /// `settings`
    pub settings: Member<SettingsInput>,
    /// `currentAccount.id`; the person alone (R28).
    pub current_account: Member<String>,
    /// The file part `icon`, or `icon` where it is `null`; update only.
    pub icon: Member<Icon>,
}

/// The members of `settings`.
#[derive(Debug, Clone, Default)]
pub struct SettingsInput {
    /// `cultureCode`
    pub culture_code: Member<String>,
    /// `languageCode`
    pub language_code: Member<String>,
    /// `dateFormat`
    pub date_format: Member<String>,
    /// `timeFormat`
    pub time_format: Member<String>,
    /// `timeZone`
    pub time_zone: Member<String>,
    /// `numberFormat`
    pub number_format: Member<String>,
}

impl SettingsInput {
    /// Merges into the stored settings member by member.
    pub(crate) fn merge(
        member: &Member<Self>,
        path: &str,
        stored: &UserSettings,
        form: &mut Form,
    ) -> UserSettings {
        let input = match member {
            Member::Absent => return stored.clone(),
            Member::Null => return UserSettings::default(),
            Member::Bad(message) => {
                form.reject(path, message);
                return stored.clone();
            }
            Member::Value(input) => input,
        };
        UserSettings {
            culture_code: part(
                form,
                format!("{path}.cultureCode"),
                &input.culture_code,
                stored.culture_code.as_ref(),
            ),
            language_code: part(
                form,
                format!("{path}.languageCode"),
                &input.language_code,
                stored.language_code.as_ref(),
            ),
            date_format: part(
                form,
                format!("{path}.dateFormat"),
                &input.date_format,
                stored.date_format.as_ref(),
            ),
            time_format: part(
                form,
                format!("{path}.timeFormat"),
                &input.time_format,
                stored.time_format.as_ref(),
            ),
            time_zone: part(form, format!("{path}.timeZone"), &input.time_zone, stored.time_zone.as_ref()),
            number_format: part(
                form,
                format!("{path}.numberFormat"),
                &input.number_format,
                stored.number_format.as_ref(),
            ),
        }
    }
}

impl UserInput {
    /// What the person becomes; `prefix` stands before the member paths, and the account is not touched.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything that is wrong.
    pub(crate) fn merge_into(&self, stored: &User, prefix: &str) -> Result<User, Error> {
        let mut form = Form::default();
        let path = |name: &str| format!("{prefix}{name}");
        let parse = |text: &str| -> Result<Text<100>, BadText> { text.parse() };
        let first_name = form.required(&path("firstName"), &self.first_name, Some(&stored.first_name), parse);
        let last_name = form.required(&path("lastName"), &self.last_name, Some(&stored.last_name), parse);
        let phone = PhoneInput::merge(&self.phone, &path("phone"), stored.phone.as_ref(), &mut form);
        let settings = SettingsInput::merge(&self.settings, &path("settings"), &stored.settings, &mut form);
        form.check(&path("icon"), &self.icon);
        form.finish(first_name.zip(last_name).map(|(first_name, last_name)| User {
            first_name,
            last_name,
            phone,
            settings,
            ..stored.clone()
        }))
    }
}

fn part<const MAX: usize>(
    form: &mut Form,
    path: String,
    member: &Member<String>,
    stored: Option<&Text<MAX>>,
) -> Option<Text<MAX>> {
    form.optional(&path, member, stored, str::parse::<Text<MAX>>)
}

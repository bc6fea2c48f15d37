//! People as they are sent.

use identity_core::Error;
use identity_core::icon::Icon;
use identity_core::secret::Secret;
use identity_core::user::{SetPassword, SettingsInput, UserInput};
use identity_core::value::{Member, PhoneInput};

use crate::http::body::{Form, Members};

/// The parts that an update may have.
pub(super) const FORM: Form = Form { json: "user", file: "icon" };

/// Reads the members of an update, with the picture that came with them; `{"node":…,"data":{…}}` is read as its `data`.
pub(super) fn read(sent: &mut Members, icon: Member<Icon>) -> UserInput {
    if sent.has("node")
        && let Member::Value(mut data) = sent.object("data", std::mem::take)
    {
        return UserInput { icon: data.icon(icon), ..profile(&mut data) };
    }
    UserInput { icon: sent.icon(icon), ..profile(sent) }
}

/// Reads names, phone, settings and the account to enter next.
pub(crate) fn profile(sent: &mut Members) -> UserInput {
    UserInput {
        first_name: sent.text("firstName"),
        last_name: sent.text("lastName"),
        phone: sent.object("phone", phone),
        settings: sent.object("settings", |sent| SettingsInput {
            culture_code: sent.text("cultureCode"),
            language_code: sent.text("languageCode"),
            date_format: sent.text("dateFormat"),
            time_format: sent.text("timeFormat"),
            time_zone: sent.text("timeZone"),
            number_format: sent.text("numberFormat"),
        }),
        current_account: sent.reference("currentAccount"),
        icon: Member::Absent,
    }
}

/// Reads the members of a phone number.
pub(crate) fn phone(sent: &mut Members) -> PhoneInput {
    PhoneInput { prefix: sent.text("prefix"), number: sent.text("number") }
}

/// Reads the members of set-password. A missing password is an empty one, which the rules refuse in their turn.
pub(super) fn password(sent: &mut Members) -> Result<SetPassword, Error> {
    let mut text = |name: &str| match sent.text(name) {
        Member::Absent | Member::Null => Ok(None),
        Member::Value(text) => Ok(Some(text)),
        Member::Bad(message) => Err(Error::invalid(name, message)),
    };
    Ok(SetPassword {
        password: Secret::new(text("password")?.unwrap_or_default()),
        current: text("currentPassword")?.map(Secret::new),
        code: text("invitationCode")?,
    })
}

/// Reads whether an account is a favourite.
pub(super) fn favorite(sent: &mut Members) -> Result<bool, Error> {
    match sent.flag("favorite") {
        Member::Value(flag) => Ok(flag),
        Member::Bad(message) => Err(Error::invalid("favorite", message)),
        Member::Absent | Member::Null => Err(Error::invalid("favorite", "Must not be empty.")),
    }
}

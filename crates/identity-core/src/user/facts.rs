//! What an audit record shows of a person.

use super::User;
use crate::audit::{Documents, Fact};

fn members(user: &User) -> [(&'static str, Fact); 8] {
    let settings = &user.settings;
    [
        ("firstName", Fact::text(Some(&user.first_name))),
        ("lastName", Fact::text(Some(&user.last_name))),
        ("phone.prefix", Fact::text(user.phone.as_ref().and_then(|p| p.prefix.as_ref()))),
        ("phone.number", Fact::text(user.phone.as_ref().and_then(|p| p.number.as_ref()))),
        (
            "settings",
            Fact::List(
                [
                    Fact::text(settings.culture_code.as_ref()),
                    Fact::text(settings.language_code.as_ref()),
                    Fact::text(settings.date_format.as_ref()),
                    Fact::text(settings.time_format.as_ref()),
                    Fact::text(settings.time_zone.as_ref()),
                    Fact::text(settings.number_format.as_ref()),
                ]
                .into(),
            ),
        ),
        ("currentAccount", Fact::text(user.current_account)),
        ("blocked", Fact::Flag(user.life == super::UserLife::Blocked)),
        ("deleted", Fact::Flag(user.life == super::UserLife::Deleted)),
    ]
}

/// Members that differ.
pub(super) fn changed(before: &User, after: &User) -> Documents {
    let mut documents = Documents::default();
    for ((member, before), (_, after)) in members(before).into_iter().zip(members(after)) {
        documents.note(member, before, after);
    }
    documents
}

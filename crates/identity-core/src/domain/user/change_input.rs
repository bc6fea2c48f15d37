//! A change of a person as a client sends it (provisioning.md §3.3).

use super::value::{UserName, email, phone, user_name};
use crate::domain::{DomainRefusal, Faults};
use crate::error::Error;
use crate::membership::Given;
use crate::user::User;
use crate::value::{BadText, EmailAddress, Member, Phone};

/// Members of a change; what is absent or `null` stays.
#[derive(Debug, Clone, Default)]
pub struct UserChange {
    /// `email`
    pub email: Member<String>,
    /// `userName`
    pub user_name: Member<String>,
    /// `phone`; an empty text clears it.
    pub phone: Member<String>,
}

/// What is to be changed.
pub(super) struct Wanted {
    email: Option<EmailAddress>,
    name: Option<UserName>,
    /// `null` clears it.
    phone: Member<Phone>,
}

impl UserChange {
    /// Reads the body.
    ///
    /// # Errors
    /// The least refusal from 100 to 108.
    pub(super) fn read(&self) -> Result<Wanted, Error> {
        let mut faults = Faults::default();
        let email = sent("email", &self.email, DomainRefusal::EmailMalformed, email, &mut faults);
        let malformed = DomainRefusal::UserNameMalformed;
        let name = sent("userName", &self.user_name, malformed, user_name, &mut faults);
        let phone = match &self.phone {
            Member::Value(text) if text.is_empty() => Member::Null,
            Member::Absent | Member::Null => Member::Absent,
            Member::Value(text) => phone(text).map_or_else(
                |_| {
                    faults.note(DomainRefusal::PhoneMalformed);
                    Member::Absent
                },
                Member::Value,
            ),
            Member::Bad(_) => {
                faults.note(DomainRefusal::WrongType("phone"));
                Member::Absent
            }
        };
        faults.check()?;
        Ok(Wanted { email, name, phone })
    }
}

/// A text that is not cleared.
fn sent<T>(
    name: &'static str,
    sent: &Member<String>,
    malformed: DomainRefusal,
    parse: impl FnOnce(&str) -> Result<T, BadText>,
    faults: &mut Faults,
) -> Option<T> {
    match sent {
        Member::Absent | Member::Null => None,
        sent => faults.required(name, sent, malformed, parse),
    }
}

impl Wanted {
    /// What the person becomes.
    pub(super) fn applied_to(&self, user: User) -> User {
        let is_moved = self.email.as_ref().is_some_and(|email| *email != user.email);
        let Given { first, last, phone } = self.given(&Given::of(&user));
        User {
            email: self.email.clone().unwrap_or_else(|| user.email.clone()),
            is_email_verified: user.is_email_verified && !is_moved,
            first_name: first,
            last_name: last,
            phone,
            ..user
        }
    }

    /// What is said of the person afterwards.
    pub(super) fn given(&self, before: &Given) -> Given {
        let phone = match &self.phone {
            Member::Value(phone) => Some(phone.clone()),
            Member::Null => None,
            Member::Absent | Member::Bad(_) => before.phone.clone(),
        };
        match self.name.clone() {
            Some(UserName { first, last }) => Given { first, last, phone },
            None => Given { phone, ..before.clone() },
        }
    }
}

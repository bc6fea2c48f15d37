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
    phone: Option<Option<Phone>>,
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
            Member::Value(text) if text.is_empty() => Some(None),
            Member::Value(text) => {
                let phone = phone(text).ok();
                faults.unless(phone.is_some(), DomainRefusal::PhoneMalformed);
                phone.map(Some)
            }
            Member::Bad(_) => {
                faults.note(DomainRefusal::WrongType("phone"));
                None
            }
            Member::Absent | Member::Null => None,
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
        let name = self.name.clone();
        let (first_name, last_name) = name.map_or_else(
            || (user.first_name.clone(), user.last_name.clone()),
            |name| (name.first, name.last),
        );
        User {
            email: self.email.clone().unwrap_or_else(|| user.email.clone()),
            is_email_verified: user.is_email_verified && !is_moved,
            first_name,
            last_name,
            phone: self.phone.clone().unwrap_or_else(|| user.phone.clone()),
            ..user
        }
    }

    /// What others are shown until the person has joined changes with what the person is called.
    pub(super) fn given(&self, given: &Given) -> Given {
        let name = self.name.clone();
        let (first, last) =
            name.map_or_else(|| (given.first.clone(), given.last.clone()), |name| (name.first, name.last));
        Given { first, last, phone: self.phone.clone().unwrap_or_else(|| given.phone.clone()) }
    }
}

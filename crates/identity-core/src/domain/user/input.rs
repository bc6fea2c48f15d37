//! Bodies of new domain users as clients send them (provisioning.md §3.3).

use super::value::{UserName, email, phone, user_name};
use crate::domain::role::is_role_name;
use crate::domain::{DomainRefusal, Faults};
use crate::error::Error;
use crate::membership::Given;
use crate::value::{BadText, EmailAddress, Member, Text};

/// Members of a new domain user.
#[derive(Debug, Clone, Default)]
pub struct DomainUserInput {
    /// `email`
    pub email: Member<String>,
    /// `role`
    pub role: Member<String>,
    /// `domain`
    pub domain: Member<String>,
    /// `userName`
    pub user_name: Member<String>,
    /// `phone`
    pub phone: Member<String>,
    /// `externalId`, which an internal user does not have (P-R23).
    pub external_id: Member<String>,
    /// `owner`
    pub owner: Member<bool>,
    /// `skipMailValidation` of the query (P-R25).
    pub skips_mail: Member<bool>,
}

/// What is asked for, as far as it can be read without the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) email: EmailAddress,
    pub(super) role: String,
    pub(super) given: Given,
    /// Of an external user.
    pub(super) external_id: Option<Text<250>>,
    pub(super) skips_mail: bool,
}

/// What decides on which members have to be there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Needs {
    /// The user is external (B8).
    pub(super) is_external: bool,
    /// The credential does not tell the domain.
    pub(super) domain: bool,
    /// The person is not known, or not asked for by multitenant credentials.
    pub(super) user_name: bool,
}

impl DomainUserInput {
    /// Reads the body.
    ///
    /// # Errors
    /// The least refusal from 100 to 108.
    pub(super) fn read(&self, needs: Needs) -> Result<Wanted, Error> {
        let mut faults = Faults::default();
        let email = faults.required("email", &self.email, DomainRefusal::EmailMalformed, email);
        let role = faults.required("role", &self.role, DomainRefusal::RoleNameMalformed, role_name);
        let domain: fn(&mut Faults, &Member<String>) -> Option<()> =
            if needs.domain { named } else { perhaps };
        domain(&mut faults, &self.domain);
        let malformed = DomainRefusal::UserNameMalformed;
        let name = if needs.user_name {
            faults.required("userName", &self.user_name, malformed, user_name)
        } else {
            faults.optional("userName", &self.user_name, malformed, user_name)
        };
        let phone = faults.optional("phone", &self.phone, DomainRefusal::PhoneMalformed, phone);
        let external_id = if needs.is_external {
            let malformed = DomainRefusal::Malformed("externalId");
            faults.required("externalId", &self.external_id, malformed, str::parse)
        } else {
            None
        };
        faults.unless(self.owner.value() != Some(&true), DomainRefusal::Malformed("owner"));
        if let Member::Bad(_) = &self.owner {
            faults.note(DomainRefusal::WrongType("owner"));
        }
        if let (Member::Bad(_), false) = (&self.skips_mail, needs.is_external) {
            faults.note(DomainRefusal::Malformed("skipMailValidation"));
        }
        let empty = || Text::from_stored(String::new());
        let UserName { first, last } = name.unwrap_or_else(|| UserName { first: empty(), last: empty() });
        let given = Given { first, last, phone };
        let skips_mail = self.skips_mail.value() == Some(&true);
        faults.finish(email.zip(role).map(|(email, role)| Wanted {
            email,
            role,
            given,
            external_id,
            skips_mail,
        }))
    }

    /// The e-mail, if it is one.
    pub(super) fn email(&self) -> Option<EmailAddress> {
        email(self.email.value()?).ok()
    }

    /// The name of a domain, if the body has one.
    pub(super) fn domain(&self) -> Option<&str> {
        self.domain.value().map(String::as_str).filter(|name| !name.trim().is_empty())
    }
}

fn role_name(text: &str) -> Result<String, BadText> {
    if is_role_name(text) { Ok(text.to_owned()) } else { Err(BadText::new("Must be a role name.")) }
}

/// The domain was resolved before the body is read; here it only has to be there, and be a text.
fn named(faults: &mut Faults, sent: &Member<String>) -> Option<()> {
    faults.required("domain", sent, DomainRefusal::Malformed("domain"), |_| Ok(()))
}

fn perhaps(faults: &mut Faults, sent: &Member<String>) -> Option<()> {
    faults.optional("domain", sent, DomainRefusal::Malformed("domain"), |_| Ok(()))
}

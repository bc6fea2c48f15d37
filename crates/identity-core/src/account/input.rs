//! The members of an account as a client sends them, and how they merge into a stored one.

use super::{Account, AccountKind, Eligibility, ServiceLevel};
use crate::error::Error;
use crate::icon::Icon;
use crate::id::AccountId;
use crate::policy::{Action, Target};
use crate::service::Call;
use crate::value::{AddressInput, BadText, Form, Member};

/// Members of create, update and validate (platform.md §3.1).
#[derive(Debug, Clone, Default)]
pub struct AccountInput {
    /// `name`
    pub name: Member<String>,
    /// `type`, read at creation only.
    pub kind: Member<String>,
    /// `parent.id`, reserved.
    pub parent: Member<String>,
    /// `externalId`, reserved.
    pub external_id: Member<String>,
    /// `serviceLevel`, reserved.
    pub service_level: Member<String>,
    /// `address`
    pub address: Member<AddressInput>,
    /// `technicalSupportEmail`
    pub technical_support_email: Member<String>,
    /// `website`
    pub website: Member<String>,
    /// `description`
    pub description: Member<String>,
    /// `defaultLanguageCode`
    pub default_language_code: Member<String>,
    /// `eligibility`, reserved.
    pub eligibility: Member<EligibilityInput>,
    /// `tokenPolicy.retrievable`, reserved.
    pub is_token_retrievable: Member<bool>,
    /// The file part `logo`, or `icon` where it is `null`; create and update only.
    pub icon: Member<Icon>,
}

/// The members of `eligibility`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EligibilityInput {
    /// `client`
    pub client: Member<bool>,
    /// `partner`
    pub partner: Member<bool>,
}

fn service_level(text: &str) -> Result<ServiceLevel, BadText> {
    ServiceLevel::parse(text.trim()).ok_or_else(|| BadText("Must be a known service level.".into()))
}

fn account_id(text: &str) -> Result<AccountId, BadText> {
    text.parse().map_err(|_| BadText(crate::error::REFERENCE_NOT_FOUND.into()))
}

impl EligibilityInput {
    fn merge(member: &Member<Self>, stored: Option<Eligibility>, form: &mut Form) -> Option<Eligibility> {
        match member {
            Member::Absent => stored,
            Member::Null => None,
            Member::Bad(message) => {
                form.reject("eligibility", message);
                None
            }
            Member::Value(input) => {
                let old = stored.unwrap_or_default();
                Some(Eligibility {
                    client: form.flag("eligibility.client", &input.client, old.client),
                    partner: form.flag("eligibility.partner", &input.partner, old.partner),
                })
            }
        }
    }
}

impl AccountInput {
    /// Refuses a reserved member that would change something, before its value is looked at (platform.md §1.3).
    ///
    /// # Errors
    /// [`Error::Forbidden`] unless the actor may write reserved members or none differs from what is stored.
    pub(super) fn check_reserved(&self, call: &Call, stored: &Account) -> Result<(), Error> {
        let eligibility_differs = match &self.eligibility {
            Member::Absent => false,
            Member::Null => stored.eligibility.is_some(),
            Member::Bad(_) => true,
            Member::Value(_) => {
                let mut form = Form::default();
                let merged = EligibilityInput::merge(&self.eligibility, stored.eligibility, &mut form);
                form.finish(Some(())).is_err() || merged != stored.eligibility
            }
        };
        let policy_differs = match &self.is_token_retrievable {
            Member::Absent => false,
            Member::Null => stored.is_token_retrievable,
            Member::Bad(_) => true,
            Member::Value(value) => *value != stored.is_token_retrievable,
        };
        let differs = self.parent.differs(stored.parent.as_ref(), account_id)
            || self.external_id.differs(stored.external_id.as_ref(), str::parse)
            || self.service_level.differs(stored.service_level.as_ref(), service_level)
            || eligibility_differs
            || policy_differs;
        if differs { call.actor().may(Action::AccountUpdateReserved, Target::of(stored.id)) } else { Ok(()) }
    }

    /// What the account becomes; its state is not touched.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything that is wrong with the values themselves.
    pub(super) fn merge_into(&self, stored: &Account) -> Result<Account, Error> {
        let mut form = Form::default();
        let name = form.required("name", &self.name, Some(&stored.name), str::parse);
        let merged = self.merge_optional(stored, &mut form);
        form.finish(name.map(|name| Account { name, ..merged }))
    }

    /// A new account of these members.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything that is wrong with the values themselves.
    pub(super) fn build(&self, call: &Call) -> Result<Account, Error> {
        let mut form = Form::default();
        let name = form.required("name", &self.name, None, str::parse);
        let kind = form.required("type", &self.kind, None, |text| {
            AccountKind::parse(text.trim())
                .filter(|kind| *kind != AccountKind::Operations)
                .ok_or_else(|| BadText("Must be Client or Vendor.".into()))
        });
        // A wrong name or type must not hide what else is wrong.
        let placeholder = crate::value::Text::from_stored(String::new());
        let kind_or_any = kind.unwrap_or(AccountKind::Client);
        let stored = Account::new(kind_or_any, name.clone().unwrap_or(placeholder), call.stamp());
        let account = self.merge_optional(&stored, &mut form);
        form.finish(name.zip(kind).map(|_| account))
    }

    fn merge_optional(&self, stored: &Account, form: &mut Form) -> Account {
        form.check("logo", &self.icon);
        let parent = form.optional("parent.id", &self.parent, stored.parent.as_ref(), account_id);
        let eligibility = EligibilityInput::merge(&self.eligibility, stored.eligibility, form);
        let is_token_retrievable =
            form.flag("tokenPolicy.retrievable", &self.is_token_retrievable, stored.is_token_retrievable);
        Account {
            parent,
            external_id: text(form, "externalId", &self.external_id, stored.external_id.as_ref()),
            service_level: form.optional(
                "serviceLevel",
                &self.service_level,
                stored.service_level.as_ref(),
                service_level,
            ),
            address: AddressInput::merge(&self.address, stored.address.as_ref(), form),
            technical_support_email: text(
                form,
                "technicalSupportEmail",
                &self.technical_support_email,
                stored.technical_support_email.as_ref(),
            ),
            website: text(form, "website", &self.website, stored.website.as_ref()),
            description: text(form, "description", &self.description, stored.description.as_ref()),
            default_language_code: text(
                form,
                "defaultLanguageCode",
                &self.default_language_code,
                stored.default_language_code.as_ref(),
            ),
            eligibility,
            is_token_retrievable,
            ..stored.clone()
        }
    }
}

fn text<T>(form: &mut Form, path: &str, member: &Member<String>, stored: Option<&T>) -> Option<T>
where
    T: Clone + std::str::FromStr<Err = BadText>,
{
    form.optional(path, member, stored, str::parse)
}

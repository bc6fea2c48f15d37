//! The members of a buyer as a client sends them, and how they merge into a stored one.

use super::{Buyer, Contact, ExternalIds, SellerInput};
use crate::error::{Error, REFERENCE_NOT_FOUND};
use crate::icon::Icon;
use crate::id::{AccountId, UserId};
use crate::policy::{Action, Target};
use crate::service::Call;
use crate::value::{AddressInput, BadText, Form, Member, PhoneInput};

/// Members of create, update, activate and validate (platform.md §3.7).
#[derive(Debug, Clone, Default)]
pub struct BuyerInput {
    /// `name`
    pub name: Member<String>,
    /// `contact`
    pub contact: Member<ContactInput>,
    /// The file part `logo`, or `icon` where it is `null`; create and update only.
    pub icon: Member<Icon>,
    /// `address`, reserved.
    pub address: Member<AddressInput>,
    /// `taxId`, reserved.
    pub tax_id: Member<String>,
    /// `externalIds`, reserved.
    pub external_ids: Member<ExternalIdsInput>,
    /// `account.id`, reserved.
    pub account: Member<String>,
    /// `sellers`, reserved.
    pub sellers: Member<Vec<Member<SellerInput>>>,
}

/// The members of `contact`.
#[derive(Debug, Clone, Default)]
pub struct ContactInput {
    /// `name`
    pub name: Member<String>,
    /// `firstName`
    pub first_name: Member<String>,
    /// `lastName`
    pub last_name: Member<String>,
    /// `email`
    pub email: Member<String>,
    /// `phone`
    pub phone: Member<PhoneInput>,
    /// `user.id`
    pub user: Member<String>,
    /// `type`
    pub kind: Member<String>,
}

/// The members of `externalIds`.
#[derive(Debug, Clone, Default)]
pub struct ExternalIdsInput {
    /// `erpCompanyContact`
    pub erp_company_contact: Member<String>,
    /// `erpCustomer`
    pub erp_customer: Member<String>,
    /// `accountExternalId`
    pub account_external_id: Member<String>,
}

pub(super) fn account_id(text: &str) -> Result<AccountId, BadText> {
    text.parse().map_err(|_| BadText(REFERENCE_NOT_FOUND.into()))
}

fn user_id(text: &str) -> Result<UserId, BadText> {
    text.parse().map_err(|_| BadText(REFERENCE_NOT_FOUND.into()))
}

/// An object of which every member is optional: absent keeps what is stored, `null` clears it.
fn merged<I, T: Clone + Default>(
    path: &str,
    member: &Member<I>,
    stored: Option<&T>,
    form: &mut Form,
    merge: impl FnOnce(&I, &T, &mut Form) -> T,
) -> T {
    let stored = stored.cloned().unwrap_or_default();
    match member {
        Member::Absent => stored,
        Member::Null => T::default(),
        Member::Bad(message) => {
            form.reject(path, message);
            stored
        }
        Member::Value(input) => merge(input, &stored, form),
    }
}

impl ContactInput {
    fn merge(&self, stored: &Contact, form: &mut Form) -> Contact {
        let Self { name, first_name, last_name, email, phone, user, kind } = self;
        Contact {
            name: form.optional("contact.name", name, stored.name.as_ref(), str::parse),
            first_name: form.optional(
                "contact.firstName",
                first_name,
                stored.first_name.as_ref(),
                str::parse,
            ),
            last_name: form.optional("contact.lastName", last_name, stored.last_name.as_ref(), str::parse),
            email: form.optional("contact.email", email, stored.email.as_ref(), str::parse),
            phone: PhoneInput::merge(phone, "contact.phone", stored.phone.as_ref(), form),
            user: form.optional("contact.user.id", user, stored.user.as_ref(), user_id),
            kind: form.optional("contact.type", kind, stored.kind.as_ref(), str::parse),
        }
    }
}

impl ExternalIdsInput {
    fn merge(&self, stored: &ExternalIds, form: &mut Form) -> ExternalIds {
        ExternalIds {
            erp_company_contact: form.optional(
                "externalIds.erpCompanyContact",
                &self.erp_company_contact,
                stored.erp_company_contact.as_ref(),
                str::parse,
            ),
            erp_customer: form.optional(
                "externalIds.erpCustomer",
                &self.erp_customer,
                stored.erp_customer.as_ref(),
                str::parse,
            ),
            account_external_id: form.optional(
                "externalIds.accountExternalId",
                &self.account_external_id,
                stored.account_external_id.as_ref(),
                str::parse,
            ),
        }
    }
}

impl BuyerInput {
    /// Refuses a reserved member that would change something, before its value is looked at (platform.md §1.3, R42).
    ///
    /// # Errors
    /// [`Error::Forbidden`] unless the actor may write reserved members or none differs from what is stored.
    pub(super) fn check_reserved(&self, call: &Call, stored: &Buyer) -> Result<(), Error> {
        let reserved =
            Self { name: Member::Absent, contact: Member::Absent, icon: Member::Absent, ..self.clone() };
        let is_echo = reserved.merge_into(call, Some(stored)).is_ok_and(|merged| merged == *stored);
        let target = stored.account.map(Target::of).unwrap_or_default();
        if is_echo { Ok(()) } else { call.actor().may(Action::BuyerUpdateReserved, target) }
    }

    /// What the buyer becomes, or a new one; its state is not touched.
    ///
    /// # Errors
    /// [`Error::Invalid`] with everything that is wrong with the values themselves.
    pub(super) fn merge_into(&self, call: &Call, stored: Option<&Buyer>) -> Result<Buyer, Error> {
        let mut form = Form::default();
        let name = form.required("name", &self.name, stored.map(|b| &b.name), str::parse);
        let address = AddressInput::merge_required(&self.address, stored.map(|b| &b.address), &mut form);
        let tax_id = form.optional("taxId", &self.tax_id, stored.and_then(|b| b.tax_id.as_ref()), str::parse);
        let account = stored.and_then(|b| b.account.as_ref());
        let account = form.optional("account.id", &self.account, account, account_id);
        let external_ids = merged(
            "externalIds",
            &self.external_ids,
            stored.map(|b| &b.external_ids),
            &mut form,
            ExternalIdsInput::merge,
        );
        let contact =
            merged("contact", &self.contact, stored.map(|b| &b.contact), &mut form, ContactInput::merge);
        let sellers = SellerInput::read(&self.sellers, stored.map(|b| b.sellers.as_slice()), &mut form);
        form.check("logo", &self.icon);
        form.finish(name.zip(address).map(|(name, address)| {
            let base = stored.cloned();
            let base = base.unwrap_or_else(|| Buyer::new(name.clone(), address.clone(), call.stamp()));
            Buyer { name, address, tax_id, external_ids, contact, account, sellers, ..base }
        }))
    }
}

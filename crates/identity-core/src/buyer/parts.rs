//! What a buyer is made of besides its own members.

use crate::id::UserId;
use crate::value::{EmailAddress, Phone, Text};

/// A buyer's identifiers in the operator's books.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExternalIds {
    /// Company contact in the ERP, unique among non-deleted buyers (R43).
    pub erp_company_contact: Option<Text<250>>,
    /// Customer in the ERP.
    pub erp_customer: Option<Text<250>>,
    /// Account in another system.
    pub account_external_id: Option<Text<250>>,
}

/// Whom to ask at a buyer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// Whole name.
    pub name: Option<Text<200>>,
    /// First name.
    pub first_name: Option<Text<100>>,
    /// Last name.
    pub last_name: Option<Text<100>>,
    /// E-mail.
    pub email: Option<EmailAddress>,
    /// Phone.
    pub phone: Option<Phone>,
    /// The person, if it is one of ours.
    pub user: Option<UserId>,
    /// What kind of contact it is.
    pub kind: Option<Text<50>>,
}

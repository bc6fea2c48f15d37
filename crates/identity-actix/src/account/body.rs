//! Accounts as they are sent.

use identity_core::account::{AccountInput, EligibilityInput};
use identity_core::icon::Icon;
use identity_core::value::{AddressInput, Member};

use crate::http::body::{Form, Members};

/// The parts that create and update may have.
pub(super) const FORM: Form = Form { json: "account", file: "logo" };

/// Reads the members of activate and validate.
pub(super) fn read(sent: &mut Members) -> AccountInput {
    read_with(sent, Member::Absent)
}

/// Reads the members of create and update, with the picture that came with them.
pub(super) fn read_with(sent: &mut Members, logo: Member<Icon>) -> AccountInput {
    AccountInput {
        name: sent.text("name"),
        kind: sent.text("type"),
        parent: sent.reference("parent"),
        external_id: sent.text("externalId"),
        service_level: sent.text("serviceLevel"),
        address: sent.object("address", address),
        technical_support_email: sent.text("technicalSupportEmail"),
        website: sent.text("website"),
        description: sent.text("description"),
        default_language_code: sent.text("defaultLanguageCode"),
        eligibility: sent.object("eligibility", |sent| EligibilityInput {
            client: sent.flag("client"),
            partner: sent.flag("partner"),
        }),
        is_token_retrievable: match sent.object("tokenPolicy", |sent| sent.flag("retrievable")) {
            Member::Absent => Member::Absent,
            Member::Null => Member::Null,
            Member::Value(flag) => flag,
            Member::Bad(message) => Member::Bad(message),
        },
        icon: sent.icon(logo),
    }
}

/// Reads the members of an address.
pub(crate) fn address(sent: &mut Members) -> AddressInput {
    AddressInput {
        line1: sent.text("addressLine1"),
        line2: sent.text("addressLine2"),
        post_code: sent.text("postCode"),
        city: sent.text("city"),
        state: sent.text("state"),
        country: sent.text("country"),
    }
}

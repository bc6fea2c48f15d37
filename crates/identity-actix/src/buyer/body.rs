//! Buyers as they are sent.

use identity_core::buyer::{BuyerInput, ContactInput, ExternalIdsInput, SellerInput};
use identity_core::icon::Icon;
use identity_core::value::Member;

use crate::account::body::address;
use crate::http::body::{Form, Members};
use crate::user::body::phone;

/// The parts that create and update may have.
pub(super) const FORM: Form = Form { json: "buyer", file: "logo" };

/// Reads the members of activate and validate.
pub(super) fn read(sent: &mut Members) -> BuyerInput {
    read_with(sent, Member::Absent)
}

/// Reads the members of create and update, with the picture that came with them.
pub(super) fn read_with(sent: &mut Members, logo: Member<Icon>) -> BuyerInput {
    BuyerInput {
        icon: sent.icon(logo),
        name: sent.text("name"),
        contact: sent.object("contact", contact),
        address: sent.object("address", address),
        tax_id: sent.text("taxId"),
        external_ids: sent.object("externalIds", external_ids),
        account: sent.reference("account"),
        sellers: sent.objects("sellers", seller),
    }
}

fn contact(sent: &mut Members) -> ContactInput {
    ContactInput {
        name: sent.text("name"),
        first_name: sent.text("firstName"),
        last_name: sent.text("lastName"),
        email: sent.text("email"),
        phone: sent.object("phone", phone),
        user: sent.reference("user"),
        kind: sent.text("type"),
    }
}

fn external_ids(sent: &mut Members) -> ExternalIdsInput {
    ExternalIdsInput {
        erp_company_contact: sent.text("erpCompanyContact"),
        erp_customer: sent.text("erpCustomer"),
        account_external_id: sent.text("accountExternalId"),
    }
}

fn seller(sent: &mut Members) -> SellerInput {
    SellerInput {
        id: sent.text("id"),
        name: sent.text("name"),
        icon: sent.text("icon"),
        external_id: sent.text("externalId"),
    }
}

/// Reads the account that a buyer is transferred to.
pub(super) fn receiver(sent: &mut Members) -> Member<String> {
    sent.reference("account")
}

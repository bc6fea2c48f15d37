//! Every registry against the field tables of platform.md §3, written out: what filters and orders may name.

use std::collections::BTreeSet;

use super::{Collection, Registry};
use crate::{account, api_token, audit, buyer, group, membership, module, user};

/// `audit.<event>.at` and `audit.<event>.by.id` of the events.
fn events(names: &[&str]) -> Vec<String> {
    names.iter().flat_map(|name| [format!("audit.{name}.at"), format!("audit.{name}.by.id")]).collect()
}

/// The members of a reference.
fn reference(path: &str, members: &[&str]) -> Vec<String> {
    members.iter().map(|member| format!("{path}.{member}")).collect()
}

fn account_reference(path: &str) -> Vec<String> {
    reference(path, &["id", "name", "type", "status"])
}

/// What a collection and the members of its elements are called.
type Elements<'a> = (&'a str, &'a [&'a str]);

const ACCOUNT: &[&str] = &["id", "name", "type", "status"];
const GROUP: &[&str] = &["id", "name", "description", "isDefault"];
const BUYER: &[&str] = &["id", "name"];
const MODULE: &[&str] = &["id", "name", "description", "paid", "code"];

fn check<V>(
    registry: &'static Registry<V>,
    plain: &[&str],
    more: &[Vec<String>],
    collections: &[Elements<'_>],
) {
    let expected: BTreeSet<String> =
        plain.iter().map(|path| (*path).to_owned()).chain(more.iter().flatten().cloned()).collect();
    let fields: BTreeSet<String> = registry.fields.iter().map(|field| field.path.to_owned()).collect();
    assert_eq!(fields, expected);
    assert_eq!(registry.fields.len(), fields.len(), "no path is there twice");
    for field in registry.fields {
        assert!(field.is_filterable, "{}", field.path);
        assert!(field.is_sortable || field.path == "token", "{}", field.path);
    }
    let found: Vec<(&str, Vec<&str>)> = registry.collections.iter().map(elements).collect();
    let expected: Vec<(&str, Vec<&str>)> =
        collections.iter().map(|(path, members)| (*path, members.to_vec())).collect();
    assert_eq!(found, expected);
    for path in registry.barred {
        assert!(registry.field(path).is_none(), "{path}");
    }
}

fn elements<V>(collection: &Collection<V>) -> (&'static str, Vec<&'static str>) {
    (collection.path, collection.fields.iter().map(|field| field.path).collect())
}

/// §3.1
#[test]
fn accounts_offer_every_scalar() {
    check(
        &account::FIELDS,
        &[
            "id",
            "revision",
            "name",
            "type",
            "status",
            "externalId",
            "externalName",
            "externalIds.pyraTenantId",
            "serviceLevel",
            "address.addressLine1",
            "address.addressLine2",
            "address.postCode",
            "address.city",
            "address.state",
            "address.country",
            "technicalSupportEmail",
            "website",
            "description",
            "defaultLanguageCode",
            "eligibility.client",
            "eligibility.partner",
            "tokenPolicy.retrievable",
        ],
        &[
            account_reference("parent"),
            events(&["created", "updated", "activated", "deactivated", "disabled", "enabled"]),
        ],
        &[("groups", GROUP)],
    );
}

/// §3.2
#[test]
fn memberships_offer_every_scalar() {
    let shared = [
        reference("user", &["id", "name", "email", "status"]),
        account_reference("account"),
        reference("invitation", &["status", "expiresAt"]),
        events(&["created", "updated", "invited", "joined", "access", "login"]),
    ];
    let collections: [Elements<'_>; 3] = [("groups", GROUP), ("modules", MODULE), ("buyers", BUYER)];
    let flat =
        ["email", "firstName", "lastName", "name", "phone.prefix", "phone.number", "lastLoginAt"].as_slice();
    let own = ["id", "revision", "status"].as_slice();
    check(&membership::FIELDS_BY_USER, &[own, flat].concat(), &shared, &collections);
    check(&membership::FIELDS_BY_MEMBERSHIP, own, &shared, &collections);
}

/// §3.3
#[test]
fn users_offer_every_scalar() {
    check(
        &user::FIELDS,
        &[
            "id",
            "revision",
            "email",
            "name",
            "firstName",
            "lastName",
            "phone.prefix",
            "phone.number",
            "status",
            "lastLoginAt",
            "audit.invitationAcceptedAt",
        ],
        &[
            account_reference("currentAccount"),
            events(&["created", "updated", "login", "blocked", "unblocked"]),
        ],
        &[("accounts", ACCOUNT)],
    );
}

/// §3.4
#[test]
fn groups_offer_every_scalar() {
    check(
        &group::FIELDS,
        &["id", "revision", "name", "description", "isDefault"],
        &[account_reference("account"), events(&["created", "updated"])],
        &[("modules", MODULE), ("buyers", BUYER), ("users", &["id", "name", "email"])],
    );
}

/// §3.5
#[test]
fn modules_offer_every_scalar() {
    check(
        &module::FIELDS,
        &["id", "revision", "name", "description", "paid", "code", "isConfigurable", "isEnabledByDefault"],
        &[events(&["created", "updated"])],
        &[("accountTypes", &["self()"])],
    );
}

/// §3.6
#[test]
fn tokens_offer_every_scalar() {
    check(
        &api_token::FIELDS,
        &[
            "id",
            "revision",
            "name",
            "description",
            "status",
            "token",
            "retrievable",
            "expiresAt",
            "lastAccessAt",
        ],
        &[
            account_reference("account"),
            reference("holder", &["id", "name", "email"]),
            events(&["created", "updated", "enabled", "disabled", "rotated"]),
        ],
        &[("modules", MODULE)],
    );
}

/// §3.7
#[test]
fn buyers_offer_every_scalar() {
    check(
        &buyer::FIELDS,
        &["id", "revision", "name", "taxId", "status"],
        &[
            reference("address", &["addressLine1", "addressLine2", "postCode", "city", "state", "country"]),
            reference("externalIds", &["erpCompanyContact", "erpCustomer", "accountExternalId"]),
            reference("contact", &["name", "firstName", "lastName", "email", "type"]),
            reference("contact.phone", &["prefix", "number"]),
            reference("contact.user", &["id", "name", "email"]),
            account_reference("account"),
            events(&["created", "updated", "activated", "unassigned", "disabled"]),
        ],
        &[("sellers", &["id", "name", "externalId"])],
    );
}

/// §3.8
#[test]
fn records_offer_every_scalar() {
    check(
        &audit::FIELDS,
        &["id", "event", "timestamp", "type", "request.log.correlationId"],
        &[
            reference("object", &["id", "name", "objectType", "revision"]),
            reference("actor", &["id", "name", "account.id", "account.name", "account.accountType"]),
        ],
        &[("related", &["id", "objectType"]), ("viewers", &["id", "name", "type"])],
    );
}

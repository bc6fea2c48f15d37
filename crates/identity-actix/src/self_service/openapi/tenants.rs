//! Tenants (self-service.md §2.2, T1 and T2).

use identity_core::id::AccountId;
use serde_json::{Value, json};

use super::operation::{Operation, Query, Section};
use super::query::unfiltered;
use super::terms::{CODES_MAX, SHOWN_NAME, array, closed, id, line, moment, of, one_of};

pub(super) static SECTION: Section = Section { tag: "Tenants", operations: OPERATIONS, schemas };

const TENANTS: Query = Query { filters: unfiltered, orders: &["name", "createdAt"] };

const OPERATIONS: &[Operation] = &[
    Operation::lists("tenants.list", "List the tenants that the credential enters", "Tenant", TENANTS),
    Operation::shows("tenants.get", "Read a tenant", "Tenant").refusing(&[403]),
];

fn schemas() -> Vec<(&'static str, Value)> {
    let tenant = json!({
        "tenantUid": id::<AccountId>(),
        "name": line(SHOWN_NAME),
        "fullName": line(SHOWN_NAME),
        "status": one_of(&["ACTIVE", "DISABLED"]),
        "countryCode": line(2),
        "languageCode": line(35),
        "timezone": line(100),
        "extensions": array(of("TenantExtension"), CODES_MAX),
        "createdAt": moment(),
        "lastModifiedAt": moment(),
    });
    let extension = json!({
        "extensionCode": line(100),
        "name": line(SHOWN_NAME),
        "active": {"type": "boolean"},
    });
    vec![("Tenant", closed(tenant, &[])), ("TenantExtension", closed(extension, &[]))]
}

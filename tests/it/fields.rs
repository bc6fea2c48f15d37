//! Every field of every registry, over HTTP: whatever may be filtered or ordered by is, and agrees with itself.

use identity_core::list::{Kind, Registry};
use identity_core::{account, api_token, audit, buyer, group, membership, module, user};

use crate::harness::{Client, Tenant};

/// A value of the field's type, as a query has it.
fn value(kind: &Kind) -> &'static str {
    match kind {
        Kind::Flag => "true",
        Kind::Number => "1",
        Kind::Moment => "2026-01-01",
        Kind::TokenValue => "'idt:TKN-9191-9191:x'",
        Kind::Uuid => "'0190b6a2-7c3e-7d4f-8a1b-5c6d7e8f9a0b'",
        _ => "'Quokka'",
    }
}

fn total(client: &Client, path: &str, query: &str) -> u64 {
    let list = client.get(&format!("{path}?limit=0&{query}")).expect(200);
    list["$meta"]["pagination"]["total"].as_u64().unwrap()
}

/// `not` is a true complement. Both sides stand in one request, because a last use may be noted in between.
fn complement(client: &Client, path: &str, all: u64, filter: &str) {
    assert_eq!(total(client, path, &format!("{filter};not({filter})")), all, "{path} {filter}");
    assert_eq!(total(client, path, &format!("{filter}&not({filter})")), 0, "{path} {filter}");
}

/// Asks by an administrator, whose rows do not change meanwhile.
fn walk<V>(client: &Client, path: &str, registry: &Registry<V>) {
    let all = total(client, path, "");
    assert!(all > 0, "the control: {path} has rows");
    for field in registry.fields {
        let (name, value) = (field.path, value(&field.kind));
        if field.is_filterable {
            complement(client, path, all, &format!("eq({name},{value})"));
            if field.kind != Kind::TokenValue {
                complement(client, path, all, &format!("ne({name},null())"));
            }
        }
        for order in [name.to_owned(), format!("-{name}")] {
            let answer = client.get(&format!("{path}?limit=3&order={order}"));
            if field.is_sortable {
                assert!(!answer.expect(200)["data"].as_array().unwrap().is_empty(), "{path} {order}");
            } else {
                answer.refuses(400, "invalid-query", &[name]);
            }
        }
    }
}

#[test]
fn every_field_of_every_registry_filters_and_orders() {
    let tenant = Tenant::new("fields_all");
    tenant.join("mara");
    tenant.invite("tom");
    tenant.buyer("Lisbon");
    let admin = &tenant.admin;
    walk(admin, "/v1/accounts/accounts", &account::FIELDS);
    walk(admin, "/v1/accounts/users", &user::FIELDS);
    walk(admin, &tenant.users(), &membership::FIELDS_BY_USER);
    walk(admin, "/v1/accounts/account-users", &membership::FIELDS_BY_MEMBERSHIP);
    walk(admin, "/v1/accounts/user-groups", &group::FIELDS);
    walk(admin, "/v1/accounts/modules", &module::FIELDS);
    walk(admin, "/v1/accounts/api-tokens", &api_token::FIELDS);
    walk(admin, "/v1/accounts/buyers", &buyer::FIELDS);
    walk(admin, "/v1/audit/records", &audit::FIELDS);
}

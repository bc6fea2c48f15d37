//! The document as a whole.

use serde_json::{Map, Value, json};

use super::object::Object;
use super::operation::Section;
use super::{common, paths, responses};
use crate::http::route::Route;
use crate::{account, api_token, audit, buyer, group, membership, module, provisioning, self_service, user};

/// All sections, in the order of the contract.
pub(super) static SECTIONS: [&Section; 10] = [
    &account::schema::SECTION,
    &membership::schema::BY_USER_SECTION,
    &membership::schema::ALIAS_SECTION,
    &membership::schema::BY_MEMBERSHIP_SECTION,
    &user::schema::SECTION,
    &group::schema::SECTION,
    &module::schema::SECTION,
    &api_token::schema::SECTION,
    &buyer::schema::SECTION,
    &audit::schema::SECTION,
];

/// All resources.
pub(super) static OBJECTS: [&Object; 10] = [
    &account::schema::ACCOUNT,
    &membership::schema::BY_USER,
    &membership::schema::BY_MEMBERSHIP,
    &user::schema::USER,
    &user::schema::OWN_ACCOUNT,
    &group::schema::GROUP,
    &module::schema::MODULE,
    &api_token::schema::TOKEN,
    &buyer::schema::BUYER,
    &audit::schema::RECORD,
];

const ABOUT: &str = "Three APIs. `HEAD` is served wherever `GET` is.\n\n\
**Platform API**: accounts, people, memberships, groups, modules, API tokens and buyers of many tenants, and the trail \
of what happened to them. Every path stands under `/v1` and, identically, under `/public/v1`. Lists take a filter in the query: `member=value` as shown at each list, and expressions such as \
`and(eq(status,'Active'),ilike(name,'*lane*'))`; docs/API.md explains them. What somebody may not see does not exist: \
the answer is 404, as for an identifier that was never given.\n\n\
**Self-service API**: what people, devices, robots and gateways do for themselves: sign in, enter a tenant, manage its \
users and devices, ask what a credential is good for. Its paths stand at the root, as they are written here. Bodies with \
fields that are not listed are refused, lists have numbered pages, and refusals carry a `code`.\n\n\
**Provisioning API**: what automation calls by the names of accounts: tokens, users, domains and their roles, with a \
token or with signed requests. Its paths stand at the root; refusals carry a number.";

/// The OpenAPI 3.1 document of everything that is served.
pub fn document() -> Value {
    let mut schemas = common::schemas();
    for object in OBJECTS {
        object.describe(&mut schemas);
    }
    schemas.extend(self_service::openapi::schemas());
    schemas.extend(provisioning::openapi::schemas());
    let mut responses = responses::refusals();
    responses.extend(self_service::openapi::refusals());
    responses.extend(provisioning::openapi::refusals());
    let mut paths = paths::paths(&SECTIONS);
    self_service::openapi::paths(&mut paths);
    provisioning::openapi::paths(&mut paths);
    let own = SECTIONS.iter().map(|section| section.tag);
    let mut tags: Vec<&str> =
        own.chain(self_service::openapi::tags()).chain(provisioning::openapi::tags()).collect();
    tags.dedup();
    let tags: Vec<Value> = tags.into_iter().map(|tag| json!({"name": tag})).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Identity: Platform, Self-service and Provisioning API",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/v1"}, {"url": "/public/v1"}],
        "security": [{"bearer": []}],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": responses,
            "headers": responses::headers(),
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "idt:TKN-…:…, idt:DEV-…:…, or a signed token"},
                "standAloneToken": {"type": "apiKey", "in": "header", "name": "standAloneToken"},
                "signature": {
                    "type": "apiKey", "in": "header", "name": "x-logtrust-apikey",
                    "description": "Or `x-logtrust-domain-apikey`, `x-logtrust-reseller-apikey`; with `x-logtrust-timestamp`, milliseconds, and `x-logtrust-sign`: hex of HMAC-SHA256 by the key's secret over key, body and timestamp.",
                },
            },
        },
    })
}

/// Inserts into an object; anything else is left alone.
pub(crate) fn put(object: &mut Value, name: &str, value: Value) {
    if let Some(members) = object.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}

/// Adds an operation whose path is not below the base of the Platform API.
pub(crate) fn put_at_the_root(paths: &mut Value, route: &Route, described: Value) {
    let method = route.method.as_str().to_ascii_lowercase();
    match paths.get_mut(route.pattern) {
        Some(item) => put(item, &method, described),
        None => put(paths, route.pattern, json!({"servers": [{"url": "/"}], method: described})),
    }
}

/// Schemas by name.
pub(crate) type Schemas = Map<String, Value>;

//! The Self-service API in the reference: one row per route, and the objects of each part (self-service.md §2, §3).
//!
//! Its dialect is not that of the Platform API: refusals have codes, lists have numbered pages, bodies are closed, and
//! nothing is selected, matched or replayed. So it has a description of its own, which ends up in the same document.

mod account;
mod answers;
mod auth;
mod devices;
mod introspection;
mod operation;
mod paths;
mod query;
mod refusals;
mod tenant_users;
mod tenants;
mod terms;

pub(crate) use paths::paths;
pub(crate) use refusals::refusals;

use self::operation::{Operation, Section};
use crate::openapi::Schemas;

/// All parts, in the order of the contract.
static SECTIONS: [&Section; 6] = [
    &account::SECTION,
    &tenants::SECTION,
    &tenant_users::SECTION,
    &devices::SECTION,
    &auth::SECTION,
    &introspection::SECTION,
];

/// What the parts are called.
pub(crate) fn tags() -> impl Iterator<Item = &'static str> {
    SECTIONS.iter().map(|section| section.tag)
}

/// Names of the routes that have a row.
#[cfg(test)]
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    SECTIONS.iter().flat_map(|section| section.operations).map(|operation| operation.name)
}

/// The row of a route, and its part.
fn find(name: &str) -> Option<(&'static Section, &'static Operation)> {
    SECTIONS.iter().find_map(|section| {
        let operation = section.operations.iter().find(|operation| operation.name == name)?;
        Some((*section, operation))
    })
}

/// All objects, by name.
pub(crate) fn schemas() -> Schemas {
    let mut schemas = refusals::schemas();
    for section in SECTIONS {
        schemas.extend((section.schemas)().into_iter().map(|(name, schema)| (name.to_owned(), schema)));
        for operation in section.operations {
            if let Some((name, page)) = query::page(operation) {
                schemas.insert(name, page);
            }
        }
    }
    schemas
}

//! The Provisioning API in the reference: one row per route, and the objects of each part (provisioning.md §2, §3).

mod domains;
mod operation;
mod paths;
mod refusals;
mod roles;
mod terms;
mod tokens;
mod users;
mod verbs;

pub(crate) use paths::paths;
pub(crate) use refusals::refusals;

use self::operation::{Operation, Section};
use crate::openapi::Schemas;

/// All parts, in the order of the contract.
static SECTIONS: [&Section; 5] =
    [&tokens::SECTION, &users::SECTION, &verbs::SECTION, &domains::SECTION, &roles::SECTION];

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
    }
    schemas
}

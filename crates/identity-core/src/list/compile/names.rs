//! What a path may name: a field, a collection, or something that exists and may not be used.

use identity_rql::{Operand, Path, message};

use super::super::collection::{Collection, Element, SELF};
use super::super::field::{Field, Registry};
use super::refuse;
use crate::error::Error;

/// A member that exists and that filters may not name.
const NOT_FILTERABLE: &str = "Filtering is not permitted.";
/// A member that exists and that orders may not name.
const NOT_SORTABLE: &str = "Ordering is not permitted.";

/// The names of one resource, or of one element of a collection.
pub(super) enum Names<V: 'static> {
    /// Members of a resource.
    Of(&'static Registry<V>),
    /// Members of an element.
    Inside { fields: &'static [Field<V>], barred: &'static [&'static str] },
}

impl Names<Element> {
    /// The names of an element.
    pub(super) fn inside<V>(collection: &'static Collection<V>) -> Self {
        Self::Inside { fields: collection.fields, barred: collection.barred }
    }
}

impl<V> Names<V> {
    /// The names of a resource.
    pub(super) fn of(registry: &'static Registry<V>) -> Self {
        Self::Of(registry)
    }

    /// The field of that name, whatever it permits.
    pub(super) fn find(&self, path: &str) -> Option<&'static Field<V>> {
        let fields = match self {
            Self::Of(registry) => registry.fields,
            Self::Inside { fields, .. } => fields,
        };
        fields.iter().find(|field| field.path.eq_ignore_ascii_case(path))
    }

    pub(super) fn find_collection(&self, path: &Path) -> Option<&'static Collection<V>> {
        match self {
            Self::Of(registry) => registry.collection(path.as_str()),
            Self::Inside { .. } => None,
        }
    }

    /// The field on the left side of a filter.
    pub(super) fn filterable(&self, operand: &Operand) -> Result<&'static Field<V>, Error> {
        let path = match operand {
            Operand::Path(path) => path.as_str(),
            Operand::SelfValue => SELF,
        };
        self.allowed(path, |field| field.is_filterable, NOT_FILTERABLE)
    }

    /// A field to order by.
    pub(super) fn sortable(&self, path: &Path) -> Result<&'static Field<V>, Error> {
        self.allowed(path.as_str(), |field| field.is_sortable, NOT_SORTABLE)
    }

    /// A collection inside `any` or `all`.
    pub(super) fn collection(&self, path: &Path) -> Result<&'static Collection<V>, Error> {
        let text = if self.is_barred(path.as_str()) { NOT_FILTERABLE } else { message::INVALID_PATH };
        self.find_collection(path).ok_or_else(|| refuse(path, text))
    }

    fn allowed(
        &self,
        path: &str,
        is_allowed: impl Fn(&Field<V>) -> bool,
        refusal: &str,
    ) -> Result<&'static Field<V>, Error> {
        match self.find(path) {
            Some(field) if is_allowed(field) => Ok(field),
            None if !self.is_composite(path) && !self.is_barred(path) => {
                Err(refuse(path, message::INVALID_PATH))
            }
            _ => Err(refuse(path, refusal)),
        }
    }

    fn is_barred(&self, path: &str) -> bool {
        let barred = match self {
            Self::Of(registry) => registry.barred,
            Self::Inside { barred, .. } => barred,
        };
        barred.iter().any(|name| name.eq_ignore_ascii_case(path)) || self.is_part_of_reference(path)
    }

    /// What every reference shows, whether or not it is a field.
    fn is_part_of_reference(&self, path: &str) -> bool {
        path.rsplit_once('.').is_some_and(|(reference, part)| {
            ["href", "name", "icon"].iter().any(|name| name.eq_ignore_ascii_case(part))
                && self.find(&format!("{reference}.id")).is_some()
        })
    }

    /// A member that has members of its own, such as a reference or an address. A collection is none.
    fn is_composite(&self, path: &str) -> bool {
        let leads = |name: &str| {
            name.get(..path.len()).is_some_and(|head| head.eq_ignore_ascii_case(path))
                && name.as_bytes().get(path.len()) == Some(&b'.')
        };
        match self {
            Self::Of(registry) => registry.fields.iter().any(|field| leads(field.path)),
            Self::Inside { fields, .. } => fields.iter().any(|field| leads(field.path)),
        }
    }
}

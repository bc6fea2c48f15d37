//! Collections: members with several elements, which filters reach through `any` and `all` (platform.md §2.2).

use super::field::Field;
use super::filter::Scalar;

/// One element of a collection, as the in-memory store sees it: its scalar members by path.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Element(Vec<(&'static str, Scalar)>);

/// The path under which a collection of plain values keeps its values.
pub const SELF: &str = "self()";

impl Element {
    /// An element with members.
    pub fn new(members: impl IntoIterator<Item = (&'static str, Scalar)>) -> Self {
        Self(members.into_iter().collect())
    }

    /// A plain value.
    pub fn plain(value: Scalar) -> Self {
        Self(vec![(SELF, value)])
    }

    /// The value of a member.
    pub fn get(&self, path: &str) -> Scalar {
        let member = self.0.iter().find(|(name, _)| *name == path);
        member.map_or(Scalar::Absent, |(_, value)| value.clone())
    }
}

/// A member of an element, which the in-memory store finds by its own path.
macro_rules! member {
    ($path:expr, $kind:expr, $sql:expr) => {
        $crate::list::Field::new($path, $kind, $sql, |element: &$crate::list::Element| element.get($path))
    };
}
pub(crate) use member;

/// One collection of a resource.
#[derive(Debug)]
pub struct Collection<V: 'static> {
    /// Dotted path as the contract writes it.
    pub path: &'static str,
    /// Members of an element, or [`SELF`] alone.
    pub fields: &'static [Field<Element>],
    /// Members of an element that no filter may use.
    pub barred: &'static [&'static str],
    /// ` FROM … WHERE …` that joins the elements to the row of the resource. What whoever asks may not see is no
    /// element; placeholders are those of [`Column`](super::Column).
    pub sql: &'static str,
    /// The elements of a row, for the in-memory store.
    pub elements: fn(&V) -> Vec<Element>,
}

impl<V> Collection<V> {
    /// Finds a member of an element by its path, ignoring ASCII case.
    pub fn field(&self, path: &str) -> Option<&'static Field<Element>> {
        self.fields.iter().find(|field| field.path.eq_ignore_ascii_case(path))
    }
}

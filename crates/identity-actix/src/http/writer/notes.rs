//! What objects leave out: named in their `$meta` (platform.md §1.4).

use std::borrow::Cow;

/// Names of members that an object leaves out.
pub(super) type Omitted = Vec<Cow<'static, str>>;

/// Where members that are left out are noted.
pub(super) enum Notes<'w> {
    /// Nowhere: references have no `$meta`.
    None,
    /// In the object's own `$meta`.
    Own(Omitted),
    /// In that of the object around, for parts of it.
    Around { place: Place<'w>, omitted: &'w mut Omitted },
}

/// Names from an object down to a part of it.
#[derive(Clone, Copy)]
pub(super) struct Place<'w> {
    pub(super) name: &'static str,
    pub(super) above: Option<&'w Place<'w>>,
}

impl Place<'_> {
    pub(super) fn path(&self, name: &str) -> String {
        let path = format!("{}.{name}", self.name);
        self.above.map_or_else(|| path.clone(), |above| above.path(&path))
    }
}

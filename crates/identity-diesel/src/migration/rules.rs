//! Which release can use which schema. A release is named by its last migration.

/// A migration after which releases that are too old can no longer use the database.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Contraction {
    /// Which migration.
    pub(crate) version: &'static str,
    /// The oldest release that can use what it leaves, by its last migration.
    pub(crate) serves_from: &'static str,
}

/// All of them; docs/MIGRATIONS.md says when one is added. Nothing was released before the first.
pub(crate) const CONTRACTIONS: &[Contraction] =
    &[Contraction { version: "20261122000051", serves_from: "20261122000051" }];

/// What a database says of its schema.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// The migrations that were applied.
    pub(crate) applied: Vec<String>,
    /// The oldest release that can use it, where there is such.
    pub(crate) serves_from: Option<String>,
}

/// Whether a release can use a database.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Once what is missing was applied, if anything is.
    Usable,
    /// As it is: a newer release migrated it to that version, and left this one what it needs.
    UsableThoughNewer(String),
    /// No longer: a newer release migrated it to that version.
    TooNew(String),
}

/// Judges a database for a release that knows these migrations.
pub(crate) fn judge(known: &[String], found: &Found) -> Verdict {
    let unknown = found.applied.iter().filter(|version| !known.contains(version)).max();
    let Some(newer) = unknown.cloned() else { return Verdict::Usable };
    // Who is newer has everything of ours. Another line of releases has not, and promises nothing.
    let has_all = known.iter().all(|version| found.applied.contains(version));
    let is_served = found.serves_from.as_ref() <= known.iter().max();
    if has_all && is_served { Verdict::UsableThoughNewer(newer) } else { Verdict::TooNew(newer) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(known: &[&str], applied: &[&str], serves_from: Option<&str>) -> Verdict {
        let owned = |all: &[&str]| all.iter().map(|&one| one.to_owned()).collect::<Vec<_>>();
        judge(&owned(known), &Found { applied: owned(applied), serves_from: serves_from.map(str::to_owned) })
    }

    #[test]
    fn what_is_missing_can_be_applied() {
        for applied in [&[][..], &["1"], &["2", "1"]] {
            assert_eq!(judged(&["1", "2"], applied, None), Verdict::Usable);
        }
        assert_eq!(judged(&["1", "2"], &["1"], Some("1")), Verdict::Usable);
    }

    #[test]
    fn a_newer_schema_is_used_by_whom_it_still_serves() {
        let newer = || Verdict::UsableThoughNewer("3".into());
        assert_eq!(judged(&["1", "2"], &["3", "2", "1"], None), newer());
        assert_eq!(judged(&["1", "2"], &["3", "2", "1"], Some("1")), newer());
        assert_eq!(judged(&["1", "2"], &["3", "2", "1"], Some("2")), newer());
        assert_eq!(judged(&["1", "2"], &["3", "2", "1"], Some("3")), Verdict::TooNew("3".into()));
    }

    #[test]
    fn another_line_of_releases_is_left_alone() {
        assert_eq!(judged(&["1", "2"], &["3", "1"], None), Verdict::TooNew("3".into()));
    }

    #[test]
    fn nothing_contracts_further_than_to_itself() {
        let mut last = "";
        for Contraction { version, serves_from } in CONTRACTIONS {
            assert!(serves_from <= version && last <= *serves_from, "{version}");
            last = serves_from;
        }
    }
}

//! From what Diesel and the databases say to what callers can act on. The one place that knows their words.

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error as DieselError};
use identity_core::error::{StoreError, UniqueKey};

/// What is advised to callers that met a busy store, in milliseconds.
pub(crate) const RETRY_AFTER_MS: u32 = 100;

/// A failed statement or an unreadable row, on its way to a [`StoreError`].
#[derive(Debug)]
pub(crate) struct Fault(pub(crate) StoreError);

impl From<DieselError> for Fault {
    fn from(error: DieselError) -> Self {
        Self(translate(&error))
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self(error)
    }
}

/// Unique indexes by name, and the columns SQLite names instead.
const UNIQUE_KEYS: &[(&str, &str, UniqueKey)] = &[
    ("users_email", "users.email", UniqueKey::UserEmail),
    ("memberships_pair", "memberships.account_id, memberships.user_id", UniqueKey::MembershipPair),
    ("memberships_owner", "memberships.account_id", UniqueKey::AccountOwner),
    ("accounts_external_id", "accounts.external_id, accounts.kind", UniqueKey::AccountExternalId),
    ("idempotency_records_pkey", "idempotency_records.key", UniqueKey::IdempotencyKey),
    ("accounts_slug", "index 'accounts_slug'", UniqueKey::AccountSlug),
    ("sessions_cookie", "sessions.cookie", UniqueKey::Session),
    ("sessions_web", "sessions.parent_id, sessions.membership_id", UniqueKey::Session),
    ("session_refreshes_pkey", "session_refreshes.refresh", UniqueKey::Session),
    ("devices_number", "devices.account_id, devices.number", UniqueKey::Device),
    ("devices_code", "devices.code", UniqueKey::Device),
    (
        "membership_profiles_user_code",
        "membership_profiles.account_id, membership_profiles.user_code",
        UniqueKey::UserCode,
    ),
    (
        "membership_profiles_external_id",
        "membership_profiles.account_id, membership_profiles.external_id",
        UniqueKey::MemberExternalId,
    ),
    ("signing_keys_pkey", "signing_keys.id", UniqueKey::SigningKey),
    ("signing_keys_active", "index 'signing_keys_active'", UniqueKey::SigningKey),
    ("buyers_erp_company_contact", "buyers.erp_company_contact", UniqueKey::BuyerErpCompanyContact),
];

/// PostgreSQL names the constraint; SQLite says "UNIQUE constraint failed: table.column, …".
fn unique_key(info: &dyn DatabaseErrorInformation) -> Option<UniqueKey> {
    let columns = info.message().strip_prefix("UNIQUE constraint failed: ");
    UNIQUE_KEYS
        .iter()
        .find(|(index, named, _)| info.constraint_name() == Some(index) || columns == Some(named))
        .map(|(_, _, key)| *key)
}

/// The meaning of a failed statement.
pub(crate) fn translate(error: &DieselError) -> StoreError {
    match error {
        DieselError::DatabaseError(kind, info) => of_kind(*kind, info.as_ref()),
        other => StoreError::Unavailable(other.to_string()),
    }
}

fn of_kind(kind: DatabaseErrorKind, info: &dyn DatabaseErrorInformation) -> StoreError {
    let text = || info.message().to_owned();
    match kind {
        DatabaseErrorKind::UniqueViolation => {
            unique_key(info).map_or_else(|| StoreError::Constraint(text()), StoreError::Duplicate)
        }
        DatabaseErrorKind::ForeignKeyViolation
        | DatabaseErrorKind::NotNullViolation
        | DatabaseErrorKind::CheckViolation
        | DatabaseErrorKind::RestrictViolation
        | DatabaseErrorKind::ExclusionViolation => StoreError::Constraint(text()),
        DatabaseErrorKind::SerializationFailure => StoreError::Serialization,
        _ => of_text(info.message()),
    }
}

/// Neither SQLite's result codes nor all of PostgreSQL's have a place in Diesel's errors, their English texts do. What is
/// none of these, a full disk, an I/O error or a database that turned read-only, means that nothing can be stored for now.
fn of_text(message: &str) -> StoreError {
    match message {
        "database is locked"
        | "database table is locked"
        | "database schema is locked"
        | "canceling statement due to lock timeout"
        | "canceling statement due to statement timeout" => {
            StoreError::Busy { retry_after_ms: RETRY_AFTER_MS }
        }
        "deadlock detected" => StoreError::Serialization,
        other => StoreError::Unavailable(other.to_owned()),
    }
}

/// Whether PostgreSQL gave up waiting for a lock, in the English that it is asked to speak unless told otherwise.
#[cfg(feature = "postgres")]
pub(crate) fn is_lock_timeout(error: &(dyn std::error::Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| error.source())
        .any(|error| error.to_string().contains("canceling statement due to lock timeout"))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Named(&'static str);

    impl DatabaseErrorInformation for Named {
        fn message(&self) -> &'static str {
            "duplicate key value violates unique constraint"
        }
        fn details(&self) -> Option<&str> {
            None
        }
        fn hint(&self) -> Option<&str> {
            None
        }
        fn table_name(&self) -> Option<&str> {
            None
        }
        fn column_name(&self) -> Option<&str> {
            None
        }
        fn constraint_name(&self) -> Option<&str> {
            Some(self.0)
        }
        fn statement_position(&self) -> Option<i32> {
            None
        }
    }

    fn sqlite(kind: DatabaseErrorKind, message: &str) -> StoreError {
        translate(&DieselError::DatabaseError(kind, Box::new(message.to_owned())))
    }

    #[test]
    fn unique_keys_are_known_in_both_spellings() {
        for (index, columns, key) in UNIQUE_KEYS {
            let info = Box::new(Named(index));
            let error = DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, info);
            assert_eq!(translate(&error), StoreError::Duplicate(*key));
            let message = format!("UNIQUE constraint failed: {columns}");
            assert_eq!(sqlite(DatabaseErrorKind::UniqueViolation, &message), StoreError::Duplicate(*key));
        }
        let other = sqlite(DatabaseErrorKind::UniqueViolation, "UNIQUE constraint failed: modules.id");
        assert!(matches!(other, StoreError::Constraint(_)), "{other:?}");
    }

    #[test]
    fn what_passes_by_itself_is_told_from_what_does_not() {
        let unknown = |message| sqlite(DatabaseErrorKind::Unknown, message);
        for message in ["database is locked", "canceling statement due to lock timeout"] {
            assert_eq!(unknown(message), StoreError::Busy { retry_after_ms: RETRY_AFTER_MS });
        }
        assert_eq!(unknown("deadlock detected"), StoreError::Serialization);
        for message in ["database or disk is full", "disk I/O error", "attempt to write a readonly database"]
        {
            assert_eq!(unknown(message), StoreError::Unavailable(message.to_owned()));
        }
    }
}

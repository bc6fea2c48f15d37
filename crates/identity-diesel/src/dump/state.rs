//! What a database says about itself: its schema, its master key, and how far an import into it has come.

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use serde::{Deserialize, Serialize};

use super::error::DumpError;
use super::header::SCHEMA;
use crate::any::AnyConnection;
use crate::meta::{FINGERPRINT, IMPORT};
use crate::schema::meta;

/// How much of a dump is in the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Point {
    /// Lines that are done, the header included.
    pub(super) lines: u64,
    /// Over these lines, so that an import goes on with no other dump.
    pub(super) sha256: String,
}

/// The database has exactly the schema of this release.
pub(super) fn require_schema(any: &mut AnyConnection) -> Result<(), DumpError> {
    let last = diesel::dsl::sql::<Nullable<Text>>("SELECT max(version) FROM __diesel_schema_migrations");
    let found = last.get_result::<Option<String>>(any).ok().flatten();
    if found.as_ref() == Some(&*SCHEMA) {
        return Ok(());
    }
    let found = found.map_or_else(|| "no schema".into(), |version| format!("schema {version}"));
    Err(DumpError::NotMigrated(found, SCHEMA.clone()))
}

fn value(any: &mut AnyConnection, key: &str) -> Result<Option<String>, DumpError> {
    Ok(meta::table.find(key).select(meta::value).get_result(any).optional()?)
}

fn insert(any: &mut AnyConnection, key: &str, value: &str) -> Result<(), DumpError> {
    diesel::insert_into(meta::table).values((meta::key.eq(key), meta::value.eq(value))).execute(any)?;
    Ok(())
}

/// The fingerprint of the master key that the database belongs to.
pub(super) fn fingerprint(any: &mut AnyConnection) -> Result<Option<String>, DumpError> {
    value(any, FINGERPRINT)
}

/// No import into the database is left unfinished.
pub(super) fn require_finished(any: &mut AnyConnection) -> Result<(), DumpError> {
    if value(any, IMPORT)?.is_none() { Ok(()) } else { Err(DumpError::HalfImported) }
}

/// Makes the database one of this master key.
pub(super) fn claim(any: &mut AnyConnection, master_key: &str) -> Result<(), DumpError> {
    match fingerprint(any)? {
        None => insert(any, FINGERPRINT, master_key),
        Some(known) if known == master_key => Ok(()),
        Some(_) => Err(DumpError::OtherDatabase),
    }
}

impl Point {
    /// How far the import into the database has come, if one has begun and not ended.
    pub(super) fn find(any: &mut AnyConnection) -> Result<Option<Self>, DumpError> {
        Ok(value(any, IMPORT)?.map(|text| serde_json::from_str(&text)).transpose()?)
    }

    fn text(&self) -> Result<String, DumpError> {
        Ok(serde_json::to_string(self)?)
    }

    /// Notes that an import has begun.
    pub(super) fn begin(&self, any: &mut AnyConnection) -> Result<(), DumpError> {
        insert(any, IMPORT, &self.text()?)
    }

    /// Notes how far it has come since; nobody else may have noted anything in between.
    pub(super) fn advance(&self, any: &mut AnyConnection, to: &Self) -> Result<(), DumpError> {
        let place = meta::table.find(IMPORT).filter(meta::value.eq(self.text()?));
        let updated = diesel::update(place).set(meta::value.eq(to.text()?)).execute(any)?;
        if updated == 1 { Ok(()) } else { Err(DumpError::Overtaken) }
    }

    /// Notes that it has ended.
    pub(super) fn end(&self, any: &mut AnyConnection) -> Result<(), DumpError> {
        let place = meta::table.find(IMPORT).filter(meta::value.eq(self.text()?));
        let deleted = diesel::delete(place).execute(any)?;
        if deleted == 1 { Ok(()) } else { Err(DumpError::Overtaken) }
    }
}

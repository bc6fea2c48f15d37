//! The change feed: what other nodes must forget. Only PostgreSQL is shared by several nodes.

use diesel::result::QueryResult;
use identity_core::auth::Forget;

use crate::any::AnyConnection;

/// Writes down what the transaction makes untrue; its number is filled in by the database.
pub(crate) fn publish(any: &mut AnyConnection, what: Forget) -> QueryResult<()> {
    match any {
        AnyConnection::Sqlite(_) => {
            let _ = what;
            Ok(())
        }
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => insert(any, what),
    }
}

#[cfg(feature = "postgres")]
fn insert(any: &mut AnyConnection, what: Forget) -> QueryResult<()> {
    use crate::row::key;
    use crate::schema::changes;
    use diesel::prelude::*;

    let (kind, subject) = match what {
        Forget::Token(id) => ("Token", Some(key(id))),
        Forget::Account(id) => ("Account", Some(key(id))),
        Forget::User(id) => ("User", Some(key(id))),
        Forget::Everything => ("Everything", None),
    };
    diesel::insert_into(changes::table)
        .values((changes::kind.eq(kind), changes::subject_id.eq(subject)))
        .execute(any)
        .map(|_| ())
}

//! The change feed: what other nodes must forget.

use diesel::prelude::*;
use diesel::result::QueryResult;
use identity_core::auth::Forget;

use crate::any::AnyConnection;
use crate::dialect::has_other_nodes;
use crate::row::key;
use crate::schema::changes;

/// Writes down what the transaction makes untrue, if there is anybody to read it.
pub(crate) fn publish(any: &mut AnyConnection, what: Forget) -> QueryResult<()> {
    if !has_other_nodes(any) {
        return Ok(());
    }
    let (kind, subject) = match what {
        Forget::Token(id) => ("Token", Some(key(id))),
        Forget::Session(id) => ("Session", Some(key(id))),
        Forget::Device(id) => ("Device", Some(key(id))),
        Forget::Account(id) => ("Account", Some(key(id))),
        Forget::User(id) => ("User", Some(key(id))),
        Forget::Everything => ("Everything", None),
    };
    diesel::insert_into(changes::table)
        .values((changes::kind.eq(kind), changes::subject_id.eq(subject)))
        .execute(any)
        .map(|_| ())
}

//! Functions of our own mean the same on every database.

use std::path::Path;

use diesel::prelude::*;
use identity_core::value::fold_table;

use crate::sqlite::functions::register;

const UP: &str = "../../migrations/postgres/2026-11-22-000005_query/up.sql";

/// The characters of all lines of the migration's two tables, from the escapes they are written in.
fn written() -> (Vec<char>, Vec<char>) {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(UP)).unwrap();
    let (from, to) = text.split_once("translate(").unwrap().1.split_once("',\n").unwrap();
    let chars = |part: &str| {
        let escapes = part.split('\\').skip(1).map(|escape| escape.trim_start_matches(['u', 'U']));
        let hex =
            escapes.map(|escape| escape.chars().take_while(char::is_ascii_hexdigit).collect::<String>());
        hex.map(|hex| char::from_u32(u32::from_str_radix(&hex, 16).unwrap()).unwrap()).collect()
    };
    (chars(from), chars(to))
}

/// PostgreSQL folds by a table of its own. When Unicode gains letters, a new migration replaces it.
#[test]
fn postgres_folds_as_core_does() {
    let expected: (Vec<char>, Vec<char>) = fold_table().unzip();
    assert_eq!(written(), expected);
}

#[test]
fn sqlite_folds_as_core_does() {
    let mut conn = SqliteConnection::establish(":memory:").unwrap();
    register(&mut conn).unwrap();
    let fold = "identity_fold('O''NEIL \u{c4}\u{3a3}\u{130}') || coalesce(identity_fold(NULL), '')";
    let folded = diesel::dsl::sql::<diesel::sql_types::Text>(fold);
    let folded: String = diesel::select(folded).get_result(&mut conn).unwrap();
    assert_eq!(folded, "o'neil \u{e4}\u{3c3}i");
}

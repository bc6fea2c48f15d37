//! Migrations as rules look at them: one statement after the other, in capitals, without comments.

/// The statements of a migration; one within `$$` counts as part of what it stands in.
pub(super) fn statements(sql: &str) -> Vec<String> {
    let code: Vec<&str> = sql.lines().map(|line| line.split("--").next().unwrap_or_default()).collect();
    let mut found = Vec::new();
    let mut current = String::new();
    for (number, part) in code.join("\n").split("$$").enumerate() {
        if number % 2 == 1 {
            current.push_str("$$");
            continue;
        }
        let mut pieces = part.split(';');
        current.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            found.push(std::mem::replace(&mut current, piece.to_owned()));
        }
    }
    found.push(current);
    let normal = |one: &String| one.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
    found.iter().map(normal).filter(|one| !one.is_empty()).collect()
}

/// The word that stands behind some words, if they stand there.
pub(super) fn after<'s>(statement: &'s str, words: &str) -> Option<&'s str> {
    let (_, rest) = statement.split_once(words)?;
    rest.split([' ', '(']).find(|word| !word.is_empty() && !["IF", "NOT", "EXISTS", "ONLY"].contains(word))
}

#[test]
fn comments_and_bodies_are_not_statements() {
    let sql = "-- one; two\nCREATE TABLE a (\n  id BIGINT -- the key\n);\nCREATE FUNCTION f() AS $$ SELECT 1; $$; DROP TABLE b";
    assert_eq!(
        statements(sql),
        ["CREATE TABLE A ( ID BIGINT )", "CREATE FUNCTION F() AS $$", "DROP TABLE B"]
    );
    assert_eq!(after("CREATE TABLE IF NOT EXISTS A (ID BIGINT)", "CREATE TABLE "), Some("A"));
    assert_eq!(after("CREATE INDEX A_B ON A(B)", " ON "), Some("A"));
    assert_eq!(after("DROP TABLE A", " ON "), None);
}

//! The statements of `fill.sql`, in the words of a database.

/// What the databases do not say in the same words.
#[derive(Debug, Clone)]
pub struct Words {
    /// Counts the rows as n.
    pub series: String,
    /// 32 bytes that nothing compresses.
    pub digest: &'static str,
}

impl Words {
    /// PostgreSQL's.
    pub fn of_postgres(rows: i64) -> Self {
        Self { series: format!("generate_series(1::bigint, {rows}) AS s (n)"), digest: "sha256(int8send(n))" }
    }
}

/// A statement that fills a table.
#[derive(Debug)]
pub struct Fill {
    /// The table.
    pub table: String,
    /// The statement.
    pub sql: String,
}

/// Statements that fill every table with so many rows, in an order that foreign keys allow but for an account's parent.
pub fn fills(words: &Words, rows: i64) -> Vec<Fill> {
    let text: String = include_str!("fill.sql")
        .lines()
        .filter(|line| !line.starts_with("--"))
        .collect::<Vec<_>>()
        .join("\n");
    let text = text
        .replace("{series}", &words.series)
        .replace("{digest}", words.digest)
        .replace("{id}", "(n * 48271 % 2147483647)")
        .replace("{account}", "((n % ({rows} / 10) + 1) * 48271 % 2147483647)")
        .replace("{rows}", &rows.to_string());
    let statements = text.split(';').map(str::trim).filter(|statement| !statement.is_empty());
    statements
        .map(|sql| {
            let table = sql.split_whitespace().nth(2).unwrap_or_default().to_owned();
            Fill { table, sql: sql.to_owned() }
        })
        .collect()
}

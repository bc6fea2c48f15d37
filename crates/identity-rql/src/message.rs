//! The error texts that parsing can answer with. They are part of the wire contract.

/// A path that does not spell dotted names; the consumer says the same of an unknown property.
pub const INVALID_PATH: &str = "Invalid property path.";
/// The list of `in` or `out` is `()`.
pub const EMPTY_LIST: &str = "Value has to be a non empty array.";
/// `null()` or `empty()` where only a text makes sense.
pub const NULL_VALUE: &str = "Null values are not supported.";
/// A missing operand or a stray word.
pub const EXPRESSION_EXPECTED: &str = "Expression expected.";
/// `()`, `and()`, `or()`.
pub const EMPTY_GROUP: &str = "Expression group cannot be empty.";
/// A function that the language does not have.
pub const UNKNOWN_GROUP: &str = "Unknown expression group.";
/// `not` without exactly one argument.
pub const UNARY: &str = "Unary expression must have 1 argument";
/// A comparison without exactly two arguments.
pub const BINARY: &str = "Binary expression must have 2 arguments";
/// `any()`.
pub const COLLECTION: &str = "Collection expression must have at least 1 argument";
/// `all` without exactly two arguments.
pub const ALL: &str = "all() function must have 2 arguments";
/// `null`, `empty` or `self` with an argument.
pub const CONSTANT: &str = "Constant functions cannot have arguments";
/// The right side of `=` is no value.
pub const INVALID_SHORTCUT: &str = "Invalid equals shortcut expression";
/// A percent-escape that is none, bytes that are not UTF-8, or NUL.
pub const ENCODING: &str = "Malformed encoding.";
/// A quote without its closing quote.
pub const UNTERMINATED: &str = "Unterminated string.";
/// A parenthesis without its counterpart.
pub const UNBALANCED: &str = "Unbalanced parentheses.";
/// More than [`QUERY_BYTES`](crate::limits::QUERY_BYTES).
pub const TOO_LONG: &str = "Query is too long.";
/// More than [`DEPTH`](crate::limits::DEPTH) or [`SELECT_DEPTH`](crate::limits::SELECT_DEPTH).
pub const TOO_DEEP: &str = "Query is too deep.";
/// More than [`NODES`](crate::limits::NODES).
pub const TOO_MANY_NODES: &str = "Query has too many expressions.";
/// More members than a list, `order` or `select` may have.
pub const TOO_MANY_VALUES: &str = "List has too many values.";
/// More than [`PATTERN_CHARS`](crate::limits::PATTERN_CHARS).
pub const PATTERN_TOO_LONG: &str = "Pattern is too long.";
/// `limit` or `offset` is no natural number.
pub const NOT_AN_INTEGER: &str = "Must be an integer of at least 0.";
/// A parameter appears twice.
pub const REPEATED: &str = "Given more than once.";

//! What a query may cost at most. The parser checks each limit as it goes, so that hostile input is
//! refused before it has been turned into a tree.

/// Bytes of the raw query, before percent-escapes are decoded.
pub const QUERY_BYTES: usize = 8 * 1024;
/// Bytes of a cursor, which is the service's own text and counts beside those of the query. It holds the values that
/// the last row of a page is ordered by: at most five texts of 2,000 characters of four bytes, encoded and sealed.
pub const CURSOR_BYTES: usize = 56 * 1024;
/// Calls, shortcuts and groups inside each other.
pub const DEPTH: usize = 16;
/// Calls, shortcuts and groups in one filter.
pub const NODES: usize = 128;
/// Values in the list of one `in` or `out`.
pub const LIST_VALUES: usize = 500;
/// Characters of a `like` or `ilike` pattern, stars included.
pub const PATTERN_CHARS: usize = 200;
/// Members of `order`.
pub const ORDER_MEMBERS: usize = 5;
/// Members of `select`, those of nested lists included.
pub const SELECT_MEMBERS: usize = 64;
/// Lists of `select` inside each other, the outermost included.
pub const SELECT_DEPTH: usize = 4;

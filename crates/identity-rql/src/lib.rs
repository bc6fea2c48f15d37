//! The query language of the Platform API: text to syntax tree and back.
//!
//! The crate is purely syntactic. It knows the grammar, the limits and the error texts; which
//! properties exist, of what type they are and which operators they permit is for the consumer to say.
//!
//! A raw query goes through four steps, one module each: `decode` resolves the percent-escapes,
//! `lexer` makes tokens of the text, `segment` cuts the tokens into parameters, flags and filter
//! text, and `filter`, `select` and `order` build the trees. Every tree prints itself again with
//! `Display`, percent-encoded, so that parsing the print gives the same tree.
//!
//! ```
//! let query = identity_rql::parse_query("limit=20&eq(name,'O'Neil%20%26%20co')&status=Active")?;
//! assert_eq!(query.limit, Some(20));
//! assert_eq!(query.to_string(), "limit=20&eq(name,'O'Neil%20%26%20co')&eq(status,Active)");
//! # Ok::<(), identity_rql::Error>(())
//! ```

mod decode;
mod encode;
mod error;
mod filter;
mod lexer;
pub mod limits;
pub mod message;
mod order;
mod path;
mod position;
mod query;
mod segment;
mod select;
mod stream;
#[cfg(test)]
mod tests;

pub use error::Error;
pub use filter::{CompareOp, Expr, Literal, Operand, Value};
pub use order::OrderItem;
pub use path::Path;
pub use position::without_position;
pub use query::{Query, parse_query, parse_select_only};
pub use select::{Select, SelectItem, SelectTarget, Sign};

//! The `order` parameter.

use std::fmt;

use crate::error::Error;
use crate::lexer::{Kind, Token};
use crate::limits::ORDER_MEMBERS;
use crate::message;
use crate::path::Path;
use crate::segment::Parameter;
use crate::select::Sign;

/// One member of `order`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderItem {
    /// The property to order by.
    pub path: Path,
    /// Whether the greatest value comes first.
    pub descending: bool,
}

impl fmt::Display for OrderItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.descending { "-" } else { "" }, self.path)
    }
}

/// Parses the value of `order`.
pub(crate) fn parse(tokens: &[Token<'_>]) -> Result<Vec<OrderItem>, Error> {
    let mut items = Vec::new();
    for member in tokens.split(|token| token.kind == Kind::Comma) {
        if items.len() == ORDER_MEMBERS {
            return Err(Error::at(Parameter::Order.name(), message::TOO_MANY_VALUES));
        }
        items.push(item(member)?);
    }
    Ok(items)
}

fn item(tokens: &[Token<'_>]) -> Result<OrderItem, Error> {
    let [Token { kind: Kind::Bare(text), .. }] = tokens else {
        return Err(Error::query(message::EXPRESSION_EXPECTED));
    };
    let (sign, path) = Sign::strip(text);
    Ok(OrderItem { path: Path::expect(path)?, descending: sign == Sign::Remove })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexer::lex;

    fn printed(text: &str) -> Result<Vec<String>, Error> {
        parse(&lex(text)).map(|items| items.iter().map(OrderItem::to_string).collect())
    }

    #[test]
    fn signs_are_optional() {
        assert_eq!(printed("+a, b.c ,-D, +e").unwrap(), ["a", "b.c", "-D", "e"]);
    }

    #[test]
    fn a_missing_member_is_an_error() {
        for text in ["", "a,", ",a", "a,,b", "-", "a b=c", "a(b)", "a;b"] {
            assert_eq!(printed(text), Err(Error::query(message::EXPRESSION_EXPECTED)), "{text:?}");
        }
        assert_eq!(printed("-a..b"), Err(Error::at("a..b", message::INVALID_PATH)));
        assert_eq!(printed("'a'"), Err(Error::at("'a'", message::INVALID_PATH)));
    }

    #[test]
    fn five_members_at_most() {
        assert!(printed("a,b,c,d,e").is_ok());
        assert_eq!(printed("a,b,c,d,e,f"), Err(Error::at("order", message::TOO_MANY_VALUES)));
    }
}

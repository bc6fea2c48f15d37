//! Parsing of `select`.

use super::{Select, SelectItem, SelectTarget, Sign};
use crate::error::Error;
use crate::lexer::{Kind, Token, check_closed};
use crate::limits::{SELECT_DEPTH, SELECT_MEMBERS};
use crate::message;
use crate::path::Path;
use crate::stream::Stream;

/// Parses the value of `select`.
pub(crate) fn parse(tokens: &[Token<'_>]) -> Result<Select, Error> {
    check_closed(tokens)?;
    let mut parser = Parser { tokens: Stream::new(tokens), members: 0 };
    let select = parser.list(1)?;
    parser.tokens.expect_end()?;
    Ok(select)
}

struct Parser<'t, 'a> {
    tokens: Stream<'t, 'a>,
    members: usize,
}

impl Parser<'_, '_> {
    fn list(&mut self, depth: usize) -> Result<Select, Error> {
        if depth > SELECT_DEPTH {
            return Err(Error::query(message::TOO_DEEP));
        }
        let mut items = vec![self.item(depth)?];
        while self.tokens.eat(Kind::Comma) {
            items.push(self.item(depth)?);
        }
        Ok(Select { items })
    }

    fn item(&mut self, depth: usize) -> Result<SelectItem, Error> {
        self.members += 1;
        if self.members > SELECT_MEMBERS {
            return Err(Error::query(message::TOO_MANY_VALUES));
        }
        let Some(Kind::Bare(text)) = self.tokens.next() else {
            return Err(Error::query(message::EXPRESSION_EXPECTED));
        };
        let (sign, name) = Sign::strip(text);
        let what = if name == "*" { SelectTarget::Star } else { self.property(Path::expect(name)?, depth)? };
        Ok(SelectItem { sign, what })
    }

    fn property(&mut self, path: Path, depth: usize) -> Result<SelectTarget, Error> {
        if !self.tokens.eat(Kind::Open) {
            return Ok(SelectTarget::Path(path));
        }
        if self.tokens.peek() == Some(Kind::Close) {
            return Err(Error::query(message::EMPTY_GROUP));
        }
        let nested = self.list(depth + 1)?;
        self.tokens.expect(Kind::Close)?;
        Ok(SelectTarget::Nested(path, nested))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexer::lex;

    fn printed(text: &str) -> Result<String, Error> {
        parse(&lex(text)).map(|select| select.to_string())
    }

    fn refusal(text: &str) -> (String, String) {
        let error = printed(text).unwrap_err();
        (error.key, error.message)
    }

    #[test]
    fn plus_space_and_nothing_add() {
        let select = parse(&lex("+a, b,c,-d,-*,*, + e")).unwrap();
        let removed: Vec<_> = select.items.iter().map(|item| item.sign == Sign::Remove).collect();
        assert_eq!(removed, [false, false, false, true, true, false, false]);
        assert_eq!(select.to_string(), "a,b,c,-d,-*,*,e");
    }

    #[test]
    fn lists_nest() {
        assert_eq!(printed("a(-*, b.c(d,e)),-f(g)").unwrap(), "a(-*,b.c(d,e)),-f(g)");
    }

    #[test]
    fn a_member_is_required() {
        for text in ["", "a,", "+", "a,,b", "a,'b'", "a=b", "a(b)c", "*(a)", "a(,b)", "a&b", "(a)"] {
            assert_eq!(refusal(text), ("query".into(), message::EXPRESSION_EXPECTED.into()), "{text:?}");
        }
        assert_eq!(refusal("a()").1, message::EMPTY_GROUP);
        assert_eq!(refusal("-a.1"), ("a.1".into(), message::INVALID_PATH.into()));
        assert_eq!(refusal("a(b").1, message::UNBALANCED);
        assert_eq!(refusal("a,'b").1, message::UNTERMINATED);
    }

    #[test]
    fn members_and_depth_are_limited() {
        let many = |count| format!("x({})", vec!["a"; count].join(","));
        assert!(printed(&many(SELECT_MEMBERS - 1)).is_ok());
        assert_eq!(refusal(&many(SELECT_MEMBERS)), ("query".into(), message::TOO_MANY_VALUES.into()));
        assert!(printed("a(b(c(d)))").is_ok());
        assert_eq!(refusal("a(b(c(d(e))))"), ("query".into(), message::TOO_DEEP.into()));
    }
}

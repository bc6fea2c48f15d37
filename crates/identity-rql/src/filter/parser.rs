//! Parsing of a filter: its operators, groups and shortcuts.

use super::{CompareOp, Expr, Operand};
use crate::error::Error;
use crate::lexer::{Kind, Token, check_closed};
use crate::limits::{DEPTH, NODES};
use crate::message;
use crate::stream::Stream;

/// Parses the tokens of a whole filter.
pub(crate) fn parse(tokens: &[Token<'_>]) -> Result<Expr, Error> {
    check_closed(tokens)?;
    let mut parser = Parser { tokens: Stream::new(tokens), depth: 0, nodes: 0 };
    let filter = parser.expression(Comma::Joins)?;
    parser.tokens.expect_end()?;
    Ok(filter)
}

/// What a comma means: AND in a filter and in a group, the next argument in a call.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Comma {
    Joins,
    Separates,
}

/// Recursive descent. It descends only through [`Parser::term`], which bounds the depth.
pub(super) struct Parser<'t, 'a> {
    pub(super) tokens: Stream<'t, 'a>,
    depth: usize,
    nodes: usize,
}

impl<'a> Parser<'_, 'a> {
    /// Alternatives of conjunctions, as AND binds tighter than OR.
    pub(super) fn expression(&mut self, comma: Comma) -> Result<Expr, Error> {
        let mut members = vec![self.conjunction(comma)?];
        while self.tokens.eat(Kind::Or) {
            members.push(self.conjunction(comma)?);
        }
        Ok(joined(members, Expr::Or))
    }

    fn conjunction(&mut self, comma: Comma) -> Result<Expr, Error> {
        let mut members = vec![self.term()?];
        while self.tokens.eat(Kind::Ampersand) || (comma == Comma::Joins && self.tokens.eat(Kind::Comma)) {
            members.push(self.term()?);
        }
        Ok(joined(members, Expr::And))
    }

    fn term(&mut self) -> Result<Expr, Error> {
        self.depth += 1;
        self.nodes += 1;
        if self.depth > DEPTH {
            return Err(Error::query(message::TOO_DEEP));
        }
        if self.nodes > NODES {
            return Err(Error::query(message::TOO_MANY_NODES));
        }
        let term = self.node()?;
        self.depth -= 1;
        Ok(term)
    }

    fn node(&mut self) -> Result<Expr, Error> {
        match (self.tokens.peek(), self.tokens.peek_second()) {
            (Some(Kind::Open), Some(Kind::Close)) => Err(Error::query(message::EMPTY_GROUP)),
            (Some(Kind::Open), _) => {
                self.tokens.next();
                let group = self.expression(Comma::Joins)?;
                self.tokens.expect(Kind::Close)?;
                Ok(group)
            }
            (Some(Kind::Bare(name)), Some(Kind::Open)) => self.call(name),
            (Some(Kind::Bare(_)), Some(Kind::Equals)) => {
                let left = self.operand()?;
                self.shortcut(left)
            }
            _ => Err(Error::query(message::EXPRESSION_EXPECTED)),
        }
    }

    /// The equals sign after an operand, and the value.
    pub(super) fn shortcut(&mut self, left: Operand) -> Result<Expr, Error> {
        self.tokens.expect(Kind::Equals)?;
        if !self.value_follows() {
            return Err(Error::query(message::INVALID_SHORTCUT));
        }
        let right = self.value()?;
        if self.tokens.peek() == Some(Kind::Equals) {
            return Err(Error::query(message::INVALID_SHORTCUT));
        }
        Ok(Expr::Compare { op: CompareOp::Eq, left, right })
    }

    /// Takes the parenthesis that ends a call; an argument instead is one too many.
    pub(super) fn close(&mut self, surplus: Error) -> Result<(), Error> {
        if self.tokens.peek() == Some(Kind::Comma) {
            return Err(surplus);
        }
        self.tokens.expect(Kind::Close)
    }

    /// Takes the name and the parenthesis that start a call.
    pub(super) fn open(&mut self) -> Option<Kind<'a>> {
        self.tokens.next().and(self.tokens.next())
    }
}

/// One member is that member, so that parentheses around a single condition change nothing.
pub(super) fn joined(mut members: Vec<Expr>, join: fn(Vec<Expr>) -> Expr) -> Expr {
    match members.pop() {
        Some(only) if members.is_empty() => only,
        last => {
            members.extend(last);
            join(members)
        }
    }
}

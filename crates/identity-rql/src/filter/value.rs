//! Parsing of operands, values and lists of values.

use super::function::Function;
use super::parser::Parser;
use super::{Literal, Operand, Value};
use crate::decode::plain;
use crate::error::Error;
use crate::lexer::Kind;
use crate::limits::LIST_VALUES;
use crate::message;
use crate::path::Path;

impl Parser<'_, '_> {
    /// A path or `self()`.
    pub(super) fn operand(&mut self) -> Result<Operand, Error> {
        match (self.tokens.peek(), self.tokens.peek_second()) {
            (Some(Kind::Bare(name)), Some(Kind::Open)) => match Function::named(name) {
                Some(Function::SelfValue) => {
                    self.constant(name)?;
                    Ok(Operand::SelfValue)
                }
                function => Err(misplaced(name, function)),
            },
            (Some(Kind::Bare(text)), _) => {
                self.tokens.next();
                Path::expect(text).map(Operand::Path)
            }
            _ => Err(Error::query(message::EXPRESSION_EXPECTED)),
        }
    }

    /// A text, `null()` or `empty()`.
    pub(super) fn value(&mut self) -> Result<Value, Error> {
        let literal = match (self.tokens.peek(), self.tokens.peek_second()) {
            (Some(Kind::Bare(name)), Some(Kind::Open)) => {
                let value = match Function::named(name) {
                    Some(Function::Null) => Value::Null,
                    Some(Function::Empty) => Value::Empty,
                    function => return Err(misplaced(name, function)),
                };
                self.constant(name)?;
                return Ok(value);
            }
            (Some(Kind::Bare(text)), _) => Literal { text: plain(text), quoted: false },
            (Some(Kind::Quoted(text)), _) => Literal { text: plain(text), quoted: true },
            _ => return Err(Error::query(message::EXPRESSION_EXPECTED)),
        };
        self.tokens.next();
        Ok(Value::Literal(literal))
    }

    /// Whether a value comes next, so that a shortcut can answer with its own error if not.
    pub(super) fn value_follows(&self) -> bool {
        match (self.tokens.peek(), self.tokens.peek_second()) {
            (Some(Kind::Bare(name)), Some(Kind::Open)) => {
                matches!(Function::named(name), Some(Function::Null | Function::Empty))
            }
            (Some(Kind::Bare(_) | Kind::Quoted(_)), _) => true,
            _ => false,
        }
    }

    /// The values of `in` and `out`: a list in parentheses, or one value without.
    pub(super) fn list(&mut self, left: &Operand) -> Result<Vec<Literal>, Error> {
        if !self.tokens.eat(Kind::Open) {
            return Ok(vec![self.item(left)?]);
        }
        if self.tokens.peek() == Some(Kind::Close) {
            return Err(Error::at(left.to_string(), message::EMPTY_LIST));
        }
        let mut items = vec![self.item(left)?];
        while self.tokens.eat(Kind::Comma) {
            if items.len() == LIST_VALUES {
                return Err(Error::query(message::TOO_MANY_VALUES));
            }
            items.push(self.item(left)?);
        }
        self.tokens.expect(Kind::Close)?;
        Ok(items)
    }

    fn item(&mut self, left: &Operand) -> Result<Literal, Error> {
        match self.value()? {
            Value::Literal(literal) => Ok(literal),
            Value::Null | Value::Empty => Err(Error::at(left.to_string(), message::NULL_VALUE)),
        }
    }

    /// The whole call of a constant function.
    fn constant(&mut self, name: &str) -> Result<(), Error> {
        self.open();
        if self.tokens.eat(Kind::Close) { Ok(()) } else { Err(Error::at(name, message::CONSTANT)) }
    }
}

/// The error for a call where none, or another one, is due.
fn misplaced(name: &str, function: Option<Function>) -> Error {
    match function {
        None => Error::at(plain(name), message::UNKNOWN_GROUP),
        Some(_) => Error::query(message::EXPRESSION_EXPECTED),
    }
}

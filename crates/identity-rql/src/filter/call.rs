//! Parsing of calls and their arguments.

use super::function::Function;
use super::parser::{Comma, Parser, joined};
use super::{CompareOp, Expr, Operand, Value};
use crate::decode::plain;
use crate::error::Error;
use crate::lexer::Kind;
use crate::limits::PATTERN_CHARS;
use crate::message;
use crate::path::Path;

impl Parser<'_, '_> {
    /// A call where a condition is due. Its name is the next token, a parenthesis the one after.
    pub(super) fn call(&mut self, name: &str) -> Result<Expr, Error> {
        let Some(function) = Function::named(name) else {
            return Err(Error::at(plain(name), message::UNKNOWN_GROUP));
        };
        if function == Function::SelfValue {
            let left = self.operand()?;
            return self.shortcut(left);
        }
        self.open();
        match function {
            Function::And => self.logical(Expr::And),
            Function::Or => self.logical(Expr::Or),
            Function::Not => self.negation(name),
            Function::Compare(op) => self.comparison(name, op),
            Function::In => self.membership(name, false),
            Function::Out => self.membership(name, true),
            Function::Any => self.any(name),
            Function::All => self.all(name),
            Function::SelfValue | Function::Null | Function::Empty => {
                Err(Error::query(message::EXPRESSION_EXPECTED))
            }
        }
    }

    fn logical(&mut self, join: fn(Vec<Expr>) -> Expr) -> Result<Expr, Error> {
        let members = self.conditions()?;
        if members.is_empty() {
            return Err(Error::query(message::EMPTY_GROUP));
        }
        Ok(joined(members, join))
    }

    fn negation(&mut self, name: &str) -> Result<Expr, Error> {
        match <[Expr; 1]>::try_from(self.conditions()?) {
            Ok([condition]) => Ok(Expr::Not(Box::new(condition))),
            Err(_) => Err(Error::at(name, message::UNARY)),
        }
    }

    fn conditions(&mut self) -> Result<Vec<Expr>, Error> {
        let mut conditions = Vec::new();
        if self.tokens.eat(Kind::Close) {
            return Ok(conditions);
        }
        conditions.push(self.expression(Comma::Separates)?);
        while self.tokens.eat(Kind::Comma) {
            conditions.push(self.expression(Comma::Separates)?);
        }
        self.tokens.expect(Kind::Close)?;
        Ok(conditions)
    }

    fn comparison(&mut self, name: &str, op: CompareOp) -> Result<Expr, Error> {
        let left = self.first_of_two(name)?;
        let right = self.value()?;
        self.close(Error::at(name, message::BINARY))?;
        match &right {
            Value::Literal(pattern)
                if matches!(op, CompareOp::Like | CompareOp::Ilike)
                    && pattern.text.chars().count() > PATTERN_CHARS =>
            {
                Err(Error::query(message::PATTERN_TOO_LONG))
            }
            Value::Null | Value::Empty if !matches!(op, CompareOp::Eq | CompareOp::Ne) => {
                Err(Error::at(left.to_string(), message::NULL_VALUE))
            }
            _ => Ok(Expr::Compare { op, left, right }),
        }
    }

    fn membership(&mut self, name: &str, negated: bool) -> Result<Expr, Error> {
        let left = self.first_of_two(name)?;
        let items = self.list(&left)?;
        self.close(Error::at(name, message::BINARY))?;
        Ok(Expr::In { negated, left, items })
    }

    fn first_of_two(&mut self, name: &str) -> Result<Operand, Error> {
        self.argument_follows(Error::at(name, message::BINARY))?;
        let left = self.operand()?;
        self.argument_follows(Error::at(name, message::BINARY))?;
        self.tokens.expect(Kind::Comma)?;
        Ok(left)
    }

    fn any(&mut self, name: &str) -> Result<Expr, Error> {
        self.argument_follows(Error::at(name, message::COLLECTION))?;
        let path = self.collection()?;
        if self.tokens.eat(Kind::Close) {
            return Ok(Expr::Any { path, condition: None });
        }
        self.tokens.expect(Kind::Comma)?;
        let condition = self.expression(Comma::Separates)?;
        self.close(Error::at(name, message::BINARY))?;
        Ok(Expr::Any { path, condition: Some(Box::new(condition)) })
    }

    fn all(&mut self, name: &str) -> Result<Expr, Error> {
        self.argument_follows(Error::at(name, message::ALL))?;
        let path = self.collection()?;
        self.argument_follows(Error::at(name, message::ALL))?;
        self.tokens.expect(Kind::Comma)?;
        let condition = self.expression(Comma::Separates)?;
        self.close(Error::at(name, message::ALL))?;
        Ok(Expr::All { path, condition: Box::new(condition) })
    }

    fn collection(&mut self) -> Result<Path, Error> {
        match self.operand()? {
            Operand::Path(path) => Ok(path),
            Operand::SelfValue => Err(Error::query(message::EXPRESSION_EXPECTED)),
        }
    }

    /// Refuses a call that ends where an argument is due.
    fn argument_follows(&self, missing: Error) -> Result<(), Error> {
        if self.tokens.peek() == Some(Kind::Close) { Err(missing) } else { Ok(()) }
    }
}

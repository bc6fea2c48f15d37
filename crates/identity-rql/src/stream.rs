//! Reading tokens one by one.

use crate::error::Error;
use crate::lexer::{Kind, Token};
use crate::message;

/// The tokens that a parser has not read yet.
pub(crate) struct Stream<'t, 'a> {
    rest: &'t [Token<'a>],
}

impl<'t, 'a> Stream<'t, 'a> {
    /// A stream over all the tokens.
    pub(crate) fn new(tokens: &'t [Token<'a>]) -> Self {
        Self { rest: tokens }
    }

    /// The next token, which stays.
    pub(crate) fn peek(&self) -> Option<Kind<'a>> {
        self.rest.first().map(|token| token.kind)
    }

    /// The token after the next; both stay.
    pub(crate) fn peek_second(&self) -> Option<Kind<'a>> {
        self.rest.get(1).map(|token| token.kind)
    }

    /// Takes the next token.
    pub(crate) fn next(&mut self) -> Option<Kind<'a>> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(first.kind)
    }

    /// Takes the next token if it is of this kind.
    pub(crate) fn eat(&mut self, kind: Kind<'_>) -> bool {
        let found = self.peek() == Some(kind);
        if found {
            self.next();
        }
        found
    }

    /// Takes the next token, which has to be of this kind.
    pub(crate) fn expect(&mut self, kind: Kind<'_>) -> Result<(), Error> {
        if self.eat(kind) { Ok(()) } else { Err(Error::query(message::EXPRESSION_EXPECTED)) }
    }

    /// Refuses what nobody has read.
    pub(crate) fn expect_end(&self) -> Result<(), Error> {
        if self.rest.is_empty() { Ok(()) } else { Err(Error::query(message::EXPRESSION_EXPECTED)) }
    }
}

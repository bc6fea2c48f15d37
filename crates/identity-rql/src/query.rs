//! The query as a whole.

use std::fmt;

use crate::decode::{decode, decode_up_to, plain};
use crate::encode::Encoded;
use crate::error::Error;
use crate::filter::{self, Expr};
use crate::lexer::{Kind, Token, lex};
use crate::limits::{CURSOR_BYTES, QUERY_BYTES};
use crate::message;
use crate::order::{self, OrderItem};
use crate::segment::{Parameter, Segment, segments};
use crate::select::{self, Select};

/// What a list request asks for.
///
/// It prints as a raw query. Only a cursor can fail to survive that: one that quotes or parentheses
/// keep from ending, that starts or ends with a space, or that contains NUL.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// `limit`, not capped; a number beyond `u64` is the greatest `u64`.
    pub limit: Option<u64>,
    /// `offset`; a number beyond `u64` is the greatest `u64`.
    pub offset: Option<u64>,
    /// `cursor`, decoded.
    pub cursor: Option<String>,
    /// `order`; empty when absent.
    pub order: Vec<OrderItem>,
    /// `select`; empty when absent.
    pub select: Select,
    /// Whether `render()` is there.
    pub render: bool,
    /// All else, as one condition.
    pub filter: Option<Expr>,
}

/// Parses the whole raw query string (undecoded, as after `?`) of a list request.
pub fn parse_query(raw: &str) -> Result<Query, Error> {
    let text = decode_up_to(raw, QUERY_BYTES + CURSOR_BYTES)?;
    let tokens = lex(&text);
    let mut query = Query::default();
    let mut filter: Vec<Token<'_>> = Vec::new();
    for segment in segments(&tokens) {
        match segment {
            Segment::Parameter(parameter, equals, value) => {
                query.set(parameter, value_text(&text, equals, value), value)?;
            }
            Segment::Render => query.render = true,
            Segment::Ignored => {}
            Segment::Filter(part) => {
                if let Some(last) = filter.last() {
                    filter.push(Token { kind: Kind::Ampersand, end: last.end });
                }
                filter.extend_from_slice(part);
            }
        }
    }
    // A cursor needs no escapes, so it is as long as it was sent; one with escapes was not made by the service.
    let cursor_bytes = query.cursor.as_ref().map_or(0, String::len).min(CURSOR_BYTES);
    if raw.len() - cursor_bytes > QUERY_BYTES {
        return Err(Error::query(message::TOO_LONG));
    }
    if !filter.is_empty() {
        query.filter = Some(filter::parse(&filter)?);
    }
    Ok(query)
}

/// Parses the raw query string of any other request: only `select` counts and may stand once. The
/// rest is ignored, except that the whole has to be short enough and well encoded.
pub fn parse_select_only(raw: &str) -> Result<Option<Select>, Error> {
    let text = decode(raw)?;
    let tokens = lex(&text);
    let mut select = None;
    for segment in segments(&tokens) {
        if let Segment::Parameter(parameter @ Parameter::Select, _, value) = segment {
            once(parameter, select.is_none())?;
            select = Some(select::parse(value)?);
        }
    }
    Ok(select)
}

impl Query {
    fn set(&mut self, parameter: Parameter, text: &str, tokens: &[Token<'_>]) -> Result<(), Error> {
        match parameter {
            Parameter::Limit => {
                once(parameter, self.limit.is_none())?;
                self.limit = Some(integer(parameter, text)?);
            }
            Parameter::Offset => {
                once(parameter, self.offset.is_none())?;
                self.offset = Some(integer(parameter, text)?);
            }
            Parameter::Cursor => {
                once(parameter, self.cursor.is_none())?;
                self.cursor = Some(plain(text));
            }
            Parameter::Order => {
                once(parameter, self.order.is_empty())?;
                self.order = order::parse(tokens)?;
            }
            Parameter::Select => {
                once(parameter, self.select.items.is_empty())?;
                self.select = select::parse(tokens)?;
            }
        }
        Ok(())
    }
}

fn once(parameter: Parameter, first: bool) -> Result<(), Error> {
    if first { Ok(()) } else { Err(Error::at(parameter.name(), message::REPEATED)) }
}

/// The value of a parameter as text rather than tokens, without outer spaces.
fn value_text<'a>(text: &'a str, equals: &Token<'_>, value: &[Token<'_>]) -> &'a str {
    let end = value.last().map_or(equals.end, |last| last.end);
    text.get(equals.end..end).unwrap_or_default().trim_start_matches(' ')
}

/// Any row of digits is an integer of at least 0, however long; no list has so many rows that the
/// difference between two numbers beyond `u64` would show.
fn integer(parameter: Parameter, text: &str) -> Result<u64, Error> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Error::at(parameter.name(), message::NOT_AN_INTEGER));
    }
    Ok(text.parse().unwrap_or(u64::MAX))
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let order = self.order.iter().map(OrderItem::to_string).collect::<Vec<_>>().join(",");
        let segments = [
            self.limit.map(|limit| format!("limit={limit}")),
            self.offset.map(|offset| format!("offset={offset}")),
            self.cursor.as_ref().map(|cursor| format!("cursor={}", Encoded(cursor))),
            (!order.is_empty()).then(|| format!("order={order}")),
            (!self.select.items.is_empty()).then(|| format!("select={}", self.select)),
            self.filter.as_ref().map(Expr::to_string),
            self.render.then(|| "render()".to_owned()),
        ];
        f.write_str(&segments.into_iter().flatten().collect::<Vec<_>>().join("&"))
    }
}

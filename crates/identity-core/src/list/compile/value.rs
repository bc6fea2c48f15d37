//! Values: the text of a query as the type of its field reads it.

use identity_rql::Operand;

use super::super::field::Kind;
use super::super::filter::Scalar;
use super::{Compiler, refuse};
use crate::error::Error;
use crate::timestamp::Timestamp;
use crate::value::{Uuid, fold};

/// On which side of a value a comparison looks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Equal,
    Below,
    Above,
}

impl<V> Compiler<'_, V> {
    /// `None` for what no value can be: an unknown enumeration value, a malformed identifier, a number between two
    /// whole ones.
    pub(super) fn value(
        &self,
        left: &Operand,
        kind: Kind,
        text: &str,
        side: Side,
    ) -> Result<Option<Scalar>, Error> {
        let cannot = || refuse(left, format!("Cannot convert value: '{text}'."));
        Ok(match kind {
            Kind::Text | Kind::MixedId => Some(Scalar::Text(text.to_owned())),
            Kind::Email => Some(Scalar::Text(fold(text))),
            Kind::Uuid => Some(Scalar::text(Some(text.parse::<Uuid>().map_err(|_| cannot())?))),
            Kind::Enumeration(names) => names
                .iter()
                .find(|name| name.eq_ignore_ascii_case(text))
                .map(|name| Scalar::Text((*name).to_owned())),
            Kind::Flag => Some(Scalar::Flag(text.parse().map_err(|_| cannot())?)),
            Kind::Number => Decimal::parse(text).ok_or_else(cannot)?.whole(side).map(Scalar::Number),
            Kind::Moment => Some(Scalar::Moment(Timestamp::parse(text).ok_or_else(cannot)?)),
            Kind::Id(shape) => shape.parse(text).ok().map(Scalar::Id),
            Kind::TokenValue => (self.digest)(text).map(|digest| Scalar::Digests(vec![digest])),
        })
    }
}

/// Greater than every number that is stored, with room for one more; numbers beyond it compare like it.
const FAR: i64 = i64::MAX / 2;

/// A decimal number: the greatest whole one that does not exceed it, and whether it exceeds that.
#[derive(Clone, Copy)]
struct Decimal {
    floor: i64,
    is_between: bool,
}

impl Decimal {
    fn parse(text: &str) -> Option<Self> {
        let (is_negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (digits, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(digits) || !is_number(fraction) {
            return None;
        }
        let whole = digits.parse().unwrap_or(FAR).min(FAR);
        let is_between = fraction.bytes().any(|digit| digit != b'0');
        let floor = if is_negative { -whole - i64::from(is_between) } else { whole };
        Some(Self { floor, is_between })
    }

    /// The whole number that compares with all others on that side as this one does, if one does.
    fn whole(self, side: Side) -> Option<i64> {
        match side {
            _ if !self.is_between => Some(self.floor),
            Side::Equal => None,
            Side::Above => Some(self.floor),
            Side::Below => Some(self.floor + 1),
        }
    }
}

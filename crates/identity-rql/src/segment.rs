//! The segments between top-level ampersands: parameters, flags, filter text.

use crate::lexer::{Kind, Token};

/// One segment of a query.
pub(crate) enum Segment<'t, 'a> {
    /// `name=…` with the name of a parameter: the equals sign, then the tokens of the value.
    Parameter(Parameter, &'t Token<'a>, &'t [Token<'a>]),
    /// `render()`
    Render,
    /// `filter(group.buyers)`, which asks for what is always in force, or nothing at all.
    Ignored,
    /// Part of the filter.
    Filter(&'t [Token<'a>]),
}

/// The parameters of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parameter {
    /// `limit`
    Limit,
    /// `offset`
    Offset,
    /// `cursor`
    Cursor,
    /// `order`
    Order,
    /// `select`
    Select,
}

impl Parameter {
    /// The name on the wire, also the key of its errors.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Limit => "limit",
            Self::Offset => "offset",
            Self::Cursor => "cursor",
            Self::Order => "order",
            Self::Select => "select",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::Limit, Self::Offset, Self::Cursor, Self::Order, Self::Select]
            .into_iter()
            .find(|parameter| parameter.name() == name)
    }
}

/// Cuts the tokens of a query at each ampersand outside parentheses. A closing parenthesis too many
/// does not hide the parameters after it; the filter's parser refuses it.
pub(crate) fn segments<'t, 'a>(tokens: &'t [Token<'a>]) -> impl Iterator<Item = Segment<'t, 'a>> {
    let mut depth = 0_usize;
    tokens
        .split(move |token| {
            match token.kind {
                Kind::Open => depth += 1,
                Kind::Close => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && token.kind == Kind::Ampersand
        })
        .map(classify)
}

fn classify<'t, 'a>(tokens: &'t [Token<'a>]) -> Segment<'t, 'a> {
    match tokens {
        [Token { kind: Kind::Bare(name), .. }, equals @ Token { kind: Kind::Equals, .. }, value @ ..] => {
            match Parameter::named(name) {
                Some(parameter) => Segment::Parameter(parameter, equals, value),
                None => Segment::Filter(tokens),
            }
        }
        [
            Token { kind: Kind::Bare(name), .. },
            Token { kind: Kind::Open, .. },
            Token { kind: Kind::Close, .. },
        ] if name.eq_ignore_ascii_case("render") => Segment::Render,
        [
            Token { kind: Kind::Bare(name), .. },
            Token { kind: Kind::Open, .. },
            Token { kind: Kind::Bare(path), .. },
            Token { kind: Kind::Close, .. },
        ] if name.eq_ignore_ascii_case("filter") && path.eq_ignore_ascii_case("group.buyers") => {
            Segment::Ignored
        }
        [] => Segment::Ignored,
        _ => Segment::Filter(tokens),
    }
}

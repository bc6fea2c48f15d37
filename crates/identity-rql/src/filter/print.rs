//! Printing of a filter.
//!
//! The print costs no more depth and no more nodes than the text that the tree was parsed from: a
//! call stands only where a group or a call was necessary.

use std::fmt::{self, Display, Formatter};

use super::{Expr, Literal, Operand, Value};
use crate::encode::{Encoded, Quoted};

type Print = fn(&Expr, &mut Formatter<'_>) -> fmt::Result;

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        expression(self, f)
    }
}

impl Display for Operand {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => write!(f, "{path}"),
            Self::SelfValue => f.write_str("self()"),
        }
    }
}

impl Display for Value {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(literal) => write!(f, "{literal}"),
            Self::Null => f.write_str("null()"),
            Self::Empty => f.write_str("empty()"),
        }
    }
}

impl Display for Literal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.quoted { write!(f, "{}", Quoted(&self.text)) } else { write!(f, "{}", Encoded(&self.text)) }
    }
}

/// At the top and in an argument, where both operators may stand.
fn expression(expr: &Expr, f: &mut Formatter<'_>) -> fmt::Result {
    match expr {
        Expr::Or(members) => joined(members, ";", conjunction, f),
        other => conjunction(other, f),
    }
}

/// Beside an OR, where AND may stand because it binds tighter.
fn conjunction(expr: &Expr, f: &mut Formatter<'_>) -> fmt::Result {
    match expr {
        Expr::And(members) => joined(members, "&", term, f),
        other => term(other, f),
    }
}

/// Beside an AND, where only calls may stand. A comparison is always printed as a call: a shortcut
/// on a property called `limit` would read as the parameter.
fn term(expr: &Expr, f: &mut Formatter<'_>) -> fmt::Result {
    match expr {
        Expr::And(members) => {
            f.write_str("and(")?;
            joined(members, ",", expression, f)?;
        }
        Expr::Or(members) => {
            f.write_str("or(")?;
            joined(members, ",", expression, f)?;
        }
        Expr::Not(condition) => write!(f, "not({condition}")?,
        Expr::Compare { op, left, right } => write!(f, "{}({left},{right}", op.name())?,
        Expr::In { negated, left, items } => membership(*negated, left, items, f)?,
        Expr::Any { path, condition: None } => write!(f, "any({path}")?,
        Expr::Any { path, condition: Some(condition) } => write!(f, "any({path},{condition}")?,
        Expr::All { path, condition } => write!(f, "all({path},{condition}")?,
    }
    f.write_str(")")
}

fn membership(negated: bool, left: &Operand, items: &[Literal], f: &mut Formatter<'_>) -> fmt::Result {
    write!(f, "{}({left},(", if negated { "out" } else { "in" })?;
    for (at, item) in items.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        write!(f, "{comma}{item}")?;
    }
    f.write_str(")")
}

fn joined(members: &[Expr], separator: &str, print: Print, f: &mut Formatter<'_>) -> fmt::Result {
    for (at, member) in members.iter().enumerate() {
        if at > 0 {
            f.write_str(separator)?;
        }
        print(member, f)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::parse_query;

    #[test]
    fn calls_stand_only_where_they_must() {
        for (text, print) in [
            ("(a=1)", "eq(a,1)"),
            ("and(a=1,b=2)", "eq(a,1)&eq(b,2)"),
            ("a=1&b=2|c=3", "eq(a,1)&eq(b,2);eq(c,3)"),
            ("(a=1|b=2)&c=3", "or(eq(a,1),eq(b,2))&eq(c,3)"),
            ("((a=1,b=2);c=3),d=4", "or(eq(a,1)&eq(b,2),eq(c,3))&eq(d,4)"),
            ("(a=1&b=2)&c=3", "and(eq(a,1),eq(b,2))&eq(c,3)"),
            ("not(or(a=1,b=2))", "not(eq(a,1);eq(b,2))"),
            ("any(x)&any(x,self()=1)&all(x,a.b=null())", "any(x)&any(x,eq(self(),1))&all(x,eq(a.b,null()))"),
            ("out(a,'b')&IN(a,(b,\"c'd\"))", "out(a,('b'))&in(a,(b,'c'd'))"),
            ("GTE(a,1)&lte(b,2)", "ge(a,1)&le(b,2)"),
        ] {
            assert_eq!(parse_query(text).unwrap().filter.unwrap().to_string(), print, "{text}");
        }
    }
}

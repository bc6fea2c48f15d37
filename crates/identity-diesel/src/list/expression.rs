//! The expression of a field, as whoever asks may see it.

use identity_core::list::{Field, Guard};

use crate::sql::{Bind, Sql};

/// Who asks and when: the values of the placeholders in a registry's expressions.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sight {
    /// `{now}`, in milliseconds.
    pub(crate) now: i64,
    /// `{account}`
    pub(crate) account: Option<i64>,
    /// `{person}`
    pub(crate) person: Option<i64>,
    /// `{sees_all}`
    pub(crate) sees_all: bool,
    /// `{sees_account}`
    pub(crate) sees_account: bool,
    /// Whether rows that do not meet the registry's guard show less (R20).
    pub(crate) is_guarded: bool,
    /// A column that stands for another one, which holds the same but is found faster.
    pub(crate) twin: Option<(&'static str, &'static str)>,
}

/// Appends a registry's expression, its placeholders bound.
pub(super) fn fill(out: &mut Sql, template: &str, sight: &Sight, value: Option<&Bind>) {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        out.push(before);
        match name {
            "now" => out.bind_now(sight.now),
            "account" => out.bind(Bind::Number(sight.account)),
            "person" => out.bind(Bind::Number(sight.person)),
            "sees_all" => out.bind(Bind::Flag(sight.sees_all)),
            "sees_account" => out.bind(Bind::Flag(sight.sees_account)),
            _ => out.bind(value.cloned().unwrap_or(Bind::Number(None))),
        };
        rest = after;
    }
    out.push(rest);
}

/// Appends the field; `guard` is the condition under which a row is shown in full although the sight guards, and
/// `value` fills the placeholder of fields that hold a whole test.
pub(super) fn push<V>(
    out: &mut Sql,
    guard: Option<&'static str>,
    field: &Field<V>,
    sight: &Sight,
    value: Option<&Bind>,
) {
    let column = match sight.twin {
        Some((column, twin)) if column == field.column.sql => twin,
        _ => field.column.sql,
    };
    let instead = match (sight.is_guarded, guard, field.column.guard) {
        (false, ..) | (_, None, _) | (.., Guard::Open) => return fill(out, column, sight, value),
        (_, Some(guard), Guard::Hidden) => (guard, None),
        (_, Some(guard), Guard::Instead(other)) => (guard, Some(other)),
    };
    out.push("(CASE WHEN ");
    fill(out, instead.0, sight, value);
    out.push(" THEN ");
    fill(out, column, sight, value);
    if let Some(other) = instead.1 {
        out.push(" ELSE ");
        fill(out, other, sight, value);
    }
    out.push(" END)");
}

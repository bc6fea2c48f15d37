//! Random queries as clients write them, valid for a registry.

use super::value::{pattern, text, written};
use crate::list::{Collection, Element, Field, Kind, Registry};
use crate::testing::contract::Dice;

/// How deep groups and calls go; far below the limit of the language.
const DEPTH: u32 = 3;

/// What an expression may name.
struct Names<V: 'static> {
    fields: &'static [Field<V>],
    collections: &'static [Collection<V>],
}

/// A query: a filter, and often an order and a piece of the list.
pub(in crate::testing) fn query<V>(dice: &Dice, registry: &'static Registry<V>) -> String {
    let names = Names { fields: registry.fields, collections: registry.collections };
    let mut parts = vec![expression(dice, &names, DEPTH)];
    let sortable: Vec<&str> = registry.fields.iter().filter(|f| f.is_sortable).map(|f| f.path).collect();
    if dice.flip() {
        let members =
            (0..=dice.below(3)).map(|_| format!("{}{}", dice.pick(&["", "-", "+"]), dice.pick(&sortable)));
        parts.push(format!("order={}", members.collect::<Vec<_>>().join(",")));
    }
    if dice.below(5) == 0 {
        parts.push(format!("limit={}&offset={}", dice.below(9), dice.below(6)));
    }
    if dice.flip() {
        parts.reverse();
    }
    parts.join("&")
}

/// A condition where an argument may stand: what joins several is inside parentheses or a call.
fn expression<V>(dice: &Dice, names: &Names<V>, depth: u32) -> String {
    let inner = || expression(dice, names, depth - 1);
    let call = |name: &str, arguments: &str| format!("{}({arguments})", cased(dice, name));
    match if depth == 0 { 9 } else { dice.below(10) } {
        0 => call("and", &format!("{},{}", inner(), inner())),
        1 => call("or", &format!("{},{},{}", inner(), inner(), inner())),
        2 | 3 => call("not", &inner()),
        4 => format!("({}{}{})", inner(), dice.pick(&["&", ","]), inner()),
        5 => format!("({}{}{})", inner(), dice.pick(&[";", "|", " | "]), inner()),
        6 | 7 if !names.collections.is_empty() => quantifier(dice, names, depth),
        _ => leaf(dice, names),
    }
}

/// `any`, `all`, or a question for no elements.
fn quantifier<V>(dice: &Dice, names: &Names<V>, depth: u32) -> String {
    let place = usize::try_from(dice.below(u64::try_from(names.collections.len()).unwrap())).unwrap();
    let collection = names.collections.get(place).unwrap();
    let path = cased(dice, collection.path);
    let elements: Names<Element> = Names { fields: collection.fields, collections: &[] };
    match dice.below(8) {
        0 => format!("{}({path})", cased(dice, "any")),
        1 => format!("{}({path},{})", dice.pick(&["eq", "ne"]), dice.pick(&["empty()", "null()"])),
        2 | 3 => format!("{}({path},{})", cased(dice, "all"), expression(dice, &elements, depth - 1)),
        _ => format!("{}({path},{})", cased(dice, "any"), expression(dice, &elements, depth - 1)),
    }
}

/// A comparison of one field.
fn leaf<V>(dice: &Dice, names: &Names<V>) -> String {
    let place = usize::try_from(dice.below(u64::try_from(names.fields.len()).unwrap())).unwrap();
    let field = names.fields.get(place).unwrap();
    let (kind, path) = (field.kind, cased(dice, field.path));
    let value = || written(dice, &text(dice, kind));
    if kind == Kind::TokenValue {
        return dice.pick(&[format!("eq({path},{})", value()), format!("{path}={}", value())]);
    }
    let operator = dice.pick(operators(kind));
    let right = match operator {
        "=" => return format!("{path}={}", value()),
        "in" | "out" => {
            let values = (0..=dice.below(3)).map(|_| value()).collect::<Vec<_>>().join(",");
            format!("({values})")
        }
        "like" | "ilike" => written(dice, &pattern(dice, kind)),
        "null" => {
            return format!("{}({path},{})", dice.pick(&["eq", "ne"]), dice.pick(&["null()", "empty()"]));
        }
        _ if dice.below(5) == 0 => twin(dice, names, kind).map_or_else(value, str::to_owned),
        _ => value(),
    };
    format!("{}({path},{right})", cased(dice, operator))
}

/// What a type permits; `=` is the shortcut and `null` a question for absence.
const fn operators(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Text | Kind::Email => &[
            "eq", "ne", "gt", "ge", "gte", "lt", "le", "lte", "like", "like", "ilike", "ilike", "ilike",
            "in", "out", "=", "null",
        ],
        Kind::Number | Kind::Moment => &["eq", "ne", "gt", "ge", "lt", "le", "in", "out", "=", "null"],
        Kind::Flag => &["eq", "ne", "=", "null"],
        Kind::Id(_) | Kind::MixedId => &["eq", "ne", "in", "in", "out", "like", "ilike", "=", "null"],
        Kind::Enumeration(_) | Kind::Uuid | Kind::TokenValue => &["eq", "ne", "in", "out", "=", "null"],
    }
}

/// Another field of the same type, or the same.
fn twin<V>(dice: &Dice, names: &Names<V>, kind: Kind) -> Option<&'static str> {
    let same = names.fields.iter().filter(|field| field.is_filterable && field.kind.is_comparable(kind));
    let paths: Vec<&'static str> = same.map(|field| field.path).filter(|path| !path.contains('(')).collect();
    (!paths.is_empty()).then(|| dice.pick(&paths))
}

/// Names are case-insensitive.
fn cased(dice: &Dice, name: &str) -> String {
    if dice.below(6) == 0 { name.to_uppercase() } else { name.to_owned() }
}

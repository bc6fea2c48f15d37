//! Every operator on every field that permits it, as raw queries made of the values that the rows have.

use super::dice::Dice;
use crate::list::{Field, Kind, Registry, Scalar};

/// Most values taken from the rows per field; more would tell no more.
const VALUES_MAX: usize = 5;
const NESTED: usize = 60;

/// A quoted value; everything but letters and digits is percent-encoded, for one kind of quote is always structural.
pub(super) fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') { '"' } else { '\'' };
    let encode = |byte: u8| match byte {
        b if b.is_ascii_alphanumeric() => char::from(b).to_string(),
        b => format!("%{b:02X}"),
    };
    let inner: String = text.bytes().map(encode).collect();
    format!("{quote}{inner}{quote}")
}

/// All queries of one registry over such rows.
pub(super) fn all<V>(registry: &Registry<V>, rows: &[V]) -> Vec<String> {
    let atoms: Vec<String> = filterable(registry).flat_map(|field| atoms(registry, field, rows)).collect();
    let negated = atoms.iter().step_by(3).map(|atom| format!("not({atom})"));
    let dice = Dice::new(7);
    let nested = (0..NESTED).map(|_| nest(&dice, &atoms, 3));
    let mut queries: Vec<String> = negated.chain(nested).collect();
    queries.extend(orders(registry));
    queries.extend(atoms);
    queries
}

fn filterable<V>(registry: &Registry<V>) -> impl Iterator<Item = &Field<V>> {
    registry.fields.iter().filter(|field| field.is_filterable)
}

fn atoms<V>(registry: &Registry<V>, field: &Field<V>, rows: &[V]) -> Vec<String> {
    let path = field.path;
    let values = values(field, rows);
    let mut atoms = vec![format!("eq({path},null())")];
    let mut each = |operators: &[&str], values: &[String]| {
        for operator in operators {
            atoms.extend(values.iter().map(|value| format!("{operator}({path},{})", quoted(value))));
        }
    };
    each(&["eq"], &values);
    if field.kind != Kind::TokenValue {
        each(&["ne"], &values);
    }
    if is_ordered(field.kind) {
        each(&["gt", "ge", "lt", "le"], &values);
    }
    if matches!(field.kind, Kind::Text | Kind::Email | Kind::Id(_) | Kind::MixedId) {
        each(&["like"], &patterns(&values));
        let shouted: Vec<String> =
            patterns(&values).iter().step_by(3).map(|pattern| pattern.to_uppercase()).collect();
        each(&["ilike"], &shouted);
    }
    if field.kind != Kind::TokenValue {
        atoms.push(format!("ne({path},empty())"));
    }
    if !matches!(field.kind, Kind::TokenValue | Kind::Flag) {
        atoms.extend(lists(path, &values));
    }
    atoms.extend(pairs(registry, field));
    atoms
}

const fn is_ordered(kind: Kind) -> bool {
    matches!(kind, Kind::Text | Kind::Email | Kind::Number | Kind::Moment)
}

/// Some of the values that the rows have, and one that none of them has.
fn values<V>(field: &Field<V>, rows: &[V]) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for row in rows {
        let value = match ((field.value)(row), field.kind) {
            (Scalar::Text(text), _) => text,
            (Scalar::Number(number), _) => number.to_string(),
            (Scalar::Moment(moment), _) => moment.to_string(),
            (Scalar::Id(number), Kind::Id(shape)) => shape.text(number),
            _ => continue,
        };
        if values.len() < VALUES_MAX && !values.contains(&value) {
            values.push(value);
        }
    }
    values.extend(strangers(field.kind).iter().map(|text| (*text).to_owned()));
    values
}

fn strangers(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Text | Kind::MixedId => &["Alph", "USR-0000-0001"],
        Kind::Email => &["USER1@Example.com", "nobody@example.com"],
        Kind::Uuid => &["0192A716-3048-7521-8ABC-0123456789EF"],
        Kind::Enumeration(_) => &["active", "CLIENT", "Nope"],
        Kind::Flag => &["true", "false"],
        Kind::Number => &["-1", "2", "2.0", "1.5", "-0.5", "99999999999999999999"],
        Kind::Moment => &["2026-03-02", "2026-03-02T12:15:00.004+02:00"],
        Kind::Id(_) => &["ACC-0000-9999", "ACC-1", "nonsense"],
        // The suite reads a number as the token of that digest.
        Kind::TokenValue => &["1", "2", "3", "501", "502", "503", "9999", "nonsense"],
    }
}

/// Each way to place the stars, around pieces of each value.
fn patterns(values: &[String]) -> Vec<String> {
    let mut patterns = vec!["*".to_owned(), "\\*star\\*".to_owned(), "*%*".to_owned(), "*_*".to_owned()];
    for value in values {
        let chars: Vec<char> = value.chars().collect();
        let cut = chars.len().min(3);
        let start: String = chars.iter().take(cut).collect();
        let end: String = chars.iter().skip(chars.len() - cut).collect();
        let middle: String = chars.iter().skip(1).take(cut).collect();
        patterns.extend([value.clone(), format!("{start}*"), format!("*{end}"), format!("*{middle}*")]);
    }
    patterns
}

fn lists(path: &str, values: &[String]) -> Vec<String> {
    let list = |values: &[String]| values.iter().map(|value| quoted(value)).collect::<Vec<_>>().join(",");
    let mut atoms = Vec::new();
    for values in [values, values.get(..1).unwrap_or_default(), values.get(1..).unwrap_or_default()] {
        if !values.is_empty() {
            atoms.extend(["in", "out"].map(|operator| format!("{operator}({path},({}))", list(values))));
        }
    }
    atoms
}

/// The field beside the next two of its type.
fn pairs<V>(registry: &Registry<V>, field: &Field<V>) -> Vec<String> {
    if field.kind == Kind::TokenValue {
        return Vec::new();
    }
    let same: Vec<&Field<V>> =
        filterable(registry).filter(|other| field.kind.is_comparable(other.kind)).collect();
    let place = same.iter().position(|other| other.path == field.path).unwrap_or(0);
    let others = same.iter().cycle().skip(place + 1).take(2.min(same.len() - 1));
    let operators: &[&str] =
        if is_ordered(field.kind) { &["eq", "ne", "gt", "ge", "lt", "le"] } else { &["eq", "ne"] };
    others
        .flat_map(|other| {
            operators.iter().map(|operator| format!("{operator}({},{})", field.path, other.path))
        })
        .collect()
}

fn nest(dice: &Dice, atoms: &[String], depth: u32) -> String {
    let inner = || nest(dice, atoms, depth - 1);
    match if depth == 0 { 0 } else { dice.below(4) } {
        0 => dice.pick(atoms),
        1 => format!("and({},{})", inner(), inner()),
        2 => format!("or({},{})", inner(), inner()),
        _ => format!("not({})", inner()),
    }
}

/// Every field in both directions, alone and before others, whole and in pieces.
fn orders<V>(registry: &Registry<V>) -> Vec<String> {
    let paths: Vec<&str> = registry.fields.iter().filter(|f| f.is_sortable).map(|f| f.path).collect();
    let mut queries: Vec<String> =
        ["limit=0", "limit=1", "limit=500", "offset=3", "offset=10000", "limit=0&offset=2"]
            .map(str::to_owned)
            .into();
    for (place, path) in paths.iter().enumerate() {
        let mut others = paths.iter().cycle().skip(place + 1);
        let (next, after) = (others.next().unwrap_or(path), others.next().unwrap_or(path));
        queries.extend([
            format!("order={path}"),
            format!("order=-{path}"),
            format!("order=-{path},{next},-{after}"),
            format!("limit=4&offset=3&order={path}"),
            format!("limit=4&offset=5&order=-{path}&ne(id,'nonsense')"),
        ]);
    }
    queries
}

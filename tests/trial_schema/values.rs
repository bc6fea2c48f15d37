//! Values from schemas: such as are allowed, and such as are not.

use identity_tests::at;
use serde_json::{Map, Value, json};

use crate::dice::Dice;
use crate::world::World;

/// Texts that are worth trying wherever a text may stand.
const TEXTS: [&str; 16] = [
    "Harbour Lane",
    "x",
    "",
    " ",
    "O'Neil & co",
    "é\u{301}\u{1F600}",
    "a\u{0}b",
    "a\nb",
    "\u{202E}abc",
    "null",
    "*",
    "%25'(),;|&=\"",
    "https://example.com/a?b#c",
    "mara@example.com",
    "2027-01-01T00:00:00Z",
    "PT",
];

/// A value that the schema allows, as far as it can be told without solving patterns.
pub fn value(schema: &Value, dice: &mut Dice, world: &World) -> Value {
    if let Some(names) = at(schema, "/enum").as_array() {
        return dice.pick(names).cloned().unwrap_or_default();
    }
    let kind = match at(schema, "/type") {
        Value::Array(kinds) if dice.percent(10) => kinds.last(),
        Value::Array(kinds) => kinds.first(),
        kind => Some(kind),
    };
    match kind.and_then(Value::as_str) {
        Some("string") => Value::from(text(schema, dice, world)),
        Some("boolean") => json!(dice.percent(50)),
        Some("integer") => json!(number(schema, dice)),
        Some("array") => {
            let length = dice
                .below(4)
                .min(usize::try_from(at(schema, "/maxItems").as_u64().unwrap_or(3)).unwrap_or(3));
            (0..length).map(|_| value(at(schema, "/items"), dice, world)).collect()
        }
        Some("object") => object(schema, dice, world),
        _ => match at(schema, "/anyOf").as_array().and_then(|all| dice.pick(all)) {
            Some(one) => value(one, dice, world),
            None => Value::Null,
        },
    }
}

fn object(schema: &Value, dice: &mut Dice, world: &World) -> Value {
    let required: Vec<&str> =
        at(schema, "/required").as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let mut members = Map::new();
    for (name, inner) in at(schema, "/properties").as_object().into_iter().flatten() {
        if required.contains(&name.as_str()) || dice.percent(40) {
            members.insert(name.clone(), value(inner, dice, world));
        }
    }
    Value::Object(members)
}

fn number(schema: &Value, dice: &mut Dice) -> u64 {
    let (min, max) =
        (at(schema, "/minimum").as_u64().unwrap_or(0), at(schema, "/maximum").as_u64().unwrap_or(9));
    match dice.below(4) {
        0 => min,
        1 => max,
        _ => min + (dice.below(120) as u64).min(max - min),
    }
}

fn text(schema: &Value, dice: &mut Dice, world: &World) -> String {
    let (pattern, format) =
        (at(schema, "/pattern").as_str().unwrap_or_default(), at(schema, "/format").as_str());
    let max = usize::try_from(at(schema, "/maxLength").as_u64().unwrap_or(100)).unwrap_or(100);
    if pattern.contains("-[0-9]{4}") {
        return world.id(dice, pattern);
    }
    match (format, pattern) {
        (Some("email"), _) => format!("t{}@example.com", dice.below(500)),
        (Some("date-time"), _) => format!("20{}-02-28T10:15:00Z", 20 + dice.below(60)),
        (Some("password"), _) => "lighthouse keepers count gulls".chars().take(max).collect(),
        (_, "^[A-Z]{2}$") => "PT".to_owned(),
        (_, "^[+ ()0-9-]*$") => "+34 660".chars().take(max).collect(),
        _ if dice.percent(10) => "\u{E9}".repeat(max.min(5000)),
        _ => format!("{} {}", dice.pick(&TEXTS).unwrap_or(&""), dice.below(100)).chars().take(max).collect(),
    }
}

/// The value with something wrong in it: another type, too long, a member missing or of another type.
pub fn broken(value: &Value, dice: &mut Dice) -> Value {
    match value {
        Value::Object(members) if !members.is_empty() && dice.percent(85) => {
            let mut members = members.clone();
            let names: Vec<String> = members.keys().cloned().collect();
            if let Some(name) = dice.pick(&names) {
                let inner = members.remove(name).unwrap_or_default();
                if dice.percent(66) {
                    members.insert(name.clone(), broken(&inner, dice));
                }
            }
            Value::Object(members)
        }
        Value::Array(items) if !items.is_empty() && dice.percent(50) => {
            let mut items = items.clone();
            if let Some(first) = items.first_mut() {
                *first = broken(first, dice);
            }
            Value::Array(items)
        }
        _ => match dice.below(7) {
            0 => Value::Null,
            1 => json!(-1),
            2 => json!(1e300),
            3 => json!([[]]),
            4 => json!({"id": {"id": 7}}),
            5 => json!("y".repeat(6000)),
            _ => json!(dice.pick(&TEXTS)),
        },
    }
}

//! Random values as a query writes them: most of them values that rows have, some that none has.

use identity_rql::Literal;

use crate::list::Kind;
use crate::testing::contract::{Dice, TENANTS, TEXTS};

/// A value of the type, as text.
pub(super) fn text(dice: &Dice, kind: Kind) -> String {
    let n = 1 + dice.below(30);
    match kind {
        Kind::Text if dice.below(4) == 0 => {
            dice.pick(&["C-10", "Account 1", "+49", "sales-2", "en-GB", "Event", "1200-109"]).to_owned()
        }
        Kind::Text => dice.pick(&TEXTS).to_owned(),
        Kind::Email => {
            let name = dice.pick(&["user", "MARA_", "o'neil", "Nobody"]);
            dice.pick(&[format!("{name}{n}@Example.com"), "it@a.example".into(), "Help@B.example".into()])
        }
        Kind::Enumeration(names) => {
            let name = dice.pick(names);
            dice.pick(&[name.to_owned(), name.to_lowercase(), name.to_owned(), "Nope".into()])
        }
        Kind::Uuid => dice.pick(&[TENANTS[0].to_owned(), TENANTS[1].to_uppercase()]),
        Kind::Flag => dice.pick(&["true", "false"]).to_owned(),
        Kind::Number => {
            dice.pick(&["1", "2", "3", "2.0", "1.5", "2.5", "-1", "99999999999999999999"]).to_owned()
        }
        Kind::Moment => dice
            .pick(&[
                "2026-03-02",
                "2026-03-02T10:15:00.004Z",
                "2026-03-02T12:15:01.004+02:00",
                "2026-03-02T10:14:59.0049Z",
                "1900-01-01",
            ])
            .to_owned(),
        Kind::Id(shape) => {
            dice.pick(&[shape.text(n), shape.text(n), shape.text(n * n * 700), "ACC-1".into()])
        }
        Kind::MixedId => {
            let shape = dice.pick(&["USR-0000-000", "USR-0000-000", "TKN-0000-000", "ACC-0000-000"]);
            format!("{shape}{}", 1 + n % 3)
        }
        // The suite reads a number as the token of that digest.
        Kind::TokenValue => dice.pick(&[n.to_string(), (n + 500).to_string(), "nonsense".into()]),
    }
}

/// A pattern around a piece of a value.
pub(super) fn pattern(dice: &Dice, kind: Kind) -> String {
    let value: Vec<char> = text(dice, kind).chars().collect();
    let length = u64::try_from(value.len()).unwrap();
    let start = dice.below(length.max(1));
    let end = start + dice.below(length - start.min(length) + 1);
    let place = |n: u64| usize::try_from(n).unwrap().min(value.len());
    let piece = |from, to| value.get(place(from)..place(to)).unwrap_or_default().iter().collect::<String>();
    let pattern = match dice.below(8) {
        0 => value.iter().collect(),
        1 | 2 => format!("{}*", piece(0, end.min(3))),
        3 => format!("*{}", piece(start, length)),
        4 | 5 => format!("*{}*", piece(start, end)),
        6 => {
            dice.pick(&["*", "**", "*%*", "*_*", "*'*", "*\"*", "\\*star\\*", "*\\*", "*\u{c4}*"]).to_owned()
        }
        _ => format!("*{}*", piece(start, start + 1)),
    };
    if dice.flip() { pattern } else { pattern.to_uppercase() }
}

/// A text as a query writes it: quoted one way or the other, or bare where that reads the same.
pub(super) fn written(dice: &Dice, text: &str) -> String {
    let is_plain =
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-*:.@_".contains(c));
    match dice.below(4) {
        0 if is_plain => text.to_owned(),
        1 if is_plain => format!("%22{text}%22"),
        2 if is_plain => format!("\"{text}\""),
        _ => Literal { text: text.to_owned(), quoted: true }.to_string(),
    }
}

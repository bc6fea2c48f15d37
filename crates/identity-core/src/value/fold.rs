//! The one way in which case is ignored: Unicode simple lower case, character by character (platform.md §2.2).

/// The simple lower case of one character. Only U+0130 has no single one in the standard library.
fn lower(c: char) -> char {
    match c {
        '\u{130}' => 'i',
        other => other.to_lowercase().next().unwrap_or(other),
    }
}

/// The text in lower case. Every character stays one character, so nothing depends on its neighbours: a final sigma
/// is a sigma.
pub fn fold(text: &str) -> String {
    text.chars().map(lower).collect()
}

/// Every character that folding changes, with what becomes of it: for databases that have to fold by themselves.
pub fn fold_table() -> impl Iterator<Item = (char, char)> {
    ('\0'..=char::MAX).map(|c| (c, lower(c))).filter(|(from, to)| from != to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_character_stands_for_itself() {
        for (text, folded) in [
            ("O'Neil & CO", "o'neil & co"),
            ("\u{c4}RGER Stra\u{df}e", "\u{e4}rger stra\u{df}e"),
            ("\u{39f}\u{394}\u{39f}\u{3a3}", "\u{3bf}\u{3b4}\u{3bf}\u{3c3}"),
            ("\u{130}I", "ii"),
            ("\u{1e9e}\u{10400}\u{65e5}\u{1f600}", "\u{df}\u{10428}\u{65e5}\u{1f600}"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn folding_twice_changes_nothing_more() {
        let table: Vec<(char, char)> = fold_table().collect();
        assert!(table.len() > 1_400 && table.contains(&('A', 'a')) && table.contains(&('\u{130}', 'i')));
        assert!(table.iter().all(|(_, to)| lower(*to) == *to));
    }
}

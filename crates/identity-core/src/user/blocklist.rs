//! What everybody tries first: an exact list, searched where it lies in the binary.

use std::cmp::Ordering;

/// A notice, an empty line, then the entries in the order of their bytes.
const FILE: &str = include_str!("blocklist.txt");

fn entries() -> &'static str {
    FILE.split_once("\n\n").map_or("", |(_, entries)| entries)
}

/// Whether a text in lower case is an entry. Halves the text, not a table of its lines, so nothing is built first.
pub(super) fn is_common(text: &str) -> bool {
    let mut rest = entries().as_bytes();
    while !rest.is_empty() {
        let (before, line, after) = split_in_the_middle(rest);
        match text.as_bytes().cmp(line) {
            Ordering::Equal => return true,
            Ordering::Less => rest = before,
            Ordering::Greater => rest = after,
        }
    }
    false
}

/// The lines before the line in the middle, that line, and the lines after it.
fn split_in_the_middle(lines: &[u8]) -> (&[u8], &[u8], &[u8]) {
    let (left, right) = lines.split_at(lines.len() / 2);
    let begin = left.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let end = right.iter().position(|byte| *byte == b'\n').map_or(lines.len(), |end| left.len() + end);
    let (upto, after) = lines.split_at(end);
    let (before, line) = upto.split_at(begin);
    (before, line, after.get(1..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::user::password::bare;

    #[test]
    fn r30_every_entry_is_found_and_nothing_between_them() {
        let all: Vec<&str> = entries().lines().collect();
        assert!(all.len() > 40_000, "{}", all.len());
        for (n, entry) in all.iter().enumerate() {
            assert!(is_common(entry), "{entry}");
            let after = format!("{entry}\u{1}");
            assert!(!is_common(&after), "{after}");
            assert!(n == 0 || all[n - 1] < entry, "{entry} is not in order");
        }
        for other in ["", "\n", " ", "a\nb", "password\n", "\u{10ffff}", "# passwords, names and words"] {
            assert!(!is_common(other), "{other:?}");
        }
    }

    #[test]
    fn r30_every_entry_is_one_that_a_password_is_compared_with() {
        for entry in entries().lines() {
            assert_eq!(entry, entry.to_lowercase());
            let inner = bare(entry);
            assert!(inner == entry || !is_common(inner), "{entry} is covered by {inner}");
        }
    }
}

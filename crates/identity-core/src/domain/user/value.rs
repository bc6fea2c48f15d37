//! Names and phones as the Provisioning API writes them (P-R31).

use unicode_normalization::UnicodeNormalization as _;

use crate::user::full_name;
use crate::value::{BadText, EmailAddress, Phone, Text};

/// Code points of a user name at most.
const USER_NAME_MAX: usize = 100;

/// First and last name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UserName {
    /// Text before the first space.
    pub first: Text<100>,
    /// The rest, which may be empty.
    pub last: Text<100>,
}

/// Reads `^[A-Za-z0-9À-ÿ]+(?:[ _'.@-]+[A-Za-z0-9À-ÿ]+)*$` after NFC.
///
/// # Errors
/// [`BadText`].
pub(crate) fn user_name(text: &str) -> Result<UserName, BadText> {
    let text: String = text.nfc().collect();
    let is_word = |c: char| c.is_ascii_alphanumeric() || ('À'..='ÿ').contains(&c);
    let is_known = |c: char| is_word(c) || " _'.@-".contains(c);
    let is_framed = text.starts_with(is_word) && text.ends_with(is_word);
    if !is_framed || !text.chars().all(is_known) || text.chars().count() > USER_NAME_MAX {
        return Err(BadText::new("Must be a user name."));
    }
    let (first, last) = text.split_once(' ').unwrap_or((&text, ""));
    // Between the two there is one space, however many were sent.
    let part = |text: &str| Text::from_stored(text.trim_start().to_owned());
    Ok(UserName { first: part(first), last: part(last) })
}

/// Reads an e-mail; blanks around it are part of it here.
///
/// # Errors
/// [`BadText`].
pub(super) fn email(text: &str) -> Result<EmailAddress, BadText> {
    if text.contains(char::is_whitespace) { Err(BadText::new("Must have no spaces.")) } else { text.parse() }
}

/// First and last name joined by one space; unset if there is neither.
pub(super) fn shown_name(first: &Text<100>, last: &Text<100>) -> Option<String> {
    Some(full_name(first, last)).filter(|name| !name.is_empty())
}

/// Reads `^\+(?:[0-9] ?){6,14}[0-9]$`: 7 to 15 digits, no two spaces in a row.
///
/// # Errors
/// [`BadText`].
pub(crate) fn phone(text: &str) -> Result<Phone, BadText> {
    let bad = || BadText::new("Must be a phone number.");
    let rest = text.strip_prefix('+').ok_or_else(bad)?;
    let is_digit = |c: char| c.is_ascii_digit();
    let is_framed = rest.starts_with(is_digit) && rest.ends_with(is_digit);
    let digits = rest.chars().filter(|c| *c != ' ').collect::<String>();
    if !is_framed || !digits.chars().all(is_digit) || rest.contains("  ") || !(7..=15).contains(&digits.len())
    {
        return Err(bad());
    }
    let code = rest.split_once(' ').map(|(code, _)| code).filter(|code| code.len() <= 3).unwrap_or_default();
    let number = digits.get(code.len()..).unwrap_or_default();
    Ok(Phone {
        prefix: Some(Text::from_stored(format!("+{code}"))),
        number: Some(Text::from_stored(number.to_owned())),
    })
}

/// Prefix, one space (none after `+`), number.
pub(super) fn shown_phone(phone: &Phone) -> Option<String> {
    let prefix = phone.prefix.as_ref().map_or("", Text::as_str);
    let number = phone.number.as_ref().map_or("", Text::as_str);
    let between = if matches!(prefix, "" | "+") || number.is_empty() { "" } else { " " };
    Some(format!("{prefix}{between}{number}")).filter(|phone| !phone.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<(String, String)> {
        user_name(text).ok().map(|name| (name.first.into_string(), name.last.into_string()))
    }

    #[test]
    fn p_r31_the_first_space_parts_first_and_last_name() {
        for (sent, first, last, shown) in [
            ("Ana Ruiz", "Ana", "Ruiz", "Ana Ruiz"),
            ("Ana  Ruiz de la Vega", "Ana", "Ruiz de la Vega", "Ana Ruiz de la Vega"),
            ("Ana", "Ana", "", "Ana"),
            ("ana.ruiz@example-1", "ana.ruiz@example-1", "", "ana.ruiz@example-1"),
            ("Zoe\u{308} O'Neil", "Zoë", "O'Neil", "Zoë O'Neil"),
        ] {
            assert_eq!(parts(sent), Some((first.into(), last.into())), "{sent}");
            let name = user_name(sent).unwrap();
            assert_eq!(shown_name(&name.first, &name.last).as_deref(), Some(shown));
        }
        let empty = Text::from_stored(String::new());
        assert_eq!(shown_name(&empty, &empty), None);
    }

    #[test]
    fn p_r31_user_names_are_anchored_and_bounded() {
        for bad in
            ["", " ", " Ana", "Ana ", "Ana\n", "-Ana", "Ana/Ruiz", "Łukasz", "Ana\u{2028}Ruiz", "a\u{0}b"]
        {
            assert_eq!(parts(bad), None, "{bad:?}");
        }
        assert!(parts(&"e\u{301}".repeat(100)).is_some(), "lengths count after NFC");
        assert_eq!(parts(&"e".repeat(101)), None);
    }

    #[test]
    fn p_r31_phones_are_parted_after_the_country_code_and_shown_with_one_space() {
        for (sent, prefix, number, shown) in [
            ("+34 600 000 000", "+34", "600000000", "+34 600000000"),
            ("+1 2025550199", "+1", "2025550199", "+1 2025550199"),
            ("+34600000000", "+", "34600000000", "+34600000000"),
            ("+3460 0000000", "+", "34600000000", "+34600000000"),
            ("+123456789012345", "+", "123456789012345", "+123456789012345"),
        ] {
            let phone = phone(sent).unwrap();
            let part = |part: &Option<Text<15>>| part.clone().unwrap().into_string();
            assert_eq!(phone.prefix.clone().unwrap().as_str(), prefix, "{sent}");
            assert_eq!(part(&phone.number), number, "{sent}");
            assert_eq!(shown_phone(&phone).as_deref(), Some(shown));
        }
        for bad in [
            "",
            "34600000000",
            "+",
            "+123456",
            "+1234567890123456",
            "+34  600000000",
            "+ 34600000000",
            "+34600000000 ",
            "+34-600000000",
            "++34600000",
            "+34600000000\n",
            "+３４600000000",
        ] {
            assert!(phone(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn p_r31_phones_made_elsewhere_are_shown_as_they_are() {
        let shown = |prefix: Option<&str>, number: Option<&str>| {
            let (prefix, number) = (prefix.map(|p| p.parse().unwrap()), number.map(|n| n.parse().unwrap()));
            shown_phone(&Phone { prefix, number })
        };
        assert_eq!(shown(Some("+351"), Some("21 000 00-00")).as_deref(), Some("+351 21 000 00-00"));
        assert_eq!(shown(None, Some("12")).as_deref(), Some("12"));
        assert_eq!(shown(Some("+351"), None).as_deref(), Some("+351"));
        assert_eq!(shown(None, None), None);
    }
}

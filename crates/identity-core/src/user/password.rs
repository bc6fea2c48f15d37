//! What a password must be (R30).

use unicode_normalization::UnicodeNormalization as _;

use super::User;
use super::blocklist::is_common;
use crate::error::Error;
use crate::secret::Secret;
use crate::service::PasswordRules;

/// The most code points a password may have.
pub const PASSWORD_CHARS_MAX: usize = 256;
/// The most bytes that are looked at before anything is normalised.
const BYTES_MAX: usize = 1024;
/// The fewest code points a password may have, whatever the configuration says.
pub const PASSWORD_CHARS_MIN: usize = 8;

/// A password as it is hashed and compared: NFKC, and short enough to be looked at.
///
/// # Errors
/// [`Error::Invalid`] keyed `password` for more than 1 KiB.
pub fn normal_password(password: &Secret) -> Result<Secret, Error> {
    if password.expose().len() > BYTES_MAX {
        let message = format!("Must be at most {PASSWORD_CHARS_MAX} characters long.");
        return Err(Error::invalid("password", message));
    }
    Ok(Secret::new(password.expose().nfkc().collect()))
}

/// What a password is judged by besides itself.
#[derive(Debug, Clone, Default)]
pub struct PasswordContext {
    /// Words that it must not be.
    pub words: Vec<String>,
    /// Whether its person has a confirmed second factor, so that it may be shorter.
    pub has_second_factor: bool,
}

/// Normalises a password (NFKC) and checks it against the rules of NIST SP 800-63B-4.
///
/// # Errors
/// [`Error::Invalid`] keyed `password`; the text never repeats the password.
pub fn check_password(
    password: &Secret,
    context: &PasswordContext,
    rules: PasswordRules,
) -> Result<Secret, Error> {
    let refuse = |message: String| Err(Error::invalid("password", message));
    let normal = normal_password(password)?;
    let chars = normal.expose().chars().count();
    let configured =
        if context.has_second_factor { rules.chars_min_with_second_factor } else { rules.chars_min };
    let chars_min = configured.max(PASSWORD_CHARS_MIN);
    if chars < chars_min {
        return refuse(format!("Must be at least {chars_min} characters long."));
    }
    if chars > PASSWORD_CHARS_MAX {
        return refuse(format!("Must be at most {PASSWORD_CHARS_MAX} characters long."));
    }
    if is_guessable(normal.expose(), &context.words) {
        return refuse("Is too easy to guess.".into());
    }
    Ok(normal)
}

/// Without digits, punctuation and spaces around it.
pub(super) fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_ascii_digit() || is_between_words(c))
}

fn is_between_words(c: char) -> bool {
    c.is_ascii_punctuation() || c.is_whitespace()
}

/// Whether the whole password is a common or a context word: as it is, without punctuation around it, or without
/// digits and punctuation.
fn is_guessable(password: &str, context: &[String]) -> bool {
    let folded = password.to_lowercase();
    let candidates = [folded.as_str(), folded.trim_matches(is_between_words), bare(&folded)];
    let is_context =
        |word: &str| !word.is_empty() && context.iter().any(|other| other.to_lowercase() == word);
    candidates.into_iter().any(|word| is_common(word) || is_context(word))
}

/// Words that a password of this person must not be: e-mail, its local part, names, names of their accounts and
/// the product.
pub fn context_words(user: &User, account_names: &[String], product: &str) -> Vec<String> {
    let mut words = vec![
        user.email.to_string(),
        user.email.local_part().to_owned(),
        user.first_name.to_string(),
        user.last_name.to_string(),
        user.name(),
        product.to_owned(),
    ];
    words.extend_from_slice(account_names);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<(), Error> {
        let words = vec!["harbour lane foods".to_owned(), "mara.lindqvist@example.com".to_owned()];
        let context = PasswordContext { words, has_second_factor: false };
        check_password(&Secret::new(text.into()), &context, PasswordRules::default()).map(drop)
    }

    #[test]
    fn r30_length_counts_code_points_after_nfkc() {
        assert!(check("a long passphrase").is_ok());
        assert!(check("fourteen chars").is_err());
        assert!(check(&"ﬁ".repeat(8)).is_ok(), "one ligature becomes two characters");
        assert!(check(&"å".repeat(256)).is_ok());
        assert!(check(&"a".repeat(257)).is_err());
        assert!(check(&"漢".repeat(400)).is_err());
    }

    #[test]
    fn r30_with_a_second_factor_passwords_may_be_shorter() {
        let check = |text: &str, has_second_factor| {
            let context = PasswordContext { has_second_factor, ..PasswordContext::default() };
            check_password(&Secret::new(text.into()), &context, PasswordRules::default()).is_ok()
        };
        assert!(check("kq7vw2zm", true) && !check("kq7vw2zm", false) && !check("kq7vw2z", true));
        assert!(!check("password", true) && !check("dragon123", true));
    }

    #[test]
    fn r30_more_than_a_kilobyte_is_not_even_normalised() {
        assert!(check(&"\u{20000}".repeat(256)).is_ok(), "1024 bytes, 256 characters");
        // Five bytes that NFKC makes one character of.
        assert!(check(&"a\u{323}\u{306}".repeat(204)).is_ok(), "1020 bytes");
        assert!(check(&"a\u{323}\u{306}".repeat(205)).is_err(), "1025 bytes");
    }

    #[test]
    fn r30_the_floor_is_eight_whatever_is_configured() {
        let rules = PasswordRules { chars_min: 3, chars_min_with_second_factor: 2 };
        for has_second_factor in [false, true] {
            let context = PasswordContext { has_second_factor, ..PasswordContext::default() };
            let check = |text: &str| check_password(&Secret::new(text.into()), &context, rules);
            assert!(check("kq7vw2z").is_err());
            assert!(check("kq7vw2zm").is_ok());
        }
    }

    #[test]
    fn r30_common_and_context_words_are_refused_with_anything_around_them() {
        for bad in [
            "123456789012345",
            "1Qaz2wsx!!!!!!!!",
            "~~Jennifer~~1987",
            "passwordpassword",
            "contraseña123456",
            "Harbour Lane Foods!",
            "2026harbour lane foods1",
            "mara.lindqvist@example.com",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
        for good in ["harbour lane foods and more", "passwords of trees", "123456789012347 "] {
            assert!(check(good).is_ok(), "{good}");
        }
    }
}

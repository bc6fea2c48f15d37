//! The words that come with the binary.

/// The languages that have words for every letter.
pub(super) const LANGUAGES: [&str; 5] = ["en", "de", "es", "fr", "nb"];

macro_rules! texts {
    ($($language:literal: $($letter:literal)*;)*) => {
        &[
            ("mail.html", include_str!("../../templates/mail.html")),
            $($((
                concat!($language, "/", $letter, ".txt"),
                include_str!(concat!("../../templates/", $language, "/", $letter, ".txt")),
            ),)*)*
        ]
    };
}

/// Name and source of every template.
pub(super) const TEMPLATES: &[(&str, &str)] = texts! {
    "en": "invitation" "added" "removed" "password-changed" "password-reset" "password-voided" "pin-set";
    "de": "invitation" "added" "removed" "password-changed" "password-reset" "password-voided" "pin-set";
    "es": "invitation" "added" "removed" "password-changed" "password-reset" "password-voided" "pin-set";
    "fr": "invitation" "added" "removed" "password-changed" "password-reset" "password-voided" "pin-set";
    "nb": "invitation" "added" "removed" "password-changed" "password-reset" "password-voided" "pin-set";
};

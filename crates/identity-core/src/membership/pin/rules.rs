//! What a PIN must be (S-R15).

use crate::error::Error;
use crate::membership::UserCode;
use crate::refusal::Refusal;
use crate::secret::Secret;

/// A PIN that may be set, the user code aside.
#[derive(Clone)]
pub struct Pin(Secret);

/// The fewest and the most digits.
const DIGITS: std::ops::RangeInclusive<usize> = 4..=6;
/// The longest block that makes a PIN weak by being repeated.
const BLOCK_MAX: usize = 3;
/// The middle column of a keypad, down and up.
const COLUMNS: [&str; 2] = ["2580", "0852"];

impl Pin {
    /// Takes a PIN that is not too easy to guess.
    ///
    /// # Errors
    /// [`Error::Invalid`] for anything but 4 to 6 digits; [`Refusal::WeakPin`].
    pub fn parse(text: Secret) -> Result<Self, Error> {
        let digits = text.expose().as_bytes();
        if !DIGITS.contains(&digits.len()) || !digits.iter().all(u8::is_ascii_digit) {
            return Err(Error::invalid("password", "Must be 4 to 6 digits."));
        }
        match weakness(text.expose()) {
            Some(weakness) => Err(Refusal::WeakPin(weakness.into()).into()),
            None => Ok(Self(text)),
        }
    }

    /// The digits, for the one place that hashes them.
    pub(super) fn secret(&self) -> &Secret {
        &self.0
    }

    /// Checks the PIN against the code that its member signs in with.
    ///
    /// # Errors
    /// [`Refusal::WeakPin`] if they are the same.
    pub(super) fn check_code(&self, code: &UserCode) -> Result<(), Refusal> {
        if self.0.expose() == code.as_str() { Err(Refusal::WeakPin("the user code".into())) } else { Ok(()) }
    }
}

/// What makes digits easy to guess.
fn weakness(digits: &str) -> Option<&'static str> {
    let bytes = digits.as_bytes();
    if (1..=BLOCK_MAX).any(|length| is_repeated(bytes, length)) {
        Some("a repeated block")
    } else if [1, 9].into_iter().any(|step| is_run(bytes, step)) {
        Some("run of digits")
    } else if COLUMNS.contains(&digits) {
        Some("a column of the keypad")
    } else if bytes.len() == 4 && digits.parse().is_ok_and(|year: u32| (1900..=2099).contains(&year)) {
        Some("a year")
    } else {
        None
    }
}

/// Whether a block of that length is all there is, more than once.
fn is_repeated(digits: &[u8], length: usize) -> bool {
    let mut blocks = digits.chunks(length);
    let first = blocks.next();
    digits.len() > length && blocks.all(|block| Some(block) == first)
}

/// Whether every digit is `step` more than the one before it, modulo 10; 9 more is one less.
fn is_run(digits: &[u8], step: u8) -> bool {
    digits.windows(2).all(|pair| match pair {
        [first, second] => (first - b'0' + step) % 10 == second - b'0',
        _ => false,
    })
}

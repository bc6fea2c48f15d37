//! What a device is called and what runs on it.

use std::fmt;

use crate::port::Entropy;
use crate::value::BadText;

/// What runs on a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceApp {
    /// A till.
    Client,
    /// An assistant of the staff.
    Assistant,
    /// Something else.
    Unknown,
}

impl DeviceApp {
    /// All.
    pub const ALL: [Self; 3] = [Self::Client, Self::Assistant, Self::Unknown];

    /// The name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Client => "CLIENT",
            Self::Assistant => "ASSISTANT",
            Self::Unknown => "UNKNOWN",
        }
    }

    /// Reads the exact name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|app| app.as_str() == text)
    }

    pub(super) fn read(text: &str) -> Result<Self, BadText> {
        Self::parse(text).ok_or_else(|| BadText::new("Must be CLIENT, ASSISTANT or UNKNOWN."))
    }
}

/// The six digits that people call a device by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DeviceNumber(u32);

/// The first number that has six digits without a leading zero, which a spreadsheet would lose.
const FIRST: u32 = 100_000;
/// How many such numbers there are.
const COUNT: u64 = 900_000;

impl DeviceNumber {
    /// The number, if it has six digits.
    pub fn new(number: u32) -> Option<Self> {
        (FIRST..1_000_000).contains(&number).then_some(Self(number))
    }

    /// Any number.
    pub(super) fn draw(entropy: &dyn Entropy) -> Self {
        Self(FIRST + u32::try_from(entropy.next() % COUNT).unwrap_or(0))
    }

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl fmt::Display for DeviceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

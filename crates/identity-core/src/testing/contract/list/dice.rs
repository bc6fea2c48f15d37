//! Rows that differ in every way that queries can tell, the same in every run.

use std::fmt::Debug;
use std::str::FromStr;

use crate::actor::ActorRef;
use crate::id::{TokenId, UserId};
use crate::port::Entropy as _;
use crate::state::Stamp;
use crate::testing::fakes::SeededEntropy;
use crate::testing::fixture::{at, parsed};
use crate::timestamp::Timestamp;

/// Texts with case, accents, quotes, and everything that is special to a query, a pattern or SQL.
pub(in crate::testing) const TEXTS: [&str; 18] = [
    "alpha",
    "Alpha",
    "ALPHA beta",
    "\u{e4}lpha",
    "\u{c4}rger",
    "O'Neil & Co",
    "say \"hi\"",
    "50%_off",
    "50 percent off",
    "back\\slash",
    "*star*",
    "zulu",
    "\u{65e5}\u{672c}\u{8a9e}",
    "\u{1f600} smile",
    "name",
    "a,b;c|d(e)=f",
    "Stra\u{df}e",
    "\u{130}stanbul",
];

/// Names of tokens have fewer characters to choose from.
pub(in crate::testing) const NAMES: [&str; 6] =
    ["alpha", "Alpha 2", "O'Neil", "a-b.c", "\u{c4}rger", "\"quoted\" 'both'"];

/// Chooses, reproducibly.
pub(in crate::testing) struct Dice(SeededEntropy);

impl Dice {
    pub(in crate::testing) const fn new(seed: u64) -> Self {
        Self(SeededEntropy::new(seed))
    }

    /// A number below the bound.
    pub(in crate::testing) fn below(&self, bound: u64) -> u64 {
        self.0.next() % bound
    }

    pub(in crate::testing) fn flip(&self) -> bool {
        self.below(2) == 0
    }

    pub(in crate::testing) fn pick<T: Clone>(&self, from: &[T]) -> T {
        let place = usize::try_from(self.below(u64::try_from(from.len()).unwrap())).unwrap();
        from.get(place).cloned().unwrap()
    }

    /// The value, or in one case of three none.
    pub(in crate::testing) fn maybe<T>(&self, value: T) -> Option<T> {
        (self.below(3) > 0).then_some(value)
    }

    pub(in crate::testing) fn text<T: FromStr<Err: Debug>>(&self) -> T {
        parsed(self.pick(&TEXTS))
    }

    /// One of a few moments around the present, so that many are equal.
    pub(in crate::testing) fn moment(&self) -> Timestamp {
        at(self.pick(&[-86_400, -1, 0, 1, 3600]))
    }

    pub(in crate::testing) fn stamp(&self) -> Option<Stamp> {
        let by = [
            ActorRef::User(UserId::new(1)),
            ActorRef::User(UserId::new(2)),
            ActorRef::Token(TokenId::new(1)),
        ];
        let stamp = Stamp { at: self.moment(), by: self.maybe(self.pick(&by)) };
        self.maybe(stamp)
    }
}

//! Choices, the same in every run of a seed.

pub(super) use crate::testing::contract::Dice;

impl Dice {
    /// One of those, if there are any.
    pub(super) fn one_of<T: Clone>(&self, of: Vec<T>) -> Option<T> {
        if of.is_empty() { None } else { Some(self.pick(&of)) }
    }

    /// Whether something happens that happens in one of so many cases.
    pub(super) fn one_in(&self, cases: u64) -> bool {
        self.below(cases) == 0
    }
}

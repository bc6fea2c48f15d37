//! The part of a list that is asked for (provisioning.md §1.1).

use super::DomainRefusal;
use crate::error::Error;

/// Rows that are answered without a limit at most.
const UNLIMITED_MAX: u32 = 10_000;

/// A part of a list; whole by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Window {
    /// Rows at most, 1 to 1,000.
    pub limit: Option<u32>,
    /// Rows before it.
    pub offset: u64,
}

impl Window {
    /// The greatest limit.
    pub const LIMIT_MAX: u32 = 1000;

    /// Refuses to answer a list whole that is too long for it: it is never cut in silence.
    ///
    /// # Errors
    /// [`DomainRefusal::LimitReached`].
    pub(crate) fn check(self, total: u64) -> Result<(), Error> {
        let is_served = self.limit.is_some() || total <= UNLIMITED_MAX.into();
        if is_served { Ok(()) } else { Err(DomainRefusal::LimitReached.into()) }
    }

    /// Rows at most.
    pub(crate) fn rows_max(self) -> u32 {
        self.limit.unwrap_or(UNLIMITED_MAX)
    }

    /// Cuts a list that was read whole.
    ///
    /// # Errors
    /// As [`check`](Self::check).
    pub(crate) fn cut<T>(self, rows: Vec<T>) -> Result<(Vec<T>, u64), Error> {
        let total = rows.len() as u64;
        self.check(total)?;
        Ok((self.of(rows), total))
    }

    /// The part of all rows that is asked for.
    pub(crate) fn of<T>(self, rows: Vec<T>) -> Vec<T> {
        let skipped = usize::try_from(self.offset).unwrap_or(usize::MAX);
        let taken = self.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
        rows.into_iter().skip(skipped).take(taken).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_cut_where_asked_and_its_total_stays() {
        let rows: Vec<u32> = (0..5).collect();
        assert_eq!(Window::default().cut(rows.clone()).unwrap(), (rows.clone(), 5));
        assert_eq!(Window { limit: Some(2), offset: 1 }.cut(rows.clone()).unwrap(), (vec![1, 2], 5));
        assert_eq!(Window { limit: Some(2), offset: 9 }.cut(rows).unwrap(), (vec![], 5));
    }

    #[test]
    fn a_long_list_needs_a_limit() {
        assert_eq!(Window::default().check(UNLIMITED_MAX.into()), Ok(()));
        assert_eq!(
            Window::default().check(u64::from(UNLIMITED_MAX) + 1),
            Err(DomainRefusal::LimitReached.into())
        );
        assert_eq!(Window { limit: Some(1), offset: 0 }.check(u64::from(UNLIMITED_MAX) + 1), Ok(()));
    }
}

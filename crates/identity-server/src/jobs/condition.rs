//! Whether a job goes well: said once when it changes, not at every round.

/// What keeps a job from its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The mail system takes nothing.
    Postponed,
    /// The store failed.
    Store,
}

/// The condition of one job.
#[derive(Debug)]
pub(super) struct Condition {
    job: &'static str,
    trouble: Option<Trouble>,
}

impl Condition {
    /// A job that goes well.
    pub(super) fn new(job: &'static str) -> Self {
        Self { job, trouble: None }
    }

    /// Whether the job is in that trouble.
    pub(super) fn is(&self, trouble: Trouble) -> bool {
        self.trouble == Some(trouble)
    }

    /// Notes how a round went and logs it if that is news.
    pub(super) fn enter(&mut self, trouble: Option<Trouble>, why: &str) {
        if !self.change(trouble) {
            return;
        }
        if trouble.is_some() {
            tracing::warn!(job = self.job, why, "in trouble");
        } else {
            tracing::info!(job = self.job, "well again");
        }
    }

    fn change(&mut self, trouble: Option<Trouble>) -> bool {
        std::mem::replace(&mut self.trouble, trouble) != trouble
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_changes_are_news() {
        let mut condition = Condition::new("mail");
        assert!(!condition.change(None));
        assert!(condition.change(Some(Trouble::Store)));
        assert!(!condition.change(Some(Trouble::Store)));
        assert!(condition.is(Trouble::Store));
        assert!(condition.change(Some(Trouble::Postponed)));
        assert!(condition.change(None));
        assert!(!condition.change(None));
    }
}

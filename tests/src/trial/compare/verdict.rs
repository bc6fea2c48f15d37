//! What came of the comparison.

/// What came of one round.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Changes that the server answered for.
    pub acked: usize,
    /// Changes that it refused.
    pub refused: usize,
    /// Changes that it did not answer, or said it does not know about.
    pub unknown: usize,
    /// Those of the unknown that turned out to have happened.
    pub happened: usize,
    /// Audit records of the round.
    pub records: usize,
    /// Acknowledged and gone.
    pub lost: Vec<String>,
    /// There only in part, twice, or without having been asked for.
    pub torn: Vec<String>,
    /// Changes without their audit record, and records without their change.
    pub audit: Vec<String>,
    /// Answers that nobody may be given.
    pub wrong: Vec<String>,
}

impl Verdict {
    /// Whether nothing is wrong.
    pub fn is_green(&self) -> bool {
        self.lost.is_empty() && self.torn.is_empty() && self.audit.is_empty() && self.wrong.is_empty()
    }

    /// Adds what came of another round.
    pub fn add(&mut self, other: Self) {
        self.acked += other.acked;
        self.refused += other.refused;
        self.unknown += other.unknown;
        self.happened += other.happened;
        self.records += other.records;
        self.lost.extend(other.lost);
        self.torn.extend(other.torn);
        self.audit.extend(other.audit);
        self.wrong.extend(other.wrong);
    }
}

//! What a run was made of.

use std::collections::BTreeMap;

/// How often commands of each verb were accepted and refused.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<&'static str, Counts>);

/// How often one verb was accepted and refused.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Counts {
    accepted: u64,
    refused: u64,
}

impl Tally {
    /// Notes an answer.
    pub(super) fn note(&mut self, verb: &'static str, is_accepted: bool) {
        let counts = self.0.entry(verb).or_default();
        if is_accepted { counts.accepted += 1 } else { counts.refused += 1 }
    }

    /// How many commands ran.
    pub fn commands(&self) -> u64 {
        self.0.values().map(|counts| counts.accepted + counts.refused).sum()
    }

    /// How many of a hundred commands were accepted.
    pub fn accepted_percent(&self) -> u64 {
        let accepted: u64 = self.0.values().map(|counts| counts.accepted).sum();
        accepted * 100 / self.commands().max(1)
    }

    /// Verbs that were never drawn, and those drawn at least so often that were never accepted or, unless nothing refuses
    /// them, never refused.
    pub fn lopsided(&self, drawn_min: u64) -> Vec<&'static str> {
        let of = |name| self.0.get(name).copied().unwrap_or_default();
        let is_lopsided = |verb: &&super::verbs::Verb| {
            let counts = of(verb.name);
            let drawn = counts.accepted + counts.refused;
            let is_one_sided = counts.accepted == 0 || (verb.is_refusable() && counts.refused == 0);
            drawn == 0 || (drawn >= drawn_min && is_one_sided)
        };
        super::verbs::all().filter(is_lopsided).map(|verb| verb.name).collect()
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        for (verb, counts) in other.0 {
            let sum = self.0.entry(verb).or_default();
            sum.accepted += counts.accepted;
            sum.refused += counts.refused;
        }
    }
}

/// One line per verb.
impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{} commands, {} % accepted", self.commands(), self.accepted_percent())?;
        for (verb, Counts { accepted, refused }) in &self.0 {
            writeln!(f, "{accepted:>8} {refused:>8}  {verb}")?;
        }
        Ok(())
    }
}

//! The ledger against the facts.

use std::collections::{HashMap, HashSet};

use crate::facts::Facts;
use crate::ledger::{Change, Entry, Outcome};
use crate::stage::{MODULE, Stage};

const INVITED: &str = "platform.accounts.account-user.invited";
const GROUP_CREATED: &str = "platform.accounts.user-group.created";
const ENABLED: &str = "platform.accounts.api-token.enabled";
const DISABLED: &str = "platform.accounts.api-token.disabled";
/// The one refusal that a busy server may give to anything.
const UNAVAILABLE: u16 = 503;

/// What came of one round.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Changes that the server answered for.
    pub acked: usize,
    /// Changes that it refused.
    pub refused: usize,
    /// Changes that it did not answer.
    pub unknown: usize,
    /// Those of the unanswered that turned out to have happened.
    pub happened: usize,
    /// Audit records of the round.
    pub records: usize,
    /// Acknowledged and gone.
    pub lost: Vec<String>,
    /// There only in part, twice, or without having been asked for.
    pub torn: Vec<String>,
    /// Changes without their audit record, and records without their change.
    pub audit: Vec<String>,
}

impl Verdict {
    /// Whether nothing is wrong.
    pub fn is_green(&self) -> bool {
        self.lost.is_empty() && self.torn.is_empty() && self.audit.is_empty()
    }
}

/// Compares one round's ledger with what the API shows.
pub fn compare(entries: &[Entry], facts: &Facts, stage: &Stage) -> Verdict {
    let mut comparison = Comparison { facts, stage, verdict: Verdict::default(), expected: HashMap::new() };
    comparison.verdict.torn.extend(facts.doubles.iter().cloned());
    let mut acked = HashSet::new();
    for entry in entries.iter().filter(|entry| entry.outcome == Outcome::Acked) {
        comparison.verdict.acked += 1;
        acked.insert(key(&entry.change));
        comparison.acked(entry);
    }
    for entry in entries {
        // The second invitation of somebody is refused because the first was acknowledged.
        let is_there = acked.contains(&key(&entry.change));
        match entry.outcome {
            Outcome::Acked => {}
            Outcome::Refused(status) => comparison.refused(entry, status, is_there),
            Outcome::Unknown => comparison.unknown(entry, is_there),
        }
    }
    comparison.tokens(entries);
    comparison.whole(entries);
    comparison.audit();
    comparison.verdict
}

/// What a change is known by; tokens are looked at by themselves.
fn key(change: &Change) -> Option<String> {
    match change {
        Change::Invite { email, .. } => Some(email.clone()),
        Change::Group { name } => Some(name.clone()),
        Change::Token { .. } => None,
    }
}

struct Comparison<'a> {
    facts: &'a Facts,
    stage: &'a Stage,
    verdict: Verdict,
    expected: HashMap<String, usize>,
}

impl Comparison<'_> {
    fn acked(&mut self, entry: &Entry) {
        match self.record_of(entry) {
            Some(record) => self.expect(record),
            None => self.verdict.lost.push(format!("acknowledged and gone: {:?}", entry.change)),
        }
    }

    fn refused(&mut self, entry: &Entry, status: u16, is_there: bool) {
        self.verdict.refused += 1;
        let is_token = matches!(entry.change, Change::Token { .. });
        if !is_there && !is_token && self.record_of(entry).is_some() {
            self.verdict.torn.push(format!("refused and there: {:?}", entry.change));
        }
        if !is_there && status != UNAVAILABLE {
            self.verdict.torn.push(format!("refused with {status} for no reason: {:?}", entry.change));
        }
    }

    fn unknown(&mut self, entry: &Entry, is_there: bool) {
        self.verdict.unknown += 1;
        let has_happened = match entry.change {
            Change::Token { active } => self.is_token_active(entry.writer) == Some(active),
            _ => !is_there && self.record_of(entry).is_some(),
        };
        if has_happened && let Some(record) = self.record_of(entry) {
            self.verdict.happened += 1;
            self.expect(record);
        }
    }

    /// The audit record that the change must have left, if the change itself is there.
    fn record_of(&self, entry: &Entry) -> Option<String> {
        match &entry.change {
            Change::Invite { email, .. } => {
                self.facts.members.get(email).map(|member| format!("{INVITED} {}", member.id))
            }
            Change::Group { name } => {
                self.facts.groups.get(name).map(|group| format!("{GROUP_CREATED} {}", group.id))
            }
            Change::Token { active } => {
                let event = if *active { ENABLED } else { DISABLED };
                self.stage.desks.get(entry.writer).map(|desk| format!("{event} {}", desk.token))
            }
        }
    }

    fn expect(&mut self, record: String) {
        *self.expected.entry(record).or_default() += 1;
    }

    fn is_token_active(&self, writer: usize) -> Option<bool> {
        self.facts.tokens.get(writer).map(|token| token.is_active)
    }

    /// The last acknowledged word about a token holds, and decides whether it authenticates.
    fn tokens(&mut self, entries: &[Entry]) {
        for (writer, token) in self.facts.tokens.iter().enumerate() {
            let last = entries.iter().rev().find_map(|entry| match entry.change {
                Change::Token { active } if entry.writer == writer => Some((active, entry.outcome)),
                _ => None,
            });
            if let Some((active, Outcome::Acked)) = last
                && token.is_active != active
            {
                self.verdict.lost.push(format!("the token of writer {writer} is not as acknowledged"));
            }
            if token.is_accepted != token.is_active {
                self.verdict.torn.push(format!("the token of writer {writer} is not treated as shown"));
            }
        }
    }

    /// Everything that is there is there as a whole, and was asked for.
    fn whole(&mut self, entries: &[Entry]) {
        let mut asked = HashMap::new();
        for entry in entries {
            if let (Some(key), Some(desk)) = (key(&entry.change), self.stage.desks.get(entry.writer)) {
                asked.entry(key).or_insert((&entry.change, &desk.account));
            }
        }
        let mut torn = Vec::new();
        for (email, member) in &self.facts.members {
            let is_whole = match asked.get(email) {
                Some((Change::Invite { group, .. }, account)) => {
                    member.account == **account && member.groups == [group.as_str()]
                }
                _ => false,
            };
            let person = self.facts.people.get(email).map(String::as_str);
            if !is_whole || member.status != "Invited" || person != Some("Invited") {
                torn.push(format!(
                    "{email}: membership {} is {}, person is {person:?}",
                    member.id, member.status
                ));
            }
        }
        let alone = self.facts.people.keys().filter(|email| !self.facts.members.contains_key(*email));
        torn.extend(alone.map(|email| format!("{email}: a person without membership")));
        for (name, group) in &self.facts.groups {
            let account = asked.get(name).map(|(_, account)| account.as_str());
            if account != Some(&group.account) || group.modules != [MODULE] {
                torn.push(format!("group {name} ({}) is not as asked for", group.id));
            }
        }
        self.verdict.torn.extend(torn);
    }

    /// One record for each change, and no other.
    fn audit(&mut self) {
        self.verdict.records = self.facts.records.values().sum();
        let names: HashSet<&String> = self.facts.records.keys().chain(self.expected.keys()).collect();
        for name in names {
            let count = |records: &HashMap<String, usize>| records.get(name).copied().unwrap_or_default();
            let (found, expected) = (count(&self.facts.records), count(&self.expected));
            if found != expected {
                self.verdict.audit.push(format!("{name}: {expected} changes, {found} records"));
            }
        }
    }
}

#[cfg(test)]
mod tests;

//! The ledger against the facts.

mod verdict;

use std::collections::{HashMap, HashSet};

use super::facts::Facts;
use super::ledger::{Change, Entry, Outcome};
use super::stage::{MODULE, Stage};

pub use verdict::Verdict;

const INVITED: &str = "platform.accounts.account-user.invited";
const GROUP_CREATED: &str = "platform.accounts.user-group.created";
const ENABLED: &str = "platform.accounts.api-token.enabled";
const DISABLED: &str = "platform.accounts.api-token.disabled";
/// The one refusal that a busy server may give to anything.
const UNAVAILABLE: u16 = 503;

/// Compares one round's ledger with what the API shows.
pub fn compare(entries: &[Entry], facts: &Facts, stage: &Stage) -> Verdict {
    let acked = entries.iter().filter(|entry| entry.outcome == Outcome::Acked);
    let open = entries.iter().filter(|entry| entry.outcome.is_open());
    let mut comparison = Comparison {
        facts,
        stage,
        verdict: Verdict::default(),
        expected: HashMap::new(),
        possible: HashMap::new(),
        acked: acked.map(key).collect(),
        open: open.map(key).collect(),
    };
    comparison.verdict.torn.extend(facts.doubles.iter().cloned());
    for entry in entries {
        match entry.outcome {
            Outcome::Acked => comparison.acked(entry),
            Outcome::Refused(status) => comparison.refused(entry, status),
            Outcome::Unknown | Outcome::Unanswered => comparison.unknown(),
            Outcome::Wrong(status) => {
                comparison.unknown();
                comparison.verdict.wrong.push(format!("answered {status}: {:?}", entry.change));
            }
        }
    }
    comparison.happened(entries);
    comparison.tokens(entries);
    comparison.whole(entries);
    comparison.audit();
    comparison.verdict
}

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key<'a> {
    /// Something that comes to be once, by its e-mail or name.
    New(&'a str),
    /// The token of a writer.
    Token(usize),
}

fn key(entry: &Entry) -> Key<'_> {
    match &entry.change {
        Change::Invite { email, .. } => Key::New(email),
        Change::Group { name } => Key::New(name),
        Change::Token { .. } => Key::Token(entry.writer),
    }
}

struct Comparison<'a> {
    facts: &'a Facts,
    stage: &'a Stage,
    verdict: Verdict,
    /// Records that must be there.
    expected: HashMap<String, usize>,
    /// Records that may be there besides.
    possible: HashMap<String, usize>,
    /// What was acknowledged once.
    acked: HashSet<Key<'a>>,
    /// What was not answered for once.
    open: HashSet<Key<'a>>,
}

impl<'a> Comparison<'a> {
    fn acked(&mut self, entry: &Entry) {
        self.verdict.acked += 1;
        match self.record_of(entry) {
            Some(record) => *self.expected.entry(record).or_default() += 1,
            None => self.verdict.lost.push(format!("acknowledged and gone: {:?}", entry.change)),
        }
    }

    fn refused(&mut self, entry: &Entry, status: u16) {
        self.verdict.refused += 1;
        // The second invitation of somebody is refused because of the first, which was acknowledged or may have
        // happened; so is the second disabling of a token.
        let key = key(entry);
        let is_new = matches!(key, Key::New(_));
        if is_new && self.acked.contains(&key) || self.open.contains(&key) {
            return;
        }
        if is_new && self.record_of(entry).is_some() {
            self.verdict.torn.push(format!("refused and there: {:?}", entry.change));
        }
        if status != UNAVAILABLE {
            self.verdict.torn.push(format!("refused with {status} for no reason: {:?}", entry.change));
        }
    }

    fn unknown(&mut self) {
        self.verdict.unknown += 1;
    }

    /// Which of the unknown turned out to have happened. However often something was asked for, it happens once.
    fn happened(&mut self, entries: &'a [Entry]) {
        let mut counted = self.acked.clone();
        for entry in entries.iter().filter(|entry| entry.outcome.is_open()) {
            let Some(record) = self.record_of(entry) else { continue };
            match key(entry) {
                Key::Token(_) => *self.possible.entry(record).or_default() += 1,
                key if counted.insert(key) => {
                    self.verdict.happened += 1;
                    *self.expected.entry(record).or_default() += 1;
                }
                Key::New(_) => {}
            }
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

    /// The last word about a token holds if it was acknowledged, is what the audit trail says, and decides whether the
    /// token authenticates.
    fn tokens(&mut self, entries: &[Entry]) {
        for (writer, token) in self.facts.tokens.iter().enumerate() {
            let last = entries.iter().rev().find_map(|entry| match entry.change {
                Change::Token { active }
                    if entry.writer == writer && !matches!(entry.outcome, Outcome::Refused(_)) =>
                {
                    Some((active, entry.outcome))
                }
                _ => None,
            });
            if let Some((active, Outcome::Acked)) = last
                && token.is_active != active
            {
                self.verdict.lost.push(format!("the token of writer {writer} is not as acknowledged"));
            }
            let event = if token.is_active { ENABLED } else { DISABLED };
            if token.last_event.as_deref().is_some_and(|last| last != event) {
                self.verdict
                    .torn
                    .push(format!("the token of writer {writer} is not as its last record says"));
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
            if let (Key::New(key), Some(desk)) = (key(entry), self.stage.desks.get(entry.writer)) {
                asked.entry(key).or_insert((&entry.change, &desk.account));
            }
        }
        let mut torn = Vec::new();
        for (email, member) in &self.facts.members {
            let is_whole = match asked.get(email.as_str()) {
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
            let account = asked.get(name.as_str()).map(|(_, account)| account.as_str());
            if account != Some(&group.account) || group.modules != [MODULE] {
                torn.push(format!("group {name} ({}) is not as asked for", group.id));
            }
        }
        self.verdict.torn.extend(torn);
    }

    /// One record for each change, and no other. Of a token only its records tell how often it changed.
    fn audit(&mut self) {
        self.verdict.records = self.facts.records.values().sum();
        let names: HashSet<&String> = self.facts.records.keys().chain(self.expected.keys()).collect();
        for name in names {
            let count = |records: &HashMap<String, usize>| records.get(name).copied().unwrap_or_default();
            let (found, expected) = (count(&self.facts.records), count(&self.expected));
            let more = found.saturating_sub(expected).min(count(&self.possible));
            self.verdict.happened += more;
            if found != expected + more {
                self.verdict.audit.push(format!("{name}: {expected} changes, {found} records"));
            }
        }
    }
}

#[cfg(test)]
mod tests;

//! One sequence: two stores that were furnished alike, many steps.

use std::sync::Arc;
use std::time::Duration;

use super::action::Action;
use super::actor::{self, Who};
use super::dice::Dice;
use super::draw::Draw;
use super::known::Known;
use super::site::Site;
use super::tally::Tally;
use super::verbs::{self, Verb};
use super::{Plan, furnish, state};

use crate::port::{Entropy as _, Reading};
use crate::testing::MemoryStore;
use crate::testing::contract::{Fixture, block_on};
use crate::testing::fakes::SeededEntropy;

/// Runs the sequence of that seed; panics at the first difference.
pub(super) fn run(plan: Plan, seed: u64, fixture: Fixture, tally: &mut Tally) {
    let Fixture { store, epochs, guard } = fixture;
    let memory = Arc::new(MemoryStore::default());
    let first = Site::new(memory.clone(), memory.epochs().clone());
    let found = furnish::furnish(&first);
    let reference = first.again(memory.clone(), memory.epochs().clone(), false);
    let other = first.again(store, epochs, plan.is_retried);
    let mut sequence = Sequence {
        seed,
        dice: Dice::new(seed),
        seeds: SeededEntropy::new(!seed),
        known: Known::default(),
        sites: [reference, other],
    };
    sequence.known.found = found;
    for step in 1..=plan.steps {
        let (verb, is_accepted) = sequence.step(step);
        tally.note(verb, is_accepted);
    }
    sequence.compare();
    drop(sequence);
    drop(guard);
}

struct Sequence {
    seed: u64,
    dice: Dice,
    /// Where each step's draws start.
    seeds: SeededEntropy,
    known: Known,
    sites: [Site; 2],
}

/// A step that was drawn.
struct Drawn {
    verb: &'static Verb,
    who: Who,
    action: Action,
}

impl Sequence {
    /// Runs a command on both sides.
    fn step(&mut self, step: u64) -> (&'static str, bool) {
        let (passed, start) = (self.passed(), self.seeds.next());
        self.sites.iter().for_each(|site| site.begin(passed, start));
        self.look();
        let Drawn { verb, who, action } = self.drawn();
        let [expected, answered] = self.sites.each_ref().map(|site| action(site, &who.principal()));
        assert!(
            expected.text == answered.text,
            "seed {}, step {step}: {} by {who:?}\n  memory: {}\n  other:  {}",
            self.seed,
            verb.name,
            expected.text,
            answered.text
        );
        self.known.found.extend(expected.found);
        (verb.name, expected.is_accepted)
    }

    /// Mostly moments, sometimes minutes, rarely days: codes, sessions and invitations expire.
    fn passed(&self) -> Duration {
        match self.dice.below(60) {
            0 => Duration::from_secs(86_400 * (1 + self.dice.below(9))),
            1..8 => Duration::from_secs(60 * (1 + self.dice.below(40))),
            _ => Duration::from_millis(1 + self.dice.below(3_000)),
        }
    }

    fn look(&mut self) {
        let [reference, _] = &self.sites;
        let (mut known, now) = (self.known.clone(), reference.identity().now());
        let look = reference.world.store.read(Reading::Scan, move |tx| {
            known.look(tx, now)?;
            Ok(known.clone())
        });
        self.known = block_on(look).unwrap();
    }

    /// The next command; a verb that has nothing to be about gives way to another.
    fn drawn(&self) -> Drawn {
        let now = self.sites[0].identity().now();
        loop {
            let verb = verbs::draw(&self.dice);
            let who = actor::draw(&self.dice, &self.known, verb.by);
            let draw = Draw { dice: &self.dice, known: &self.known, who, now };
            if let Some(action) = (verb.draw)(&draw) {
                return Drawn { verb, who, action };
            }
        }
    }

    fn compare(&mut self) {
        self.look();
        let [expected, found] = self.sites.each_ref().map(|site| {
            let (known, now) = (self.known.clone(), site.identity().now());
            block_on(site.world.store.read(Reading::Scan, move |tx| state::lines(tx, &known, now))).unwrap()
        });
        let pairs = expected.iter().zip(&found);
        for (expected, found) in pairs {
            let seed = self.seed;
            assert!(expected == found, "seed {seed}, at the end\n  memory: {expected}\n  other:  {found}");
        }
        assert_eq!(expected.len(), found.len(), "seed {}, at the end", self.seed);
    }
}

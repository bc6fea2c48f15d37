//! The rules of the contract, walked second by second.

use super::{
    ADDRESS, Counter, DEVICE, DEVICE_CODE, PASSWORD, PASSWORD_EVERYWHERE, PIN, Rule, Verdict, address_prefix,
};
use crate::timestamp::Timestamp;

fn at(secs: i64) -> Timestamp {
    Timestamp::from_millis(secs * 1000)
}

/// A subject with a clock.
struct Subject {
    rule: &'static Rule,
    counter: Counter,
    now: i64,
}

impl Subject {
    fn new(rule: &'static Rule) -> Self {
        Self { rule, counter: Counter::new(at(0)), now: 0 }
    }

    fn fail(&mut self) -> Verdict {
        let (counter, verdict) = self.counter.take(self.rule, at(self.now));
        self.counter = counter;
        verdict
    }

    /// Fails until an attempt does not count; how many did.
    fn exhaust(&mut self) -> usize {
        (0..1000).take_while(|_| self.fail() == Verdict::Counts).count()
    }

    /// Seconds until the next attempt counts.
    fn wait(&mut self) -> Option<u32> {
        self.fail().wait_secs(at(self.now))
    }
}

#[test]
fn s_r10_five_are_free_then_delays_double_from_a_second_to_a_minute() {
    let mut subject = Subject::new(&PASSWORD);
    assert_eq!(subject.exhaust(), 5);
    let mut delays = Vec::new();
    for _ in 0..9 {
        let secs = subject.wait().unwrap();
        delays.push(secs);
        subject.now += i64::from(secs);
        assert_eq!(subject.exhaust(), 1);
    }
    assert_eq!(delays, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
}

#[test]
fn s_r10_an_attempt_that_comes_too_early_does_not_begin_the_delay_anew() {
    let mut subject = Subject::new(&PASSWORD);
    subject.exhaust();
    let before = subject.counter;
    for _ in 0..100 {
        assert_eq!(subject.fail(), Verdict::TooEarly { free_at: at(1) });
    }
    assert_eq!(subject.counter, before);
}

#[test]
fn s_r10_a_hundred_failures_in_a_row_void_the_password() {
    let mut subject = Subject::new(&PASSWORD_EVERYWHERE);
    assert_eq!(subject.exhaust(), 100);
    subject.now += 10_000_000;
    assert_eq!(subject.fail(), Verdict::Void);
}

#[test]
fn s_r10_thirty_failures_a_minute_from_one_address_and_successes_do_not_count() {
    let mut subject = Subject::new(&ADDRESS);
    subject.now = 20;
    subject.fail();
    subject.now = 50;
    subject.counter = subject.counter.give_back(&ADDRESS);
    assert_eq!(subject.exhaust(), 30);
    assert_eq!(subject.wait(), Some(10), "until the minute is over");
    subject.now = 60;
    assert_eq!(subject.exhaust(), 30);
    subject.counter = subject.counter.give_back(&ADDRESS);
    assert_eq!(subject.exhaust(), 1, "the one that was a success");
}

#[test]
fn s_r17_five_wrong_pins_lock_for_a_quarter_of_an_hour_and_twenty_void() {
    let mut subject = Subject::new(&PIN);
    for _ in 0..3 {
        assert_eq!(subject.exhaust(), 5);
        assert_eq!(subject.wait(), Some(15 * 60));
        subject.now += 15 * 60;
    }
    assert_eq!(subject.exhaust(), 5);
    subject.now += 15 * 60;
    assert_eq!(subject.fail(), Verdict::Void);
}

#[test]
fn s_r18_ten_failures_in_five_minutes_close_a_device_for_five_minutes() {
    let mut subject = Subject::new(&DEVICE);
    for n in 0..30 {
        subject.now = n * 34;
        assert_eq!(subject.fail(), Verdict::Counts, "not ten within five minutes: {n}");
    }
    let mut subject = Subject::new(&DEVICE);
    subject.now = 100;
    assert_eq!(subject.exhaust(), 10);
    assert_eq!(subject.wait(), Some(300));
    subject.now = 400;
    assert_eq!(subject.exhaust(), 10);
}

#[test]
fn s_r18_five_failures_void_a_device_code() {
    assert_eq!(Subject::new(&DEVICE_CODE).exhaust(), 5);
    let mut subject = Subject::new(&DEVICE_CODE);
    subject.exhaust();
    assert_eq!(subject.fail(), Verdict::Void);
}

#[test]
fn s_r10_a_household_shares_a_prefix() {
    assert_eq!(address_prefix("192.0.2.77"), "192.0.2.0/24");
    assert_eq!(address_prefix("::ffff:192.0.2.77"), "192.0.2.0/24");
    assert_eq!(address_prefix("2001:db8:1:23ff::9"), "2001:db8:1:2300::/56");
    assert_eq!(address_prefix("2001:db8:1:2200::9"), "2001:db8:1:2200::/56");
    assert_eq!(address_prefix("nowhere"), "nowhere");
}

#[test]
fn an_attempt_that_looked_at_the_clock_earlier_counts_after_one_that_looked_later() {
    for rule in [&PASSWORD, &ADDRESS, &PIN, &DEVICE] {
        let mut subject = Subject::new(rule);
        subject.now = 9;
        assert_eq!(subject.fail(), Verdict::Counts, "{}", rule.name);
        subject.now = 8;
        assert_eq!(subject.fail(), Verdict::Counts, "{}", rule.name);
        subject.counter = subject.counter.give_back(rule);
        subject.now = 7;
        assert_eq!(subject.fail(), Verdict::Counts, "{}", rule.name);
    }
}

//! The comparison can go red, in every way that matters.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::belief::Belief;
use super::super::facts::{FoundGroup, FoundToken, Member};
use super::super::stage::Desk;
use super::*;

const EMAIL: &str = "r1-w0-1@trial.example";
const NAME: &str = "r1-w0-g0";

fn stage() -> Stage {
    Stage::of(vec![Desk {
        account: "ACC-0001-0001".into(),
        administrators: "UGR-0001-0001".into(),
        token: "TKN-0001-0001".into(),
        token_value: String::new(),
        is_token_active: true,
        belief: Arc::new(Belief::known(true)),
    }])
}

fn entries(outcome: Outcome) -> Vec<Entry> {
    let changes = [
        Change::Group { name: NAME.into() },
        Change::Invite { email: EMAIL.into(), group: "UGR-0002-0002".into() },
        Change::Token { active: false },
    ];
    changes.map(|change| entry(change, outcome)).to_vec()
}

fn entry(change: Change, outcome: Outcome) -> Entry {
    Entry { writer: 0, change, outcome, asked_at: Instant::now(), took: Duration::ZERO }
}

fn facts() -> Facts {
    let member = Member {
        id: "AUSR-0001".into(),
        account: "ACC-0001-0001".into(),
        status: "Invited".into(),
        groups: vec!["UGR-0002-0002".into()],
    };
    let group = FoundGroup {
        id: "UGR-0002-0002".into(),
        account: "ACC-0001-0001".into(),
        modules: vec![MODULE.into()],
    };
    let records = [
        format!("{INVITED} AUSR-0001"),
        format!("{GROUP_CREATED} UGR-0002-0002"),
        format!("{DISABLED} TKN-0001-0001"),
    ];
    Facts {
        members: HashMap::from([(EMAIL.into(), member)]),
        people: HashMap::from([(EMAIL.into(), "Invited".into())]),
        groups: HashMap::from([(NAME.into(), group)]),
        tokens: vec![FoundToken { is_active: false, is_accepted: false, last_event: Some(DISABLED.into()) }],
        records: records.map(|record| (record, 1)).into(),
        records_total: 3,
        doubles: Vec::new(),
    }
}

fn nothing() -> Facts {
    Facts {
        members: HashMap::new(),
        people: HashMap::new(),
        groups: HashMap::new(),
        tokens: vec![FoundToken { is_active: true, is_accepted: true, last_event: None }],
        records: HashMap::new(),
        records_total: 0,
        doubles: Vec::new(),
    }
}

fn judge(outcome: Outcome, facts: &Facts) -> Verdict {
    compare(&entries(outcome), facts, &stage())
}

#[test]
fn what_is_there_as_acknowledged_is_green() {
    let verdict = judge(Outcome::Acked, &facts());
    assert!(verdict.is_green(), "{verdict:?}");
    assert_eq!((verdict.acked, verdict.records), (3, 3));
}

#[test]
fn the_unanswered_may_have_happened_or_not() {
    let verdict = judge(Outcome::Unknown, &facts());
    assert!(verdict.is_green(), "{verdict:?}");
    assert_eq!((verdict.unknown, verdict.happened), (3, 3));
    let verdict = judge(Outcome::Unknown, &nothing());
    assert!(verdict.is_green(), "{verdict:?}");
    assert_eq!((verdict.unknown, verdict.happened), (3, 0));
}

#[test]
fn what_was_acknowledged_and_is_gone_is_lost() {
    let verdict = judge(Outcome::Acked, &nothing());
    assert_eq!(verdict.lost.len(), 3, "{verdict:?}");
    // Audit of the token: its change was acknowledged and left no record.
    assert_eq!(verdict.audit.len(), 1, "{verdict:?}");
}

#[test]
fn half_a_change_is_torn() {
    let mut without_person = facts();
    without_person.people.clear();
    let mut without_membership = facts();
    without_membership.members.clear();
    let mut without_group = facts();
    without_group.members.get_mut(EMAIL).unwrap().groups.clear();
    let mut without_module = facts();
    without_module.groups.get_mut(NAME).unwrap().modules.clear();
    let mut still_accepted = facts();
    still_accepted.tokens[0].is_accepted = true;
    for torn in [without_person, without_membership, without_group, without_module, still_accepted] {
        assert_eq!(judge(Outcome::Unknown, &torn).torn.len(), 1);
    }
}

#[test]
fn a_refused_change_that_is_there_is_torn() {
    let verdict = judge(Outcome::Refused(503), &facts());
    assert_eq!(verdict.torn.len(), 2, "{verdict:?}");
    let verdict = judge(Outcome::Refused(400), &nothing());
    assert_eq!(verdict.torn.len(), 3, "refused for no reason: {verdict:?}");
}

#[test]
fn what_may_have_happened_explains_a_refusal_and_happened_once() {
    let twice: Vec<Entry> = [Outcome::Unknown, Outcome::Unanswered, Outcome::Refused(409)]
        .into_iter()
        .flat_map(entries)
        .collect();
    let verdict = compare(&twice, &facts(), &stage());
    assert!(verdict.is_green(), "{verdict:?}");
    assert_eq!((verdict.unknown, verdict.refused, verdict.happened), (6, 3, 3));
}

#[test]
fn a_token_is_as_its_last_record_says() {
    let mut facts = facts();
    facts.tokens[0].last_event = Some(ENABLED.into());
    let verdict = judge(Outcome::Acked, &facts);
    assert_eq!(verdict.torn.len(), 1, "{verdict:?}");
}

#[test]
fn an_answer_that_nobody_may_be_given_is_wrong_whatever_happened() {
    let verdict = judge(Outcome::Wrong(502), &facts());
    assert_eq!((verdict.wrong.len(), verdict.happened), (3, 3), "{verdict:?}");
    assert!(!verdict.is_green());
}

#[test]
fn changes_and_audit_records_are_one_to_one() {
    let mut missing = facts();
    missing.records.remove(&format!("{INVITED} AUSR-0001"));
    assert_eq!(judge(Outcome::Acked, &missing).audit.len(), 1);
    let mut twice = facts();
    twice.records.insert(format!("{INVITED} AUSR-0001"), 2);
    assert_eq!(judge(Outcome::Acked, &twice).audit.len(), 1);
    let mut unasked = facts();
    unasked.records.insert(format!("{ENABLED} TKN-0001-0001"), 1);
    assert_eq!(judge(Outcome::Acked, &unasked).audit.len(), 1);
}

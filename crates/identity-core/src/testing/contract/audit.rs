//! Audit records.

use super::Stage;
use super::check::numbers;
use crate::audit::{AuditRecord, AuditScope, Event, FIELDS, ObjectKind};
use crate::error::Error;
use crate::id::{AccountId, AuditId, Id as _, UserId};
use crate::list::Query;
use crate::testing::fixture::{Rows, at, filled_record, record};

const ACCOUNT: AccountId = AccountId::new(1);
const TWO: AccountId = AccountId::new(2);

fn put(stage: &Stage, records: impl IntoIterator<Item = AuditRecord>) {
    let records = records.into_iter().collect();
    stage.put(Rows { records, ..Rows::default() });
}

fn find(stage: &Stage, n: u64) -> Option<AuditRecord> {
    stage.look(move |tx| Ok(tx.audit().find_in(&AuditScope::All, AuditId::new(n))?))
}

/// What is appended is found again, to the last member; nothing it names has to exist.
pub fn every_field_survives(stage: &Stage) {
    let mut records = vec![record(1, ACCOUNT), filled_record(2, UserId::new(1), &[ACCOUNT, TWO])];
    records
        .extend((10..).zip(Event::ALL).map(|(n, event)| AuditRecord { event: *event, ..record(n, ACCOUNT) }));
    records.extend((100..).zip(ObjectKind::ALL).map(|(n, kind)| {
        let mut record = record(n, ACCOUNT);
        record.object.kind = kind;
        record
    }));
    put(stage, records.clone());
    for record in records {
        assert_eq!(find(stage, record.id.number()), Some(record));
    }
    assert_eq!(find(stage, 999), None);
}

/// A record is never overwritten.
pub fn a_taken_identifier_stores_nothing(stage: &Stage) {
    put(stage, [record(1, ACCOUNT)]);
    let appended = stage.change(|tx| {
        let taken = tx.audit().append(&filled_record(1, UserId::new(1), &[TWO]))?;
        Ok([taken, tx.audit().append(&record(2, ACCOUNT))?])
    });
    assert_eq!(appended, [false, true]);
    assert_eq!(find(stage, 1), Some(record(1, ACCOUNT)));
    let viewed = stage.look(|tx| Ok(tx.audit().find_in(&AuditScope::Viewer(TWO), AuditId::new(1))?));
    assert_eq!(viewed, None);
}

/// A record dies with the change that it is about.
pub fn records_roll_back_with_their_change(stage: &Stage) {
    let answer = stage.write(|tx| {
        tx.audit().append(&filled_record(1, UserId::new(1), &[ACCOUNT]))?;
        Err::<(), _>(Error::NotFound)
    });
    assert_eq!(answer, Err(Error::NotFound));
    assert_eq!(find(stage, 1), None);
    put(stage, [filled_record(1, UserId::new(1), &[ACCOUNT])]);
}

/// Newest first; what happened at once, by identifier.
pub fn the_newest_come_first(stage: &Stage) {
    let moments = [(4, 10), (2, 30), (3, 10), (1, 20), (5, 10)];
    put(stage, moments.map(|(n, secs)| AuditRecord { at: at(secs), ..record(n, ACCOUNT) }));
    let page = stage.look(|tx| Ok(tx.audit().page(&AuditScope::All, &Query::everything(&FIELDS))?));
    let order: Vec<u64> = page.items.iter().map(|record| record.id.number()).collect();
    assert_eq!(order, [2, 1, 3, 4, 5]);
}

fn visible(stage: &Stage, scope: &AuditScope) -> Vec<u64> {
    let scope = scope.clone();
    stage.look(move |tx| {
        let page = tx.audit().page(&scope, &Query::everything(&FIELDS))?;
        let listed = numbers(page.items.iter().map(|record| record.id));
        let mut found = Vec::new();
        for n in 1..12 {
            found.extend(tx.audit().find_in(&scope, AuditId::new(n))?.map(|record| record.id));
        }
        assert_eq!(numbers(found), listed, "{scope:?}");
        assert_eq!(page.total, u64::try_from(listed.len()).unwrap(), "{scope:?}");
        Ok(listed)
    })
}

/// R49: whoever is no viewer sees nothing, whatever part he had in it.
pub fn scopes_show_no_more_than_they_say(stage: &Stage) {
    let person = UserId::new(1);
    let about = |n, viewers: &[AccountId]| {
        let mut record = AuditRecord { viewers: viewers.to_vec(), ..record(n, ACCOUNT) };
        record.object.id = person.to_string();
        record
    };
    put(
        stage,
        [
            AuditRecord { viewers: vec![ACCOUNT], ..record(1, ACCOUNT) },
            AuditRecord { viewers: vec![ACCOUNT, TWO], ..record(2, ACCOUNT) },
            record(3, ACCOUNT),
            filled_record(4, person, &[ACCOUNT]),
            filled_record(5, person, &[TWO]),
            about(6, &[ACCOUNT, TWO]),
            about(7, &[]),
            filled_record(8, UserId::new(2), &[ACCOUNT]),
        ],
    );
    let involved = |account| AuditScope::Involved { account, actor: person.to_string() };
    assert_eq!(visible(stage, &AuditScope::All), [1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(visible(stage, &AuditScope::Viewer(ACCOUNT)), [1, 2, 4, 6, 8]);
    assert_eq!(visible(stage, &AuditScope::Viewer(TWO)), [2, 5, 6]);
    assert_eq!(visible(stage, &AuditScope::Viewer(AccountId::new(9))), []);
    assert_eq!(visible(stage, &involved(ACCOUNT)), [4, 6]);
    assert_eq!(visible(stage, &involved(TWO)), [5, 6]);
    assert_eq!(visible(stage, &AuditScope::Nothing), []);
}

//! Lists of audit records.

use super::dice::Dice;
use super::listing::Listing;
use crate::account::AccountKind;
use crate::audit::{
    AuditAccount, AuditActor, AuditObject, AuditRecord, AuditRow, AuditScope, Event, FIELDS, ObjectKind,
    Origin,
};
use crate::id::{AccountId, Id as _, UserId};
use crate::testing::contract::Stage;
use crate::testing::fixture::{Rows, record};

const ACCOUNT: AccountId = AccountId::new(1);

pub(in crate::testing) fn any_record(dice: &Dice, n: u64) -> AuditRecord {
    let acting = AuditAccount {
        id: AccountId::new(1 + dice.below(2)),
        name: dice.text::<String>(),
        kind: dice.pick(&AccountKind::ALL),
    };
    let person = |dice: &Dice| UserId::new(1 + dice.below(3)).to_string();
    AuditRecord {
        event: dice.pick(Event::ALL),
        at: dice.moment(),
        object: AuditObject {
            kind: dice.pick(&ObjectKind::ALL),
            id: person(dice),
            name: dice.text::<String>(),
            revision: 1 + u32::try_from(dice.below(3)).unwrap(),
        },
        actor: AuditActor {
            id: dice.maybe(person(dice)),
            name: dice.text::<String>(),
            account: dice.maybe(acting),
        },
        origin: Origin { correlation_id: dice.maybe(dice.text::<String>()), ..Origin::default() },
        viewers: (1..=2).map(AccountId::new).filter(|_| dice.flip()).collect(),
        ..record(n, ACCOUNT)
    }
}

/// Every query on audit records.
pub fn records(stage: &Stage) {
    let dice = Dice::new(8);
    let records: Vec<AuditRecord> = (1..=30).map(|n| any_record(&dice, n * 1_000_000_007)).collect();
    stage.put(Rows { records: records.clone(), ..Rows::default() });
    let actor = UserId::new(1).to_string();
    let involved = AuditScope::Involved { account: ACCOUNT, actor: actor.clone() };
    for scope in [AuditScope::All, AuditScope::Viewer(ACCOUNT), involved] {
        let is_visible = |record: &&AuditRecord| match scope {
            AuditScope::All => true,
            AuditScope::Viewer(_) => record.viewers.contains(&ACCOUNT),
            _ => {
                let is_involved = record.actor.id.as_ref() == Some(&actor) || record.object.id == actor;
                is_involved && record.viewers.contains(&ACCOUNT)
            }
        };
        let row = |record: &AuditRecord| AuditRow { record: record.clone(), viewers: Vec::new() };
        let listing =
            Listing { stage, registry: &FIELDS, rows: records.iter().filter(is_visible).map(row).collect() };
        listing.check(move |tx, query| Ok(tx.audit().page(&scope, query)?.map(|record| record.id.number())));
    }
}

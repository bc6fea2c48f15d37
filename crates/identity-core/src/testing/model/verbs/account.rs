//! Accounts.

use super::super::action::{Action, Answer, origin, read, write};
use super::super::actor::By::Manager;
use super::super::draw::{Draw, sent};
use super::{Verb, query};
use crate::account::{
    Account, AccountInput, AccountState, AccountVerb, AccountWants, FIELDS, create, get, list, steer, update,
    validate,
};
use crate::condition::Terms;
use crate::idempotency::{Claim, Claimant, KeptAnswer};
use crate::state::Repeat;
use crate::testing::contract::block_on;
use crate::testing::fakes::{FakeDigester, fake_digest};
use crate::testing::fixture::icon;
use crate::value::Member;

pub(super) const VERBS: &[Verb] = &[
    Verb::new("account create", Manager, |d| {
        let input = AccountInput { kind: sent(d.dice.pick(&["Client", "Vendor", "Operations"])), ..input(d) };
        write(move |tx, call| create(tx, call, Ok(&input)))
    }),
    Verb::new("account create once", Manager, create_once),
    Verb::new("account rename", Manager, |d| {
        let (id, input) = (d.account(), AccountInput { name: d.name(), ..AccountInput::default() });
        write(move |tx, call| update(tx, call, id, Ok(&input)))
    }),
    Verb::new("account update", Manager, |d| {
        let (id, input) = (d.account(), input(d));
        write(move |tx, call| update(tx, call, id, Ok(&input)))
    }),
    Verb::new("account update if unchanged", Manager, update_if_unchanged),
    Verb::new("account move", Manager, |d| {
        let (id, parent) = (d.account(), if d.dice.one_in(4) { Member::Null } else { sent(d.account()) });
        let input = AccountInput { parent, ..AccountInput::default() };
        write(move |tx, call| update(tx, call, id, Ok(&input)))
    }),
    Verb::new("account validate", Manager, |d| {
        let (id, input) = (d.account(), input(d));
        read(move |tx, call| validate(tx, call, id, Ok(&input)))
    }),
    Verb::new("account activate", Manager, |d| moved(d, AccountVerb::Activate)),
    Verb::new("account deactivate", Manager, |d| moved(d, AccountVerb::Deactivate)),
    Verb::new("account disable", Manager, |d| moved(d, AccountVerb::Disable)),
    Verb::new("account enable", Manager, |d| moved(d, AccountVerb::Enable)),
    Verb::new("account delete", Manager, |d| moved(d, AccountVerb::Delete)),
    Verb::new("account get", Manager, |d| {
        let (id, wants) = (d.account(), AccountWants { audit: true, ..AccountWants::default() });
        read(move |tx, call| get(tx, call, id, &wants))
    }),
    Verb::new("account list", Manager, |d| {
        let query = query(d, &FIELDS);
        read(move |tx, call| list(tx, call, &query, &AccountWants::default()))
    }),
];

fn input(d: &Draw<'_>) -> AccountInput {
    AccountInput {
        name: d.name(),
        external_id: d.dice.pick(&[Member::Absent, Member::Null, sent("C-1"), sent("C-2"), sent("C-3")]),
        service_level: d.dice.pick(&[Member::Absent, sent("Elite"), sent("Nope")]),
        website: d.dice.pick(&[Member::Absent, Member::Null, sent("https://a.example")]),
        description: d.maybe_name(),
        is_token_retrievable: d.dice.pick(&[Member::Absent, Member::Value(true), Member::Value(false)]),
        icon: d.dice.pick(&[Member::Absent, Member::Null, Member::Value(icon(3))]),
        ..AccountInput::default()
    }
}

fn moved(d: &Draw<'_>, verb: AccountVerb) -> Option<Action> {
    let is_disabled = |account: &Account| matches!(account.state, AccountState::Disabled { .. });
    let id = match verb {
        AccountVerb::Delete | AccountVerb::Enable => d.ripe(&d.known.accounts, is_disabled, || d.account()),
        _ => d.account(),
    };
    let input =
        AccountInput { external_id: sent(format!("C-{}", d.dice.below(9))), ..AccountInput::default() };
    let repeat = d.dice.pick(&[Repeat::Refuse, Repeat::Accept]);
    write(move |tx, call| steer(tx, call, id, verb, Ok(&input), repeat))
}

/// The same key again is the same request, and with another body another one (platform.md §1.6).
#[expect(clippy::unnecessary_wraps, reason = "whoever draws nothing says so in the same words")]
fn create_once(d: &Draw<'_>) -> Option<Action> {
    let (key, kind) = (d.dice.pick(&["one", "two"]), d.dice.pick(&["Client", "Vendor"]));
    let input = AccountInput { kind: sent(kind), name: sent("Once"), ..AccountInput::default() };
    Some(Box::new(move |site, who| {
        let claimed = Claim::new(
            &FakeDigester,
            Claimant::Principal(who),
            ["POST", "/accounts"],
            key,
            fake_digest(kind),
        );
        let terms = Terms { claim: Some(claimed), ..Terms::NONE };
        let input = input.clone();
        let work = move |tx: &mut dyn crate::port::Transaction, call: &crate::service::Call| {
            let account = create(tx, call, call.admit(Ok(&input)))?;
            let place = Some(account.id.to_string());
            call.keep(tx, || KeptAnswer { status: 201, place, tag: None, body: vec![1] })?;
            Ok(account)
        };
        Answer::to(block_on(site.identity().write_on(terms, who, origin(), work)))
    }))
}

/// A change that is made only if nobody else changed the account since (platform.md §1.6).
#[expect(clippy::unnecessary_wraps, reason = "whoever draws nothing says so in the same words")]
fn update_if_unchanged(d: &Draw<'_>) -> Option<Action> {
    let (id, input) = (d.account(), AccountInput { name: d.name(), ..AccountInput::default() });
    let seen = d.known.accounts.get(&id).map_or(1, |account| account.revision);
    let tag = if d.dice.one_in(3) { seen + 1 } else { seen }.to_string();
    Some(Box::new(move |site, who| {
        let terms = Terms { expected: Some(vec![tag.clone()]), ..Terms::NONE };
        let input = input.clone();
        let work = move |tx: &mut dyn crate::port::Transaction, call: &crate::service::Call| {
            update(tx, call, id, Ok(&input))
        };
        Answer::to(block_on(site.identity().write_on(terms, who, origin(), work)))
    }))
}

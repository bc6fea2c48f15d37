//! Buyers.

use super::super::action::{Action, read, write};
use super::super::actor::By::Manager;
use super::super::draw::{Draw, sent};
use super::{Verb, query};
use crate::buyer::{
    Buyer, BuyerInput, BuyerState, BuyerVerb, BuyerWants, ContactInput, ExternalIdsInput, FIELDS,
    SellerInput, create, delete, get, list, steer, transfer, update, validate,
};
use crate::value::{AddressInput, Member};

pub(super) const VERBS: &[Verb] = &[
    Verb::new("buyer create", Manager, created),
    Verb::new("buyer update", Manager, |d| {
        let (id, input) = (d.buyer(), input(d));
        write(move |tx, call| update(tx, call, id, Ok(&input)))
    }),
    Verb::new("buyer validate", Manager, |d| {
        let (id, input) = (d.buyer(), input(d));
        read(move |tx, call| validate(tx, call, id, Ok(&input)))
    }),
    Verb::new("buyer activate", Manager, |d| moved(d, BuyerVerb::Activate)),
    Verb::new("buyer deactivate", Manager, |d| moved(d, BuyerVerb::Deactivate)),
    Verb::new("buyer disable", Manager, |d| moved(d, BuyerVerb::Disable)),
    Verb::new("buyer enable", Manager, |d| moved(d, BuyerVerb::Enable)),
    Verb::new("buyer transfer", Manager, |d| {
        let (id, account) = (d.buyer(), sent(d.any_account()));
        write(move |tx, call| transfer(tx, call, id, Ok(&account)))
    }),
    Verb::new("buyer delete", Manager, |d| {
        let id = d.buyer();
        write(move |tx, call| delete(tx, call, id))
    }),
    Verb::new("buyer get", Manager, |d| {
        let (id, wants) = (d.buyer(), BuyerWants { audit: true, ..BuyerWants::default() });
        read(move |tx, call| get(tx, call, id, &wants))
    }),
    Verb::new("buyer list", Manager, |d| {
        let query = query(d, &FIELDS);
        read(move |tx, call| list(tx, call, &query, &BuyerWants::default()))
    }),
];

fn created(d: &Draw<'_>) -> Option<Action> {
    let address = AddressInput {
        line1: sent("12 Quay Street"),
        post_code: sent("1200-109"),
        city: sent("Lisbon"),
        state: sent("Lisboa"),
        country: sent(d.dice.pick(&["PT", "PT", "NO", "XX"])),
        ..AddressInput::default()
    };
    let account = if d.dice.one_in(4) { Member::Absent } else { sent(d.inhabited()) };
    let input = BuyerInput { address: Member::Value(address), account, ..input(d) };
    write(move |tx, call| create(tx, call, Ok(&input)))
}

fn input(d: &Draw<'_>) -> BuyerInput {
    let ids = ExternalIdsInput {
        erp_company_contact: sent(format!("CC-{}", d.dice.below(6))),
        erp_customer: sent("CU-1"),
        ..ExternalIdsInput::default()
    };
    let contact = ContactInput { email: sent(d.email()), name: d.name(), ..ContactInput::default() };
    let seller = SellerInput { id: sent("SEL-0000-0001"), name: d.name(), ..SellerInput::default() };
    BuyerInput {
        name: d.name(),
        contact: d.dice.pick(&[Member::Absent, Member::Value(contact)]),
        external_ids: d.dice.pick(&[Member::Absent, Member::Null, Member::Value(ids)]),
        sellers: d.dice.pick(&[Member::Absent, Member::Value(vec![Member::Value(seller)])]),
        ..BuyerInput::default()
    }
}

fn moved(d: &Draw<'_>, verb: BuyerVerb) -> Option<Action> {
    let wanted = if verb == BuyerVerb::Enable { BuyerState::Disabled } else { BuyerState::Enabled };
    let is_ripe =
        |buyer: &Buyer| matches!(verb, BuyerVerb::Activate | BuyerVerb::Enable) && buyer.state == wanted;
    let id = d.ripe(&d.known.buyers, is_ripe, || d.buyer());
    let input = if d.dice.flip() { input(d) } else { BuyerInput::default() };
    write(move |tx, call| steer(tx, call, id, verb, Ok(&input)))
}

//! Groups.

use super::super::action::{Action, read, write};
use super::super::actor::By::Manager;
use super::super::draw::{Draw, sent};
use super::{Verb, query};
use crate::group::{FIELDS, GroupInput, GroupWants, create, delete, get, list, update};
use crate::value::Member;

pub(super) const VERBS: &[Verb] = &[
    Verb::new("group create", Manager, created),
    Verb::new("group rename", Manager, |d| {
        let (id, input) = (d.group(), GroupInput { name: d.name(), ..GroupInput::default() });
        write(move |tx, call| update(tx, call, id, Ok(&input)))
    }),
    Verb::new("group modules", Manager, |d| {
        let (id, input) = (d.group(), GroupInput { modules: d.modules(), ..GroupInput::default() });
        write(move |tx, call| update(tx, call, id, Ok(&input)))
    }),
    Verb::new("group buyers", Manager, |d| {
        let buyers = d.dice.pick(&[Member::Null, Member::Value(vec![d.buyer().to_string()])]);
        let (id, input) = (d.group(), GroupInput { buyers, ..GroupInput::default() });
        write(move |tx, call| update(tx, call, id, Ok(&input)))
    }),
    Verb::new("group delete", Manager, |d| {
        let id = d.group();
        write(move |tx, call| delete(tx, call, id))
    }),
    Verb::new("group get", Manager, |d| {
        let (id, wants) = (d.group(), GroupWants { audit: true, ..GroupWants::default() });
        read(move |tx, call| get(tx, call, id, &wants))
    }),
    Verb::new("group list", Manager, |d| {
        let query = query(d, &FIELDS);
        read(move |tx, call| list(tx, call, &query, &GroupWants::default()))
    }),
];

fn created(d: &Draw<'_>) -> Option<Action> {
    let input = GroupInput {
        name: d.name(),
        description: d.maybe_name(),
        account: sent(d.account()),
        modules: d.modules(),
        ..GroupInput::default()
    };
    write(move |tx, call| create(tx, call, Ok(&input)))
}

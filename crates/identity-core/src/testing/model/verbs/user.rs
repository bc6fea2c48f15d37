//! People.

use super::super::action::{read, write};
use super::super::actor::By::{Manager, Person};
use super::super::draw::sent;
use super::{Verb, query};
use crate::list::Query;
use crate::testing::fixture::icon;
use crate::user::{
    FIELDS, OWN_FIELDS, Standing, User, UserInput, UserLife, UserVerb, UserWants, accounts, block, delete,
    get, list, set_favorite, update,
};
use crate::value::Member;

pub(super) const VERBS: &[Verb] = &[
    Verb::new("user update", Person, |d| {
        let icon = d.dice.pick(&[Member::Absent, Member::Null, Member::Value(icon(5))]);
        let input =
            UserInput { first_name: d.name(), last_name: d.maybe_name(), icon, ..UserInput::default() };
        let id = d.own_user();
        write(move |tx, call| update(tx, call, id, Ok(&input)))
    }),
    Verb::new("user switch", Person, |d| {
        let (id, current_account) = (d.own_user(), sent(d.own_account()));
        let input = UserInput { current_account, ..UserInput::default() };
        write(move |tx, call| update(tx, call, id, Ok(&input)))
    }),
    Verb::new("user block", Manager, |d| {
        let id = d.user();
        write(move |tx, call| block(tx, call, id, UserVerb::Block))
    }),
    Verb::new("user unblock", Manager, |d| {
        let id = d.ripe(&d.known.users, |user| user.life == UserLife::Blocked, || d.user());
        write(move |tx, call| block(tx, call, id, UserVerb::Unblock))
    }),
    Verb::new("user delete", Manager, |d| {
        let is_ripe = |user: &User| user.life == UserLife::Blocked || user.standing == Standing::Disabled;
        let id = d.ripe(&d.known.users, is_ripe, || d.user());
        write(move |tx, call| delete(tx, call, id))
    }),
    Verb::new("user favorite", Person, |d| {
        let (id, account, is_favorite) = (d.own_user(), d.own_account(), d.dice.flip());
        write(move |tx, call| set_favorite(tx, call, id, account, Ok(is_favorite)))
    }),
    Verb::new("user accounts", Person, |d| {
        let id = d.own_user();
        read(move |tx, call| accounts(tx, call, id, &Query::everything(&OWN_FIELDS)))
    }),
    Verb::new("user get", Manager, |d| {
        let (id, wants) = (d.user(), UserWants { audit: true, ..UserWants::default() });
        read(move |tx, call| get(tx, call, id, &wants))
    }),
    Verb::new("user list", Manager, |d| {
        let query = query(d, &FIELDS);
        read(move |tx, call| list(tx, call, &query, &UserWants::default()))
    }),
];

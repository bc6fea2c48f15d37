//! API tokens.

use super::super::action::{Action, Found, ask, read, write, write_and_find};
use super::super::actor::By::{Manager, Nobody};
use super::super::draw::{Draw, sent};
use super::{Verb, query};
use crate::api_token::{
    ApiToken, FIELDS, TokenInput, TokenVerb, TokenWants, create, delete, get, list, reveal, rotate, steer,
    update,
};
use crate::secret::Secret;
use crate::state::Repeat;
use crate::value::Member;

pub(super) const VERBS: &[Verb] = &[
    Verb::new("token create", Manager, |d| {
        let holder = if d.dice.one_in(4) { sent(d.user()) } else { Member::Absent };
        let input = TokenInput { account: sent(d.account()), holder, ..input(d) };
        write_and_find(move |tx, call| create(tx, call, Ok(&input)).map(valued))
    }),
    Verb::new("token update", Manager, |d| {
        let (id, input) = (d.token(), input(d));
        write(move |tx, call| update(tx, call, id, Ok(&input)))
    }),
    Verb::new("token disable", Manager, |d| moved(d, TokenVerb::Disable)),
    Verb::new("token enable", Manager, |d| moved(d, TokenVerb::Enable)),
    Verb::new("token rotate", Manager, |d| {
        let (id, grace) =
            (d.token(), d.dice.pick(&[Member::Absent, Member::Value(60), Member::Value(u64::MAX)]));
        write_and_find(move |tx, call| rotate(tx, call, id, Ok(&grace)).map(valued))
    }),
    Verb::new("token delete", Manager, |d| {
        let id = d.token();
        write(move |tx, call| delete(tx, call, id))
    }),
    Verb::new("token reveal", Manager, |d| {
        let id = d.ripe(&d.known.tokens, |token| token.is_retrievable, || d.token());
        write(move |tx, call| reveal(tx, call, id).map(|value| value.expose().to_owned()))
    }),
    Verb::new("token get", Manager, |d| {
        let (id, wants) = (d.token(), TokenWants { audit: true, ..TokenWants::default() });
        read(move |tx, call| get(tx, call, id, &wants))
    }),
    Verb::new("token list", Manager, |d| {
        let query = query(d, &FIELDS);
        read(move |tx, call| list(tx, call, &query, &TokenWants::default()))
    }),
    Verb::new("token use", Nobody, |d| {
        let value = d.found(|found| match found {
            Found::Token(value) | Found::DeviceToken(value) | Found::Jwt(value) => Some(value),
            _ => None,
        })?;
        ask(async move |identity, _| Ok((identity.authenticate(&value).await?.principal.clone(), Vec::new())))
    }),
];

fn valued((token, value): (ApiToken, Secret)) -> (ApiToken, Vec<Found>) {
    (token, vec![Found::Token(value.expose().into())])
}

fn input(d: &Draw<'_>) -> TokenInput {
    TokenInput {
        name: d.token_name(),
        description: d.maybe_name(),
        modules: d.modules(),
        expires_at: d.dice.pick(&[Member::Absent, Member::Null, d.moment()]),
        retrievable: d.dice.pick(&[Member::Absent, Member::Absent, Member::Value(true)]),
        ..TokenInput::default()
    }
}

fn moved(d: &Draw<'_>, verb: TokenVerb) -> Option<Action> {
    let (id, repeat) = (d.token(), d.dice.pick(&[Repeat::Refuse, Repeat::Accept]));
    write(move |tx, call| steer(tx, call, id, verb, repeat))
}

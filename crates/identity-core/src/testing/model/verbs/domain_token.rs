//! Tokens of domains.

use super::super::action::{Action, Found, read, write, write_and_find};
use super::super::actor::By::Key;
use super::super::draw::{Draw, sent};
use super::Verb;
use crate::api_token::TokenVerb;
use crate::domain::Window;
use crate::domain::token::{Shown, TokenInput, create, delete, get, list, rename, reveal, steer};
use crate::value::{Member, Texts};

pub(super) const VERBS: &[Verb] = &[
    Verb::new("domain token create", Key, |d| {
        let account = d.domain_account();
        let user = if d.dice.one_in(3) { sent(d.email_in(account)) } else { Member::Absent };
        let scopes = d.dice.pick(&["module://billing", "level://admin", "data://x", "module://nothing"]);
        let input = TokenInput { user, scopes: Member::Value(Texts::One(scopes.into())), ..named(d) };
        made(d.domain(account), input)
    }),
    Verb::new("domain key create", Key, |d| {
        let hmac_scope = d.dice.pick(&[Member::Absent, sent("domain"), sent("reseller"), sent("x")]);
        let input = TokenInput { token_type: sent("HMAC"), hmac_scope, ..named(d) };
        made(d.domain(d.domain_account()), input)
    }),
    Verb::new("domain token disable", Key, |d| moved(d, TokenVerb::Disable)),
    Verb::new("domain token enable", Key, |d| moved(d, TokenVerb::Enable)),
    Verb::new("domain token rename", Key, |d| {
        let ((domain, token), name) = (place(d), d.token_name());
        write(move |tx, call| rename(tx, call, &domain, &token, Ok(&name)))
    }),
    Verb::new("domain token delete", Key, |d| {
        let (domain, token) = place(d);
        write(move |tx, call| delete(tx, call, &domain, &token))
    }),
    Verb::new("domain token get", Key, |d| {
        let (domain, token) = place(d);
        read(move |tx, call| get(tx, call, &domain, &token).map(shown))
    }),
    Verb::new("domain token reveal", Key, |d| {
        let (domain, token) = place(d);
        write(move |tx, call| reveal(tx, call, &domain, &token).map(shown))
    }),
    Verb::new("domain token list", Key, |d| {
        let name = d.domain(d.domain_account());
        read(move |tx, call| list(tx, call, &name, Window::default()))
    }),
];

fn named(d: &Draw<'_>) -> TokenInput {
    let expires_in_secs = d.dice.pick(&[Member::Absent, Member::Value(3600), Member::Value(-1)]);
    TokenInput { name: d.token_name(), expires_in_secs, ..TokenInput::default() }
}

fn made(domain: String, input: TokenInput) -> Option<Action> {
    write_and_find(move |tx, call| {
        let (view, value) = create(tx, call, &domain, Ok(&input))?;
        Ok((view, vec![Found::Token(value.expose().into())]))
    })
}

/// A domain and one of its tokens.
fn place(d: &Draw<'_>) -> (String, String) {
    let account = d.domain_account();
    (d.domain(account), d.token_of(account).to_string())
}

fn moved(d: &Draw<'_>, verb: TokenVerb) -> Option<Action> {
    let (domain, token) = place(d);
    write(move |tx, call| steer(tx, call, &domain, &token, verb))
}

fn shown(shown: Shown) -> impl std::fmt::Debug + Send {
    (shown.token, shown.mask, shown.is_revealable, shown.value.map(|value| value.expose().to_owned()))
}

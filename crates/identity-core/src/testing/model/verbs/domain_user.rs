//! Users of domains.

use super::super::action::{read, write};
use super::super::actor::By::Key;
use super::super::draw::{Draw, sent};
use super::Verb;
use crate::domain::Window;
use crate::domain::user::{
    DomainUserInput, RolesInput, UserChange, UserKey, add_external, add_internal, change, disable, enable,
    get, list, person_by_email, person_by_id, remove, replace_role, replace_roles, take_roles, transfer,
};
use crate::id::AccountId;
use crate::membership::{Membership, MembershipState};
use crate::value::{Member, Texts};

pub(super) const VERBS: &[Verb] = &[
    Verb::new("domain user add internal", Key, |d| {
        let input = input(d);
        write(move |tx, call| add_internal(tx, call, Ok(&input)))
    }),
    Verb::new("domain user add external", Key, |d| {
        let input = DomainUserInput { external_id: sent(d.dice.pick(&["X-1", "X-2"])), ..input(d) };
        write(move |tx, call| add_external(tx, call, Ok(&input)))
    }),
    Verb::new("domain user change", Key, |d| {
        let email = d.email_in(d.domain_account());
        let new = d.dice.pick(&[Member::Absent, sent(d.email())]);
        let input = UserChange { email: new, user_name: sent("Kari Nordmann"), phone: Member::Absent };
        write(move |tx, call| change(tx, call, UserKey::Email(&email), Ok(&input)))
    }),
    Verb::new("domain user disable", Key, |d| {
        let (domain, email) = place(d);
        write(move |tx, call| disable(tx, call, &domain, &email))
    }),
    Verb::new("domain user enable", Key, |d| {
        let is_blocked = |member: &Membership| member.state == MembershipState::Blocked;
        let blocked =
            d.known.memberships.get(&d.ripe(&d.known.memberships, is_blocked, || d.membership()))?;
        let user = d.known.users.get(&blocked.user)?;
        let (domain, email) = (d.domain(blocked.account), user.email.to_string());
        write(move |tx, call| enable(tx, call, &domain, &email))
    }),
    Verb::new("domain user remove", Key, |d| {
        let (domain, email) = place(d);
        write(move |tx, call| remove(tx, call, &domain, &email))
    }),
    Verb::new("domain owner", Key, |d| {
        let (domain, email) = place(d);
        write(move |tx, call| transfer(tx, call, &domain, &email))
    }),
    Verb::new("domain user roles", Key, |d| {
        let account = d.domain_account();
        let (domain, email, input) = (d.domain(account), d.email_in(account), roles(d, account));
        write(move |tx, call| replace_roles(tx, call, &domain, &email, Ok(&input)))
    }),
    Verb::new("domain user role", Key, |d| {
        let account = d.domain_account();
        let (domain, email, role) = (d.domain(account), d.email_in(account), d.role(account));
        write(move |tx, call| replace_role(tx, call, &domain, &email, &role))
    }),
    Verb::new("domain user take roles", Key, |d| {
        let account = d.domain_account();
        let (domain, email, input) = (d.domain(account), d.email_in(account), roles(d, account));
        write(move |tx, call| take_roles(tx, call, &domain, &email, Ok(&input)))
    }),
    Verb::new("domain user get", Key, |d| {
        let (domain, email) = place(d);
        read(move |tx, call| get(tx, call, UserKey::Email(&email), &domain))
    }),
    Verb::new("domain user get external", Key, |d| {
        let ((domain, _), id) = (place(d), d.dice.pick(&["X-1", "X-2"]));
        read(move |tx, call| get(tx, call, UserKey::External(id), &domain))
    }),
    Verb::new("domain user list", Key, |d| {
        let name = d.domain(d.domain_account());
        read(move |tx, call| list(tx, call, &name, Window::default()))
    }),
    Verb::new("person by email", Key, |d| {
        let email = d.email_in(d.domain_account());
        read(move |tx, call| person_by_email(tx, call, &email))
    }),
    Verb::new("person by id", Key, |d| {
        let id = d.user().to_string();
        read(move |tx, call| person_by_id(tx, call, &id))
    }),
];

/// A domain and somebody in it.
fn place(d: &Draw<'_>) -> (String, String) {
    let account = d.domain_account();
    (d.domain(account), d.email_in(account))
}

fn input(d: &Draw<'_>) -> DomainUserInput {
    let account = d.domain_account();
    DomainUserInput {
        email: sent(d.email()),
        role: sent(d.role(account)),
        domain: sent(d.domain(account)),
        user_name: sent("Kari Nordmann"),
        skips_mail: d.dice.pick(&[Member::Absent, Member::Value(true)]),
        ..DomainUserInput::default()
    }
}

fn roles(d: &Draw<'_>, account: AccountId) -> RolesInput {
    let count = 1 + d.dice.below(2);
    RolesInput { roles: Member::Value(Texts::Many((0..count).map(|_| d.role(account)).collect())) }
}

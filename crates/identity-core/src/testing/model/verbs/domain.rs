//! Domains and their roles.

use super::super::action::{read, write};
use super::super::actor::By::Key;
use super::super::draw::sent;
use super::Verb;
use crate::domain::role::{self, RoleInput};
use crate::domain::{DomainInput, Window, create, delete, disable, enable, get, list};
use crate::value::{Member, Texts};

pub(super) const VERBS: &[Verb] = &[
    Verb::new("domain create", Key, |d| {
        let status = d.dice.pick(&[Member::Absent, sent("disabled"), sent("enabled")]);
        let input =
            DomainInput { name: sent(d.new_domain()), plan: sent("Gold"), status, ..DomainInput::default() };
        write(move |tx, call| create(tx, call, Ok(&input)))
    }),
    Verb::new("domain disable", Key, |d| {
        let name = d.domain(d.child());
        write(move |tx, call| disable(tx, call, &name))
    }),
    Verb::new("domain enable", Key, |d| {
        let name = d.domain(d.disabled_child());
        write(move |tx, call| enable(tx, call, &name))
    }),
    Verb::new("domain delete", Key, |d| {
        let name = d.domain(d.disabled_child());
        write(move |tx, call| delete(tx, call, &name))
    }),
    Verb::new("domain get", Key, |d| {
        let name = d.domain(d.child());
        read(move |tx, call| get(tx, call, &name))
    }),
    Verb::new("domain list", Key, |d| {
        let window = Window { limit: Some(2), offset: d.dice.below(3) };
        read(move |tx, call| list(tx, call, window))
    }),
    Verb::new("role create", Key, |d| {
        let domain = d.domain(d.domain_account());
        let name = d.dice.pick(&["CASHIER", "CLERK", "FLOOR", "ADMIN"]);
        let policies = Member::Value(Texts::One(d.dice.pick(&["*", "*", "billing", "nothing"]).into()));
        let input = RoleInput { name: sent(name), policies, ..RoleInput::default() };
        write(move |tx, call| role::create(tx, call, &domain, Ok(&input)))
    }),
    Verb::new("role get", Key, |d| {
        let account = d.domain_account();
        let (name, role) = (d.domain(account), d.role(account));
        read(move |tx, call| role::get(tx, call, &name, &role))
    }),
    Verb::new("role list", Key, |d| {
        let name = d.domain(d.domain_account());
        read(move |tx, call| role::list(tx, call, &name, Window::default()))
    }),
];

//! Members of accounts.

use super::super::action::{Action, read, write, write_and_find};
use super::super::actor::By::{Manager, Person};
use super::super::draw::{Draw, sent};
use super::{Verb, minted, query};
use crate::membership::{
    FIELDS_BY_MEMBERSHIP, FIELDS_BY_USER, GroupsChange, InviteInput, Membership, MembershipInput,
    MembershipKey, MembershipVerb, MembershipWants, accept, change_groups, decline, get, invite, list,
    remove, send_again, update,
};
use crate::user::UserInput;
use crate::value::Member;

pub(super) const VERBS: &[Verb] = &[
    Verb::new("member invite", Manager, |d| invited(d, Member::Absent)),
    Verb::new("member add", Manager, |d| invited(d, sent("Active"))),
    Verb::new("member resend", Manager, |d| again(d, MembershipVerb::Resend)),
    Verb::new("member send new", Manager, |d| again(d, MembershipVerb::SendNew)),
    Verb::new("member accept", Person, |d| {
        let key = open(d);
        write(move |tx, call| accept(tx, call, key))
    }),
    Verb::new("member decline", Person, |d| {
        let key = open(d);
        write(move |tx, call| decline(tx, call, key))
    }),
    Verb::new("member update", Manager, |d| {
        let (id, profile) = (d.membership(), profile(d));
        let account = d.known.memberships.get(&id).map_or_else(|| d.account(), |member| member.account);
        let input = MembershipInput { groups: d.groups_of(account), profile };
        write(move |tx, call| update(tx, call, MembershipKey::Own(id), Ok(&input)))
    }),
    Verb::new("member add group", Manager, |d| regrouped(d, |group| GroupsChange::Add(sent(group)))),
    Verb::new("member replace groups", Manager, |d| {
        regrouped(d, |group| GroupsChange::Replace(Member::Value(vec![group.to_string()])))
    }),
    Verb::new("member remove group", Manager, |d| {
        let id = d.membership();
        let own = d.known.memberships.get(&id)?.groups.iter().copied().collect();
        let change = GroupsChange::Remove(d.dice.one_of(own)?);
        write(move |tx, call| change_groups(tx, call, MembershipKey::Own(id), Ok(&change)))
    }),
    Verb::new("member remove", Manager, |d| {
        let key = key(d);
        write(move |tx, call| remove(tx, call, key))
    }),
    Verb::new("member get", Manager, |d| {
        let (key, wants) =
            (key(d), MembershipWants { audit: true, modules: true, ..MembershipWants::default() });
        read(move |tx, call| get(tx, call, key, &wants))
    }),
    Verb::new("member list", Manager, |d| {
        let query = query(d, if d.dice.flip() { &FIELDS_BY_USER } else { &FIELDS_BY_MEMBERSHIP });
        let account = if d.dice.flip() { Some(d.account()) } else { None };
        read(move |tx, call| list(tx, call, account, &query, &MembershipWants::default()))
    }),
];

fn profile(d: &Draw<'_>) -> UserInput {
    UserInput { first_name: sent("Mara"), last_name: d.name(), ..UserInput::default() }
}

fn invited(d: &Draw<'_>, status: Member<String>) -> Option<Action> {
    let account = d.account();
    let input = InviteInput {
        email: sent(d.email()),
        profile: profile(d),
        groups: d.groups_of(account),
        account: sent(account),
        status,
    };
    let path = if d.dice.flip() { Some(account) } else { None };
    write_and_find(move |tx, call| invite(tx, call, path, Ok(&input)).map(minted))
}

fn key(d: &Draw<'_>) -> MembershipKey {
    let id = d.membership();
    match d.known.memberships.get(&id) {
        Some(member) if d.dice.flip() => MembershipKey::Pair(member.account, member.user),
        _ => MembershipKey::Own(id),
    }
}

/// An invitation of the person who acts, if there is one.
fn open(d: &Draw<'_>) -> MembershipKey {
    let own = d.known.memberships.values().filter(|m| Some(m.user) == d.who.user && m.invitation.is_some());
    let own = d.dice.one_of(own.map(|member| member.id).collect());
    MembershipKey::Own(own.unwrap_or_else(|| d.membership()))
}

fn again(d: &Draw<'_>, verb: MembershipVerb) -> Option<Action> {
    let is_over = verb == MembershipVerb::SendNew;
    let is_ripe = |m: &Membership| m.invitation.as_ref().is_some_and(|i| (i.expires_at <= d.now) == is_over);
    let key = MembershipKey::Own(d.ripe(&d.known.memberships, is_ripe, || d.membership()));
    write_and_find(move |tx, call| send_again(tx, call, key, verb).map(minted))
}

fn regrouped(d: &Draw<'_>, change: fn(crate::id::GroupId) -> GroupsChange) -> Option<Action> {
    let id = d.membership();
    let account = d.known.memberships.get(&id).map_or_else(|| d.account(), |member| member.account);
    let change = change(d.group_of(account));
    write(move |tx, call| change_groups(tx, call, MembershipKey::Own(id), Ok(&change)))
}

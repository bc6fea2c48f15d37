//! What people do for themselves in the Self-service API.

use super::super::action::{Found, ask, origin, read, write};
use super::super::actor::By::{Member as Entered, Person};
use super::super::draw::sent;
use super::Verb;
use crate::list::NumberedPage;
use crate::tenant::{
    OwnInput, ProfileInput, accept_invitation, decline_invitation, invitee, own, person, set_default_tenant,
    show_invitation, tenant, tenants, update_own,
};
use crate::value::Member;

pub(super) const VERBS: &[Verb] = &[
    Verb::new("own person", Person, |_| read(person)),
    Verb::new("own tenants", Person, |_| read(|tx, call| tenants(tx, call, &NumberedPage::default()))),
    Verb::new("own tenant", Person, |d| {
        let id = d.account();
        read(move |tx, call| tenant(tx, call, id))
    }),
    Verb::new("own default tenant", Person, |d| {
        let account = sent(d.own_account());
        write(move |tx, call| set_default_tenant(tx, call, Ok(&account)))
    }),
    Verb::new("own profile", Entered, |d| {
        let id = d.account();
        read(move |tx, call| own(tx, call, id))
    }),
    Verb::new("own profile update", Entered, |d| {
        let tenant = d.account();
        let profile = ProfileInput { display_name: d.maybe_name(), ..ProfileInput::default() };
        let input = OwnInput { profile, ..OwnInput::default() };
        write(move |tx, call| update_own(tx, call, tenant, Ok(&input)))
    }),
    Verb::new("own pin", Entered, |d| {
        let (tenant, pin, current) = (d.account(), d.pin(), d.pin());
        let current_password = if d.dice.flip() { Member::Value(current) } else { Member::Absent };
        ask(async move |identity, who| {
            let (password, current_password) = (Member::Value(pin.clone()), current_password.clone());
            let input = OwnInput { password, current_password, ..OwnInput::default() };
            let input = identity.prepare_own_input(&who, &origin(), tenant, input).await?;
            let work = move |tx: &mut dyn crate::port::Transaction, call: &crate::service::Call| {
                update_own(tx, call, tenant, Ok(&input))
            };
            Ok((identity.write(&who, origin(), work).await?, Vec::<Found>::new()))
        })
    }),
    Verb::new("invitation show", Person, |d| {
        let code = d.invitation_code()?;
        read(move |tx, call| show_invitation(tx, call, &code))
    }),
    Verb::new("invitation invitee", Person, |d| {
        let code = d.invitation_code()?;
        read(move |tx, call| invitee(tx, call, &code))
    }),
    Verb::new("invitation accept", Person, |d| {
        let code = d.invitation_code()?;
        write(move |tx, call| accept_invitation(tx, call, Ok(&code)))
    }),
    Verb::new("invitation decline", Person, |d| {
        let code = d.invitation_code()?;
        write(move |tx, call| decline_invitation(tx, call, &code))
    }),
];

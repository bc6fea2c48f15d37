//! Passwords, their resets, and second factors.

use super::super::action::{Action, Found, ask, origin, write};
use super::super::actor::By::{Nobody, Person};
use super::super::draw::{Draw, otp};
use super::Verb;
use crate::condition::Terms;
use crate::error::Error;
use crate::port::Transaction;
use crate::second_factor::confirm;
use crate::service::Call;
use crate::user::{PasswordTarget, SetPassword};

pub(super) const VERBS: &[Verb] = &[
    Verb::new("password set", Person, |d| {
        let (user, password) = (d.own_user(), d.password());
        let current = if d.dice.one_in(6) { None } else { Some(d.password()) };
        ask(async move |identity, who| {
            let input = SetPassword { password: password.clone(), current: current.clone(), code: None };
            let asked = (Terms::NONE, origin());
            let target = PasswordTarget::User(user);
            let set = identity.set_password(Some(&who), asked, target, Ok(input), |_, _, user| Ok(user));
            Ok((set.await?, Vec::new()))
        })
    }),
    Verb::new("password by invitation", Nobody, by_invitation),
    Verb::always("reset ask", Nobody, |d| {
        let email = d.email();
        ask(async move |identity, _| Ok((identity.ask_reset(&origin(), &email).await?, Vec::new())))
    }),
    Verb::new("reset confirm", Nobody, |d| {
        let code = d.found(|found| if let Found::Reset(code) = found { Some(code) } else { None })?;
        let password = d.password();
        ask(async move |identity, _| {
            Ok((identity.confirm_reset(origin(), &code, password.clone()).await?, Vec::new()))
        })
    }),
    Verb::new("factor enrol", Person, |d| {
        let (password, is_confirmed) = (d.password(), d.dice.flip());
        ask(async move |identity, who| {
            let enrolment = identity.enrol_second_factor(&who, origin(), password.clone()).await?;
            let shown = otp(&enrolment.secret, identity.now());
            if is_confirmed {
                let work = move |tx: &mut dyn Transaction, call: &Call| confirm(tx, call, &shown).map(drop);
                identity.write(&who, origin(), work).await?;
            }
            let user = who.actor.person().ok_or(Error::Unauthenticated)?;
            Ok(((), vec![Found::Factor(user, enrolment.secret.expose().to_owned())]))
        })
    }),
    Verb::new("factor confirm", Person, |d| {
        let otp = d.own_otp()?;
        write(move |tx, call| {
            let codes = confirm(tx, call, &otp)?;
            Ok(codes.iter().map(|code| code.expose().to_owned()).collect::<Vec<_>>())
        })
    }),
    Verb::new("factor remove", Person, |d| {
        let (password, otp) = (d.password(), d.own_otp()?);
        ask(async move |identity, who| {
            let removed = identity.remove_second_factor(&who, origin(), password.clone(), otp.clone());
            Ok((removed.await?, Vec::new()))
        })
    }),
];

/// Whoever has no password yet sets one by the code of the invitation, and accepts it by that.
fn by_invitation(d: &Draw<'_>) -> Option<Action> {
    let code = d.open_code()?;
    let invited = d.known.memberships.values().filter(|member| member.invitation.is_some());
    let membership =
        d.dice.one_of(invited.map(|member| member.id).collect()).unwrap_or_else(|| d.membership());
    let membership = d.invited_by(&code).unwrap_or(membership);
    let password = d.password();
    ask(async move |identity, _| {
        let input = SetPassword { password: password.clone(), current: None, code: Some(code.clone()) };
        let (asked, target) = ((Terms::NONE, origin()), PasswordTarget::Membership(membership));
        let set = identity.set_password(None, asked, target, Ok(input), |_, _, user| Ok(user));
        Ok((set.await?, Vec::new()))
    })
}

//! Sessions.

use super::super::action::{Found, ask, origin, read, write};
use super::super::actor::By::{Device, Nobody, Person};
use super::Verb;
use super::{begun, session_found};
use crate::session::{Continued, SignIn, end_one, end_the_others, enter, list};

pub(super) const VERBS: &[Verb] = &[
    Verb::new("session sign in", Nobody, |d| {
        let user = d.user();
        let email = d.known.users.get(&user).map_or_else(|| d.email(), |user| user.email.to_string());
        let (password, otp) = (d.password(), d.otp(user));
        let continued = d.dice.pick(&[Continued::ByRefresh, Continued::ByRefresh, Continued::ByCookie]);
        ask(async move |identity, _| {
            let input = SignIn { email: email.clone(), password: password.clone(), otp: otp.clone() };
            let begun = identity.sign_in(origin(), input, continued).await?;
            session_found(identity, begun).await
        })
    }),
    Verb::new("session enter", Person, |d| {
        let account = d.own_account();
        ask(async move |identity, who| {
            let begun = identity.write(&who, origin(), move |tx, call| enter(tx, call, account)).await?;
            session_found(identity, begun).await
        })
    }),
    Verb::new("session refresh", Nobody, |d| {
        let refresh = d.found(|found| if let Found::Refresh(text) = found { Some(text) } else { None })?;
        ask(async move |identity, _| Ok(begun(identity.refresh_session(origin(), None, &refresh).await?)))
    }),
    Verb::new("session refresh at device", Device, |d| {
        let refresh = d.found(|found| if let Found::Refresh(text) = found { Some(text) } else { None })?;
        ask(async move |identity, who| {
            Ok(begun(identity.refresh_session(origin(), Some(&who), &refresh).await?))
        })
    }),
    Verb::always("session revoke", Nobody, |d| {
        let value = d.found(|found| match found {
            Found::Refresh(text) | Found::Jwt(text) => Some(text),
            _ => None,
        })?;
        ask(async move |identity, _| Ok((identity.revoke_session(origin(), &value).await?, Vec::new())))
    }),
    Verb::new("session introspect", Person, |d| {
        let value = d.found(|found| match found {
            Found::Token(text) | Found::Jwt(text) => Some(text),
            _ => None,
        })?;
        ask(async move |identity, who| Ok((identity.introspect(&who, &value).await?, Vec::new())))
    }),
    Verb::new("session list", Person, |_| read(list)),
    Verb::new("session end", Person, |d| {
        let id = d.session();
        write(move |tx, call| end_one(tx, call, id))
    }),
    Verb::new("session end others", Person, |d| {
        // It leaves nobody signed in, so it is rare.
        if d.dice.one_in(4) { write(end_the_others) } else { None }
    }),
];

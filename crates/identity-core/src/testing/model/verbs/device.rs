//! Devices.

use super::super::action::{Found, ask, origin, read, write, write_and_find};
use super::super::actor::By::{Device, Manager, Nobody};
use super::super::draw::sent;
use super::super::known::DEVICES;
use super::{Verb, begun};
use crate::device::{
    DeviceInput, DeviceUpdate, LinkInput, Pair, get, list, own, people, register, remove, update,
};
use crate::list::NumberedPage;

pub(super) const VERBS: &[Verb] = &[
    Verb::new("device register", Manager, |d| {
        let app = sent(d.dice.pick(&["CLIENT", "CLIENT", "ASSISTANT", "nothing"]));
        let input = DeviceInput { app, name: d.maybe_name(), ..DeviceInput::default() };
        let account = d.account();
        write_and_find(move |tx, call| {
            let registered = register(tx, call, account, Ok(&input))?;
            Ok((registered.device, vec![Found::DeviceCode(registered.code.expose().into())]))
        })
    }),
    Verb::new("device link", Nobody, |d| {
        let code = d.found(|found| if let Found::DeviceCode(code) = found { Some(code) } else { None })?;
        let pair = Pair { user_code: d.user_code(), pin: d.pin() };
        ask(async move |identity, _| {
            let input = LinkInput { app: sent("till"), system_information: sent("{}") };
            let linked = identity.link_device(origin(), &code, pair.clone(), &input).await?;
            Ok((linked.device, vec![Found::DeviceToken(linked.token.expose().into())]))
        })
    }),
    Verb::new("device sign in", Device, |d| {
        let pair = Pair { user_code: d.user_code(), pin: d.pin() };
        ask(async move |identity, who| {
            let signed_in = identity.sign_in_at_device(&who, origin(), pair.clone()).await?;
            let (begun, found) = begun(signed_in.begun);
            Ok(((begun, signed_in.user, signed_in.must_change_pin), found))
        })
    }),
    Verb::new("device own", Device, |_| read(own)),
    Verb::new("device update", Device, |d| {
        let system_information = sent(d.dice.pick(&["{}", "{\"os\":\"x\"}", "none"]));
        let input = DeviceUpdate { system_information, name: d.maybe_name() };
        write(move |tx, call| update(tx, call, Ok(&input)))
    }),
    Verb::new("device people", Device, |_| {
        read(move |tx, call| people(tx, call, None, &NumberedPage::default()))
    }),
    Verb::new("device get", Manager, |d| {
        let account = d.account();
        let id = d.device_of(account);
        read(move |tx, call| get(tx, call, account, id))
    }),
    Verb::new("device list", Manager, |d| {
        let account = d.account();
        read(move |tx, call| list(tx, call, account, &DEVICES))
    }),
    Verb::new("device remove", Manager, |d| {
        let account = d.account();
        let id = d.device_of(account);
        write(move |tx, call| remove(tx, call, account, id))
    }),
];

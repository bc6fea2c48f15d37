//! What the service does by itself, from time to time.

use super::super::action::{Found, job, origin, write};
use super::super::actor::By::Nobody;
use super::Verb;
use crate::account::name_the_unnamed;
use crate::list::Query;
use crate::module::{Module, list};
use crate::outbox::Letter;
use crate::port::Mail;
use crate::service::apply_catalogue;
use crate::testing::catalogue;

pub(super) const VERBS: &[Verb] = &[
    Verb::always("job deliver mail", Nobody, |d| {
        let failures = u32::from(d.dice.one_in(4));
        job(async move |site| {
            let before = site.mailer().sent().len();
            site.mailer().fail_next(failures);
            let delivery = site.identity().deliver_mail(site.mailer()).await?;
            let sent: Vec<Mail> = site.mailer().sent().into_iter().skip(before).collect();
            let to: Vec<String> = sent.iter().map(|mail| mail.to.to_string()).collect();
            Ok(((delivery, to), sent.iter().filter_map(reset_code).collect()))
        })
    }),
    Verb::always("job mail a reset", Nobody, |d| {
        let email = d.known.users.get(&d.user())?.email.to_string();
        job(async move |site| {
            site.identity().ask_reset(&origin(), &email).await?;
            let answered = site.identity().answer_resets().await?;
            let before = site.mailer().sent().len();
            let delivery = site.identity().deliver_mail(site.mailer()).await?;
            let codes = site.mailer().sent().iter().skip(before).filter_map(reset_code).collect();
            Ok(((answered, delivery), codes))
        })
    }),
    Verb::always("job answer resets", Nobody, |_| {
        job(async |site| Ok((site.identity().answer_resets().await?, Vec::new())))
    }),
    Verb::always("job expire invitations", Nobody, |_| {
        job(async |site| Ok((site.identity().note_expired_invitations().await?, Vec::new())))
    }),
    Verb::always("job expire devices", Nobody, |_| {
        job(async |site| Ok((site.identity().expire_devices().await?, Vec::new())))
    }),
    Verb::always("job forget expired", Nobody, |_| {
        job(async |site| Ok((site.identity().forget_expired().await?, Vec::new())))
    }),
    Verb::always("job flush uses", Nobody, |_| {
        job(async |site| Ok((site.identity().flush_uses().await?, Vec::new())))
    }),
    Verb::always("job rotate keys", Nobody, |_| {
        job(async |site| Ok((site.identity().rotate_signing_keys().await?, Vec::new())))
    }),
    Verb::always("job name accounts", Nobody, |_| write(|tx, _| name_the_unnamed(tx, 10))),
    Verb::always("job catalogue", Nobody, |d| {
        // What vanishes from the catalogue is obsolete, and comes back with it.
        let wanted: Vec<Module> = catalogue().into_iter().filter(|_| !d.dice.one_in(8)).collect();
        write(move |tx, call| apply_catalogue(tx, &wanted, call.now))
    }),
    Verb::always("module list", Nobody, |_| {
        write(|tx, call| list(tx, call, &Query::everything(&crate::module::FIELDS)))
    }),
];

/// The code in the link of a reset.
fn reset_code(mail: &Mail) -> Option<Found> {
    let Letter::PasswordReset { link, .. } = &mail.letter else { return None };
    link.expose().split_once("code=").map(|(_, code)| Found::Reset(code.to_owned()))
}

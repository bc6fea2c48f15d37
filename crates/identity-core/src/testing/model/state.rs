//! The whole state of a store as text, and the recount of what is stored although it could be derived.

use std::fmt::Debug;

use super::known::{DEVICES, Known, all};
use crate::account::{self, AccountScope};
use crate::audit::{self, AuditScope};
use crate::error::Error;
use crate::icon::IconOwner;
use crate::list::{LIMIT_MAX, Query};
use crate::port::Transaction;
use crate::timestamp::Timestamp;
use crate::user::standing_of;

/// Mail that waits at most in a sequence.
const MAIL_MAX: u32 = 10_000;

/// A line for everything there is to see about what is known.
pub(super) fn lines(tx: &mut dyn Transaction, known: &Known, now: Timestamp) -> Result<Vec<String>, Error> {
    let mut lines = Lines(Vec::new());
    lines.accounts(tx, known)?;
    lines.people(tx, known)?;
    lines.members(tx, known)?;
    lines.credentials(tx, known, now)?;
    lines.facts(tx, known, now)?;
    Ok(lines.0)
}

struct Lines(Vec<String>);

impl Lines {
    fn say(&mut self, of: &str, what: &dyn Debug) {
        self.0.push(format!("{of}: {what:?}"));
    }

    fn accounts(&mut self, tx: &mut dyn Transaction, known: &Known) -> Result<(), Error> {
        let everything = Query::everything(&account::FIELDS);
        for account in all(everything, |query| tx.accounts().page(AccountScope::All, query))? {
            self.say("account", &account);
        }
        for id in known.accounts.keys() {
            self.say("lineage", &tx.accounts().lineage(*id)?);
            self.say("summary", &tx.accounts().summaries(&[*id])?);
            self.say("groups", &tx.groups().of_account(*id)?);
            self.say("devices", &tx.devices().page(*id, &DEVICES)?.items);
            self.say("tokens", &tx.api_tokens().of_account(*id, LIMIT_MAX, 0)?);
            self.say("icon", &tx.icons().find(IconOwner::Account(*id))?);
        }
        for id in known.buyers.keys() {
            self.say("buyer", &tx.buyers().find(*id)?);
            self.say("icon", &tx.icons().find(IconOwner::Buyer(*id))?);
        }
        Ok(())
    }

    fn people(&mut self, tx: &mut dyn Transaction, known: &Known) -> Result<(), Error> {
        for id in known.users.keys() {
            let user = tx.users().find(*id)?;
            let standing = standing_of(&tx.memberships().glances(*id)?);
            assert_eq!(
                user.as_ref().map(|user| user.standing),
                Some(standing),
                "the stored standing of {id}"
            );
            self.say("user", &user);
            self.say("icon", &tx.icons().find(IconOwner::User(*id))?);
            self.say("factor", &tx.second_factors().find(*id)?.map(|f| (f.sealed, f.confirmed.is_some())));
            self.say("reset", &tx.resets().find(*id)?.map(|reset| reset.user));
        }
        Ok(())
    }

    fn members(&mut self, tx: &mut dyn Transaction, known: &Known) -> Result<(), Error> {
        for id in known.memberships.keys() {
            self.say("membership", &tx.memberships().find(*id)?);
            self.say("profile", &tx.profiles().find(*id)?);
            self.say("stores", &tx.profiles().stores(&[*id])?);
            let pin = tx.pins().find(*id)?;
            self.say("pin", &pin.map(|pin| (pin.hash.0, pin.temporary_until, pin.is_void, pin.set_at)));
        }
        Ok(())
    }

    fn credentials(&mut self, tx: &mut dyn Transaction, known: &Known, now: Timestamp) -> Result<(), Error> {
        for id in known.tokens.keys() {
            self.say("token", &tx.api_tokens().find(*id)?);
        }
        for id in known.devices.keys() {
            self.say("device", &tx.devices().find(*id)?);
        }
        for id in known.users.keys() {
            let mut sessions = tx.sessions().of_user(*id, now)?;
            sessions.sort_by_key(|session| session.id);
            self.say("sessions", &sessions);
        }
        self.say("keys", &tx.signing_keys().all()?);
        Ok(())
    }

    fn facts(&mut self, tx: &mut dyn Transaction, known: &Known, now: Timestamp) -> Result<(), Error> {
        let everything = Query::everything(&audit::FIELDS);
        for record in all(everything, |query| tx.audit().page(&AuditScope::All, query))? {
            self.say("record", &record);
        }
        for mail in tx.outbox().due(now, MAIL_MAX)? {
            // Places in the queue have gaps where a transaction came to nothing.
            self.say("mail", &(mail.notice, mail.attempts));
        }
        let mut asked = tx.resets().asked(MAIL_MAX)?;
        asked.sort();
        self.say("resets", &asked);
        self.say("modules", &tx.modules().all()?);
        self.say("found", &known.found.len());
        Ok(())
    }
}

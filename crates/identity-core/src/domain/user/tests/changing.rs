use std::time::Duration;

use super::super::{Person, UserChange, UserKey, change};
use super::*;
use crate::membership::{INVITATION_SPAN, ResendLog};
use crate::reset::Reset;
use crate::testing::fixture::digest;

fn change_as(msp: &Msp, id: &DomainUser, input: UserChange) -> Result<Person, Error> {
    let id = id.id.to_string();
    msp.sign(move |tx, call| change(tx, call, UserKey::Id(&id), Ok(&input)))
}

fn moved(email: &str) -> UserChange {
    UserChange { email: sent(email), ..UserChange::default() }
}

#[test]
fn p_r28_a_new_email_voids_what_was_sent_to_the_old_one() {
    let msp = Msp::new();
    let made = msp.internal(msp.child, "typo@example.com", "NO_PRIVILEGES").unwrap();
    let (before, _) = msp.stored(&made, msp.child);
    let id = made.id;
    let asked = move |tx: &mut dyn Transaction, call: &Call| {
        let reset = Reset::new(id, call.now).mailed(digest(1), call.now).unwrap();
        Ok(tx.resets().put(&reset)?)
    };
    msp.world.write(&msp.world.operator, asked).unwrap();
    let log = ResendLog::default().note(crate::testing::fixture::NOW).unwrap();
    let mut repeated = before.clone();
    repeated.invitation.as_mut().unwrap().resends = log;
    msp.world.write(&msp.world.operator, move |tx, _| Ok(tx.memberships().update(&repeated)?)).unwrap();
    let records = msp.world.audit_count();
    msp.world.clock.advance(Duration::from_secs(3600));
    let person = change_as(&msp, &made, moved("right@example.com")).unwrap();
    assert_eq!((person.email.as_str(), person.user_name.as_deref()), ("right@example.com", Some("Ana Ruiz")));
    let (after, user) = msp.stored(&made, msp.child);
    let (old, new) = (before.invitation.unwrap(), after.invitation.unwrap());
    assert!(!new.code.matches(&old.code) && new.expires_at > old.expires_at);
    assert_eq!(new.resends, log, "neither counted nor forgotten");
    assert_eq!(user.standing, crate::user::Standing::Invited { until: new.expires_at });
    assert!(!user.is_email_verified);
    let known = msp.world.read(&msp.world.operator, move |tx, _| Ok(tx.resets().find(id)?));
    assert_eq!(known.unwrap().unwrap().code, None);
    assert_eq!(msp.world.audit_count(), records + 1);
    let mails = msp.mails();
    assert!(mails.iter().all(|(to, _)| to != "typo@example.com"), "what waited is dropped");
    assert!(matches!(&mails[..], [.., (to, Letter::Invitation { .. })] if to == "right@example.com"));
}

#[test]
fn p_r28_an_invitation_that_is_over_is_not_sent_anew() {
    let msp = Msp::new();
    let made = msp.internal(msp.child, "late@example.com", "NO_PRIVILEGES").unwrap();
    msp.mails();
    msp.world.clock.advance(INVITATION_SPAN);
    change_as(&msp, &made, moved("later@example.com")).unwrap();
    assert_eq!(msp.mails().len(), 0);
}

#[test]
fn p_r28_the_email_stays_once_the_person_is_activated_or_has_a_password() {
    let msp = Msp::new();
    let made = msp.internal(msp.child, "ana@example.com", "NO_PRIVILEGES").unwrap();
    let (_, user) = msp.stored(&made, msp.child);
    let known = crate::user::PasswordHash("hash".into());
    let now = Some(crate::testing::fixture::NOW);
    for settled in
        [User { password: Some(known), ..user.clone() }, User { activated_at: now, ..user.clone() }]
    {
        msp.world.write(&msp.world.operator, move |tx, _| Ok(tx.users().update(&settled)?)).unwrap();
        for email in ["new@example.com", "owner@example.com"] {
            assert_eq!(change_as(&msp, &made, moved(email)), refused(DomainRefusal::EmailStays));
        }
        assert!(change_as(&msp, &made, moved("ANA@example.com")).is_ok(), "no change");
    }
    msp.world.write(&msp.world.operator, move |tx, _| Ok(tx.users().update(&user)?)).unwrap();
    assert_eq!(change_as(&msp, &made, moved("owner@example.com")), refused(DomainRefusal::EmailTaken));
}

#[test]
fn p_r27_what_the_inviter_gave_changes_where_the_person_has_not_joined() {
    let msp = Msp::new();
    let second = below(&msp.world, "Second", msp.reseller);
    let group = msp.world.default_group(msp.child).id;
    let (_, user) = msp.world.join(msp.child, "mara@example.com", &[group]);
    msp.internal(second, "head@example.com", "OWNER").unwrap();
    let made = msp.internal(second, "mara@example.com", "ADMIN").unwrap();
    assert_eq!((made.id, made.user_name.as_deref()), (user.id, Some("Ana Ruiz")));
    let phone = UserChange { phone: sent("+34 600 000 000"), ..UserChange::default() };
    let person = change_as(&msp, &made, phone).unwrap();
    assert_eq!(person.user_name.as_deref(), Some("Mara Lindqvist"), "she joined one of the accounts");
    let (there, user) = msp.stored(&made, second);
    assert_eq!((there.given.first.as_str(), &there.given.phone), ("Ana", &user.phone));
    assert_eq!(there.revision, 2);
    let (joined, _) = msp.stored(&made, msp.child);
    assert_eq!((joined.given.first.as_str(), &joined.given.phone), ("Mara", &None));
    let cleared = UserChange { phone: sent(""), ..UserChange::default() };
    assert_eq!(change_as(&msp, &made, cleared).unwrap().phone, None);
    let rename = UserChange { user_name: sent("Eva"), ..UserChange::default() };
    change_as(&msp, &made, rename).unwrap();
    assert_eq!(msp.stored(&made, second).0.given.first.as_str(), "Eva");
}

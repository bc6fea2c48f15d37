use super::super::DomainUserStatus;
use super::*;
use crate::membership::{INVITATION_SPAN, MembershipKind, MembershipState};
use crate::user::Standing;

/// B7 by the operator with `skipMailValidation`.
fn skipping(msp: &Msp, email: &str) -> Result<DomainUser, Error> {
    let input =
        DomainUserInput { skips_mail: Member::Value(true), ..body(msp.child, email, "NO_PRIVILEGES") };
    msp.sign(move |tx, call| add_internal(tx, call, Ok(&input)))
}

#[test]
fn p_r24_an_internal_user_is_asked_for_a_week() {
    let msp = Msp::new();
    msp.mails();
    let made = msp.internal(msp.child, "Kari@Example.com", "NO_PRIVILEGES").unwrap();
    assert_eq!((made.status, made.is_external), (DomainUserStatus::Pending, false));
    let (membership, user) = msp.stored(&made, msp.child);
    let until = membership.invitation.unwrap().expires_at;
    assert_eq!(until, membership.stamps.invited.unwrap().at.plus(INVITATION_SPAN));
    assert_eq!((membership.kind, user.standing), (MembershipKind::Full, Standing::Invited { until }));
    let mails = msp.mails();
    assert!(matches!(&mails[..], [(to, Letter::Invitation { .. })] if to == "kari@example.com"));
    msp.world.clock.advance(INVITATION_SPAN);
    let name = msp.child.to_string();
    let read = move |tx: &mut dyn Transaction, call: &Call| {
        super::super::get(tx, call, super::super::UserKey::Email("kari@example.com"), &name)
    };
    assert_eq!(msp.sign(read).unwrap().status, DomainUserStatus::Pending, "over, and pending still");
}

#[test]
fn p_r25_the_mail_is_skipped_for_who_has_a_password_and_a_verified_email() {
    let msp = Msp::new();
    let group = msp.world.default_group(msp.stranger).id;
    let (_, known) = msp.world.join(msp.stranger, "known@example.com", &[group]);
    for flawed in
        [User { password: None, ..known.clone() }, User { is_email_verified: false, ..known.clone() }]
    {
        msp.world.write(&msp.world.operator, move |tx, _| Ok(tx.users().update(&flawed)?)).unwrap();
        assert_eq!(skipping(&msp, "known@example.com"), refused(DomainRefusal::SkipNotPossible));
    }
    msp.world.write(&msp.world.operator, move |tx, _| Ok(tx.users().update(&known)?)).unwrap();
    msp.mails();
    let made = skipping(&msp, "known@example.com").unwrap();
    assert_eq!(made.status, DomainUserStatus::Active);
    assert!(!msp.stored(&made, msp.child).0.is_joined());
    let mails = msp.mails();
    assert!(matches!(&mails[..], [(_, Letter::Added { account })] if account == "Acme"));
}

#[test]
fn p_r26_an_external_user_is_there_and_nobody_is_mailed() {
    let msp = Msp::new();
    msp.mails();
    let made = msp.external(msp.child, "ext@example.com", "E-1").unwrap();
    assert_eq!((made.status, made.external_id.as_deref()), (DomainUserStatus::Active, Some("E-1")));
    let (membership, user) = msp.stored(&made, msp.child);
    assert_eq!((membership.kind, membership.state), (MembershipKind::Regular, MembershipState::Active));
    assert_eq!((user.standing, user.is_activated()), (Standing::Active, false));
    assert_eq!(msp.mails().len(), 0);
    assert_eq!(msp.external(msp.child, "other@example.com", "E-1"), refused(DomainRefusal::ExternalIdTaken));
}

#[test]
fn p_r37_whoever_the_database_stops_leaves_nothing_behind() {
    let msp = Msp::new();
    let before = msp.world.audit_count();
    assert_eq!(msp.internal(msp.child, "second@example.com", "OWNER"), refused(DomainRefusal::OwnerExists));
    assert_eq!(msp.internal(msp.child, "second@example.com", "nobody"), refused(DomainRefusal::UnknownRole));
    let email = "second@example.com".parse().unwrap();
    let found = msp.world.read(&msp.world.operator, move |tx, _| Ok(tx.users().find_by_email(&email)?));
    assert_eq!((found.unwrap(), msp.world.audit_count()), (None, before));
}

#[test]
fn p_r19_an_owner_who_was_deleted_is_none() {
    let msp = Msp::new();
    msp.internal(msp.child, "second@example.com", "ADMIN").unwrap();
    let child = msp.child;
    let end = move |tx: &mut dyn Transaction, call: &Call| {
        let owner = tx.memberships().owner(child)?.unwrap();
        let user = tx.users().find(owner.user)?.unwrap();
        crate::membership::end(tx, call, owner, user)
    };
    msp.world.write(&msp.world.operator, end).unwrap();
    assert!(msp.internal(msp.child, "third@example.com", "OWNER").unwrap().is_owner);
}

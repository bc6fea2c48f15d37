use super::super::{UserChange, UserKey, change, get, list, person_by_email, person_by_id};
use super::*;
use crate::account::{AccountVerb, steer};
use crate::domain::Window;
use crate::state::Repeat;

#[test]
fn p_r3_a_reseller_reaches_users_of_direct_children_only() {
    let msp = Msp::new();
    let child = msp.child.to_string();
    let listed = msp.sign(move |tx, call| list(tx, call, &child, Window::default())).unwrap();
    assert_eq!(listed.0.iter().map(|user| user.email.as_str()).collect::<Vec<_>>(), ["owner@example.com"]);
    assert_eq!((listed.0[0].domain.as_str(), listed.1), ("acme@msp", 1));
    for account in [msp.reseller, msp.grandchild, msp.stranger] {
        let name = account.to_string();
        let found = msp.sign(move |tx, call| list(tx, call, &name, Window::default()));
        assert_eq!(found, Err(Error::NotFound), "{account}");
        assert_eq!(msp.internal(account, "x@example.com", "OWNER"), Err(Error::NotFound));
        assert_eq!(msp.external(account, "x@example.com", "E"), Err(Error::NotFound));
    }
    let short =
        |name: &str| DomainUserInput { domain: sent(name), ..body(msp.child, "x@example.com", "ADMIN") };
    let add = |input: DomainUserInput| msp.sign(move |tx, call| add_internal(tx, call, Ok(&input)));
    assert_eq!(add(short("acme")), refused(DomainRefusal::FullNameNeeded));
    assert_eq!(add(short("branch")), Err(Error::NotFound));
    assert_eq!(add(short("")), refused(DomainRefusal::Missing("domain")));
    assert_eq!(msp.sign(|tx, call| add_internal(tx, call, Err(Error::Unread))), Err(Error::Unread));
    assert_eq!(add(short("acme@msp")).unwrap().roles, ["ADMIN"]);
}

#[test]
fn p_r3_a_reseller_reaches_persons_with_a_membership_in_a_direct_child() {
    let msp = Msp::new();
    let by_email = |email: &'static str| msp.sign(move |tx, call| person_by_email(tx, call, email));
    for (account, email) in [
        (msp.reseller, "own@example.com"),
        (msp.grandchild, "branch@example.com"),
        (msp.stranger, "stranger@example.com"),
    ] {
        let group = msp.world.default_group(account).id;
        let (_, user) = msp.world.join(account, email, &[group]);
        assert_eq!(by_email(email), Err(Error::NotFound), "{email}");
        let id = user.id.to_string();
        assert_eq!(msp.sign(move |tx, call| person_by_id(tx, call, &id)), Err(Error::NotFound));
        let (id, rename) =
            (user.id.to_string(), UserChange { user_name: sent("Eva"), ..UserChange::default() });
        let changed = msp.sign(move |tx, call| change(tx, call, UserKey::Id(&id), Ok(&rename)));
        assert_eq!(changed, Err(Error::NotFound), "{email}");
    }
    assert_eq!(by_email("owner@example.com").unwrap().user_name.as_deref(), Some("Ana Ruiz"));
    // The person's own name is shown to the child once they have joined it, and not because they joined another.
    let made = msp.external(msp.child, "stranger@example.com", "E-1").unwrap();
    assert_eq!(made.user_name.as_deref(), Some("Ana Ruiz"));
    assert_eq!(by_email("stranger@example.com").unwrap().user_name.as_deref(), Some("Ana Ruiz"));
    let rename = UserChange { user_name: sent("Eva"), ..UserChange::default() };
    let key = UserKey::Email("stranger@example.com");
    let changed = msp.sign(move |tx, call| change(tx, call, key, Ok(&rename)));
    assert_eq!(changed, refused(DomainRefusal::OutOfReach));
    let external = |tx: &mut dyn Transaction, call: &Call| {
        change(tx, call, UserKey::External("E-1"), Err(Error::Unread))
    };
    assert_eq!(msp.sign(external), Err(Error::NotFound), "P-R28");
}

#[test]
fn p_r3_a_disabled_child_stays_in_reach() {
    let msp = Msp::new();
    let child = msp.child;
    let disable = move |tx: &mut dyn Transaction, call: &Call| {
        steer(tx, call, child, AccountVerb::Disable, Ok(&AccountInput::default()), Repeat::Refuse)
    };
    msp.world.write(&msp.world.operator, disable).unwrap();
    let name = child.to_string();
    let user = msp.sign(move |tx, call| get(tx, call, UserKey::Email("owner@example.com"), &name));
    assert!(user.unwrap().is_owner);
    assert!(msp.sign(|tx, call| person_by_email(tx, call, "owner@example.com")).is_ok());
}

#[test]
fn p_r2_who_manages_no_members_is_told_nothing_of_persons() {
    let msp = Msp::new();
    let reader = msp.world.actor(msp.child, &[crate::testing::BILLING]);
    for email in ["owner@example.com", "nobody@example.com"] {
        let found = msp.world.read(&reader, move |tx, call| person_by_email(tx, call, email));
        assert_eq!(found, Err(Error::Forbidden));
        let nothing = |email| {
            move |tx: &mut dyn Transaction, call: &Call| {
                change(tx, call, UserKey::Email(email), Err(Error::Unread))
            }
        };
        assert_eq!(msp.world.write(&reader, nothing(email)), Err(Error::Forbidden));
    }
}

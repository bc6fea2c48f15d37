use super::super::Status;
use super::*;
use crate::membership::MembershipKind;

fn profile(profile: ProfileInput) -> TenantUserInput {
    TenantUserInput { profile, ..TenantUserInput::default() }
}

#[test]
fn s_r29_profile_members_touch_this_tenant_only() {
    let shop = Shop::new();
    let made = shop.made("FULL", "kari@example.com").membership.id;
    shop.accept(made);
    let before = shop.stored(made).1;
    let input = ProfileInput {
        email: sent("desk@example.com"),
        display_name: sent("Desk"),
        first_name: sent("K."),
        last_name: sent("N."),
        mobile: sent("+47 900 00 000"),
        language: sent("nb"),
        ..ProfileInput::default()
    };
    let shown = shop.update(made, profile(input)).unwrap();
    let texts =
        [shown.email, shown.display_name, shown.first_name, shown.last_name, shown.mobile, shown.language];
    assert_eq!(texts, ["desk@example.com", "Desk", "K.", "N.", "+47 900 00 000", "nb"]);
    assert_eq!(shop.stored(made).1, before, "the person is untouched, the sign-in e-mail too");
    let cleared = profile(ProfileInput { mobile: sent(""), ..ProfileInput::default() });
    assert_eq!(shop.update(made, cleared).unwrap().mobile, "");
    for empty in [sent(" "), Member::Null] {
        let refused =
            shop.update(made, profile(ProfileInput { display_name: empty, ..ProfileInput::default() }));
        assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    }
    let null = profile(ProfileInput { mobile: Member::Null, ..ProfileInput::default() });
    assert!(matches!(shop.update(made, null), Err(Error::Invalid(_))));
}

#[test]
fn s_r32_entries_keep_their_identifier_while_their_store_stays() {
    let shop = Shop::new();
    let stores = |list: Vec<StoreAccessInput>| TenantUserInput {
        stores: Member::Value(list),
        ..TenantUserInput::default()
    };
    let made = shop.made("REGULAR", "").membership.id;
    let first = shop.update(made, stores(vec![store("a", "ACCESS"), store("b", "ACCESS")])).unwrap().stores;
    let second = shop.update(made, stores(vec![store("b", "ADMIN"), store("c", "ACCESS")])).unwrap().stores;
    let names: Vec<_> = second.iter().map(|access| (access.store.as_str(), access.role.as_str())).collect();
    assert_eq!(names, [("b", "ADMIN"), ("c", "ACCESS")]);
    assert_eq!((first[1].id, first[1].created_at), (second[0].id, second[0].created_at));
    assert!(second[0].modified_at > first[1].modified_at);
    let chosen = profile(ProfileInput { default_store: sent("c"), ..ProfileInput::default() });
    shop.update(made, chosen).unwrap();
    let refused = shop.update(made, stores(vec![store("b", "ADMIN")]));
    assert!(matches!(refused, Err(Error::Invalid(_))), "the default store would be lost: {refused:?}");
    assert_eq!(shop.get(&shop.admin, made).unwrap().stores.len(), 2);
}

#[test]
fn s_r35_a_till_user_becomes_full_by_an_invitation_to_an_address_that_is_free() {
    let shop = Shop::new();
    let made = shop.made("REGULAR", "").membership.id;
    let to_full = |email: &str| TenantUserInput {
        profile: ProfileInput {
            email: if email.is_empty() { Member::Absent } else { sent(email) },
            ..ProfileInput::default()
        },
        ..kind("FULL")
    };
    assert!(matches!(shop.update(made, to_full("")), Err(Error::Invalid(_))), "it needs an address");
    assert_eq!(shop.update(made, to_full("admin@example.com")), refused(Refusal::EmailTaken));
    let full = shop.update(made, to_full("kari@example.com")).unwrap();
    assert_eq!((full.status, full.email.as_str()), (Status::PendingInvite, "kari@example.com"));
    let (membership, user) = shop.stored(made);
    assert_eq!((user.email.as_str(), user.is_email_verified), ("kari@example.com", false));
    assert_eq!(membership.kind, MembershipKind::Full);
    shop.accept(made);
    let again = shop.update(made, kind("REGULAR")).unwrap();
    assert_eq!(again.status, Status::Active);
    let back = shop.update(made, kind("FULL")).unwrap();
    assert_eq!(back.status, Status::Active, "who has accepted is not asked again");
}

#[test]
fn s_r35_robots_and_people_do_not_change_into_each_other() {
    let shop = Shop::new();
    let (robot, till) = (shop.made("INTEGRATION", ""), shop.made("REGULAR", ""));
    for (id, name) in [(robot.membership.id, "REGULAR"), (till.membership.id, "INTEGRATION")] {
        assert!(matches!(shop.update(id, kind(name)), Err(Error::Invalid(_))));
    }
    assert!(shop.update(robot.membership.id, kind("INTEGRATION")).is_ok(), "no change");
}

#[test]
fn s_r35_an_open_question_ends_when_nobody_has_to_answer_any_more() {
    let shop = Shop::new();
    let made = shop.made("FULL", "kari@example.com").membership.id;
    let regular = shop.update(made, kind("REGULAR")).unwrap();
    assert_eq!(regular.status, Status::Active);
    assert_eq!(shop.stored(made).0.invitation, None);
    let again = shop.world.write(&shop.admin, {
        let tenant = shop.tenant;
        move |tx, call| super::super::invite_again(tx, call, tenant, made)
    });
    assert_eq!(again, refused(Refusal::NotPending));
}

#[test]
fn s_r8_blocking_ends_sessions_and_regular_ends_those_on_the_web() {
    let shop = Shop::new();
    for input in [role("BLOCKED"), kind("REGULAR")] {
        let made = shop.made("FULL", "kari@example.com").membership.id;
        let inside = shop.accept(made);
        assert_eq!(shop.world.write(&inside, |_, _| Ok(())), Ok(()));
        shop.update(made, input).unwrap();
        assert_eq!(shop.world.write(&inside, |_, _| Ok(())), Err(Error::Unauthenticated));
        let session = inside.credential.session().unwrap();
        let left = shop.world.read(&shop.world.operator, move |tx, _| Ok(tx.sessions().find(session)?));
        assert_eq!(left, Ok(None));
        shop.remove(&shop.admin, made).unwrap();
    }
}

#[test]
fn s_r47_equal_values_change_nothing_and_a_change_is_one_record() {
    let shop = Shop::new();
    let made = shop.made("REGULAR", "").membership.id;
    let (count, before) = (shop.world.audit_count(), shop.stored(made).0);
    let echo = TenantUserInput { account_type: sent("REGULAR"), ..role("ACCESS") };
    let input = ProfileInput { display_name: sent("Kari N"), ..ProfileInput::default() };
    shop.update(made, TenantUserInput { profile: input, ..echo }).unwrap();
    assert_eq!((shop.world.audit_count(), shop.stored(made).0), (count, before));
    let both = TenantUserInput { user_code: sent("kari"), ..role("BACKOFFICE") };
    shop.update(made, both).unwrap();
    assert_eq!(shop.world.audit_count(), count + 1);
}

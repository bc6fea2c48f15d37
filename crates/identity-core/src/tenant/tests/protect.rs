use super::*;
use crate::testing::BILLING;

#[test]
fn s_r36_nobody_changes_their_own_role_or_kind_or_removes_themselves() {
    let shop = Shop::new();
    shop.second_admin();
    let own = shop.admin_member;
    for input in [role("ACCESS"), role("BLOCKED"), kind("REGULAR")] {
        assert_eq!(shop.update(own, input), refused(Refusal::SelfForbidden));
    }
    assert_eq!(shop.remove(&shop.admin, own), refused(Refusal::SelfForbidden));
    assert!(
        shop.update(own, TenantUserInput { account_type: sent("FULL"), ..role("ADMIN") }).is_ok(),
        "no change"
    );
    let profile = ProfileInput { display_name: sent("Boss"), ..ProfileInput::default() };
    let renamed = shop.update(own, TenantUserInput { profile, ..TenantUserInput::default() }).unwrap();
    assert_eq!(renamed.display_name, "Boss");
}

#[test]
fn s_r36_the_owner_is_neither_blocked_nor_removed_nor_demoted() {
    let shop = Shop::new();
    let (owner, principal) = shop.second_admin();
    shop.own(owner, true);
    for input in [role("ACCESS"), role("BACKOFFICE"), role("BLOCKED"), kind("REGULAR")] {
        assert_eq!(shop.update(owner, input), refused(Refusal::OwnerProtected));
    }
    assert_eq!(shop.remove(&shop.admin, owner), refused(Refusal::OwnerProtected));
    assert_eq!(shop.remove(&principal, owner), refused(Refusal::SelfForbidden), "that comes first");
    let (_, member) = (shop.made("REGULAR", ""), shop.made("REGULAR", ""));
    shop.own(owner, false);
    shop.own(member.membership.id, true);
    assert!(shop.update(member.membership.id, role("ADMIN")).is_ok(), "raising is no demotion");
}

#[test]
fn s_r36_the_last_administrator_stays() {
    let shop = Shop::new();
    let clerks = [crate::module::ACCESS_MANAGEMENT, BILLING];
    let group = shop.world.group(shop.tenant, "Clerks", &clerks);
    let (_, user) = shop.world.join(shop.tenant, "clerk@example.com", &[group]);
    let clerk = shop.world.person(user.id, Some(shop.tenant));
    let last = shop.admin_member;
    for input in [role("ACCESS"), role("BLOCKED"), kind("REGULAR")] {
        assert_eq!(shop.update_as(&clerk, last, input), Err(Error::LastAdministrator));
    }
    assert_eq!(shop.remove(&clerk, last), Err(Error::LastAdministrator));
    // Neither a till user nor a robot nor somebody who did not accept yet is one who stays.
    for input in [body("REGULAR", ""), body("INTEGRATION", ""), body("FULL", "new@example.com")] {
        shop.create(TenantUserInput { tenant_role: sent("ADMIN"), ..input }).unwrap();
    }
    assert_eq!(shop.remove(&clerk, last), Err(Error::LastAdministrator));
    shop.second_admin();
    assert_eq!(shop.remove(&clerk, last), Ok(()));
}

#[test]
fn s_r36_of_two_administrators_who_remove_each_other_one_stays() {
    let shop = Shop::new();
    let (second, principal) = shop.second_admin();
    assert_eq!(shop.remove(&shop.admin, second), Ok(()));
    assert_eq!(
        shop.remove(&principal, shop.admin_member),
        Err(Error::Unauthenticated),
        "judged again in the write"
    );
}

#[test]
fn s_r37_removing_ends_everything_that_hangs_on_the_membership() {
    let shop = Shop::new();
    let made = shop.made("FULL", "kari@example.com").membership;
    let inside = shop.accept(made.id);
    let elsewhere = shop.world.client("Elsewhere").id;
    let group = shop.world.group(elsewhere, "Readers", &[BILLING]);
    shop.world.join(elsewhere, "kari@example.com", &[group]);
    assert_eq!(shop.stored(made.id).1.current_account, Some(shop.tenant));
    shop.remove(&shop.admin, made.id).unwrap();
    assert_eq!(shop.world.write(&inside, |_, _| Ok(())), Err(Error::Unauthenticated), "S-R8");
    assert_eq!(shop.stored(made.id).1.current_account, Some(elsewhere));
    assert_eq!(shop.get(&shop.admin, made.id), Err(Error::NotFound));
    assert_eq!(shop.remove(&shop.admin, made.id), Err(Error::NotFound));
    let again = shop.made("FULL", "kari@example.com").membership;
    assert_ne!(again.id, made.id);
}

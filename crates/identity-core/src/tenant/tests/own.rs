use super::super::{OwnInput, Person, own, person, set_default_tenant, update_own};
use super::*;
use crate::account::{AccountInput, AccountVerb, steer};
use crate::state::Repeat;
use crate::testing::BILLING;

fn shown(shop: &Shop, who: &Arc<Principal>) -> Result<Person, Error> {
    shop.world.read(who, |tx, call| person(tx, call))
}

fn listed(person: &Person) -> Vec<AccountId> {
    person.tenants.iter().map(|user| user.membership.account).collect()
}

/// The administrator in two more tenants: active in the second, asked in the third.
fn tenants(shop: &Shop) -> [AccountId; 2] {
    ["Second", "Third"].map(|name| {
        let account = shop.world.client(name).id;
        let group = shop.world.group(account, "Readers", &[BILLING]);
        if name == "Second" {
            shop.world.join(account, "admin@example.com", &[group]);
        } else {
            shop.world.invite(account, "admin@example.com", &[group]);
        }
        account
    })
}

#[test]
fn s_r21_a_person_lists_what_is_active_or_asks_in_usable_accounts() {
    let shop = Shop::new();
    let [second, third] = tenants(&shop);
    let auth = shop.world.person(shop.admin_user, None);
    for who in [&auth, &shop.admin] {
        assert_eq!(listed(&shown(&shop, who).unwrap()), [shop.tenant, second, third]);
    }
    let disable = move |tx: &mut dyn crate::port::Transaction, call: &crate::service::Call| {
        steer(tx, call, second, AccountVerb::Disable, Ok(&AccountInput::default()), Repeat::Refuse).map(drop)
    };
    shop.world.write(&shop.world.operator, disable).unwrap();
    assert_eq!(listed(&shown(&shop, &auth).unwrap()), [shop.tenant, third]);
    let (boss, admin) = shop.second_admin();
    assert_ne!(boss, shop.admin_member);
    shop.update_as(&admin, shop.admin_member, role("BLOCKED")).unwrap();
    assert_eq!(listed(&shown(&shop, &auth).unwrap()), [third], "blocked ones are hidden");
    let denied = shop.world.read(&auth, {
        let tenant = shop.tenant;
        move |tx, call| own(tx, call, tenant)
    });
    assert_eq!(denied, refused(Refusal::TenantAccessDenied), "S-R28");
}

#[test]
fn s_r23_the_default_is_the_current_account_then_the_oldest_active_then_the_oldest() {
    let shop = Shop::new();
    let [second, third] = tenants(&shop);
    let auth = shop.world.person(shop.admin_user, None);
    let default = || shown(&shop, &auth).map(|person| person.default_tenant);
    assert_eq!(default(), Ok(shop.tenant));
    let switch = |id: AccountId| {
        let member = sent(&id.to_string());
        shop.world.write(&auth, move |tx, call| set_default_tenant(tx, call, Ok(&member)))
    };
    assert_eq!(switch(second).map(|person| person.default_tenant), Ok(second));
    assert_eq!(default(), Ok(second));
    let (_, admin) = shop.second_admin();
    shop.remove(&admin, shop.admin_member).unwrap();
    assert_eq!(default(), Ok(second));
    assert_eq!(switch(third).map(drop), refused(Refusal::TenantAccessDenied), "it only asks");
    for account in [second, third] {
        let key = MembershipKey::Pair(account, shop.admin_user);
        let before = default().unwrap();
        shop.world
            .write(&shop.world.operator, move |tx, call| crate::membership::remove(tx, call, key))
            .unwrap();
        assert_eq!(before, account);
    }
    assert_eq!(default(), refused(Refusal::NoTenant));
}

#[test]
fn s_r24_choosing_writes_the_current_account_alone() {
    let shop = Shop::new();
    let [second, _] = tenants(&shop);
    let choose = |who: &Arc<Principal>, text: &str| {
        let member = sent(text);
        shop.world.write(who, move |tx, call| set_default_tenant(tx, call, Ok(&member)))
    };
    let count = shop.world.audit_count();
    let member = shop.stored(shop.admin_member).0;
    choose(&shop.admin, &second.to_string()).unwrap();
    let (after, user) = shop.stored(shop.admin_member);
    assert_eq!((user.current_account, after), (Some(second), member));
    assert_eq!(shop.world.audit_count(), count + 1);
    choose(&shop.admin, &second.to_string()).unwrap();
    assert_eq!(shop.world.audit_count(), count + 1, "again is no change");
    let foreign = shop.world.client("Foreign").id.to_string();
    for text in [foreign.as_str(), "ACC-9999-9999", "nonsense"] {
        assert_eq!(choose(&shop.admin, text).map(drop), refused(Refusal::TenantAccessDenied), "{text}");
    }
    assert!(matches!(choose(&shop.admin, ""), Err(Error::Invalid(_))));
}

#[test]
fn s_r21_global_roles_come_from_active_memberships() {
    let shop = Shop::new();
    let operator = shop.world.person(shop.world.administrator, None);
    assert_eq!(shown(&shop, &operator).unwrap().global_roles, ["OPERATIONS"]);
    assert_eq!(shown(&shop, &shop.admin).unwrap().global_roles, Vec::<&str>::new());
}

#[test]
fn s_r31_updating_oneself_changes_the_profile_and_nothing_else() {
    let shop = Shop::new();
    let group = shop.world.group(shop.tenant, "Readers", &[BILLING]);
    let (member, user) = shop.world.join(shop.tenant, "reader@example.com", &[group]);
    let reader = shop.world.person(user.id, Some(shop.tenant));
    let (tenant, before) = (shop.tenant, shop.get(&shop.admin, member.id).unwrap());
    let write =
        |input: OwnInput| shop.world.write(&reader, move |tx, call| update_own(tx, call, tenant, Ok(&input)));
    let named = |name: &str| OwnInput {
        profile: ProfileInput {
            display_name: sent(name),
            email: sent("me@example.com"),
            ..ProfileInput::default()
        },
        ..OwnInput::default()
    };
    let count = shop.world.audit_count();
    let after = write(named("Me")).unwrap();
    assert_eq!((after.display_name.as_str(), after.email.as_str()), ("Me", "me@example.com"));
    assert_eq!((&after.permissions, after.role), (&before.permissions, before.role));
    assert_eq!(after.membership.groups, before.membership.groups);
    assert_eq!(shop.stored(member.id).1.email.as_str(), "reader@example.com", "S-R29");
    assert_eq!(shop.world.audit_count(), count + 1);
    write(named("Me")).unwrap();
    assert_eq!(shop.world.audit_count(), count + 1);
    let store = ProfileInput { default_store: sent("st_01"), ..ProfileInput::default() };
    assert!(matches!(write(OwnInput { profile: store, ..OwnInput::default() }), Err(Error::Invalid(_))));
    let other = shop.world.client("Other").id;
    let denied = shop
        .world
        .write(&reader, move |tx, call| update_own(tx, call, other, Ok(&OwnInput::default())).map(drop));
    assert_eq!(denied, refused(Refusal::TenantAccessDenied));
}

#[test]
fn s_r25_an_auth_token_reads_any_own_membership_that_is_active_or_asks() {
    let shop = Shop::new();
    let [second, third] = tenants(&shop);
    let auth = shop.world.person(shop.admin_user, None);
    let read = |who: &Arc<Principal>, id| {
        shop.world.read(who, move |tx, call| own(tx, call, id)).map(|user| user.status.as_str())
    };
    assert_eq!(read(&auth, second), Ok("ACTIVE"));
    assert_eq!(read(&auth, third), Ok("PENDING_INVITE"));
    assert_eq!(read(&shop.admin, shop.tenant), Ok("ACTIVE"));
    assert_eq!(read(&shop.admin, second), refused(Refusal::TenantAccessDenied));
}

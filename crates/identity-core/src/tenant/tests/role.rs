use super::super::TenantRole;
use super::*;
use crate::group::GroupKind;
use crate::module::ACCESS_MANAGEMENT;
use crate::testing::{BILLING, REPORTS};

#[test]
fn s_r27_roles_are_written_as_groups_and_read_back() {
    let shop = Shop::new();
    let custom = shop.world.group(shop.tenant, "Readers", &[BILLING]);
    let (member, _) = shop.world.join(shop.tenant, "kari@example.com", &[custom]);
    let read = |id| shop.get(&shop.admin, id).unwrap();
    assert_eq!(read(member.id).role, TenantRole::Access);
    assert_eq!(read(shop.admin_member).role, TenantRole::Admin);

    let back = shop.update(member.id, role("BACKOFFICE")).unwrap();
    assert_eq!(back.role, TenantRole::Backoffice);
    assert_eq!(shop.groups_of(member.id), [GroupKind::Backoffice, GroupKind::Custom], "others are kept");
    assert_eq!(back.permissions, ["billing", "reports"]);

    assert_eq!(shop.update(member.id, role("ACCESS")).unwrap().permissions, ["billing"]);
    assert_eq!(shop.groups_of(member.id), [GroupKind::Custom]);

    let admin = shop.update(member.id, role("ADMIN")).unwrap();
    assert_eq!(admin.permissions, ["access-management", "billing", "reports"]);
    assert_eq!(shop.groups_of(member.id), [GroupKind::Administrators], "the default group alone");

    let access = shop.update(member.id, role("ACCESS")).unwrap();
    assert_eq!((access.role, access.permissions.len()), (TenantRole::Access, 0));
    assert_eq!(shop.groups_of(member.id), [GroupKind::NoPrivileges], "never without a group");
}

#[test]
fn s_r27_built_in_groups_are_made_once_and_backoffice_follows_the_default_group() {
    let shop = Shop::new();
    let ids = ["a", "b"].map(|name| {
        let input = TenantUserInput { tenant_role: sent("BACKOFFICE"), ..body("REGULAR", "") };
        let made = shop.create(input).unwrap();
        assert_eq!(made.permissions, ["billing", "reports"], "{name}");
        made.membership.id
    });
    assert_eq!(shop.stored(ids[0]).0.groups, shop.stored(ids[1]).0.groups);
    let default = shop.world.default_group(shop.tenant);
    let modules: Vec<_> = [ACCESS_MANAGEMENT, REPORTS].iter().map(ToString::to_string).collect();
    let input = crate::group::GroupInput { modules: Member::Value(modules), ..Default::default() };
    shop.world
        .write(&shop.world.operator, move |tx, call| crate::group::update(tx, call, default.id, Ok(&input)))
        .unwrap();
    assert_eq!(shop.get(&shop.admin, ids[0]).unwrap().permissions, ["reports"]);
}

#[test]
fn s_r27_blocked_keeps_the_groups_and_any_other_role_unblocks() {
    let shop = Shop::new();
    let made = shop.made("REGULAR", "").membership.id;
    let groups = shop.stored(made).0.groups;
    let blocked = shop.update(made, role("BLOCKED")).unwrap();
    assert_eq!((blocked.role, blocked.status.as_str()), (TenantRole::Blocked, "INACTIVE"));
    assert_eq!(shop.stored(made).0.groups, groups);
    let count = shop.world.audit_count();
    assert!(shop.update(made, role("BLOCKED")).is_ok());
    assert_eq!(shop.world.audit_count(), count, "a repetition changes nothing");
    assert_eq!(shop.update(made, role("ACCESS")).unwrap().status.as_str(), "ACTIVE");
    let pending = shop.made("FULL", "kari@example.com").membership.id;
    let refused = shop.update(pending, role("BLOCKED"));
    assert!(matches!(refused, Err(Error::Invalid(_))), "only from Active: {refused:?}");
}

#[test]
fn s_r48_nobody_gives_what_they_do_not_hold() {
    let shop = Shop::new();
    let limited = shop.world.group(shop.tenant, "Clerks", &[ACCESS_MANAGEMENT, BILLING]);
    let (_, user) = shop.world.join(shop.tenant, "clerk@example.com", &[limited]);
    let clerk = shop.world.person(user.id, Some(shop.tenant));
    let made = shop.made("REGULAR", "").membership.id;
    for name in ["ADMIN", "BACKOFFICE"] {
        let input = TenantUserInput { tenant_role: sent(name), ..body("REGULAR", "") };
        assert_eq!(shop.create_as(&clerk, input), Err(Error::Forbidden), "{name}");
        assert_eq!(shop.update_as(&clerk, made, role(name)), Err(Error::Forbidden), "{name}");
    }
    assert!(shop.create_as(&clerk, body("REGULAR", "")).is_ok());
    shop.update(made, role("ADMIN")).unwrap();
    assert!(shop.update_as(&clerk, made, role("ADMIN")).is_ok(), "what is there may stay");
    assert!(shop.update_as(&clerk, made, role("ACCESS")).is_ok(), "and go");
}

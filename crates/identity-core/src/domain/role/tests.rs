use std::collections::BTreeSet;

use super::*;
use crate::domain::{DomainRefusal, Faults};
use crate::id::Id as _;
use crate::testing::World;
use crate::testing::fixture::{default_group, group, parsed};
use crate::value::{Member, Texts};

const ACCOUNT: AccountId = AccountId::new(1);

fn called(n: u64, name: &str) -> Group {
    Group { name: parsed(name), ..group(n, ACCOUNT) }
}

fn built(n: u64, kind: GroupKind) -> Group {
    Group { kind, ..called(n, kind.as_str()) }
}

fn names(roles: &Roles) -> Vec<&str> {
    roles.all.iter().map(|role| role.name.as_str()).collect()
}

fn ids(numbers: &[u64]) -> BTreeSet<GroupId> {
    numbers.iter().copied().map(GroupId::new).collect()
}

#[test]
fn p_r15_names_that_do_not_tell_a_group_apart_give_way_to_its_identifier() {
    let groups = [
        default_group(1, ACCOUNT, []),
        called(2, "reviewer"),
        called(3, "twice"),
        called(4, "twice"),
        called(5, "Größe"),
        called(6, "admin"),
        called(7, "Owner"),
        called(8, "administrators"),
        called(9, "NO_PRIVILEGES"),
        called(10, "UGR-0000-0002"),
        called(11, "Twice"),
        built(12, GroupKind::Backoffice),
    ];
    let roles = Roles::new(ACCOUNT, &groups);
    let expected = [
        "ADMIN",
        "Backoffice",
        "NO_PRIVILEGES",
        "Twice",
        "UGR-0000-0003",
        "UGR-0000-0004",
        "UGR-0000-0005",
        "UGR-0000-0006",
        "UGR-0000-0007",
        "UGR-0000-0008",
        "UGR-0000-0009",
        "UGR-0000-0010",
        "reviewer",
    ];
    assert_eq!(names(&roles), expected);
    let found = |name: &str| roles.find(name).map(|role| role.group.as_ref().map(|group| group.id.number()));
    for name in ["twice", "Größe", "Owner", "OWNER", "administrators", "Administrators", "Reviewer", ""] {
        assert_eq!(found(name), None, "{name}");
    }
    for name in ["ADMIN", "admin", "Admin", "UGR-0000-0001"] {
        assert_eq!(found(name), Some(Some(1)), "{name}");
    }
    assert_eq!(found("reviewer"), Some(Some(2)));
    assert_eq!(found("UGR-0000-0002"), Some(Some(2)), "an identifier, never a name");
    assert_eq!(found("UGR-0000-0004"), Some(Some(4)));
    assert_eq!(found("UGR-9999-9999"), None);
    assert_eq!(found("no_privileges"), Some(None), "even before its group exists");
}

#[test]
fn p_r15_two_groups_called_backoffice_are_told_apart_by_their_identifiers() {
    let groups = [default_group(1, ACCOUNT, []), built(2, GroupKind::Backoffice), called(3, "Backoffice")];
    let roles = Roles::new(ACCOUNT, &groups);
    assert_eq!(names(&roles), ["ADMIN", "NO_PRIVILEGES", "UGR-0000-0002", "UGR-0000-0003"]);
}

#[test]
fn p_r15_the_default_group_is_admin_whatever_its_name() {
    let renamed = Group { name: parsed("Chiefs"), ..default_group(1, ACCOUNT, []) };
    let roles = Roles::new(ACCOUNT, &[renamed]);
    assert_eq!(names(&roles), ["ADMIN", "NO_PRIVILEGES"]);
    assert_eq!(roles.find("Chiefs"), None);
}

#[test]
fn p_r16_p_r17_a_member_shows_admin_alone_or_roles_by_name_and_no_privileges_last() {
    let groups = [
        default_group(1, ACCOUNT, []),
        called(2, "zebra"),
        called(3, "Apple"),
        built(4, GroupKind::NoPrivileges),
    ];
    let roles = Roles::new(ACCOUNT, &groups);
    assert_eq!(roles.shown(&ids(&[4, 2, 3])), ["Apple", "zebra", "NO_PRIVILEGES"]);
    assert_eq!(roles.shown(&ids(&[2, 1, 4])), ["ADMIN"]);
    assert_eq!(roles.shown(&ids(&[])), Vec::<String>::new());
}

fn read(roles: &Roles, sent: Member<Texts>) -> Result<Vec<String>, Error> {
    let mut faults = Faults::default();
    let found = roles.listed(&sent, &mut faults).into_iter().map(|role| role.name.clone()).collect();
    faults.check()?;
    Ok(found)
}

#[test]
fn p_r17_roles_are_an_array_or_a_text_with_commas() {
    let roles =
        Roles::new(ACCOUNT, &[default_group(1, ACCOUNT, []), called(2, "reviewer"), called(3, "a b")]);
    let one = |text: &str| read(&roles, Member::Value(Texts::One(text.into())));
    let many = |names: &[&str]| {
        read(&roles, Member::Value(Texts::Many(names.iter().map(|name| (*name).to_owned()).collect())))
    };
    assert_eq!(one(" reviewer , a b,reviewer").unwrap(), ["reviewer", "a b"]);
    assert_eq!(
        many(&["no_privileges ", "reviewer", "UGR-0000-0002"]).unwrap(),
        ["NO_PRIVILEGES", "reviewer"]
    );
    assert_eq!(many(&["admin", "ADMIN"]).unwrap(), ["ADMIN"]);
    let missing = Err(DomainRefusal::Missing("roles").into());
    for nothing in [Member::Absent, Member::Null, Member::Value(Texts::Many(Vec::new()))] {
        assert_eq!(read(&roles, nothing), missing);
    }
    assert_eq!(one(" , "), missing);
    assert_eq!(many(&[" "]), missing);
    assert_eq!(read(&roles, Member::Bad("No.".into())), Err(DomainRefusal::WrongType("roles").into()));
    for malformed in ["reviewer,", "re.viewer", "unknown,-x"] {
        assert_eq!(one(malformed), Err(DomainRefusal::RoleNameMalformed.into()), "{malformed}");
    }
    assert_eq!(many(&["reviewer,a b"]), Err(DomainRefusal::RoleNameMalformed.into()));
    assert_eq!(one("reviewer,unknown"), Err(DomainRefusal::UnknownRole.into()));
    assert_eq!(one("OWNER,unknown"), Err(DomainRefusal::UnknownRole.into()), "the least number");
    assert_eq!(one("OWNER,ADMIN"), Err(DomainRefusal::OwnerNotHere.into()), "P-R19");
}

#[test]
fn p_r15_no_privileges_is_made_on_first_need_and_once() {
    let world = World::new();
    let account = world.client("Own").id;
    let taken = || {
        let take = move |tx: &mut dyn Transaction, call: &Call| {
            let roles = Roles::of(tx, account)?;
            roles.groups(tx, call, &[roles.find("NO_PRIVILEGES").unwrap()])
        };
        world.write(&world.operator, take).unwrap()
    };
    let made = taken();
    assert_eq!(made.len(), 1);
    assert_eq!(taken(), made);
    let shown = world.read(&world.operator, move |tx, _| Ok(Roles::of(tx, account)?.shown(&made))).unwrap();
    assert_eq!(shown, ["NO_PRIVILEGES"]);
}

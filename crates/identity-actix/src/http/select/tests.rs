use super::*;

const SHAPE: Shape<identity_core::account::AccountRow> = Shape {
    registry: &identity_core::account::FIELDS,
    parts: &[],
    links: &[("parent", &crate::account::view::SHAPE), ("groups", &crate::group::view::SHAPE)],
};

fn select(text: &str) -> Selection {
    let query = if text.is_empty() { String::new() } else { format!("select={text}") };
    let parsed = identity_rql::parse_select_only(&query).unwrap().unwrap_or_default();
    SHAPE.selection(&parsed).unwrap()
}

/// Which of these members are shown: `name` and `address` by default, `audit` on demand.
fn shown(text: &str) -> Vec<&'static str> {
    let selection = select(text);
    let members = [("name", true), ("address", true), ("audit", false)];
    members.into_iter().filter(|(n, d)| selection.top().member(n, *d).is_some()).map(|(n, _)| n).collect()
}

#[test]
fn starts_from_the_default_set() {
    assert_eq!(shown(""), ["name", "address"]);
    assert_eq!(shown("audit"), ["name", "address", "audit"]);
    assert_eq!(shown("%2Baudit,-ADDRESS"), ["name", "audit"]);
    assert_eq!(shown("-*,name"), ["name"]);
    assert_eq!(shown("name,-*"), ["name"], "wherever it stands");
    assert_eq!(shown("*"), ["name", "address", "audit"]);
    assert_eq!(shown("*,-audit"), ["name", "address"]);
    assert_eq!(shown("-name,name"), ["address"], "removal wins");
}

#[test]
fn inner_members_are_chosen_alone() {
    let selection = select("-*,audit.created,address(city)");
    let audit = selection.top().member("audit", false).unwrap();
    assert!(audit.member("created", true).is_some() && audit.member("updated", true).is_none());
    let address = selection.top().member("address", true).unwrap();
    assert!(address.member("city", true).is_some() && address.member("country", true).is_none());
    assert!(selection.top().member("name", true).is_none());
}

#[test]
fn inner_members_join_those_of_a_member_that_is_shown_anyway() {
    let selection = select("address.city,-address.country,audit(-created)");
    let address = selection.top().member("address", true).unwrap();
    assert!(address.member("city", true).is_some() && address.member("state", true).is_some());
    assert!(address.member("country", true).is_none());
    assert!(selection.top().member("audit", false).is_none(), "a removal adds nothing");
    let inside = select("-address(city,state)");
    let address = inside.top().member("address", true).unwrap();
    assert!(address.member("city", true).is_none() && address.member("country", true).is_some());
    assert!(address.removes("city") && !address.removes("country"));
}

#[test]
fn the_identifier_stays_unless_it_is_named() {
    assert!(!select("-*").top().removes("id"));
    assert!(select("-id").top().removes("id"));
}

fn refused(text: &str) -> String {
    let parsed = identity_rql::parse_select_only(&format!("select={text}")).unwrap().unwrap();
    match SHAPE.selection(&parsed) {
        Err(Error::Query(violations)) => violations.iter().next().unwrap().0.to_owned(),
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn unknown_paths_are_refused_as_written() {
    assert_eq!(refused("Foo"), "Foo");
    assert_eq!(refused("name,address(citi)"), "address.citi");
    assert_eq!(refused("audit.created.by.email"), "audit.created.by.email");
    assert_eq!(refused("groups.members"), "groups.members");
    assert_eq!(refused("groups(modules(code,price))"), "groups.modules.price");
    assert_eq!(refused("parent.parent.nickname"), "parent.parent.nickname");
    for fine in [
        "audit.created.by.name",
        "parent.icon",
        "PARENT.Icon",
        "groups(id,name)",
        "tokenPolicy",
        "parent.address.city",
        "groups(account(address(city)))",
        "groups.modules.settings.default",
        "externalIds.pyraTenantId",
    ] {
        select(fine);
    }
}

/// Four levels, however they are written (§2.2).
#[test]
fn depth_counts_dots_and_parentheses_alike() {
    for deep in ["groups.account.groups.account.name", "groups(account.groups.account.name)"] {
        assert_eq!(refused(deep), "query", "{deep}");
    }
    select("groups.account.groups.account");
}

fn full<W>(inner: W) -> Want<W> {
    Want::Full(Box::new(inner))
}

/// What has to be read of a related object, and of those that it refers to in turn.
#[test]
fn an_object_is_read_when_it_is_named_or_a_reference_is_not_enough() {
    let want = |text: &str| {
        let inner = |inner: &Selection| inner.want("parent", &["id", "name"], |_| ());
        select(text).want("parent", &["id", "name"], inner)
    };
    for (text, expected) in [
        ("", Want::Nothing),
        ("-parent", Want::Nothing),
        ("parent,-parent", Want::Nothing),
        ("-parent.name", Want::Nothing),
        ("*", Want::Reference),
        ("parent.name", Want::Reference),
        ("parent", full(Want::Nothing)),
        ("Parent.ADDRESS", full(Want::Nothing)),
        ("-*,parent(*)", full(Want::Reference)),
        ("parent(parent)", full(full(()))),
        ("parent.parent.name", full(Want::Reference)),
    ] {
        assert_eq!(want(text), expected, "{text}");
    }
}
